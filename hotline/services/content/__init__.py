"""What the public is told: import, curation, review, publishing, reading."""
