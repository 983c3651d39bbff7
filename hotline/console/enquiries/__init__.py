"""Console screens: questions that were asked, and what was learned from them."""
