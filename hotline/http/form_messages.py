"""The messages of WTForms itself, in Chinese, for the forms of citizens and of staff."""

from __future__ import annotations

from wtforms.i18n import get_translations


class InChinese:
    """Translates what WTForms says of a wrong value; a form's Meta inherits from it."""

    def get_translations(self, form: object) -> object:
        return get_translations(["zh"])
