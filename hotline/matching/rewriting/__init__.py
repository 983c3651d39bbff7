"""Rewriting a question before the search: typing errors corrected, colloquial words replaced by official ones."""
