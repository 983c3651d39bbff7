"""The sample content as tables; see README.md beside this file. Python code has no business here."""
