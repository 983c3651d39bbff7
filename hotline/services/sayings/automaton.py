"""Finds phrases in a text: a finite automaton over many templates, so that all of them are looked for at once.

A template such as (转|接|)人工 stands for several phrases; thousands of templates stand for millions. The automaton's
states are made once from the templates, and what a row of states becomes with the next character is kept (a lazy
deterministic automaton), so a text of n characters costs about n * n dictionary lookups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator


class PhraseAutomaton:
    """Templates with a label each. (a|b) is a choice and may be nested; (a|) may be left out."""

    def __init__(self) -> None:
        self._edges: list[defaultdict[str, set[int]]] = [defaultdict(set)]
        self._labels: defaultdict[int, set[str]] = defaultdict(set)
        self._characters: set[str] = set()
        self._steps: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def add(self, template: str, label: str) -> None:
        """Add the phrases of ``template``. Raises ValueError when its brackets do not match."""
        last, end = self._add_choice(template, 0, frozenset({0}))
        if end != len(template):
            raise ValueError(f"the brackets of {template!r} do not match")
        for state in last - {0}:
            self._labels[state].add(label)

    def find_all(self, text: str, start: int) -> Iterator[tuple[int, frozenset[str]]]:
        """Each phrase that begins at ``start``: where it ends, and its labels; the shortest first.

        >>> automaton = PhraseAutomaton()
        >>> automaton.add("谢谢(你|您|)", "thanks")
        >>> [(end, *labels) for end, labels in automaton.find_all("谢谢您", 0)]
        [(2, 'thanks'), (3, 'thanks')]
        """
        states = frozenset({0})
        for end in range(start + 1, len(text) + 1):
            states = self._step(states, text[end - 1])
            if not states:
                return
            labels = frozenset(label for state in states for label in self._labels.get(state, ()))
            if labels:
                yield end, labels

    def _step(self, states: frozenset[int], character: str) -> frozenset[int]:
        if character not in self._characters:  # kept, every new character would take memory for good
            return frozenset()
        key = (states, character)
        if key not in self._steps:
            reached = (self._edges[state].get(character, ()) for state in states)
            self._steps[key] = frozenset(state for found in reached for state in found)
        return self._steps[key]

    def _add_choice(self, template: str, place: int, before: frozenset[int]) -> tuple[frozenset[int], int]:
        """Add the alternatives from ``place`` on, up to their closing bracket or the end of the template.

        Returns the states after them, and where the bracket stands."""
        after: frozenset[int] = frozenset()
        current = before
        while place < len(template) and template[place] != ")":
            if template[place] == "|":
                after, current = after | current, before
            elif template[place] == "(":
                current, place = self._add_choice(template, place + 1, current)
            else:
                current = self._add_character(template[place], current)
            place += 1
        return after | current, place

    def _add_character(self, character: str, before: frozenset[int]) -> frozenset[int]:
        self._characters.add(character)
        self._edges.append(defaultdict(set))
        state = len(self._edges) - 1
        for earlier in before:
            self._edges[earlier][character].add(state)
        return frozenset({state})
