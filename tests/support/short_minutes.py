"""The `hotline` command, whose jobs of every minute run every two seconds.

python -m tests.support.short_minutes ARGUMENT…"""

import sys

from hotline.cli.main import main
from hotline.server import background

SHORT_MINUTE = 2.0
"""Seconds."""
COMMAND = [sys.executable, "-m", "tests.support.short_minutes"]

if __name__ == "__main__":
    background.MINUTE = SHORT_MINUTE
    main()
