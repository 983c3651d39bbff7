"""Console screens: statistics of calls, texts, transfers, messages and enquiries."""
