"""Console screens: one's own account, its password, sessions and second factor."""
