"""QR codes as images inside a page."""

from __future__ import annotations

import segno

from hotline.console.blueprint import console

QUIET_ZONE = 4
"""Modules of white around a code, as ISO/IEC 18004 asks for."""


@console.app_template_filter("qr_code")
def qr_data_uri(text: str) -> str:
    """A QR code of ``text`` as a data: URI, which the Content-Security-Policy allows for images."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(scale=4, border=QUIET_ZONE, light="#fff"))
