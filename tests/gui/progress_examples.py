"""Calls and drills of a made-up learner over some weeks, for the progress pages."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from examples import NOW

from app.library.progress.past import CueMode, PastCall
from app.library.summary import LetterSummary
from app.practice.drills.choosing import DrillDone
from app.ui.ports import Past

_TITLES = ("Renewal at risk after an outage", "A price rise", "The feature that is not coming", "An angry executive")
_COURSES = {
    "E": (70, 74, 71, 78, 76, 80, 79, 82, 81),
    "M": (52, 49, 55, 51, 54, 50, 56, 53, 52),
    "A": (31, 38, 35, 44, 58, 52, 63, 61, 66),
    "T": (80, 78, 74, 71, 66, 64, 62, 60, 58),
    "H": (60, 62, 58, 71, 69, 64, 70, 68, 72),
    "Y": (40, 46, 41, 50, 55, 53, 57, 60, 62),
}
_MODES: tuple[CueMode, ...] = ("with", "with", "fade", "with", "with", "fade", "with", "check", "fade")


def past(calls: int = 9) -> Past:
    return Past(tuple(_call(number) for number in range(calls)), _drills() if calls else ())


def _call(number: int) -> PastCall:
    letters = {letter: _summary(letter, course[number], number) for letter, course in _COURSES.items()}
    letters["P"] = LetterSummary(None, None, None, "not_enough")
    said = {"A": _COURSES["A"][number] + 40.0 - 4 * number, "T": float(_COURSES["T"][number])}
    return PastCall(
        folder=Path(f"/sessions/{number}"),
        title=_TITLES[number % 4],
        started_at=NOW - timedelta(days=6 * (8 - number), hours=number % 3),
        source="practice",
        letters=letters,
        self_check=said,
        scenario=f"s{number % 4}",
        cue_mode=_MODES[number],
        cues=max(0, 4 - number // 2) if _MODES[number] == "with" else 0,
        end="resolved",
    )


def _summary(letter: str, value: float, number: int) -> LetterSummary:
    if (letter, number) in {("M", 2), ("Y", 1)}:
        return LetterSummary(None, value - 12.0, value + 12.0, "band")
    return LetterSummary(value, value - 7.0, value + 7.0, "scored")


def _drills() -> tuple[DrillDone, ...]:
    days = [NOW - timedelta(days=back) for back in (20, 13, 12, 5, 1)]
    kinds = ("empathy_or_sympathy", "tone", "empathy_or_sympathy", "name_feeling", "empathy_or_sympathy")
    return tuple(
        DrillDone(day.isoformat(), kind, ("x",), 3, 4)  # type: ignore[arg-type]
        for day, kind in zip(days, kinds, strict=True)
    )


class PastShelf:
    def __init__(self, found: Past | None = None) -> None:
        self.found = past() if found is None else found
        self.error: Exception | None = None

    def read(self) -> Past:
        if self.error is not None:
            raise self.error
        return self.found
