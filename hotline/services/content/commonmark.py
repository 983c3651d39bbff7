"""CommonMark of answers and catalogue items: rendered as safe HTML (no scripts, images or links of unknown schemes),
and as plain sentences to be read aloud."""

import html
from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from hotline.core.disclosure.report_form import read_plain_form
from hotline.services.content.form_html import form_html

WRITTEN_LEVEL = 3
"""The heading level that answers are written with: their sections begin with ``###`` (h3)."""
_LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def _is_safe_link(url: str) -> bool:
    """True for a URL with a known scheme and for a path within this site. ``//host`` and ``///host`` are neither."""
    parts = urlsplit(url)
    if parts.scheme:
        return parts.scheme.lower() in _LINK_SCHEMES
    return url.startswith("/") and not url.startswith("//")


def _is_any_link(_url: str) -> bool:
    """Of what is read aloud: only the words of a link are said, wherever it leads."""
    return True


def _parser() -> MarkdownIt:
    """Line breaks are kept as they were typed: staff who write 一、 and （一） on lines of their own mean lines."""
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
    parser.disable(["html_block", "html_inline"])
    parser.add_render_rule("image", _link_to_image)
    parser.add_render_rule("table_open", _open_table)
    parser.add_render_rule("table_close", _close_table)
    parser.validateLink = _is_safe_link  # type: ignore[method-assign]
    return parser


def _link_to_image(_: object, tokens: Sequence[Token], place: int, *__: object) -> str:
    """A link to the image, named by its alternative text. The image itself is not loaded: it may be of another site.

    Within a link, or where it has no address, its alternative text alone stands."""
    words = html.escape(_alternative(tokens[place]))
    address = html.escape(str(tokens[place].attrs.get("src", "")))
    depth = sum({"link_open": 1, "link_close": -1}.get(token.type, 0) for token in tokens[:place])
    return words if depth or not address else f'<a href="{address}">{words or "图片"}</a>'


def _open_table(_: object, tokens: Sequence[Token], place: int, *__: object) -> str:
    """A table scrolls sideways within its own frame where a phone is too narrow for it; frames have different names."""
    before = sum(token.type == "table_open" for token in tokens[:place])
    name = f"表格{before + 1}" if before else "表格"
    return f'<div class="table-wrap" tabindex="0" role="region" aria-label="{name}"><table>\n'


def _close_table(*_: object) -> str:
    return "</table></div>\n"


_PARSER = _parser()
_READER = MarkdownIt("commonmark", {"html": False}).enable("table")
_READER.validateLink = _is_any_link  # type: ignore[method-assign,assignment]
_MARKS = frozenset("。！？；：.!?;:")


def commonmark(text: str, top_level: int = 2) -> str:
    """``text`` as HTML. ``###`` headings become ``h<top_level>``, so that the page skips no heading level.

    >>> commonmark("### 期限\\n60日<b>内</b>")
    '<h2>期限</h2>\\n<p>60日&lt;b&gt;内&lt;/b&gt;</p>\\n'
    >>> commonmark("一、先申请\\n二、再等")
    '<p>一、先申请<br />\\n二、再等</p>\\n'
    """
    tokens = _PARSER.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, max(top_level, int(token.tag[1]) - WRITTEN_LEVEL + top_level))}"
    return _html(_with_forms(tokens))


def _with_forms(tokens: list[Token]) -> list[Token]:
    """``tokens`` in which the tables of an annual report have the layout of the form."""
    shown: list[Token] = []
    begin = 0
    for token in tokens:
        shown.append(token)
        if token.type == "table_open":
            begin = len(shown) - 1
        elif token.type == "table_close":
            form = read_plain_form(*_table_texts(shown[begin:]))
            if form is not None:
                shown[begin:] = [Token("html_block", "", 0, content=form_html(form))]
    return shown


def _table_texts(tokens: list[Token]) -> tuple[list[str], list[list[str]]]:
    """The heads and the rows of a table as plain words."""
    rows: list[list[str]] = []
    for before, token in pairwise(tokens):
        if before.type == "tr_open":
            rows.append([])
        if token.type == "inline" and before.type in ("th_open", "td_open"):
            rows[-1].append(_words(token))
    return (rows[0], rows[1:]) if rows else ([], [])


def lead(text: str) -> str:
    """The first paragraph of ``text`` as HTML, which is the direct answer; empty when there is none.

    >>> lead("# 题\\n\\n一般**60日**。\\n\\n- 其他")
    '<p>一般<strong>60日</strong>。</p>\\n'
    """
    tokens = _PARSER.parse(text)
    for place, token in enumerate(tokens):
        if token.type == "paragraph_open" and token.level == 0:
            return _html(tokens[place : place + 3])
    return ""


def plain(text: str) -> str:
    """``text`` as plain sentences. A heading ends in a colon, list items and table rows become sentences, and a link
    keeps only its words.

    >>> plain("### 期限\\n1. **60日**内\\n2. 见[办法](https://a.example)")
    '期限：第1，60日内。第2，见办法。'
    """
    words: list[str] = []
    header: list[str] = []
    row: list[str] = []
    places: list[int | None] = []  # numbers of the items of the enclosing lists; None for a bullet list
    tokens = _READER.parse(text)
    for before, token in zip([None, *tokens], tokens, strict=False):
        match token.type:
            case "ordered_list_open" | "bullet_list_open":
                places.append(int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None)
            case "ordered_list_close" | "bullet_list_close":
                places.pop()
            case "list_item_open" if places[-1] is not None:
                words.append(f"第{places[-1]}，")
                places[-1] += 1
            case "inline" if before and before.type in ("th_open", "td_open"):
                (header if before.type == "th_open" else row).append(_words(token))
            case "inline":
                words.append(_end_with(_words(token), "：" if before and before.type == "heading_open" else "。"))
            case "fence" | "code_block":
                words.append(_end_with(token.content.strip(), "。"))
            case "tr_close" if row:
                named = zip(header, row, strict=False)
                words.append(_end_with("，".join(f"{name}：{cell}" for name, cell in named if cell), "。"))
                row = []
            case "table_close":
                header = []
    return "".join(words)


def _words(inline: Token) -> str:
    """The words of a paragraph, with a mark where a line ends without one; of an image, its alternative text."""
    words = ""
    for child in inline.children or ():
        is_break = child.type in ("softbreak", "hardbreak")
        said = _alternative(child) if child.type == "image" else child.content
        words = _end_with(words.strip(), "，") if is_break else words + said
    return words.strip()


def _alternative(image: Token) -> str:
    """The alternative text of an image without its marks.

    >>> plain("![**大门**](https://a.example/x.png)")
    '大门。'
    """
    return RendererHTML().renderInlineAsText(image.children, _PARSER.options, {}).strip()


def _end_with(sentence: str, mark: str) -> str:
    """``sentence`` ending in ``mark``, unless it has a mark of its own; an empty sentence stays empty."""
    return sentence if not sentence or sentence.rstrip("”’）)")[-1:] in _MARKS else sentence.rstrip("，、,") + mark


def _html(tokens: list[Token]) -> str:
    return str(_PARSER.renderer.render(tokens, _PARSER.options, {}))
