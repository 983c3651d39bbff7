"""Migrations of the records database, run by ``Records.migrate``. A released migration is never changed."""
