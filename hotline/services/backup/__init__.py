"""Backups of everything the office cannot make again, and their restoration."""
