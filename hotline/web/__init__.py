"""The public site, where citizens search, read and leave messages; it works without JavaScript."""
