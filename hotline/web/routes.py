"""The blueprint of the public site with all its views: importing a module registers the views in it."""

from hotline.web import applications, catalogue, disclosure_column, messages, public_notices, questions
from hotline.web.blueprint import web

__all__ = ["applications", "catalogue", "disclosure_column", "messages", "public_notices", "questions", "web"]
