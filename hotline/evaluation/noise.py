"""Noisy copies of questions, as speech recognition, typing and dialect make them, to measure matching with."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from hotline.core.chinese_numerals import spell_number
from hotline.evaluation import noise_phrases as speech
from hotline.matching.text.normalise import traditional
from hotline.matching.text.pinyin import fold_syllable, read_aloud, read_words

MOST_SPELT_DIGITS = 4
"""Digits of the longest number that is spelt: longer ones are telephones and codes."""
CONFUSED = 0.3
"""Share of homophone errors between sounds that are only alike (n/l, zh/z, in/ing ...)."""
WHOLE_WORD = 0.5
"""Share of homophone errors that put a word of two characters for another, as recognisers and input methods do."""
SEEN = 20
"""How often a word stands in the general dictionary's texts, at least, for a recogniser to take it for another."""
COMMON_CHARACTERS = 4_000
A_TYPO_EACH = 15
"""Characters of a question for which one mistake of typing is made; every question has at least one."""
RAMBLING = 200
"""Characters of a rambling message, its question included."""

_CHINESE = re.compile(r"[一-鿿]")
_NUMBER = re.compile(r"\d+")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

Alternatives = Mapping[str, tuple[Sequence[str], Sequence[int]]]
"""By sound: the words that sound so, and how often they and all before them are said."""


@dataclass(frozen=True)
class Vocabulary:
    """Words of one and two characters by their exact sound and by their folded one."""

    exact: Alternatives
    alike: Alternatives

    @classmethod
    def of(cls, frequencies: Mapping[str, int]) -> Vocabulary:
        """``frequencies``: words of any length and how often each is said; a character's are those of its words."""
        characters: Counter[str] = Counter()
        for word, often in frequencies.items():
            if len(word) <= 2:
                characters.update({character: often for character in word if _CHINESE.match(character)})
        said = dict(characters.most_common(COMMON_CHARACTERS))
        said |= {w: n for w, n in frequencies.items() if len(w) == 2 and n >= SEEN and all(map(_CHINESE.match, w))}
        exact: dict[str, list[str]] = defaultdict(list)
        alike: dict[str, list[str]] = defaultdict(list)
        for word, reading in read_words(said).items():
            exact[reading].append(word)
            alike[_fold(reading)].append(word)
        return cls(_weigh(exact, said), _weigh(alike, said))

    def draw(self, rng: Random, words: str, reading: str, *, confused: bool) -> str | None:
        """Another word that sounds like ``words``, the commoner the likelier; None when there is none."""
        table, sound = (self.alike, _fold(reading)) if confused else (self.exact, reading)
        others, sums = table.get(sound, ((), ()))
        if words not in others:
            return None  # two characters side by side that are no word
        exact = self.exact.get(reading, ((), ()))[0] if confused else (words,)
        for _ in range(8):
            drawn = others[bisect(sums, rng.randrange(sums[-1]))] if others else words
            if drawn != words and drawn not in exact:
                return drawn
        return None


def _fold(reading: str) -> str:
    return " ".join(map(fold_syllable, reading.split(" ")))


def _weigh(table: Mapping[str, list[str]], said: Mapping[str, int]) -> Alternatives:
    return {sound: (words, tuple(accumulate(said[word] for word in words))) for sound, words in table.items()}


def homophone(text: str, rng: Random, vocabulary: Vocabulary, confused: float = CONFUSED) -> str:
    """``text`` with one character, or one word of two, replaced by another that sounds the same or is mixed up."""
    read = read_aloud(text)
    places = [place for place, syllable in enumerate(read) if syllable]
    rng.shuffle(places)
    mixed_up = rng.random() < confused
    sizes = (2, 1) if rng.random() < WHOLE_WORD else (1,)
    for size in sizes:
        for place in places:
            said, reading = text[place : place + size], read[place : place + size]
            if len(said) == size and all(reading):
                drawn = vocabulary.draw(rng, said, " ".join(reading), confused=mixed_up)
                if drawn:
                    return text[:place] + drawn + text[place + size :]
    return homophone(text, rng, vocabulary, 0.0) if confused == 1.0 else text


