"""Frozen letters as PDF, in the same form as DOCX: A4 with the office's head, the place for the seal, page numbers.

WeasyPrint sets the pages. It needs Pango and a Chinese font from the system: without them there is no PDF, and the
letter is still printed from its page or sealed as DOCX."""

from __future__ import annotations

import threading
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from hotline.core.disclosure.case_files import Letter
from hotline.core.errors import Conflict, Unavailable
from hotline.core.permissions import Staff
from hotline.services.disclosure.letter_documents import Letterhead, get_letter, head_of
from hotline.services.disclosure.letters import written_day
from hotline.services.line import Line

if TYPE_CHECKING:
    from weasyprint import Document
    from weasyprint.pdf import PDF

NO_PANGO = "这台服务器还不能做 PDF：缺少 Pango。请管理员安装（Debian：apt install libpango-1.0-0 libpangoft2-1.0-0）。"
NO_FONT = "这台服务器还不能做 PDF：没有中文字体。请管理员安装（Debian：apt install fonts-noto-cjk）。"
INSTEAD = "现在可以下载 Word 文件，或者用浏览器打印。"
MOST_NAMED = 5
"""So many characters without a glyph are named."""
_STYLE = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm;
  @bottom-center { content: "— " counter(page) " —"; font: 14pt "宋体", SimSun, "Noto Serif CJK SC", serif } }
body { font: 16pt/28pt "仿宋", FangSong, STFangsong, "Noto Serif CJK SC", serif; overflow-wrap: anywhere }
p, h1 { margin: 0; orphans: 2; widows: 2 }
.head { color: #c00000; font: bold 30pt/42pt "宋体", SimSun, "Noto Serif CJK SC", serif; text-align: center }
.number { text-align: center; padding-bottom: 6pt; border-bottom: 2.25pt solid #c00000 }
h1 { font: bold 22pt/32pt "宋体", SimSun, "Noto Serif CJK SC", serif; text-align: center; margin: 14pt 0 }
.number, h1, .addressee { break-after: avoid }
.body p { text-align: justify; text-indent: 2em }
.body .addressee { text-indent: 0 }
.end { break-before: avoid; break-inside: avoid; margin-top: 28pt }
.end .signed { text-align: right }
.end .place { margin-top: 14pt; font-size: 12pt; line-height: 20pt }
"""
_one_at_a_time = threading.Lock()
"""Pango's font map is shared by the threads of a process."""


def write_pdf(line: Line, actor: Staff, number: str, place: int) -> bytes:
    """The letter as a PDF whose text can be searched and copied. It tells its title and the office and nothing else of
    where it comes from.

    Raises Unavailable where Pango or a Chinese font is missing, and Conflict where a character has no glyph: an empty
    box would stand for it."""
    letter = get_letter(line, actor, number, place)
    html = to_html(letter, head_of(line, letter))
    try:
        weasyprint = import_module("weasyprint")
    except OSError as error:  # ctypes finds no Pango
        raise Unavailable(NO_PANGO + INSTEAD) from error
    missing: dict[str, None] = {}

    def finish(document: Document, pdf: PDF) -> None:
        pdf.info.pop("Producer", None)
        missing.update(dict.fromkeys(chr(code) for font in document.fonts.values() for code in font.missing))

    with _one_at_a_time:
        page = weasyprint.HTML(string=html, url_fetcher=_refuse)
        content: bytes = page.write_pdf(finisher=finish, pdf_tags=True)
    if missing:
        _tell_missing(list(missing), letter)
    return content


def to_html(letter: Letter, head: Letterhead) -> str:
    """The letter as WeasyPrint reads it; every text is escaped."""
    body = "".join(
        f"<p{' class=addressee' if place == 0 else ''}>{escape(part)}</p>\n"
        for place, part in enumerate(letter.paragraphs)
    )
    office, title = escape(head.office), escape(letter.kind.value)
    where = f"<p class=place>地址：{escape(head.address)}　电话：{escape(head.telephone)}</p>" if head.telephone else ""
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="author" content="{office}"><style>{_STYLE}</style></head><body>'
        f"<p class=head>{office}</p><p class=number>{escape(letter.letter_number)}</p><h1>{title}</h1>"
        f"<div class=body>{body}</div><div class=end><p class=signed>{office}</p>"
        f"<p class=signed>{written_day(letter.made_at.date())}（盖章）</p>{where}</div></body></html>"
    )


def _refuse(url: str) -> NoReturn:
    """A letter loads nothing."""
    raise ValueError(f"a letter asks for {url}")


def _tell_missing(missing: list[str], letter: Letter) -> NoReturn:
    """Raise for characters that no installed font has: all Chinese ones where there is no Chinese font at all."""
    if letter.kind.value[0] in missing:
        raise Unavailable(NO_FONT + INSTEAD)
    named = "、".join(f"“{sign}”（U+{ord(sign):04X}）" for sign in missing[:MOST_NAMED])
    raise Conflict(f"这封信有服务器的字体里没有的字：{named}。做成 PDF 会变成方框，所以没有做。{INSTEAD}")
