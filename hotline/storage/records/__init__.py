"""The records database, SQLite or PostgreSQL: what staff write, what citizens ask, and the history of both."""