def typo(text: str, rng: Random) -> str:
    """``text`` with characters left out, typed twice or swapped with their neighbour."""
    for _ in range(1 + len(text) // A_TYPO_EACH):
        places = [place for place, character in enumerate(text) if character.isalnum()]
        if len(places) < 2:
            return text + text[-1:]
        place = rng.choice(places[:-1])
        kind = rng.randrange(3)
        first, second, rest = text[place], text[place + 1], text[place + 2 :]
        if kind == 0 and len(places) > 3:
            text = text[:place] + second + rest
        elif kind == 1 and first != second:
            text = text[:place] + second + first + rest
        else:
            text = text[:place] + first + first + second + rest
    return text


def filler(text: str, rng: Random) -> str:
    """``text`` with what people say before, within and after a question."""
    middle = rng.randrange(len(text) + 1)
    said = text[:middle] + (rng.choice(speech.MIDDLES) if rng.random() < 0.5 else "") + text[middle:]
    head = rng.choice(speech.HEADS)
    tail = rng.choice(speech.TAILS) if rng.random() < 0.7 else ""
    return head + said.rstrip("?？。!！") + tail


def dialect(text: str, rng: Random, vocabulary: Vocabulary) -> str:
    """``text`` in the words of the south-west (or in a frame of them) and with one sound mixed up."""
    said = text
    for standard, local in speech.DIALECT:
        if standard in said:
            said = said.replace(standard, rng.choice(local), 1)
    if said == text:
        said = rng.choice(speech.DIALECT_HEADS) + said.rstrip("?？。!！") + rng.choice(speech.DIALECT_TAILS)
    return homophone(said, rng, vocabulary, confused=1.0)


def ramble(text: str, rng: Random) -> str:
    """A message of about RAMBLING characters that comes to its question at the end."""
    story = ""
    for sentence in rng.sample(speech.STORY, len(speech.STORY)):
        if len(story) + len(text) >= RAMBLING:
            break
        story += sentence
    return story + rng.choice(speech.LAST) + text


def in_chinese_digits(text: str) -> str:
    """``text`` with its whole numbers spelt.

    >>> in_chinese_digits("30天内交2000元，电话13800138000")
    '三十天内交二千元，电话13800138000'
    """
    return _NUMBER.sub(
        lambda found: spell_number(int(found[0])) if len(found[0]) <= MOST_SPELT_DIGITS else found[0], text
    )


def mixed(text: str, rng: Random, vocabulary: Vocabulary) -> str:
    """``text`` with two of the other noises, spelt numbers, and half the time each: a ramble, traditional script,
    full width."""
    noises: list[Callable[[str], str]] = [
        lambda said: homophone(said, rng, vocabulary),
        lambda said: dialect(said, rng, vocabulary),
        lambda said: typo(said, rng),
        lambda said: filler(said, rng),
    ]
    for noise in rng.sample(noises, 2):
        text = noise(text)
    text = in_chinese_digits(text)
    if rng.random() < 0.5:
        text = ramble(text, rng)
    if rng.random() < 0.5:
        text = traditional(text)
    return text.translate(_WIDE) if rng.random() < 0.5 else text


KINDS: Mapping[str, Callable[[str, Random, Vocabulary], str]] = {
    "homophone": homophone,
    "dialect": dialect,
    "typo": lambda text, rng, _: typo(text, rng),
    "filler": lambda text, rng, _: filler(text, rng),
    "mixed": mixed,
}


def make_noisy(questions: Sequence[str], kind: str, seed: int, vocabulary: Vocabulary) -> list[str]:
    """A noisy copy of each question; equal for equal arguments, and a question's copy depends on no other question.

    Raises KeyError for a ``kind`` that is not in KINDS."""
    noise = KINDS[kind]
    drawn = [Random(f"{seed} {kind} {question}") for question in questions]  # noqa: S311 — noise is no secret
    return [noise(question, rng, vocabulary) for question, rng in zip(questions, drawn, strict=True)]
