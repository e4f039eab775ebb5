"""What the small strip beside another programme shows, and where it may stand. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.ui.call.practice_presenter import PracticeView
from app.ui.call.presenter import CallView

Area = tuple[int, int, int, int]
STEP: Final = 16
MARGIN: Final = 24


@dataclass(frozen=True, slots=True)
class StripView:
    """One moment. marks: None while hidden. cue: a live cue, with its letter, or a quiet sentence, or ''."""

    marks: Mapping[str, str] | None
    letter: str
    text: str
    time: str
    paused: bool


def present_strip(call: CallView, cues: PracticeView, *, strip: bool) -> StripView:
    """strip: whether the seven marks are wanted at all."""
    marks = call.marks if strip and not cues.hidden else None
    if cues.cue is not None:
        return StripView(marks, cues.cue.letter, cues.cue.text, call.elapsed, call.phase == "paused")
    return StripView(marks, "", call.status or cues.note, call.elapsed, call.phase == "paused")


def read_place(text: str) -> tuple[int, int] | None:
    """A kept place, None when there is none or it does not read."""
    left, _, top = text.partition(",")
    try:
        return int(left), int(top)
    except ValueError:
        return None


def write_place(left: int, top: int) -> str:
    """A place to keep."""
    return f"{left},{top}"


def within(place: tuple[int, int] | None, size: tuple[int, int], areas: Sequence[Area]) -> tuple[int, int]:
    """A place for a strip of this size that lies on one of the screens; without a place the middle of the first's foot.

    areas: left, top, width and height of the screens, the main one first.
    """
    if not areas:
        return place or (0, 0)
    wide, tall = size
    if place is None:
        left, top, width, height = areas[0]
        return left + (width - wide) // 2, top + height - tall - MARGIN
    middle = (place[0] + wide // 2, place[1] + tall // 2)
    left, top, width, height = min(areas, key=lambda area: _apart(middle, area))
    return (
        max(left, min(place[0], left + width - wide)),
        max(top, min(place[1], top + height - tall)),
    )


def _apart(point: tuple[int, int], area: Area) -> int:
    left, top, width, height = area
    x = max(left - point[0], 0, point[0] - left - width)
    y = max(top - point[1], 0, point[1] - top - height)
    return x + y
