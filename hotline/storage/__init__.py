"""Where what people write is kept (the records database) and what the public is told (the knowledge file)."""
