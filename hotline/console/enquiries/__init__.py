"""Console screens: unanswered questions, and the wordings that citizens' choices teach for an entry."""
