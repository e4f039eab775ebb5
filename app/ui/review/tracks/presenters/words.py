"""What stands on a lane at a time, in words: for the hint under the mouse and for who does not see the lanes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from app.library.review.series import LetterSeries, Stretch
from app.reports.words import clock
from app.ui.review.tracks.presenters.lanes import Band, Comments, Gaze, Lane, Locked, Points, Rows, Speech, Voice
from perception.recording.review_notes import Comment
from perception.types import Span

_STEP: Final = 5  # letters are not known more exactly than that
_LONGEST: Final = 160  # characters of a comment in a hint
_NEAR_S: Final = 0.05  # a pitch is told where one was measured so near
WORKING: Final = "Being worked out"


def words_at(lane: Lane, t_s: float, *, slack_s: float, gaps: Sequence[Stretch] = ()) -> str:
    """One line. slack_s: how far a moment may be from the time to be meant."""
    missing = next((gap for gap in gaps if gap.start_s <= t_s < gap.end_s), None)
    told = _told(lane, t_s, slack_s)
    if told is None:
        told = missing.label if missing is not None else "nothing"
    return f"{lane.name} at {clock(t_s)}: {told}"


def _told(lane: Lane, t_s: float, slack_s: float) -> str | None:
    match lane.content:
        case Speech(runs=runs, overlaps=overlaps):
            run = _inside(runs, t_s)
            both = any(span.start_s <= t_s < span.end_s for span in overlaps)
            return None if run is None else _from_to(run) + (", both speak" if both else "")
        case Gaze(runs=runs):
            run = _inside(runs, t_s)
            return None if run is None else f"{run.label}, {_from_to(run)}"
        case Rows(rows=rows):
            found = [run for _, runs in rows if (run := _inside(runs, t_s)) is not None]
            return "; ".join(f"{run.label}, {_from_to(run)}" for run in found) or None
        case Band(series=series):
            return WORKING if series is None else letter_words(series, t_s)
        case Voice() as voice:
            return _voice_words(voice, t_s)
        case Points(points=points):
            near = [one for one in points if abs(one.t_s - t_s) <= slack_s]
            nearest = min(near, key=lambda one: abs(one.t_s - t_s), default=None)
            return None if nearest is None else f"{nearest.label} ({clock(nearest.t_s)})"
        case Comments(comments=comments):
            comment = comment_at(comments, t_s, slack_s=slack_s)
            return None if comment is None else _comment_words(comment)
        case Locked(text=text):
            return text


def letter_words(series: LetterSeries, t_s: float) -> str:
    """About 60, between 50 and 70, over the last minute."""
    place = int(np.searchsorted(series.t_s, t_s, side="right")) - 1
    step_s = float(np.median(np.diff(series.t_s))) if len(series.t_s) > 1 else series.window_s
    if place < 0 or np.isnan(series.value[place]) or t_s - series.t_s[place] > 2.0 * step_s:
        return "not enough was measured"
    value, low, high = (_rounded(float(one[place])) for one in (series.value, series.low, series.high))
    return f"about {value}, between {min(low, value)} and {max(high, value)}, looking back {_window(series.window_s)}"


def comment_at(comments: Sequence[Comment], t_s: float, *, slack_s: float) -> Comment | None:
    """The comment at a time: the nearest moment, else the shortest span around it."""
    near = [one for one in comments if one.t_s is not None and abs(one.t_s - t_s) <= slack_s]
    if near:
        return min(near, key=lambda one: abs((one.t_s or 0.0) - t_s))
    around = [
        (one.end_s - one.t_s, number, one)
        for number, one in enumerate(comments)
        if one.t_s is not None and one.end_s is not None and one.t_s <= t_s <= one.end_s
    ]
    return min(around)[2] if around else None


def span_words(span: Span) -> str:
    """02:10 to 02:24."""
    return f"{clock(span.start_s)} to {clock(span.end_s)}"


def _comment_words(comment: Comment) -> str:
    text = comment.text or "spoken"
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
    return f"{comment.author}: {short}"


def _voice_words(voice: Voice, t_s: float) -> str | None:
    level = voice.level.value(t_s, within_s=_NEAR_S)
    if np.isnan(level):
        return None
    pitch = voice.pitch.value(t_s, within_s=_NEAR_S)
    heard = "no pitch" if np.isnan(pitch) else f"pitch {pitch:.0f} Hz"
    return f"{heard}, level {level:.0f} dB"


def _inside(runs: Sequence[Stretch], t_s: float) -> Stretch | None:
    return next((run for run in runs if run.start_s <= t_s < run.end_s), None)


def _from_to(run: Stretch) -> str:
    return f"{clock(run.start_s)} to {clock(run.end_s)}, {run.end_s - run.start_s:.1f} s"


def _window(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes"


def _rounded(value: float) -> int:
    return _STEP * round(value / _STEP)
