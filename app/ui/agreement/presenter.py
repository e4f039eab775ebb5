"""What the agreement page shows. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.library.agreement.letters import (
    MACHINE,
    LetterAgreement,
    agreement,
    coaches_of,
    furthest_apart,
    rating_of,
)
from app.library.agreement.rated import RatedCall
from app.library.agreement.statistics import Estimate
from app.ui.words import LETTER_NAMES
from perception.types import Letter

MEASURED: Final = "What was measured"
NOTE: Final = (
    "From calls that were rated before the measurement was seen. Agreement beyond chance is 1 when two always choose "
    "the same step, and 0 when they agree no more often than chance would. A miss by two steps weighs four times as "
    "much as a miss by one. The bars show the 95 % interval."
)
EMPTY: Final = (
    "Rate calls in the review, all seven letters before the scores unlock. From five calls on you see here how far you "
    "agree."
)
MOST_APART: Final = 5
_UNKNOWN: Final = "–"


@dataclass(frozen=True, slots=True)
class IntervalView:
    """A figure in words, and as a bar: value, low, high in its own unit, None where it cannot be told."""

    words: str
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ApartView:
    """A call about which the two differ. words: what each rated."""

    folder: Path
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter: kappa, icc, difference (steps of the first above the second), what that means, the calls apart."""

    letter: Letter
    name: str
    calls: str
    kappa: IntervalView
    icc: IntervalView
    difference: IntervalView
    words: str
    apart: tuple[ApartView, ...]


@dataclass(frozen=True, slots=True)
class AgreementView:
    """The page. firsts, seconds: whom to choose from, key and words; empty firsts: nobody has rated."""

    firsts: tuple[tuple[str, str], ...]
    seconds: tuple[tuple[str, str], ...]
    first: str
    second: str
    letters: tuple[LetterView, ...]


def present_agreement(
    calls: Sequence[RatedCall], *, me: str = "", first: str = "", second: str = MACHINE, about: str = "call"
) -> AgreementView:
    """Everything the page shows. me: the user's own name, chosen first where it has rated. about: what is counted."""
    names = coaches_of(calls)
    firsts = tuple((name, f"{name} ({_calls(count, about)})") for name, count in names)
    known = [name for name, _ in names]
    chosen = first if first in known else me if me in known else known[0] if known else ""
    other = second if second in known and second != chosen else MACHINE
    seconds = ((MACHINE, MEASURED), *((name, words) for name, words in firsts if name != chosen))
    found = agreement(calls, chosen, other) if chosen else ()
    letters = tuple(_letter(one, calls, chosen, other, about) for one in found)
    return AgreementView(firsts, seconds, chosen, other, letters)


def _letter(one: LetterAgreement, calls: Sequence[RatedCall], first: str, second: str, about: str) -> LetterView:
    apart = furthest_apart(calls, one.letter, first, second)[:MOST_APART]
    return LetterView(
        letter=one.letter,
        name=LETTER_NAMES[one.letter],
        calls=_calls(one.calls, about),
        kappa=_interval(one.kappa),
        icc=_interval(one.icc),
        difference=_interval(one.difference, signed=True),
        words=re.sub(r"\bcall(s?)\b", rf"{about}\1", one.words),
        apart=tuple(_apart(call, one.letter, first, second) for call in apart),
    )


def _interval(one: Estimate, *, signed: bool = False) -> IntervalView:
    if one.value is None:
        return IntervalView(_UNKNOWN, None, None, None)
    form = "+.1f" if signed else ".2f"
    words = _number(one.value, form)
    if one.low is not None and one.high is not None:
        words += f" ({_number(one.low, form)} to {_number(one.high, form)})"
    return IntervalView(words, one.value, one.low, one.high)


def _number(value: float, form: str) -> str:
    """Without a minus before a zero."""
    text = f"{value:{form}}"
    return text.lstrip("+-") if not float(text) else text


def _apart(call: RatedCall, letter: Letter, first: str, second: str) -> ApartView:
    said = [f"{name or 'measured'} {rating_of(call, name, letter):.1f}".replace(".0", "") for name in (first, second)]
    return ApartView(call.folder, call.title, ", ".join(said))


def _calls(count: int, about: str) -> str:
    return f"1 {about}" if count == 1 else f"{count} {about}s"
