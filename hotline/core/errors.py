"""What can go wrong in the office's own terms; every message is Chinese and fit to be shown to a person."""


class HotlineError(Exception):
    """Base of all expected errors; ``str(error)`` is a sentence for the person who caused it."""


class NotFound(HotlineError):
    """What was asked for by number or name is not there."""


class InvalidInput(HotlineError):
    """One or more fields cannot be accepted; ``fields`` maps a field's name to its message."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("；".join(fields.values()))
        self.fields = fields


class NotAllowed(HotlineError):
    """The person's role, or the four-eyes rule, forbids the action."""


class Conflict(HotlineError):
    """Somebody else changed the same thing meanwhile, or it is in a state that forbids the action."""


class Unavailable(HotlineError):
    """A store that is needed cannot be reached now; trying again later may succeed."""


class PublishFailed(HotlineError):
    """The knowledge file could not be compiled; the one before it goes on serving."""
