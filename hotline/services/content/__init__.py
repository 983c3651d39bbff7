"""Entries and the tables around them: import, editing and review, publishing, and look-ups in what is published."""
