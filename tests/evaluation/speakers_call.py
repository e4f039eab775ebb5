"""The development call, its hand-checked turns, and what is made of its two sides for measuring."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from perception.features.turn_taking import BoolArray, merge_intervals, rasterise, total_s
from perception.types import Float32Array, FloatArray
from tests.evaluation.voices import RATE_HZ, sound

TRUTH: Final = Path(__file__).with_name("truth") / "support_call.csv"
FOLDER: Final = Path("conversation") / "support_calls"
CALL: Final = "Auto_Repairs_40_UTC"
HOP_S: Final = 0.01
SHIFTS_S: Final = tuple(np.arange(-12.0, 12.1, 0.75).tolist())  # of one side against the other: talk over talk


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side of the call: (n, 2) speech, and places where it could not be told whether it is."""

    speech: FloatArray
    unsure: FloatArray

    def shifted(self, by_s: float, *, end_s: float) -> Side:
        """The same side later by so much, inside the call."""
        return replace(self, speech=shifted(self.speech, by_s, end_s=end_s), unsure=self.unsure + by_s)


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """Both sides with their sound at 16 kHz."""

    agent: Side
    caller: Side
    agent_sound: Float32Array
    caller_sound: Float32Array

    @property
    def duration_s(self) -> float:
        return len(self.agent_sound) / RATE_HZ

    @property
    def share(self) -> float:
        """True talk share of the agent."""
        return share_of(self.agent.speech, self.caller.speech)


@cache
def load(data: Path) -> Call:
    """The call. Raises FileNotFoundError where the labelled data is not there."""
    agent, caller = (sound(data / FOLDER / f"{CALL}_{who}.flac") for who in ("agent", "caller"))
    length = min(len(agent), len(caller))
    return Call(truth("agent"), truth("caller"), agent[:length], caller[:length])


@cache
def truth(who: str) -> Side:
    """The hand-checked turns of one side."""
    lines = [line for line in TRUTH.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = [row for row in csv.DictReader(lines) if row["channel"] == who]
    spans = {
        kind: [(float(row["start_s"]), float(row["end_s"])) for row in rows if row["kind"] == kind]
        for kind in ("speech", "unsure")
    }
    return Side(*(np.asarray(spans[kind], dtype=np.float64).reshape(-1, 2) for kind in ("speech", "unsure")))


def shifted(speech: FloatArray, by_s: float, *, end_s: float) -> FloatArray:
    """Speech moved in time and cut at both ends of the call."""
    return merge_intervals(np.clip(speech + by_s, 0.0, end_s))


def share_of(own: FloatArray, other: FloatArray) -> float:
    """Talk share."""
    return total_s(own) / max(total_s(own) + total_s(other), 1e-9)


def mask(speech: FloatArray, duration_s: float) -> BoolArray:
    """(hops,) speech on the 10 ms grid."""
    return rasterise(speech.reshape(-1, 2), start_s=0.0, cells=round(duration_s / HOP_S), grid_s=HOP_S)


def within(true_s: Iterable[float], found_s: Iterable[float], *, tolerance_s: float) -> int:
    """How many of the true times are met, each by one found time of its own."""
    left, hits = list(found_s), 0
    for time_s in true_s:
        nearest = min(left, key=lambda found: abs(found - time_s), default=None)
        if nearest is not None and abs(nearest - time_s) <= tolerance_s:
            left.remove(nearest)
            hits += 1
    return hits
