"""Names the recogniser was told to expect, taken from a second hearing only where the first was unsure. Pure.

Told of names, Whisper hears them, and now and then hears them where nobody said them; all its other words get worse,
too. So speech is first heard without them. Where that left doubts it is heard again with them, and of the second
hearing only those places are taken that hold an expected name.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from perception.types import Word

_UNSURE_P: Final = 0.5  # a word below this makes a second hearing worth its time: one line in three of clear speech
_DOUBTFUL_P: Final = 0.7  # a place where every word is surer than this is left as it was heard first


def leaves_doubt(words: Sequence[Word]) -> bool:
    """Whether a second hearing could tell more."""
    return any(word.p < _UNSURE_P for word in words)


def with_names(first: Sequence[Word], second: Sequence[Word], names: Sequence[str]) -> tuple[Word, ...]:
    """The first hearing, with the names of the second in doubtful places; times stay inside those of the first."""
    ours, theirs = [_bare(word.text) for word in first], [_bare(word.text) for word in second]
    expected = [[_bare(part) for part in name.split()] for name in names]
    out: list[Word] = []
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        doubtful = any(word.p < _DOUBTFUL_P for word in first[a:b])
        named = kind == "replace" and doubtful and _names_in(theirs, c, d, expected)
        out += _placed(second[c:d], first[a].start_s, first[b - 1].end_s) if named else first[a:b]
    return tuple(out)


def _names_in(words: Sequence[str], start: int, end: int, expected: Sequence[Sequence[str]]) -> bool:
    """Whether a name stands in the words, at least partly between start and end."""
    for name in expected:
        for at in range(max(0, start - len(name) + 1), min(end, len(words) - len(name) + 1)):
            if list(words[at : at + len(name)]) == list(name):
                return True
    return False


def _placed(words: Sequence[Word], start_s: float, end_s: float) -> Iterator[Word]:
    """The words moved and stretched into this span."""
    begin, length_s = words[0].start_s, max(words[-1].end_s - words[0].start_s, 1e-6)
    for word in words:
        first, last = ((t_s - begin) / length_s for t_s in (word.start_s, word.end_s))
        at = start_s + (end_s - start_s) * min(max(first, 0.0), 1.0)
        to = start_s + (end_s - start_s) * min(max(last, 0.0), 1.0)
        yield dataclasses.replace(word, start_s=at, end_s=max(at, to))


def _bare(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())
