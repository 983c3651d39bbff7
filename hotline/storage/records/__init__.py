"""The records database: what staff write and what citizens ask, in SQLite or PostgreSQL."""
