"""The verbs of the hotline: each module one thing the office or a citizen does."""
