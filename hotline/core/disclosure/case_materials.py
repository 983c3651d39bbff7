"""Materials of a case: scans and files that staff put into the file of an application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from hotline.core.attachments import Attachment

MOST_MATERIALS = 50
"""Materials of one application."""


class MaterialKind(Enum):
    """What a material proves; the value is what staff read."""

    APPLICATION = "申请书"
    IDENTITY = "身份证明"
    SERVICE = "签收单、送达回执"
    OPINION = "第三方、其他机关的意见"
    GIVEN = "提供给申请人的材料"
    PAYMENT = "缴费票据"
    CONTEST = "复议、诉讼文书"
    OTHER = "其他"


@dataclass(frozen=True)
class CaseMaterial:
    """A file in a case. ``warnings`` are sentences on what an applicant may not expect in it, such as hidden rows.

    ``erased_at`` is when its content was erased, by staff or at the end of its period: then only the name is left."""

    id: int
    kind: MaterialKind
    attachment: Attachment
    warnings: tuple[str, ...]
    added_by: str
    added_at: datetime
    erased_at: datetime | None = None
