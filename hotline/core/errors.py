"""The expected errors. Every message is a Chinese sentence that can be shown to a person."""


class HotlineError(Exception):
    """Base of all expected errors; ``str(error)`` is a sentence for the person who caused it.

    ``status`` is the HTTP status of the page that shows it."""

    status = 500


class NotFound(HotlineError):
    """Nothing has the number or name that was asked for."""

    status = 404


class Gone(HotlineError):
    """What was asked for was public once and has been withdrawn."""

    status = 410


class InvalidInput(HotlineError):
    """One or more fields cannot be accepted; ``fields`` maps the name of each to a message."""

    status = 400

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("；".join(fields.values()))
        self.fields = fields


class NotAllowed(HotlineError):
    """The person's role forbids the action, or the rule that nobody approves their own text does."""

    status = 403


class Conflict(HotlineError):
    """Somebody else changed the same record meanwhile, or its state forbids the action."""

    status = 409


class Unavailable(HotlineError):
    """A database, file or provider that is needed cannot be reached now; trying again later may succeed."""

    status = 503


class RecordsDown(Unavailable):
    """The records database cannot be reached, is locked, full or damaged. The log counts what fails for it."""


class StillPublishing(Unavailable):
    """Another process publishes, and takes longer than could be waited for; what was approved follows by itself."""


class PublishFailed(HotlineError):
    """The knowledge file could not be built; the previous version goes on serving."""
