"""Console screens: the log of accounts, for administrators."""
