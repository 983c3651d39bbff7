"""How people write the two numbers of a catalogue item: its document number (文号) and its index number (索引号).

Texts are given in half width and lower case, as ``matching.text.normalise.plain`` makes them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hotline.core.catalogue import SERIAL_DIGITS

_OPENING, _CLOSING = r"[(\[{〔【〖「『<〈《]", r"[)\]}〕】〗」』>〉》]"
_DOCUMENT_NUMBER = re.compile(
    rf"(?P<issuer>[\u4e00-\u9fff]*)\s*(?P<bracket>{_OPENING})?\s*(?P<year>(?:19|20)[0-9]{{2}})\s*年?\s*{_CLOSING}?\s*"
    r"(?:字?第)?\s*0*(?P<serial>[1-9][0-9]{0,4})\s*(?P<end>号)?"
)
_ISSUERS_END = tuple("发规函办令字文告复批通政人审综")
"""What stands before the year in a document number ends with one of these: the kind of document."""
_DASH = "[-\u2010-\u2015\u2212~/_杠]"
_INDEX_NUMBER = re.compile(
    rf"(?:索引号?码?|目录号)?(?:是|为|:)?"
    rf"(?P<organisation>(?:[0-9a-z]{{18}}|[0-9a-z]{{8}}{_DASH}?[0-9a-z]){_DASH}{{1,2}})?"
    rf"(?:(?P<date>(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])?)(?P<dash>{_DASH})?)?(?P<serial>[0-9]{{5,7}})号?[。.!?]*"
)


@dataclass(frozen=True)
class DocumentNumber:
    """A document number: what stands before the year (示司发), the year and the serial number without leading zeros.

    ``issuer`` of a number found in a question may begin with other words of that question; it is "" where the number
    is given without one. ``in_brackets`` tells whether the year stands in brackets."""

    issuer: str
    year: str
    serial: str
    in_brackets: bool = True

    def likeness(self, published: DocumentNumber) -> int:
        """How surely this number of a question is the ``published`` one: 3 with its issuer, 2 with the end of its
        issuer, 1 with the year in brackets and the serial number but no issuer, 0 when it is another. Without brackets
        2026年11号 may be a date."""
        if (self.year, self.serial) != (published.year, published.serial):
            return 0
        if published.issuer and self.issuer.endswith(published.issuer):
            return 3
        if len(self.issuer) > 1 and published.issuer.endswith(self.issuer):
            return 2
        return int(self.in_brackets and not self.issuer.endswith(_ISSUERS_END))


def find_document_number(text: str) -> tuple[DocumentNumber, bool] | None:
    """The document number in ``text``, and whether the text is nothing else; None where it has none.

    The brackets may be of any kind or left out. A year and a number without brackets are a document number only
    behind an issuer and before 号.

    >>> find_document_number("示司发〔2026〕11号")
    (DocumentNumber(issuer='示司发', year='2026', serial='11', in_brackets=True), True)
    >>> found, is_all = find_document_number("示司发 2026 第011 号收费吗")
    >>> found.serial, is_all, find_document_number("2026年11个月")
    ('11', False, None)
    """
    for found in _DOCUMENT_NUMBER.finditer(text):
        if found["bracket"] or (found["end"] and found["issuer"]):
            number = DocumentNumber(found["issuer"], found["year"], found["serial"], bool(found["bracket"]))
            return number, not re.search(r"\w", text[: found.start()] + text[found.end() :])
    return None


def read_index_number(text: str) -> str:
    """The end of an index number, where ``text`` is nothing but an index number or its last digits; else "".

    The organisation's code may be left out, and of a number with five last digits the year too; spaces and dashes do
    not matter, so that the end has none: ``bare_index_number`` of a published number ends with it. The forms are those
    of ``core.catalogue.INDEX_NUMBER``. Eleven digits that begin with 19 are a mobile number.

    >>> read_index_number("2026 - 00009"), read_index_number("00001"), read_index_number("索引号202600009")
    ('202600009', '00001', '202600009')
    >>> read_index_number("00000000-0/2026-00009"), read_index_number("102"), read_index_number("2026年的")
    ('000000000202600009', '', '')
    >>> read_index_number("015114277-202105-308074"), read_index_number("202105308074"), read_index_number("308074")
    ('015114277202105308074', '202105308074', '')
    """
    found = _INDEX_NUMBER.fullmatch(re.sub(r"\s", "", text))
    if found is None:
        return ""
    date, serial = found["date"] or "", found["serial"]
    if not date:
        return serial if len(serial) == SERIAL_DIGITS and not found["organisation"] else ""
    if date.startswith("19") and len(serial) != SERIAL_DIGITS and not found["dash"]:
        return ""
    return bare_index_number(f"{found['organisation'] or ''}{date}{serial}")


def number_to_key(index_number: str) -> str:
    """What a caller keys in for an item: what follows the organisation's code in its index number, 9 to 13 digits.

    >>> number_to_key("00000000-0/2026-00009"), number_to_key("115323000151673132-/2020-0310001")
    ('202600009', '20200310001')
    >>> number_to_key("01526096-4-/2022-0822005"), number_to_key("015114277-202105-308074")
    ('20220822005', '202105308074')
    """
    return "".join(re.split("[-/]", index_number)[-2:])


def bare_index_number(index_number: str) -> str:
    """An index number without its dashes and slashes.

    >>> bare_index_number("01526096-4-/2022-0822005")
    '01526096420220822005'
    """
    return re.sub(r"[^0-9A-Z]", "", index_number.upper())
