"""The base class of all models, how Python types map to columns, and the columns that tables of faq_data share."""

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Enum as EnumColumn
from sqlalchemy import MetaData, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from hotline.core.attachments import AttachmentKind
from hotline.core.calls import AttemptKind, AttemptResult, CallOutcome
from hotline.core.catalogue import Section
from hotline.core.content_changes import ContentAction, ContentKind
from hotline.core.disclosure import (
    applications,
    case_files,
    case_materials,
    documents,
    outcomes,
    report_documents,
)
from hotline.core.enquiries import Channel, Outcome
from hotline.core.messages import MessageDeed, MessagePurpose, MessageState
from hotline.core.open_questions import DismissalReason
from hotline.core.permissions import Role
from hotline.core.proposals import ProposalKind
from hotline.core.review import Status
from hotline.core.staff_accounts import LinkKind
from hotline.core.staff_log import StaffEventKind
from hotline.core.table_uploads import RowVerdict, UploadState
from hotline.core.texts import TextPurpose, TextReply, TextState
from hotline.core.word_lists import WordList
from hotline.storage.records.column_types import Listing, Moment, Words


def _enum_column(enum: type[Enum]) -> EnumColumn:
    """A column that stores a member's value as text, so that a new member needs no migration."""
    return EnumColumn(enum, native_enum=False, length=40, values_callable=lambda kind: [code.value for code in kind])


KINDS = (
    *(Section, Channel, Outcome, MessageState, MessageDeed, DismissalReason, Role, Status, WordList),
    *(ContentKind, ContentAction, ProposalKind, MessagePurpose),
    *(CallOutcome, AttemptKind, AttemptResult, TextReply, TextPurpose, TextState),
    *(LinkKind, StaffEventKind, AttachmentKind, UploadState, RowVerdict),
    *(applications.ApplicationChannel, applications.ApplicantKind, applications.ApplicationState),
    *(applications.ApplicationAction, outcomes.ReplyOutcome, outcomes.Remedy),
    *(
        case_files.ConsultedKind,
        case_files.Opinion,
        case_files.ContestKind,
        case_files.ContestResult,
        case_files.LetterKind,
        case_materials.MaterialKind,
    ),
    *(documents.DisclosureAttribute, documents.DocumentState, documents.DocumentAction, documents.DocumentOpinion),
    *(report_documents.ReportState, report_documents.ReportAction),
)
"""The enums that are stored in columns."""


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        str: Words(),
        datetime: Moment(),
        list[Any]: Listing(),
    } | {kind: _enum_column(kind) for kind in KINDS}


class Tabled:
    """The columns of every table that is loaded from faq_data: the position in the file, and who wrote the row last."""

    position: Mapped[int] = mapped_column(default=0)
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class Withdrawable(Tabled):
    """A row that other rows go on referring to after it was withdrawn, such as the department of an old revision."""

    withdrawn: Mapped[bool] = mapped_column(default=False, server_default=false())
