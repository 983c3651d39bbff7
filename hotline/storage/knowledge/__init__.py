"""The knowledge file: what the public is told, in read-only SQLite with its own search index."""
