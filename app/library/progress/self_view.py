"""How far what the learner says of a call lies from what was measured, over time. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.library.progress.past import PastCall, in_order
from app.practice.self_check import WORTH_A_LOOK
from perception.types import LETTERS, Letter

FEWEST: Final = 4  # self-checks, to say how the gap moves
_SIDE: Final = 3
_WORTH: Final = 5.0  # points by which a mean gap must move to be told
_TENDS: Final = 3  # calls in which a letter must lie apart the same way


@dataclass(frozen=True, slots=True)
class CallGap:
    """One call. mean: of the absolute gaps over its letters, points. letters: said minus measured."""

    call: PastCall
    mean: float
    letters: dict[Letter, float]


@dataclass(frozen=True, slots=True)
class SelfView:
    """All self-checks, the oldest first; a call in which nothing could be compared is left out.

    higher, lower: letters the learner tends to rate above, or below, what is measured.
    """

    gaps: tuple[CallGap, ...]
    higher: tuple[Letter, ...]
    lower: tuple[Letter, ...]

    @property
    def words(self) -> str:
        """How the gap moved, one or two sentences."""
        if not self.gaps:
            return "No self-check yet. After a practice call you are asked first how it went."
        newest = _mean(self.gaps[-_SIDE:])
        if len(self.gaps) < FEWEST:
            return f"So far what you said lies {newest:.0f} points from what was measured, on average."
        side = min(_SIDE, len(self.gaps) // 2)
        before, now = _mean(self.gaps[:side]), _mean(self.gaps[-side:])
        if abs(now - before) < _WORTH:
            return f"What you say lies about {now:.0f} points from what is measured, as in your first calls."
        nearer = "nearer to" if now < before else "further from"
        return f"What you say has moved {nearer} what is measured: from {before:.0f} points apart to {now:.0f}."


def self_view(calls: Iterable[PastCall]) -> SelfView:
    """What the self-checks show."""
    gaps = tuple(gap for call in in_order(calls) if (gap := _gap(call)) is not None)
    newest = gaps[-2 * _SIDE :]
    return SelfView(gaps, _tending(newest, 1.0), _tending(newest, -1.0))


def _gap(call: PastCall) -> CallGap | None:
    letters: dict[Letter, float] = {}
    for letter in LETTERS:
        short, said = call.letters.get(letter), call.self_check.get(letter)
        if said is not None and short is not None and short.value is not None:
            letters[letter] = said - short.value
    if not letters:
        return None
    return CallGap(call, sum(abs(gap) for gap in letters.values()) / len(letters), letters)


def _tending(gaps: Sequence[CallGap], sign: float) -> tuple[Letter, ...]:
    counts = {letter: sum(sign * gap.letters.get(letter, 0.0) >= WORTH_A_LOOK for gap in gaps) for letter in LETTERS}
    return tuple(letter for letter, count in counts.items() if count >= _TENDS)


def _mean(gaps: Sequence[CallGap]) -> float:
    return sum(gap.mean for gap in gaps) / len(gaps)
