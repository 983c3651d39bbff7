"""Text to speech: text put into words that can be spoken, cut into parts, synthesised, or played from recordings."""
