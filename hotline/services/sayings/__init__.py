"""What citizens say that is no question: thanks, "again, please", a wish for a person, a cry for help.

The telephone, the text line and the web share it. ``recognition`` asks the ``grammar``, which knows sayings by the
phrases in ``phrases.toml``, and then the ``classifier``, where their words are new. ``emergencies`` recognises danger.
Each channel decides what a saying does at its own places."""
