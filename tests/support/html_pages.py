"""What every page of both sites must be, checked on its HTML, and how tests read a page."""

from itertools import pairwise
from urllib.parse import urlsplit

import html5lib

UNLABELLED = {"hidden", "submit", "button"}


def parse(html):
    """The page's tree; fails on HTML that a validator would reject."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    assert not parser.errors, [(place, code, about) for place, code, about in parser.errors]
    return tree


def check_page(html):
    """One h1, no heading level skipped, a title, labels, unique ids, nothing inline, nothing from elsewhere."""
    tree = parse(html)
    assert tree.get("lang") == "zh-CN"
    assert "".join(tree.find("head/title").itertext()).strip()
    _check_headings(tree)
    ids = [element.get("id") for element in tree.iter() if element.get("id") is not None]
    assert all(ids)
    assert len(ids) == len(set(ids)), sorted(id for id in ids if ids.count(id) > 1)
    _check_references(tree, set(ids))
    _check_labels(tree)
    _check_nothing_inline(tree)
    return tree


def _check_headings(tree):
    levels = [int(e.tag[1]) for e in tree.iter() if e.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1, f"{levels.count(1)} h1"
    levels = levels[levels.index(1) :]
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def _check_references(tree, ids):
    for element in tree.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            for id in (element.get(attribute) or "").split():
                assert id in ids, f"{attribute} points to {id}, which is not there"
        if element.tag == "a" and (element.get("href") or "").startswith("#"):
            assert element.get("href")[1:] in ids


def _check_labels(tree):
    labelled = {label.get("for") for label in tree.iter("label")}
    wrapped = {field for label in tree.iter("label") for field in label.iter()}
    for field in tree.iter():
        if field.tag in ("input", "select", "textarea") and field.get("type") not in UNLABELLED:
            named = field.get("id") in labelled or field in wrapped or field.get("aria-label")
            assert named, f"{field.tag} {field.get('name')} has no label"
    for button in tree.iter("button"):
        assert "".join(button.itertext()).strip() or button.get("aria-label")


def _check_nothing_inline(tree):
    for element in tree.iter():
        assert element.tag != "style"
        assert element.tag != "script" or (element.get("src") and not (element.text or "").strip())
        assert not [name for name in element.keys() if name == "style" or name.startswith("on")]  # noqa: SIM118
        if element.tag in ("script", "img", "link", "iframe"):
            source = element.get("src") or element.get("href") or ""
            assert not urlsplit(source).netloc, f"{source} is fetched from elsewhere"


def links(html):
    """Paths within the site that the page leads to, without fragments."""
    found = [a.get("href", "") for a in parse(html).iter("a")]
    return {link.partition("#")[0] for link in found if link.startswith("/")}


def text(html):
    """What a reader sees of the page's main part, white space as one space."""
    main = next(parse(html).iter("main"))
    return " ".join("".join(main.itertext()).split())


def header_text(html):
    """What a reader sees above the page's main part, white space as one space."""
    return " ".join("".join(next(parse(html).iter("header")).itertext()).split())


def heading(html):
    return "".join(next(parse(html).iter("h1")).itertext()).strip()


def form_fields(html, action, page=""):
    """Names and values of the form that posts to ``action``, its token with them; one without posts to ``page``."""
    return fields_of(next(form for form in parse(html).iter("form") if form.get("action", page) == action))


def fields_of(form):
    """What the browser would send of an untouched form."""
    named = [e for e in form.iter() if e.tag in ("input", "textarea", "select") and e.get("name")]
    taken = [e for e in named if e.get("type") not in ("radio", "checkbox") or e.get("checked") is not None]
    return {field.get("name"): _value(field) for field in taken}


def _value(field):
    if field.tag == "textarea":
        return "".join(field.itertext()).removeprefix("\n")
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return chosen[0].get("value", "")
    return field.get("value", "")
