"""Citizens' questions: asked, explained, and learned from."""
