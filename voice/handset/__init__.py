"""A telephone that plays our TwiML: for the terminal, for tests, for load."""
