"""The word lists that matching uses (synonyms, dictionary, stop words), and the rules for what they may hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

WORD_LIMIT = 20
"""Characters of a word; anything longer is a sentence, which no question repeats."""

Fold = Callable[[str], str]
"""Maps spellings of one word (full width, traditional characters ...) to one form: ``matching.text.normalise.fold``."""
Cut = Callable[[str], Sequence[str]]
"""The pieces into which word segmentation cuts a term of its dictionary: ``matching.text.terms.cut_own_term``."""


def keep_whole(term: str) -> Sequence[str]:
    """A ``Cut`` for which every term is one piece."""
    return (term,)


STOP_WORDS = tuple(
    """
    的 了 吗 呢 吧 啊 呀 么 嘛 得 地 着 过 我 你 您 他 她 它 我们 你们 他们 咱 俺 是 有 在 要 想 能 会
    可以 可 去 到 来 走 就 都 也 还 又 再 才 很 太 最 更 只 别 不 没 没有 和 跟 与 把 被 给 让 对 从 向
    用 那 这 那个 这个 那些 这些 些 什么 怎么 怎样 如何 咋 咋办 啥 哪 哪里 哪儿 哪个 哪些 谁 几 多少
    多久 多长 为什么 怎么办 怎么样 什么样 是不是 能不能 可不可以 需要 应该 应当 一 一个 一下 个 上 下 里
    中 点 请 请问 人 事 东西 时候 时间 现在 知道 说 问 看 做 办 弄 搞 找 叫 好 行 样 之后 以后 如果 要是
    但 但是 还是 或者 以及 等 后 前 时
    """.split()  # noqa: SIM905 — a paragraph of words is easier to read than a column
)
"""The stop words that every office begins with: words that do not say what a question is about."""


class WordList(Enum):
    """The three lists; the value is the name of the table in faq_data."""

    SYNONYMS = "synonyms"
    DICTIONARY = "dictionary"
    STOP_WORDS = "stop_words"


@dataclass(frozen=True)
class Synonym:
    """``colloquial`` is what people say, ``official`` the term that the answers use."""

    colloquial: str
    official: str

    @property
    def name(self) -> str:
        return f"{self.colloquial}（{self.official}）"


@dataclass(frozen=True)
class Term:
    """A technical term that word segmentation keeps whole."""

    word: str

    @property
    def name(self) -> str:
        return self.word


@dataclass(frozen=True)
class StopWord:
    """A word that does not say what a question is about."""

    word: str

    @property
    def name(self) -> str:
        return self.word


Word = Synonym | Term | StopWord
WORD_TYPES: dict[WordList, type[Word]] = {
    WordList.SYNONYMS: Synonym,
    WordList.DICTIONARY: Term,
    WordList.STOP_WORDS: StopWord,
}


@dataclass(frozen=True)
class WordChange:
    """One change of a list at ``word``: by whom and when.

    ``before`` is None where the word was added, ``after`` where it was removed. For a synonym they are the official
    term, for any other word the word itself."""

    word: str
    before: str | None
    after: str | None
    changed_by: str
    changed_at: datetime


class WordRules:
    """Checks words for one list against the words admitted so far; spellings with the same folded form are one word.

    A term of the dictionary must stay one piece when it is ``cut``: the list promises that."""

    def __init__(self, words: WordList, fold: Fold, admitted: Iterable[Word] = (), cut: Cut = keep_whole) -> None:
        self._cut = cut
        self._shortest = 2 if words is WordList.DICTIONARY else 1
        self._fold = fold
        self._admitted: dict[str, Word] = {}
        for word in admitted:
            self.admit(word)

    def admit(self, word: Word) -> None:
        self._admitted.setdefault(self._fold(key_of(word)), word)

    def check(self, word: Word) -> dict[str, str]:
        """What keeps ``word`` out of the list: field name -> message; empty when nothing does."""
        if isinstance(word, Synonym):
            return self._check_synonym(word)
        problem = self._check_text(word.word, "词")
        if not problem and self._fold(word.word) in self._admitted:
            problem = f"已经有“{key_of(self._admitted[self._fold(word.word)])}”了。"
        if not problem and isinstance(word, Term) and len(pieces := self._cut(word.word)) != 1:
            problem = (
                f"分词时留不住整词，会拆成“{'／'.join(pieces)}”。词里不要有连字符、空格、标点和带量词的数字，请拆开写。"
            )
        return {"word": problem} if problem else {}

    def _check_synonym(self, pair: Synonym) -> dict[str, str]:
        problems = {
            "colloquial": self._check_text(pair.colloquial, "群众的说法"),
            "official": self._check_text(pair.official, "正式的叫法"),
        }
        if not any(problems.values()):
            colloquial = self._fold(pair.colloquial)
            taken = self._admitted.get(colloquial)
            if colloquial == self._fold(pair.official):
                problems["official"] = f"“{pair.colloquial}”和“{pair.official}”查起来是同一个词，不用写成同义词。"
            elif isinstance(taken, Synonym):
                problems["colloquial"] = f"已经有“{taken.colloquial}”了，它的正式叫法是“{taken.official}”。"
            elif loop := self._loop(pair):
                problems["official"] = f"绕成了圈：{'→'.join(loop)}。请只留一个方向，从群众的说法到正式的叫法。"
        return {field: problem for field, problem in problems.items() if problem}

    def _check_text(self, text: str, name: str) -> str:
        if not self._fold(text):
            return f"{name}不能为空，也不能只有标点。"
        if len(text) > WORD_LIMIT:
            return f"{name}最多{WORD_LIMIT}个字，现在有{len(text)}个字。"
        if len(self._fold(text)) < self._shortest:
            return f"{name}至少{self._shortest}个字：一个字本来就不会拆开。"
        return ""

    def _loop(self, pair: Synonym) -> list[str]:
        """The words of a chain of synonyms that begins with ``pair`` and comes back to it; empty for no loop."""
        chain = [pair.colloquial]
        for official in self._follow(pair):
            chain.append(official)
            if self._fold(official) == self._fold(pair.colloquial):
                return chain
        return []

    def _follow(self, pair: Synonym) -> Iterator[str]:
        """The official term of ``pair``, then that of this term, and so on; no word comes twice."""
        seen: set[str] = set()
        current: Word | None = pair
        while isinstance(current, Synonym) and self._fold(current.official) not in seen:
            seen.add(self._fold(current.official))
            yield current.official
            current = self._admitted.get(self._fold(current.official))


def is_word_key(key: str) -> bool:
    """Whether ``key`` may be the key of a word; keys are a part of addresses, in which a slash or dots mean a path.

    >>> is_word_key("告政府"), is_word_key("和/或"), is_word_key(".."), is_word_key("")
    (True, False, False, False)
    """
    return 0 < len(key) <= WORD_LIMIT and key.isprintable() and not {"/", "\\"} & set(key) and bool(key.strip(". "))


def check_word_key(word: Word) -> dict[str, str]:
    """What keeps ``word`` from being kept even as a draft: field name -> message. ``WordRules`` has the other rules."""
    key, field = key_of(word), "colloquial" if isinstance(word, Synonym) else "word"
    if is_word_key(key):
        return {}
    if len(key) > WORD_LIMIT:
        return {field: f"最多{WORD_LIMIT}个字，现在有{len(key)}个字。"}
    return {field: "里面不要有斜杠和看不见的字符，请改写。" if key.strip(". ") else "不能为空，也不能只有标点。"}


def key_of(word: Word) -> str:
    """The key of a row: the colloquial word of a synonym, or the word itself."""
    return word.colloquial if isinstance(word, Synonym) else word.word


def meaning_of(word: Word) -> str:
    """The value of a row: the official term of a synonym, or the word itself."""
    return word.official if isinstance(word, Synonym) else word.word
