"""Console screens: entries, from the first draft through review to publishing and withdrawal."""
