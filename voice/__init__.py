"""The telephone and the text line: whole channels over the same services as the web, and a phone to try them with."""
