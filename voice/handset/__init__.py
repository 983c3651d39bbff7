"""A telephone that plays our TwiML as the provider does: for the terminal, for tests, for load."""
