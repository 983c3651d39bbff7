"""Uploading tables: choosing files, what was found in each row, and confirming it."""
