"""The `hotline` command with a clock that tests set: python -m tests.support.shared_clock CLOCK-FILE ARGUMENT…"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from hotline.app import open_line
from hotline.cli.main import main


class SharedClock:
    """A clock that tests set and other processes read; ``clock()`` is the aware time now."""

    def __init__(self, path, moment):
        self.path = path
        self.now = moment

    @property
    def now(self):
        return datetime.fromisoformat(self.path.read_text())

    @now.setter
    def now(self, moment):
        self.write(moment.isoformat())

    def write(self, told):
        """Have the clock say ``told``, whole at once; what is no time is a mistake in whatever asks the time."""
        part = self.path.with_suffix(".part")
        part.write_text(told)
        part.replace(self.path)

    def __call__(self):
        return self.now

    def advance(self, seconds):
        self.now += timedelta(seconds=seconds)


def run(clock, *arguments):
    path = Path(clock)
    open_line.__kwdefaults__["now"] = lambda: datetime.fromisoformat(path.read_text())
    main(arguments)


if __name__ == "__main__":
    run(*sys.argv[1:])
