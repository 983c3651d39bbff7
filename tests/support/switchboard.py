"""A stand-in for a provider's control over calls: it keeps what it was asked to do, and fails when a test says so."""


class Switchboard:
    """``rung`` are the dialled (number, URL, status URL), ``turned`` the redirected (leg, URL).

    ``failures`` are raised one after the other, by the next calls of any method."""

    def __init__(self):
        self.rung, self.turned, self.failures = [], [], []

    def ring(self, number, url, *, status_url, seconds):
        self._fail()
        self.rung.append((number, url, status_url))
        return f"CA{len(self.rung):032d}"

    def redirect(self, leg, url):
        self._fail()
        self.turned.append((leg, url))

    def _fail(self):
        if self.failures:
            raise self.failures.pop(0)
