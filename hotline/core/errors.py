"""What can go wrong in the office's own terms; every message is Chinese and fit to be shown to a person."""


class HotlineError(Exception):
    """Base of all expected errors; ``str(error)`` is a sentence for the person who caused it.

    ``status`` is the HTTP status of a page that tells of it."""

    status = 500


class NotFound(HotlineError):
    """What was asked for by number or name is not there."""

    status = 404


class InvalidInput(HotlineError):
    """One or more fields cannot be accepted; ``fields`` maps a field's name to its message."""

    status = 400

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("；".join(fields.values()))
        self.fields = fields


class NotAllowed(HotlineError):
    """The person's role, or the four-eyes rule, forbids the action."""

    status = 403


class Conflict(HotlineError):
    """Somebody else changed the same thing meanwhile, or it is in a state that forbids the action."""

    status = 409


class Unavailable(HotlineError):
    """A store that is needed cannot be reached now; trying again later may succeed."""

    status = 503


class PublishFailed(HotlineError):
    """The knowledge file could not be compiled; the one before it goes on serving."""
