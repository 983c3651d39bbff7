"""Rewrites a question before the search: corrects spelling, replaces colloquial words by official ones."""
