"""CommonMark of answers and catalogue items as HTML that is safe to put in a page: no scripts, images or odd links."""

from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

WRITTEN_LEVEL = 3
"""Answers begin their sections with ``###`` (h3), whatever stands around them on the page."""
_LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def _is_safe_link(url: str) -> bool:
    """True for links out by a known scheme and for paths within this site; ``//host`` and ``///host`` are neither."""
    parts = urlsplit(url)
    if parts.scheme:
        return parts.scheme.lower() in _LINK_SCHEMES
    return url.startswith("/") and not url.startswith("//")


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])
    parser.validateLink = _is_safe_link  # type: ignore[method-assign]
    return parser


_PARSER = _parser()


def commonmark(text: str, top_level: int = 2) -> str:
    """``text`` as HTML whose ``###`` headings are ``h<top_level>``, so that no level of the page is skipped.

    >>> commonmark("### 期限\\n60日<b>内</b>")
    '<h2>期限</h2>\\n<p>60日&lt;b&gt;内&lt;/b&gt;</p>\\n'
    """
    tokens = _PARSER.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, max(top_level, int(token.tag[1]) - WRITTEN_LEVEL + top_level))}"
    return _html(tokens)


def lead(text: str) -> str:
    """The first paragraph of ``text`` as HTML: the part that answers outright; empty when there is none.

    >>> lead("# 题\\n\\n一般**60日**。\\n\\n- 其他")
    '<p>一般<strong>60日</strong>。</p>\\n'
    """
    tokens = _PARSER.parse(text)
    for place, token in enumerate(tokens):
        if token.type == "paragraph_open" and token.level == 0:
            return _html(tokens[place : place + 3])
    return ""


def _html(tokens: list[Token]) -> str:
    return str(_PARSER.renderer.render(tokens, _PARSER.options, {}))
