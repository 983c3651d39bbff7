"""Copies of the whole records database in one file: SQLite's online backup, or a dump of PostgreSQL."""
