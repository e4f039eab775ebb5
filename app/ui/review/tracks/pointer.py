"""What a press of the mouse holds, and where the next moment of a lane is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QPoint

from app.ui.review.tracks.presenters.lanes import Comments, Gaze, Lane, Points, Rows, Speech
from app.ui.review.tracks.presenters.time_scale import TimeScale
from perception.types import Span

_SHORT_S: Final = 5.0  # a stretch whose other end was not chosen yet
_NOT_HERE_S: Final = 0.05  # a moment so near to the playhead is the one it stands at


@dataclass(slots=True)
class Hold:
    """A press: where, at what time, what was shown then, what it moves, and whether it became a drag.

    moves: the playhead, the far end of a chosen stretch, or the lanes under the window.
    """

    place: QPoint
    t_s: float
    scale: TimeScale
    moves: Literal["playhead", "stretch", "lanes"]
    moved: bool = False


def span_between(one_s: float, other_s: float) -> Span:
    """The stretch between two times in any order."""
    return Span(min(one_s, other_s), max(one_s, other_s))


def begun_at(chosen: Span | None, t_s: float, duration_s: float) -> Span:
    """The chosen stretch, or a short one, beginning at a time."""
    if chosen is not None and chosen.end_s > t_s:
        return Span(t_s, chosen.end_s)
    return Span(t_s, min(duration_s, t_s + _SHORT_S))


def ended_at(chosen: Span | None, t_s: float) -> Span:
    """The chosen stretch, or a short one, ending at a time."""
    if chosen is not None and chosen.start_s < t_s:
        return Span(chosen.start_s, t_s)
    return Span(max(0.0, t_s - _SHORT_S), t_s)


def next_moment(lane: Lane, t_s: float, *, forward: bool) -> float | None:
    """The time of the next moment or stretch on a lane, or of the one before; None where there is none."""
    times = sorted(_times(lane))
    if forward:
        return next((one for one in times if one > t_s + _NOT_HERE_S), None)
    return next((one for one in reversed(times) if one < t_s - _NOT_HERE_S), None)


def _times(lane: Lane) -> list[float]:
    match lane.content:
        case Speech(runs=runs) | Gaze(runs=runs):
            return [run.start_s for run in runs]
        case Rows(rows=rows):
            return [run.start_s for _, runs in rows for run in runs]
        case Points(points=points):
            return [one.t_s for one in points]
        case Comments(comments=comments):
            return [one.t_s for one in comments if one.t_s is not None]
    return []
