"""SQLAlchemy models of the records database, by subject."""
