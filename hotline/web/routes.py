"""The blueprint of the public site with all its views: importing a module registers the views in it."""

from hotline.web import catalogue, messages, questions
from hotline.web.blueprint import web

__all__ = ["catalogue", "messages", "questions", "web"]
