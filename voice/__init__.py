"""The telephone line and the text line, over the same services as the web, and a handset to try them with."""
