"""Word errors of a recogniser against a text: both are written alike first, so that only words count. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

_SMALL: Final = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
"""
_ROUND: Final = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"
_ONES: Final = tuple(_SMALL.split())
_TENS: Final = tuple(_ROUND.split(" "))
_ORDINALS: Final = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
# The same word written another way.
_ALIKE: Final = {
    "mr": "mister",
    "mrs": "missus",
    "dr": "doctor",
    "st": "saint",
    "ok": "okay",
    "etc": "et cetera",
    "lowercase": "lower case",
    "woodcutters": "wood cutters",
}
_SAME_SOUND: Final = {"&": " and ", "%": " percent "}
_MONEY: Final = re.compile(r"([£$€])(\d[\d,]*)")
_MONEY_WORDS: Final = {"£": "pounds", "$": "dollars", "€": "euros"}
_CLOCK: Final = re.compile(r"\b(\d{1,2}):(\d{2})\b")
_NUMBER: Final = re.compile(r"\b(\d+)(st|nd|rd|th)?\b")
_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)*")
_BRITISH: Final = re.compile(r"(?<=[a-z]{3})our(?=s?$|ed$|ing$|able$|ite$)|(?<=[a-z]{3})is(?=e[sd]?$|ing$|ation$)")

Kind = Literal["same", "changed", "missed", "added"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an alignment; `said` None: a word was added, `heard` None: a word was missed. Indices of words."""

    kind: Kind
    said: int | None
    heard: int | None


@dataclass(frozen=True, slots=True)
class Errors:
    """Counts over some words of the text."""

    words: int = 0
    changed: int = 0
    missed: int = 0
    added: int = 0

    def __add__(self, other: Errors) -> Errors:
        return Errors(
            self.words + other.words,
            self.changed + other.changed,
            self.missed + other.missed,
            self.added + other.added,
        )

    @property
    def wrong(self) -> int:
        """All errors."""
        return self.changed + self.missed + self.added

    @property
    def rate(self) -> float:
        """Word error rate in percent of the words said; NaN without words."""
        return 100.0 * self.wrong / self.words if self.words else float("nan")


def plain_words(text: str) -> list[str]:
    """The words as they sound: small letters, numbers in words, no punctuation, one spelling."""
    text = text.lower().replace("’", "'").replace("-", " ")
    for sign, words in _SAME_SOUND.items():
        text = text.replace(sign, words)
    text = _MONEY.sub(lambda match: f"{match[2]} {_MONEY_WORDS[match[1]]}", text)
    text = _CLOCK.sub(r"\1 \2", text)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = _NUMBER.sub(lambda match: _spoken(match[1], ordinal=bool(match[2])), text)
    out: list[str] = []
    for word in _WORD.findall(text):
        out += _ALIKE.get(word, _american(word)).split()
    return out


def align(said: Sequence[str], heard: Sequence[str]) -> list[Step]:
    """The alignment with the fewest errors (Levenshtein over words)."""
    rows = [list(range(len(heard) + 1))]
    for i, word in enumerate(said, start=1):
        before, row = rows[-1], [i]
        for j, other in enumerate(heard, start=1):
            row.append(min(before[j - 1] + (word != other), before[j] + 1, row[j - 1] + 1))
        rows.append(row)
    steps: list[Step] = []
    i, j = len(said), len(heard)
    while i or j:
        if i and j and rows[i][j] == rows[i - 1][j - 1] + (said[i - 1] != heard[j - 1]):
            i, j = i - 1, j - 1
            steps.append(Step("same" if said[i] == heard[j] else "changed", i, j))
        elif i and rows[i][j] == rows[i - 1][j] + 1:
            i -= 1
            steps.append(Step("missed", i, None))
        else:
            j -= 1
            steps.append(Step("added", None, j))
    return steps[::-1]


def word_errors(said: str, heard: str) -> Errors:
    """Errors of what was heard against the text."""
    words = plain_words(said)
    return count(align(words, plain_words(heard)), len(words))


def count(steps: Iterable[Step], words: int) -> Errors:
    """The counts of an alignment."""
    kinds = [step.kind for step in steps]
    return Errors(words, kinds.count("changed"), kinds.count("missed"), kinds.count("added"))


def _american(word: str) -> str:
    return _BRITISH.sub(lambda match: "or" if match[0] == "our" else "iz", word)


def _spoken(digits: str, *, ordinal: bool) -> str:
    number = int(digits)
    # A year is said in two halves: 1455 is fourteen fifty-five.
    if len(digits) == 4 and 1100 <= number < 2000 and number % 100 and not ordinal:
        words = f"{_below_hundred(number // 100)} {_hundredths(number % 100)}"
    else:
        words = _cardinal(number)
    if not ordinal:
        return words
    *front, last = words.split()
    last = _ORDINALS.get(last, f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return " ".join((*front, last))


def _hundredths(number: int) -> str:
    return f"oh {_ONES[number]}" if number < 10 else _below_hundred(number)


def _cardinal(number: int) -> str:
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            head = f"{_cardinal(number // size)} {name}"
            joint = " and " if size == 100 and rest else " "
            return f"{head}{joint}{_cardinal(rest)}" if rest else head
    return _below_hundred(number)


def _below_hundred(number: int) -> str:
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]} {_ONES[ones]}" if ones else _TENS[tens]
