"""One module for each migration; they run in the order of their names."""
