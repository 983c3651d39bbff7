"""Telephone calls: their journal, dialling staff for a caller, warm transfers, recordings."""
