"""Console screens: everybody who may sign in, for administrators."""
