"""Tells whether a question and an entry are about the same subject, or only put in the same phrases."""
