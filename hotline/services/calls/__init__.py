"""Telephone calls: their journal, dialling staff, transfers, recordings."""
