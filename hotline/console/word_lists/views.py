"""The lists of synonyms, dictionary words and stop words. A new word is submitted here; what is done with it then is
done on its page, as with all that is curated (console.proposals)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from hotline.console.blueprint import actor, console
from hotline.console.labels import WORD_LIST
from hotline.console.proposals.form_fields import ProposalForm
from hotline.console.proposals.forms import FORMS
from hotline.console.word_lists.pages import WordsPage
from hotline.core.errors import InvalidInput, NotFound, Unavailable
from hotline.core.pagination import choose_page
from hotline.core.permissions import Permission
from hotline.core.proposals import ProposalKind, key_of_value, tidy_value
from hotline.core.typed_text import clean_line
from hotline.core.word_lists import WordList
from hotline.http.context import current_line, render
from hotline.services.content import proposal_lists, proposals, word_lists

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from hotline.core.proposals import Proposed

WORDS_A_PAGE = 50
SEARCH_LIMIT = 40


@console.get("/words/<name>")
def list_words(name: str) -> str:
    words = _get_list(name)
    return _list_page(words, FORMS[ProposalKind(name)](formdata=None))


@console.post("/words/<name>")
def add_word(name: str) -> ResponseReturnValue:
    """Submit a new word; one that may not join its list is not even kept as a draft."""
    actor().require(Permission.EDIT_WORDS)
    words = _get_list(name)
    form = FORMS[ProposalKind(name)]()
    refused = 0 if form.validate() else 400
    try:
        if not refused:
            _submit(tidy_value(form.to_value()))
    except InvalidInput as error:
        form.add_errors(error.fields)
        refused = 400
    except Unavailable as error:
        form.add_errors(dict.fromkeys(list(form.hints)[:1], f"没有保存。{error}"))
        refused = 503
    if refused:
        return _list_page(words, form), refused
    flash(f"“{key_of_value(form.to_value())}”已经提交，等审核员审核，通过以后生效。", "success")
    return redirect(url_for("console.list_words", name=name), 303)


def _submit(word: Proposed) -> None:
    line, staff = current_line(), actor()
    problems = proposals.list_problems(line, word)
    if problems:
        raise InvalidInput(problems)
    draft = proposals.save_draft(line, staff, word, None)
    proposals.submit(line, staff, draft.kind, draft.key, version=draft.version)


def _get_list(name: str) -> WordList:
    """The word list with this name in the URL. Raises NotFound."""
    for words in WordList:
        if words.value == name:
            return words
    raise NotFound("没有这个词表。")


def _list_page(words: WordList, form: ProposalForm) -> str:
    line, staff = current_line(), actor()
    search = clean_line(request.args.get("q"))[:SEARCH_LIMIT]
    rows = word_lists.list_words(line, staff, words, search)
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
            work=[one for one in proposal_lists.list_open(line, staff) if one.kind.value == words.value],
            changes=word_lists.list_changes(line, staff, words),
            unpublished=word_lists.list_unpublished(line, staff),
        )
    )
