"""A provider's control over calls that go on: it keeps what it was asked and fails when it is told to."""


class Switchboard:
    """``rung`` are (number, URL, status URL), ``turned`` (leg, URL); ``failures`` are raised one after the other."""

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
