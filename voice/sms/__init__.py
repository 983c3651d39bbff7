"""The text line: a message in, a reply out."""
