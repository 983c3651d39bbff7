"""Whether a question says the opposite of the wording it resembles."""
