"""The values of the hotline and their rules; imports the standard library only."""
