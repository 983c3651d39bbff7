"""Matches a question with the published entries and decides what it leads to; no web, clock or database session."""
