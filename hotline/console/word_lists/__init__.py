"""Console screens: synonyms, stop words and dictionary words."""
