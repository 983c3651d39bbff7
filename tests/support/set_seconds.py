"""A clock of seconds that a test sets."""


class Seconds:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now
