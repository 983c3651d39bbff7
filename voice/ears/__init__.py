"""Speech to text on the office's own line: the end of what is said is found, and a recogniser in another process hears
it."""
