"""Finds contradictions between a question and the wording it resembles."""
