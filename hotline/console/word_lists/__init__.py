"""Console screens: the synonyms, dictionary words and stop words that matching uses."""
