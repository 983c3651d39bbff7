"""The blueprint of the public site with all its views: importing a module registers the views in it."""

from hotline.web import (
    application_confirmation,
    applications,
    catalogue,
    disclosure_column,
    messages,
    public_notices,
    questions,
)
from hotline.web.blueprint import web

__all__ = [
    "application_confirmation",
    "applications",
    "catalogue",
    "disclosure_column",
    "messages",
    "public_notices",
    "questions",
    "web",
]
