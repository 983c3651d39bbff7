"""A citizen's question, answered from the knowledge file and kept as an enquiry, and what they did with the answer."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.core.enquiries import Channel
from hotline.matching.decision import Decision
from hotline.services.line import Line


@dataclass(frozen=True)
class Asked:
    """``enquiry_id`` is None when the enquiry could not be kept; the answer stands all the same."""

    decision: Decision
    enquiry_id: int | None


def decide(line: Line, question: str) -> Decision:
    """The decision on ``question`` without keeping anything."""
    raise NotImplementedError


def ask(
    line: Line,
    question: str,
    *,
    channel: Channel,
    caller: str = "",
    conversation: str = "",
    delivery: str | None = None,
) -> Asked:
    """Decide on ``question`` and keep it as an enquiry; ``caller`` is masked before it is stored.

    A question that comes again under the same ``delivery`` is kept once."""
    raise NotImplementedError


def pick(line: Line, enquiry_id: int | None, number: int) -> None:
    """Keep that the citizen took entry ``number`` of the choices offered."""
    raise NotImplementedError


def rate(line: Line, number: int, helpful: bool, enquiry_id: int | None = None) -> None:
    """Keep whether entry ``number`` was of help."""
    raise NotImplementedError


def transferred(line: Line, enquiry_id: int | None) -> None:
    """Keep that the citizen went on to the operator after this enquiry."""
    raise NotImplementedError
