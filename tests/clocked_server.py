"""The production server with a clock that stands still, for calls that depend on the hour: MOMENT BIND."""

import os
import sys
from datetime import datetime

from hotline.app import create_app, open_line
from hotline.server import serve
from hotline.settings import Settings


def main(moment, bind):
    settings, now = Settings.from_env(os.environ), datetime.fromisoformat(moment)
    serve(
        lambda: create_app(settings, line=open_line(settings.places, now=lambda: now)),
        bind=bind,
        workers=1,
        threads=4,
        folder=settings.places.var,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
