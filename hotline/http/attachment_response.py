"""The response that carries an attachment: its type is fixed by its kind, and nothing in it can run."""

from __future__ import annotations

from pathlib import Path

from flask import Response, send_file

from hotline.core.attachments import MEDIA_TYPES, Attachment

LIFE = 86_400
"""Seconds for which a browser keeps a file; no cache that people share does, so that what is withdrawn is gone."""


def attachment_response(attachment: Attachment, path: Path) -> Response:
    """The content of ``attachment``, which lies at ``path``. A picture is shown, anything else is saved.

    The name is sent as RFC 6266 and RFC 8187 have it, so that it may be Chinese. The address of an attachment holds its
    digest, so that what is behind it never changes."""
    response = send_file(
        path,
        mimetype=MEDIA_TYPES[attachment.kind],
        as_attachment=not attachment.is_picture,
        download_name=attachment.name,
        etag=attachment.digest,
        max_age=LIFE,
    )
    response.headers["Cache-Control"] = f"private, max-age={LIFE}, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
