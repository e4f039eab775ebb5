"""The forms a sentence is heard in: as written, bare, with slips of speech recognition, and as people really talk."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

_MARKS: Final = re.compile(r"[^\w\s']|_")
_VOWELS: Final = re.compile(r"[aeiouyhw']")
_SOUNDS: Final = str.maketrans("bfpvcgjkqsxzdtlmnr", "111122222222334556")
COMMON: Final = (
    "the", "a", "to", "and", "i", "you", "that", "it", "of", "in", "is", "so", "was", "for", "on", "we", "have",
    "be", "this", "they", "there", "with", "do", "not", "at", "but", "what", "are", "just", "all", "if", "like",
    "one", "can", "out", "up", "no", "my", "know", "get", "well", "as", "or", "then", "an", "now",
)  # fmt: skip


def bare(text: str) -> str:
    """The words in small letters without marks."""
    return " ".join(_MARKS.sub(" ", text).lower().split())


def sound(word: str) -> str:
    """A rough key of how a word sounds: its first letter, then its consonants by kind."""
    flat = re.sub(r"[^a-z]|gh", "", word.lower())
    rest = _VOWELS.sub("", flat[1:]).translate(_SOUNDS)
    return flat[:1] + re.sub(r"(.)\1+", r"\1", rest)


OPENERS: Final = (
    "okay", "right", "mm-hm", "yeah", "all right", "um", "so", "and", "well", "sure", "oh", "yeah okay", "got it", "hm",
)  # fmt: skip
FILLERS: Final = ("um,", "uh,", "you know,", "like,", "I mean,", "kind of")
LEAST_WORDS_TO_CUT: Final = 8


def talked(text: str, dice: random.Random) -> str:
    """`text` as spoken: with an opener, a filler, a repeated word, or broken off at either end where it is long."""
    words = text.split()
    kind = dice.random()
    if kind < 0.45:
        opener = dice.choice(OPENERS)
        return f"{opener[0].upper()}{opener[1:]}{dice.choice(('.', ',', ''))} {text}"
    at = dice.randrange(len(words)) if words else 0
    if kind < 0.65:
        return " ".join((*words[:at], dice.choice(FILLERS), *words[at:]))
    if kind < 0.8 and words:
        bare_word = words[at].strip(".,?!")
        return " ".join((*words[:at], f"{bare_word}-{words[at]}", *words[at + 1 :]))
    if len(words) < LEAST_WORDS_TO_CUT:
        return text
    cut = dice.randint(1, 3)
    return f"-{' '.join(words[cut:])}" if kind > 0.93 else f"{' '.join(words[:-cut])}-"


class Slips:
    """Drops, swaps and inserts words like a recogniser. words: those that may be heard instead of others."""

    def __init__(self, words: Iterable[str]) -> None:
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in sorted({word.lower() for word in words if word.isalpha()}):
            self._near[sound(word)].append(word)

    def apply(self, text: str, share: float, dice: random.Random) -> str:
        """`text` with about `share` (0..1) of its words changed; at least one word stays."""
        out: list[str] = []
        for word in text.split():
            if dice.random() >= share:
                out.append(word)
                continue
            kind = dice.random()
            if kind < 0.4:
                continue
            out.append(self._misheard(word, dice))
            if kind > 0.8:
                out[-1] = word
                out.append(dice.choice(COMMON))
        return " ".join(out) or text

    def _misheard(self, word: str, dice: random.Random) -> str:
        near = [other for other in self._near.get(sound(word), ()) if other != word.lower()]
        return dice.choice(near) if near else dice.choice(COMMON)
