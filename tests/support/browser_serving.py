"""A server of this process on a free loopback port, and how Debian's chromium is started against it."""

import shutil
import threading
from contextlib import contextmanager
from dataclasses import replace

from werkzeug.serving import WSGIRequestHandler, make_server

from hotline.app import create_app
from hotline.settings import Settings

LAUNCH = {
    "executable_path": shutil.which("chromium"),
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
}


class Quiet(WSGIRequestHandler):
    def log_request(self, *_):
        pass


@contextmanager
def serving(line, places):
    """The site's address, without a slash at its end, while the block runs."""
    settings = Settings(
        places=places,
        public_url="http://127.0.0.1:1",
        secret_key="a secret key that only the tests know, 0123456789",
        twilio_auth_token="0123456789abcdef0123456789abcdef",
    )
    server = make_server("127.0.0.1", 0, lambda *call: app(*call), threaded=True, request_handler=Quiet)
    settings = replace(settings, public_url=f"http://127.0.0.1:{server.port}")
    app = create_app(settings, line=line)
    app.config["RATELIMIT_ENABLED"] = False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield settings.public_url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
