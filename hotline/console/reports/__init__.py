"""Console screens: how the line does, in figures."""
