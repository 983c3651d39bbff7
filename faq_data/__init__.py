"""The sample content as CSV tables, described in README.md. This package holds no Python code."""
