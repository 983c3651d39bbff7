"""A question in, ranked entries and a decision out; no web, no clock, no database session."""
