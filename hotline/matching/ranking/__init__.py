"""Retrieves candidates for a question, scores and ranks them."""
