"""Console screens: entries, from draft to published."""
