"""Console screens: the register of documents, their disclosure attribute, and the way into the catalogue."""
