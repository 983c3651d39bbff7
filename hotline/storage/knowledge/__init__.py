"""The knowledge file: everything published, in one read-only SQLite file with its own search index."""
