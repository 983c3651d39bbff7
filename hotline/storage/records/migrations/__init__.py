"""Migrations of the records database, run by ``Records.migrate``; a migration that was released never changes."""
