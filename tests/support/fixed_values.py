"""Values that all tests share: the fixed time, the password and secret, and where a test keeps its var folder."""

from datetime import datetime
from pathlib import Path

import numpy as np
from werkzeug.security import generate_password_hash

from hotline.app import OFFICE_TIME
from hotline.settings import Places
from tests.support.records_database import database_url

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=OFFICE_TIME)
CALLER = "+8613800138000"
PASSWORD = "a long enough password"
QUICK_HASH = generate_password_hash(PASSWORD, "pbkdf2:sha256:1")
"""A cheap hash of ``PASSWORD``: the service's scrypt is slow on purpose, and tests sign in hundreds of times."""
TOKEN = "0123456789abcdef0123456789abcdef"
"""The Twilio auth token that tests sign their webhooks with."""
SILENT_SECOND = np.zeros(8_000, np.int16)
"""A recording of one second of silence, in samples at the rate of a telephone."""


def places_in(folder):
    """The places of a service whose var folder is ``folder``, with the database that this run's tests have."""
    return Places(folder, database_url(folder))
