"""What citizens say that is no question: thanks, "again, please", a wish for a person, a cry for help.

One grammar for the telephone, the text line and the web: ``grammar`` recognises a saying by the phrases in
``phrases.toml``, ``emergencies`` recognises danger, and each channel decides what a saying does at its own places."""
