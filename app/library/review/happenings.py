"""Moments on the tracks: voiced feelings and how they were met, interruptions, nods, cues, marks, steps. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from app.library.review.series import Happening
from perception.recording.records import CueRecord, Record, StepRecord
from perception.types import Mark, Moment, Nod, Scorecard, Span

MOMENT: Final = "moment"
INTERRUPTION: Final = "interruption"
NOD: Final = "nod"
CUE: Final = "cue"
MARK: Final = "mark"
STEP: Final = "step"

_Shape = Literal["disc", "square", "triangle"]
_OUTCOMES: Final[Mapping[str, tuple[str, _Shape, Literal["good", "watch"]]]] = {
    "named": ("named", "triangle", "good"),
    "acknowledged": ("acknowledged", "triangle", "good"),
    "missed": ("missed", "square", "watch"),
    "blocked": ("turned away", "square", "watch"),
    "jumped_to_fixing": ("jumped to fixing", "disc", "watch"),
}


def happenings_of(records: Iterable[Record], scorecard: Scorecard | None) -> tuple[Happening, ...]:
    """All of them in order of time. scorecard: the result that counts, None without one."""
    found = [one for record in records if (one := _happening(record)) is not None]
    if scorecard is not None:
        found += [_moment(moment) for moment in scorecard.moments]
        found += [_interruption(span) for span in scorecard.interruptions]
    return tuple(sorted(found, key=lambda one: one.t_s))


def _happening(record: Record) -> Happening | None:
    match record:
        case Nod():
            often = "" if record.cycles == 1 else f", {record.cycles} times"
            return Happening(record.start_s, NOD, "nod" + often + (", in time" if record.timed else ""))
        case CueRecord():
            return Happening(record.t_s, CUE, f"{record.letter}: {record.text}", "triangle")
        case Mark():
            return Happening(record.t_s, MARK, record.label or "marked", "square")
        case StepRecord():
            return _step(record)
    return None


def _moment(moment: Moment) -> Happening:
    words, shape, mark = _OUTCOMES[moment.outcome]
    hidden = " (between the lines)" if moment.hidden else ""
    return Happening(moment.t_s, MOMENT, f"“{moment.feeling}”{hidden} {words}", shape, mark)


def _interruption(span: Span) -> Happening:
    return Happening(
        span.start_s, INTERRUPTION, f"spoke over the customer, {span.end_s - span.start_s:.1f} s", mark="watch"
    )


def _step(step: StepRecord) -> Happening:
    change = step.calm_change + step.trust_change
    mark: Literal["good", "watch", "unknown"] = "good" if change > 0 else "watch" if change < 0 else "unknown"
    shape: _Shape = "triangle" if change > 0 else "square" if change < 0 else "disc"
    return Happening(step.t_s, STEP, step.because or step.text, shape, mark)
