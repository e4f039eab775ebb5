"""What is concluded: the seven letters with their reasons, during a call and after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from perception.types.basics import Letter, LiveMark, ScoreState


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of session time, seconds."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence why a letter is as it is: `delta` is its contribution in points
    (100 w c (s - 0.5) / sum of w c)."""

    component: str
    text: str
    delta: float
    spans: tuple[Span, ...] = ()
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class ComponentScore:
    """One component of a letter: value in its unit, s 0..1 or None, weight, coverage 0..1, target as text."""

    id: str
    name: str
    value: float | None
    unit: str
    target: str
    s: float | None
    weight: float
    coverage: float
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterScore:
    """A letter over a whole session: value 0..100 or None when the evidence does not carry one.

    low, high: 80 % interval. coverage 0..1. state: 'scored' (show the number), 'band' (show low..high only),
    'not_enough' (value, low and high are None). note: why there is not enough evidence, plain words, else ''.
    """

    letter: Letter
    value: float | None
    low: float | None
    high: float | None
    coverage: float
    state: ScoreState
    reasons: tuple[Reason, ...] = ()
    components: tuple[ComponentScore, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """What happened with one voiced feeling: named, acknowledged, missed or jumped to fixing."""

    t_s: float
    feeling: str
    hidden: bool
    outcome: Literal["named", "acknowledged", "missed", "jumped_to_fixing", "blocked"]
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class LiveLetter:
    """A letter during the call: level 0..100 or None, the mark to show, and its coverage."""

    letter: Letter
    level: float | None
    mark: LiveMark
    coverage: float


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of the seven letters at one moment of a running call."""

    now_s: float
    letters: Mapping[str, LiveLetter]
    csm_speaking: bool = False
    customer_speaking: bool = False
    talk_share: float | None = None


@dataclass(frozen=True, slots=True)
class LetterCourse:
    """How a letter went over a session, by the same rules on a window that moves along.

    t_s: the moments. value: 0..100 of the last `window_s` before each, None where too little was measured. low, high:
    80 % interval, None likewise.
    """

    letter: Letter
    window_s: float
    t_s: tuple[float, ...]
    value: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The result of a session, computed from its raw evidence. courses: () where they were not worked out."""

    duration_s: float
    letters: Mapping[str, LetterScore]
    moments: tuple[Moment, ...]
    talk_share: float | None
    interruptions: tuple[Span, ...]
    flags: tuple[Reason, ...] = ()
    courses: tuple[LetterCourse, ...] = ()
