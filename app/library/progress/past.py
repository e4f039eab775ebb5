"""What progress needs to know of a call. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from app.library.summary import LetterSummary
from perception.types import Letter

# with: word cues could come. fade: the call went without, as every third does. check: neither cues nor marks.
# none: a call for which cues were off or that was imported.
CueMode = Literal["with", "fade", "check", "none"]


@dataclass(frozen=True, slots=True)
class PastCall:
    """A finished call of the learner. started_at: local time. letters: as in the list of sessions.

    self_check: letter to what the learner said, 0..100; empty without one. cues: how many word cues were shown.
    scenario: id, None for a call without a written customer. end: how a written customer ended, '' otherwise.
    """

    folder: Path
    title: str
    started_at: datetime
    source: str
    letters: Mapping[str, LetterSummary]
    self_check: Mapping[str, float] = field(default_factory=dict)
    scenario: str | None = None
    cue_mode: CueMode = "none"
    cues: int = 0
    end: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A letter of one call: value 0..100 (of a band its middle), low and high its 80 % interval."""

    call: PastCall
    value: float
    low: float
    high: float
    exact: bool


def in_order(calls: Iterable[PastCall]) -> tuple[PastCall, ...]:
    """The oldest first."""
    return tuple(sorted(calls, key=lambda call: (call.started_at.timestamp(), call.folder.name)))


def values_of(calls: Iterable[PastCall], letter: Letter) -> tuple[Value, ...]:
    """What is known of a letter, call by call, the oldest first; calls without enough evidence are left out."""
    found = []
    for call in in_order(calls):
        short = call.letters.get(letter)
        if short is None or short.middle is None or short.low is None or short.high is None:
            continue
        found.append(Value(call, short.middle, short.low, short.high, short.value is not None))
    return tuple(found)
