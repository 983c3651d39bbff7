"""Text to speech: text normalised for reading aloud, cut into chunks, and recorded prompts."""
