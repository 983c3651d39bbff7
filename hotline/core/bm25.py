"""BM25's two constants, at their usual values: the index, matching and the baseline of ``evaluation`` share them.

Source: Robertson and Zaragoza 2009, The Probabilistic Relevance Framework: BM25 and Beyond."""

K1 = 1.5
"""How many times a term must stand in a text of mean length to get half of its greatest weight."""
B = 0.75
"""How much a text's length matters: 0 not at all, 1 in proportion."""
