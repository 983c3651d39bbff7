"""Decides on a question that is a number or gives one: of an entry, of an item, or a public telephone number."""

from __future__ import annotations

from hotline.core.entries import OFFICE_NUMBERS, is_entry_number
from hotline.core.spoken_numbers import read_digits
from hotline.matching.confidence import MOST_CHOICES
from hotline.matching.contacts import find_contact
from hotline.matching.decision import Decision, Kind, answer_with, nothing
from hotline.matching.numbered_items import NumberedItems, find_numbered_items
from hotline.matching.search import Match, Reason, SearchableKnowledge
from hotline.matching.text.normalise import fold, read_number

INDEX_DIGITS = range(9, 14)
"""Digits of an index number as people say it (二零二六杠零零零零九): the year, in some offices the month, and the last
five to seven digits."""
_NUMBER_NAMES = {"index_number": "索引号", "document_number": "文号"}


def decide_by_number(normalised: str, numbered: NumberedItems, knowledge: SearchableKnowledge) -> Decision | None:
    """The decision on a question that is only a number: of an entry, of a catalogue item, or a public telephone number.
    None where it is no number."""
    number = read_number(normalised)
    if number is None:
        return put_first(numbered) if numbered.items and numbered.is_all else None
    is_short = not fold(normalised).startswith("0")  # 00102 are the last digits of an index number
    entry = knowledge.find_entry(number) if is_short else None
    if entry is not None:
        return answer_with(entry, "number", str(number), "问题就是一个编号。")
    if numbered.items:
        return put_first(numbered)
    contact = find_contact(normalised, knowledge)
    if contact is not None:
        return answer_with(contact.entry, "contact", contact.names[0], "问题就是一个电话号码。")
    return nothing(f"没有编号为{number}的问答。")


def put_first(numbered: NumberedItems, decision: Decision | None = None) -> Decision:
    """Choices: the items whose number is in the question, then those of the ``decision`` on its other words."""
    terms = tuple(item.index_number for item in numbered.items)
    found = [Match(None, item, 1.0, (Reason(numbered.kind, 1.0, terms),)) for item in numbered.items[:MOST_CHOICES]]
    others = [match for match in decision.matches if match.item not in numbered.items] if decision else []
    reason = f"问题里有目录条目的{_NUMBER_NAMES[numbered.kind]}。"
    reasons = (reason, *decision.reasons) if decision else (reason,)
    result = decision.search_result if decision else None
    return Decision(Kind.CHOICES, 1.0, (*found, *others)[:MOST_CHOICES], reasons, result)


def decide_by_numbers(question: str, knowledge: SearchableKnowledge) -> Decision | None:
    """The entry or item whose number is said with other words (请查一零二), or the entries of several as choices.

    None where something else is said too, or where a number is none that an entry may have."""
    read = tuple(dict.fromkeys(read_digits(question)))
    is_index = len(read) == 1 and len(read[0]) in INDEX_DIGITS
    numbered = find_numbered_items(read[0], knowledge) if is_index else None
    if numbered is not None and numbered.items:
        return put_first(numbered)
    numbers = [int(digits) for digits in read]
    if not numbers or not all(is_entry_number(number) or number in OFFICE_NUMBERS for number in numbers):
        return None
    found = [entry for number in numbers if (entry := knowledge.find_entry(number))]
    if not found:
        return nothing(f"没有编号为{numbers[0]}的问答。")
    if len(found) == 1:
        return answer_with(found[0], "number", str(found[0].number), "问题就是一个编号。")
    matches = tuple(Match(entry, None, 1.0, (Reason("number", 1.0, (str(entry.number),)),)) for entry in found)
    return Decision(Kind.CHOICES, 1.0, matches[:MOST_CHOICES], ("问题里有几个编号，请提问的人选择。",))
