"""Makes noisy copies of questions, with the errors of speech recognition, typing and dialect, to measure matching."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from hotline.core.chinese_numerals import spell_number
from hotline.evaluation import noise_phrases as phrases
from hotline.matching.text.normalise import traditional
from hotline.matching.text.pinyin import fold_syllable, read_aloud, read_words

MOST_SPELT_DIGITS = 4
"""Digits of the longest number that is spelt in Chinese: longer ones are telephone numbers and codes."""
CONFUSED = 0.3
"""The share of homophone errors that mix up similar sounds (n/l, zh/z, in/ing ...) instead of equal ones."""
WHOLE_WORD = 0.5
"""The share of homophone errors that replace a word of two characters, as recognisers and input methods do."""
LEAST_FREQUENCY = 20
"""The least frequency, in the general dictionary's texts, of a two-character word that replaces another."""
COMMON_CHARACTERS = 4_000
"""The number of characters, the most frequent ones, that replace another."""
CHARACTERS_A_TYPO = 15
"""A question gets one typing mistake, and one more for each so many characters."""
RAMBLING = 200
"""The length of a rambling message in characters, its question included."""

_CHINESE = re.compile(r"[一-鿿]")
_NUMBER = re.compile(r"\d+")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

Alternatives = Mapping[str, tuple[Sequence[str], Sequence[int]]]
"""By sound: the words with that sound, and the running sums of their frequencies."""


@dataclass(frozen=True)
class Vocabulary:
    """Words of one and two characters, by their exact sound and by their folded sound (pinyin.fold_syllable)."""

    exact: Alternatives
    alike: Alternatives

    @classmethod
    def of(cls, frequencies: Mapping[str, int]) -> Vocabulary:
        """From the ``frequencies`` of words of any length. A character's frequency is the sum over the words of one or
        two characters that hold it."""
        characters: Counter[str] = Counter()
        for word, often in frequencies.items():
            if len(word) <= 2:
                characters.update({character: often for character in word if _CHINESE.match(character)})
        common = dict(characters.most_common(COMMON_CHARACTERS))
        common |= {
            w: n for w, n in frequencies.items() if len(w) == 2 and n >= LEAST_FREQUENCY and all(map(_CHINESE.match, w))
        }
        exact: dict[str, list[str]] = defaultdict(list)
        alike: dict[str, list[str]] = defaultdict(list)
        for word, reading in read_words(common).items():
            exact[reading].append(word)
            alike[_fold(reading)].append(word)
        return cls(_weigh(exact, common), _weigh(alike, common))

    def draw(self, rng: Random, word: str, reading: str, *, confused: bool) -> str | None:
        """Another word that sounds like ``word``, drawn by frequency; None when there is none.

        ``reading`` is the sound of ``word``. With ``confused`` the other word has only a similar sound."""
        table, sound = (self.alike, _fold(reading)) if confused else (self.exact, reading)
        others, sums = table.get(sound, ((), ()))
        if word not in others:
            return None  # two characters that stand side by side but are no word
        exact = self.exact.get(reading, ((), ()))[0] if confused else (word,)
        for _ in range(8):
            drawn = others[bisect(sums, rng.randrange(sums[-1]))] if others else word
            if drawn != word and drawn not in exact:
                return drawn
        return None


def _fold(reading: str) -> str:
    return " ".join(map(fold_syllable, reading.split(" ")))


def _weigh(table: Mapping[str, list[str]], frequencies: Mapping[str, int]) -> Alternatives:
    return {sound: (words, tuple(accumulate(frequencies[word] for word in words))) for sound, words in table.items()}


def homophone(text: str, rng: Random, vocabulary: Vocabulary, confused: float = CONFUSED) -> str:
    """``text`` with one character, or one word of two, replaced by another of equal or similar sound.

    ``confused`` is the share of replacements by a similar sound. Without any replacement ``text`` stays as it is."""
    syllables = read_aloud(text)
    places = [place for place, syllable in enumerate(syllables) if syllable]
    rng.shuffle(places)
    mixed_up = rng.random() < confused
    sizes = (2, 1) if rng.random() < WHOLE_WORD else (1,)
    for size in sizes:
        for place in places:
            word, reading = text[place : place + size], syllables[place : place + size]
            if len(word) == size and all(reading):
                drawn = vocabulary.draw(rng, word, " ".join(reading), confused=mixed_up)
                if drawn:
                    return text[:place] + drawn + text[place + size :]
    return homophone(text, rng, vocabulary, 0.0) if confused == 1.0 else text


def typo(text: str, rng: Random) -> str:
    """``text`` with characters left out, typed twice or swapped with the next one."""
    for _ in range(1 + len(text) // CHARACTERS_A_TYPO):
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
    """``text`` with filler words before, within and after it."""
    middle = rng.randrange(len(text) + 1)
    filled = text[:middle] + (rng.choice(phrases.MIDDLES) if rng.random() < 0.5 else "") + text[middle:]
    head = rng.choice(phrases.HEADS)
    tail = rng.choice(phrases.TAILS) if rng.random() < 0.7 else ""
    return head + filled.rstrip("?？。!！") + tail


def dialect(text: str, rng: Random, vocabulary: Vocabulary) -> str:
    """``text`` in south-western words, or between south-western phrases, and with one sound mixed up."""
    local_text = text
    for standard, local in phrases.DIALECT:
        if standard in local_text:
            local_text = local_text.replace(standard, rng.choice(local), 1)
    if local_text == text:
        local_text = rng.choice(phrases.DIALECT_HEADS) + text.rstrip("?？。!！") + rng.choice(phrases.DIALECT_TAILS)
    return homophone(local_text, rng, vocabulary, confused=1.0)


def ramble(text: str, rng: Random) -> str:
    """A message of about RAMBLING characters with ``text`` as the question at its end."""
    story = ""
    for sentence in rng.sample(phrases.STORY, len(phrases.STORY)):
        if len(story) + len(text) >= RAMBLING:
            break
        story += sentence
    return story + rng.choice(phrases.LAST) + text


def in_chinese_digits(text: str) -> str:
    """``text`` with its whole numbers spelt.

    >>> in_chinese_digits("30天内交2000元，电话13800138000")
    '三十天内交二千元，电话13800138000'
    """
    return _NUMBER.sub(
        lambda found: spell_number(int(found[0])) if len(found[0]) <= MOST_SPELT_DIGITS else found[0], text
    )


def mixed(text: str, rng: Random, vocabulary: Vocabulary) -> str:
    """``text`` with two of the other noises and numbers spelt in Chinese.

    Half of the copies each are also a ramble, in traditional script, or in full width."""
    noises: list[Callable[[str], str]] = [
        lambda noisy: homophone(noisy, rng, vocabulary),
        lambda noisy: dialect(noisy, rng, vocabulary),
        lambda noisy: typo(noisy, rng),
        lambda noisy: filler(noisy, rng),
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
    """A noisy copy of each question. Equal arguments give equal copies; no copy depends on another question.

    Raises KeyError for a ``kind`` that is not in KINDS."""
    noise = KINDS[kind]
    generators = [Random(f"{seed} {kind} {question}") for question in questions]  # noqa: S311 — noise is no secret
    return [noise(question, rng, vocabulary) for question, rng in zip(questions, generators, strict=True)]
