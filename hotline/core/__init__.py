"""The nouns of the hotline and the rules that hold for them; standard library only."""
