"""A part of ours in which everything fails, for whatever is to go on without it."""

from copy import copy


class Broken:
    """Whatever is asked of it meets ``error``: a new one each time, for one raised again drags its tracebacks along."""

    def __init__(self, error):
        self.error = error

    def patient(self, _seconds):
        return self

    def __getattr__(self, name):
        def fail(*_arguments, **_more):
            raise copy(self.error)

        return fail
