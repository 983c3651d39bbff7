"""The application for any WSGI server, for example ``gunicorn wsgi:app``."""

import os

from hotline.app import create_app
from hotline.settings import Settings

app = create_app(Settings.from_env(os.environ))
