"""Text messages: received, sent, and the conversation they belong to."""
