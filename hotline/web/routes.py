"""The public site as the app takes it: the blueprint with all its routes, and the limits that are tighter."""

from hotline.web import catalogue, messages, questions
from hotline.web.blueprint import web

LIMITS = {
    "web.leave_message": "10/hour",
    "web.progress": "20/minute",  # eight digits must not be found by trying
    "web.rate_entry": "30/hour",
    "web.search": "60/minute",
}
"""Endpoint -> how often one address may call it; the app applies them."""

__all__ = ["LIMITS", "catalogue", "messages", "questions", "web"]
