"""The part of a form in which files are added to an entry or an item, and how staff open a file before it is public."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flask import request
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, StringField

from hotline.console.blueprint import actor, console
from hotline.core.attachments import MOST_ATTACHMENTS, Attachment, name_file
from hotline.core.errors import HotlineError, NotFound, Unavailable
from hotline.core.permissions import Permission
from hotline.core.typed_text import clean_line
from hotline.http.attachment_response import attachment_response
from hotline.http.context import current_line
from hotline.http.form_messages import InChinese
from hotline.services.content import attachments
from hotline.services.content.attachments import ChosenFile

if TYPE_CHECKING:
    from flask import Response

    from hotline.core.attachments import Upload


class NumberedFieldList(FieldList):  # type: ignore[misc]
    """Rows numbered 0 to 999 in the names of their fields; a name with a larger number, which nobody but an attacker
    sends, is ignored."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        named = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,3}})-")
        return (int(match[1]) for match in map(named.match, formdata) if match)


MOST_ROWS = 3 * MOST_ATTACHMENTS
"""Files that a form may have, with those that are to be taken out."""


class AttachmentRow(Form):  # type: ignore[misc]
    """One file that the draft has; what is typed too long is cut where it is saved."""

    class Meta(InChinese):
        pass

    digest = HiddenField()
    name = StringField("文件名", filters=[clean_line])
    description = StringField("图片里是什么", filters=[clean_line])
    remove = BooleanField("去掉这个附件")


class AttachedForm:
    """A form with attachments: a row for each that there is, and a field for new ones."""

    attachments = NumberedFieldList(FormField(AttachmentRow), "附件", max_entries=MOST_ROWS)
    files = MultipleFileField("加附件")

    def take_files(self) -> bool:
        """Store every file that was sent with the form and add its row; whether all could be stored.

        It comes after the form's own validation, which would forget what is wrong with a file."""
        problems = []
        for sent in self.files.data or ():
            if len(self.attachments) == MOST_ROWS:
                problems.append(f"附件最多{MOST_ATTACHMENTS}个，后面的没有传上去。")
                break
            try:
                stored = attachments.upload(current_line(), actor(), sent.filename or "", sent.stream)
                self.attachments.append_entry({"digest": stored.digest, "name": stored.name})
            except HotlineError as error:
                problems.append(str(error))
                if isinstance(error, Unavailable):
                    break
        self.files.errors = problems
        return not problems

    def chosen_files(self) -> tuple[Attachment, ...]:
        """The attachments that the draft is to have."""
        rows = (row.form for row in self.attachments)
        kept = [row for row in rows if row.digest.data and not row.remove.data]
        chosen = [ChosenFile(row.digest.data, row.name.data or "", row.description.data or "") for row in kept]
        return attachments.choose(current_line(), chosen)

    def find_uploads(self) -> dict[str, Upload]:
        """Digest -> what is known of the file, for the rows of the page."""
        return attachments.find_uploads(current_line(), [row.form.digest.data or "" for row in self.attachments])


def read_uploads(attached: tuple[Attachment, ...]) -> dict[str, Upload]:
    """Digest -> what is known of the file, for the pages that list ``attached``."""
    return attachments.find_uploads(current_line(), [one.digest for one in attached])


def rows_of(attached: tuple[Attachment, ...]) -> dict[str, object]:
    """The rows of the form for what an entry or an item has."""
    rows = [{"digest": one.digest, "name": one.name, "description": one.description} for one in attached]
    return {"attachments": rows}


@console.get("/files/<digest>")
def uploaded_file(digest: str) -> Response:
    """A file that is not public yet, for those who write and review."""
    actor().require(Permission.READ_ENTRIES)
    upload = attachments.find_uploads(current_line(), [digest]).get(digest)
    if upload is None:
        raise NotFound("没有这个附件，或者它已经删了。")
    shown = Attachment(name_file(clean_line(request.args.get("name")), upload.kind), digest, upload.kind, upload.size)
    return attachment_response(shown, attachments.get_file(current_line(), digest))
