"""Console screens: calls in the past, and calls that staff are in now."""
