"""The staff site as the app takes it: the blueprint with all its screens, and the limits that are tighter."""

from hotline.console import (
    calls,
    editing,
    enquiries,
    entries,
    evidence,
    home,
    line,
    messages,
    review,
    revisions,
    sign_in,
    talks,
    tester,
    word_lists,
)
from hotline.console.site import console

LIMITS = {"console.sign_in": "20/minute"}
"""Endpoint -> how often one address may call it; the app applies them. Failures are counted in the records besides."""

__all__ = [
    "LIMITS",
    "calls",
    "console",
    "editing",
    "enquiries",
    "entries",
    "evidence",
    "home",
    "line",
    "messages",
    "review",
    "revisions",
    "sign_in",
    "talks",
    "tester",
    "word_lists",
]
