"""The lists of synonyms, dictionary words and stop words: adding, changing and removing words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from hotline.console.blueprint import actor, console
from hotline.console.labels import WORD_LIST
from hotline.console.word_lists.forms import FORMS, blank_form, form_of
from hotline.console.word_lists.pages import WordPage, WordsPage
from hotline.core.errors import Conflict, InvalidInput, NotFound, Unavailable
from hotline.core.pagination import choose_page
from hotline.core.permissions import Permission
from hotline.core.typed_text import clean_line
from hotline.core.word_lists import WordList, key_of
from hotline.http.context import current_line, render
from hotline.services.content import word_lists

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from hotline.console.word_lists.forms import SynonymForm, TermForm

WORDS_A_PAGE = 50
SEARCH_LIMIT = 40
EFFECT = "下次发布以后生效。"


@console.get("/words/<name>")
def list_words(name: str) -> str:
    words = _get_list(name)
    return _list_page(words, blank_form(words))


@console.post("/words/<name>")
def add_word(name: str) -> ResponseReturnValue:
    actor().require(Permission.EDIT_WORDS)
    words = _get_list(name)
    form = FORMS[words]()
    refused = _try_change(form, lambda: word_lists.add(current_line(), actor(), words, form.to_word()))
    if refused:
        return _list_page(words, form), refused
    flash(f"已经加上“{key_of(form.to_word())}”，{EFFECT}", "success")
    return redirect(url_for("console.list_words", name=name), 303)


@console.get("/words/<name>/edit")
def edit_word(name: str) -> str:
    """The form of the word that the URL names in ``word``."""
    actor().require(Permission.EDIT_WORDS)
    words = _get_list(name)
    word = word_lists.get_word(current_line(), actor(), words, request.args.get("word", ""))
    return _word_page(words, form_of(words, word))


@console.post("/words/<name>/edit")
def save_word(name: str) -> ResponseReturnValue:
    actor().require(Permission.EDIT_WORDS)
    words = _get_list(name)
    form = FORMS[words]()
    try:
        refused = _try_change(
            form, lambda: word_lists.change(current_line(), actor(), words, form.seen_word(), form.to_word())
        )
    except Conflict as conflict:
        return _show_conflict(words, form, conflict)
    if refused:
        return _word_page(words, form), refused
    flash(f"已经改好“{key_of(form.to_word())}”，{EFFECT}", "success")
    return redirect(url_for("console.list_words", name=name), 303)


@console.post("/words/<name>/remove")
def remove_word(name: str) -> ResponseReturnValue:
    actor().require(Permission.EDIT_WORDS)
    words = _get_list(name)
    form = FORMS[words]()
    try:
        word_lists.remove(current_line(), actor(), words, form.seen_word())
    except Conflict as conflict:
        return _show_conflict(words, form, conflict)
    flash(f"已经删掉“{key_of(form.seen_word())}”，{EFFECT}", "success")
    return redirect(url_for("console.list_words", name=name), 303)


def _get_list(name: str) -> WordList:
    """The word list with this name in the URL. Raises NotFound."""
    for words in WordList:
        if words.value == name:
            return words
    raise NotFound("没有这个词表。")


def _try_change(form: SynonymForm | TermForm, change: Callable[[], None]) -> int:
    """Apply ``change``. Returns 0, or the HTTP status of the failure after putting the reason beside its field."""
    first = form.colloquial if "colloquial" in form else form.word
    if not form.validate():
        return 400
    try:
        change()
    except InvalidInput as error:
        for field, reason in error.fields.items():
            form[field].errors = [reason]
        return 400
    except Unavailable as error:
        first.errors = [f"没有保存。{error}"]
        return 503
    return 0


def _show_conflict(words: WordList, form: SynonymForm | TermForm, conflict: Conflict) -> ResponseReturnValue:
    """Show the word as a colleague changed it meanwhile; return to the list when they removed it."""
    try:
        word = word_lists.get_word(current_line(), actor(), words, key_of(form.seen_word()))
    except NotFound:
        flash(f"没有保存。{conflict}", "error")
        return redirect(url_for("console.list_words", name=words.value), 303)
    return _word_page(words, form_of(words, word), notice=f"没有保存。{conflict}"), 409


def _list_page(words: WordList, form: SynonymForm | TermForm) -> str:
    search = clean_line(request.args.get("q"))[:SEARCH_LIMIT]
    rows = word_lists.list_words(current_line(), actor(), words, search)
    paging = choose_page(request.args.get("page", 1, int), rows=len(rows), size=WORDS_A_PAGE)
    return render(
        WordsPage(
            title=WORD_LIST[words],
            words=words,
            rows=rows[paging.skip : paging.skip + paging.size],
            found=len(rows),
            search=search,
            paging=paging,
            form=form,
            changes=word_lists.list_changes(current_line(), actor(), words),
            unpublished=word_lists.list_unpublished(current_line(), actor()),
        )
    )


def _word_page(words: WordList, form: SynonymForm | TermForm, notice: str = "") -> str:
    key = key_of(form.seen_word())
    return render(WordPage(title=f"改“{key}”", words=words, key=key, form=form, notice=notice))
