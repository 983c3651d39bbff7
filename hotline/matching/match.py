"""What a citizen's question leads to: an answer, another office, choices, or nothing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hotline.matching.by_number import decide_by_number, decide_by_numbers, put_first
from hotline.matching.confidence import SHORTEST_QUESTION
from hotline.matching.contacts import find_contact
from hotline.matching.conversation import decide_in_context
from hotline.matching.decision import Decision, answer_with, nothing
from hotline.matching.numbered_items import find_numbered_items
from hotline.matching.offices import choose_office
from hotline.matching.text.normalise import fold, normalise

if TYPE_CHECKING:
    from hotline.matching.ranking.embeddings import SentenceEncoder
    from hotline.matching.search import SearchableKnowledge


def match(
    question: str,
    knowledge: SearchableKnowledge,
    encoder: SentenceEncoder | None = None,
    context: int | None = None,
) -> Decision:
    """What ``question`` leads to in ``knowledge``: by an entry's number, by an item's index number, or by a search.

    With an ``encoder`` the search compares meanings too, if ``knowledge`` has the vectors of the same model.
    ``context`` is the number of the entry that was answered before: a question that names no subject of its own is
    taken to go on about the subject of that entry."""
    normalised = normalise(question)
    if not fold(normalised):
        return nothing("问题里没有可以查找的文字。")
    numbered = find_numbered_items(normalised, knowledge)
    by_number = decide_by_number(normalised, numbered, knowledge) or decide_by_numbers(question, knowledge)
    if by_number is not None:
        return by_number
    contact = find_contact(normalised, knowledge)
    if contact is not None:
        return answer_with(contact.entry, "contact", contact.names[0], f"问的是“{contact.names[0]}”怎么联系。")
    if len(fold(normalised)) < SHORTEST_QUESTION:
        return nothing("只有一个字，看不出问的是什么。")
    decision = decide_in_context(normalised, knowledge, encoder, context)
    if knowledge.member_offices:
        rest_of = partial(decide_in_context, knowledge=knowledge, encoder=encoder, context=None)
        decision = choose_office(normalised, decision, knowledge, encoder, context, rest_of)
    return put_first(numbered, decision) if numbered.items else decision
