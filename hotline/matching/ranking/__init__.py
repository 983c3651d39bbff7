"""Finding candidate entries for a question and ranking them."""
