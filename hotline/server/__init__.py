"""The production server and its background jobs."""
