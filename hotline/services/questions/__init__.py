"""Citizens' questions: decide and record one, explain a decision, and suggest new similar questions from feedback."""
