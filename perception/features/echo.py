"""The customer's voice in the CSM's microphone: found by level, so that it is not taken for the CSM's speech.

Loudspeakers repeat the customer's track in the microphone later and softer. While only the customer speaks, the level
of the microphone then follows that of the customer's track at one delay; where the CSM speaks too, it lies above.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from perception.features.turn_taking import merge_intervals
from perception.types import FloatArray

HOP_S: Final = 0.01
LONGEST_DELAY_S: Final = 0.5  # sound card, air and network of a loopback
_WINDOW: Final = 200  # hops: 2 s of the customer's speech are compared at a time
_LEAST_WINDOWS: Final = 4
_MOST_WINDOWS: Final = 240  # of a long call, spread over it
_ACTIVE_DB: Final = 25.0  # below the customer's loud hops they are not heard speaking
_ACTIVE_SHARE: Final = 0.5  # of a window
_RANGE_DB: Final = 40.0  # levels count this far down
ALIKE: Final = 0.60  # correlation of the levels; without echo -.3 to .3 [C]
_SPARE_DB: Final = 8.0  # the microphone lies this far above the expected echo where the CSM speaks
_FADE_DB_S: Final = 100.0  # how fast a room's echo dies away
_FADE_S: Final = 0.25
_MOSTLY_OWN: Final = 0.7  # of a segment: it stays whole
_LEAST_OWN_S: Final = 0.25  # of a segment: less is no speech of the CSM's
_JOIN_S: Final = 0.3

BoolArray = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class EchoPath:
    """How the customer reaches the microphone. gain_db: level there against the track, usually negative."""

    delay_s: float
    gain_db: float
    likeness: float


def find_echo(microphone_dbfs: FloatArray, customer_dbfs: FloatArray) -> EchoPath | None:
    """The echo in (n,) levels a hop of both tracks on the same clock; None where there is none to speak of."""
    heard = _heard(customer_dbfs)
    windows = _windows(heard)
    if len(windows) < _LEAST_WINDOWS:
        return None
    low = np.maximum(customer_dbfs, _top(customer_dbfs, heard) - _RANGE_DB)
    own = np.maximum(microphone_dbfs, -90.0)
    delays = np.arange(round(LONGEST_DELAY_S / HOP_S) + 1)
    likeness = np.array([[_alike(own[w], low[np.maximum(w - d, 0)]) for d in delays] for w in windows])
    usual = np.median(likeness, axis=0)
    best = int(np.argmax(usual))
    if usual[best] < ALIKE:
        return None
    like = np.concatenate([w for w, row in zip(windows, likeness, strict=True) if row[best] >= ALIKE])
    like = like[heard[np.maximum(like - best, 0)]]
    gain_db = float(np.median(own[like] - customer_dbfs[np.maximum(like - best, 0)]))
    return EchoPath(best * HOP_S, gain_db, float(usual[best]))


def own_speech(
    speech: FloatArray, microphone_dbfs: FloatArray, customer_dbfs: FloatArray, path: EchoPath
) -> FloatArray:
    """What of (m, 2) speech in the microphone is the CSM's, seconds from the first hop: echo taken out, the rest kept.

    A segment that is mostly the CSM's stays as it is; one that is all echo goes; of others the own parts stay.
    """
    above = microphone_dbfs > expected_dbfs(customer_dbfs, path) + _SPARE_DB
    kept: list[FloatArray] = []
    for start_s, end_s in speech.tolist():
        first, last = round(start_s / HOP_S), min(round(end_s / HOP_S), len(above))
        own = above[first:last]
        if not len(own) or own.mean() >= _MOSTLY_OWN:
            kept.append(np.array([[start_s, end_s]]))
            continue
        edges = np.flatnonzero(np.diff(np.concatenate(([False], own, [False])))).reshape(-1, 2)
        parts = merge_intervals((first + edges) * HOP_S, join_s=_JOIN_S)
        kept.append(parts[parts[:, 1] - parts[:, 0] >= _LEAST_OWN_S])
    return merge_intervals(np.concatenate(kept)) if kept else np.empty((0, 2))


def expected_dbfs(customer_dbfs: FloatArray, path: EchoPath) -> FloatArray:
    """(n,) level that the echo alone would have in the microphone, with the room's fading after it."""
    delay = round(path.delay_s / HOP_S)
    late = np.concatenate((np.full(delay, -120.0), customer_dbfs))[: len(customer_dbfs)] + path.gain_db
    expected = late.copy()
    for step in range(1, round(_FADE_S / HOP_S) + 1):
        expected[step:] = np.maximum(expected[step:], late[:-step] - _FADE_DB_S * HOP_S * step)
    expected[:-2] = np.maximum(expected[:-2], late[2:])  # the delay is known to a hop or two
    return expected


def _top(levels_dbfs: FloatArray, heard: BoolArray) -> float:
    return float(np.percentile(levels_dbfs[heard], 90)) if heard.any() else -120.0


def _heard(customer_dbfs: FloatArray) -> BoolArray:
    if not len(customer_dbfs):
        return np.zeros(0, dtype=bool)
    loud = float(np.percentile(customer_dbfs, 99))
    return np.asarray((customer_dbfs > loud - _ACTIVE_DB) & (customer_dbfs > -70.0))


def _windows(heard: BoolArray) -> list[np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    """Stretches of two seconds in which the customer mostly speaks."""
    starts = range(0, len(heard) - _WINDOW + 1, _WINDOW // 2)
    kept = [s for s in starts if heard[s : s + _WINDOW].mean() >= _ACTIVE_SHARE]
    return [np.arange(s, s + _WINDOW) for s in kept[:: 1 + len(kept) // _MOST_WINDOWS]]


def _alike(own: FloatArray, theirs: FloatArray) -> float:
    own, theirs = own - own.mean(), theirs - theirs.mean()
    size = float(np.sqrt((own @ own) * (theirs @ theirs)))
    return float(own @ theirs) / size if size > 1e-6 else 0.0
