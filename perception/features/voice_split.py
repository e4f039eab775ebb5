"""Two people on one track: which of two voices speaks when, or an honest "cannot be told".

The voices have no names here; features/speaker_names.py finds out whose they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from perception.features.prosody import HOP_S
from perception.features.voice_groups import Parting, evidence, part
from perception.types import FloatArray

Verdict = Literal["silent", "one", "two", "many", "unclear"]

# All of the following were measured on a telephone call mixed into one track (noise of 10 dB included), calls put
# together from sides of several, readers and actors in pairs and threes, single speakers, and meetings heard by a far
# microphone. [C]
LOUD_DB: Final = 30.0  # hops this far below the loud ones say little about a voice
PIECE_S: Final = 2.0  # longest piece that is taken to be of one voice
LEAST_PIECE_S: Final = 0.4
LEAST_VOICE_S: Final = 5.0  # of speech, of a voice that is told; and
LEAST_VOICE_SHARE: Final = 0.04
TWO_APART: Final = 2.0  # nats a hop, mean of both groups: two voices 2.4 to 4.9, one voice .4 to 2.0
TWO_WEAKEST: Final = 1.0  # nats a hop of the weakest tenth: two voices 1.3 to 4.2, one voice and meetings up to .8
THIRD_VOICE_S: Final = 8.0  # a group that can be parted again holds two voices
ONE_APART: Final = 1.9  # nats a hop; what is farther apart and yet not two voices is unclear
ONE_WEAKEST: Final = (
    0.25  # nats a hop of the weakest tenth: in the groups of one voice some pieces are on the wrong side
)
ONE_CLEAR: Final = 2.1  # spread of the timbre: 2.3 to 2.9 near a microphone, at most 2.1 in a far or noisy one
CERTAIN: Final = (0.5, 1.75)  # nats a hop of the weakest tenth, from no to full certainty [D]
HOP_WEIGHT: Final = 0.1  # neighbouring hops say the same thing: ten count as one
TURN_COST: Final = 20.0  # nats to change the voice inside speech
PAUSE_COST: Final = 3.0  # nats to change it over a pause
_MOST_EVIDENCE: Final = 5.0  # nats, p = .993: a recording holds more than its models know

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class VoiceRun:
    """A stretch of speech of one voice, 0 or 1. log_odds: nats for this voice against the other, 0 = not known."""

    start_s: float
    end_s: float
    voice: int
    log_odds: float


@dataclass(frozen=True, slots=True)
class VoiceSplit:
    """What was found. runs: in order of time; all of voice 0 unless the verdict is 'two'.

    verdict: 'two' voices, 'one', 'many' (more than two), 'unclear' (a far microphone, noise, or too little speech).
    certainty: 0..1, how well the voices are apart; 0 unless the verdict is 'two' or 'one'.
    """

    verdict: Verdict
    runs: tuple[VoiceRun, ...]
    certainty: float


@dataclass(frozen=True, slots=True, eq=False)
class Hops:
    """Sound hop by hop: centres (n,), level (n,) dBFS, timbre (n, 15)."""

    times_s: FloatArray
    level_dbfs: FloatArray
    timbre: FloatArray


def split_voices(speech: FloatArray, hops: Hops) -> VoiceSplit:
    """Which voice speaks in (m, 2) stretches of speech, sorted and disjoint."""
    inside = _inside(hops.times_s, speech)
    if not inside.any():
        return VoiceSplit("silent", (), 0.0)
    loud = inside & (hops.level_dbfs > np.percentile(hops.level_dbfs[inside], 90) - LOUD_DB)
    pieces = _pieces(speech, hops, loud)
    least = max(LEAST_VOICE_S / HOP_S, LEAST_VOICE_SHARE * float(sum(len(piece) for piece in pieces)))
    parting = part(pieces, least_hops=round(least))
    verdict = _verdict(parting, pieces, hops.timbre[loud])
    if verdict != "two" or parting is None:
        whole = tuple(VoiceRun(float(a), float(b), 0, 0.0) for a, b in speech)
        return VoiceSplit(verdict, whole, 1.0 if verdict == "one" else 0.0)
    for_second = np.where(loud, HOP_WEIGHT * evidence(parting.models, hops.timbre), 0.0)
    low, high = CERTAIN
    certainty = float(np.clip((parting.weakest - low) / (high - low), 0.0, 1.0))
    return VoiceSplit("two", _runs(speech, hops.times_s, for_second), certainty)


def _inside(times_s: FloatArray, speech: FloatArray) -> BoolArray:
    at = np.searchsorted(speech[:, 0], times_s, side="right") - 1
    return np.asarray((at >= 0) & (times_s < speech[np.maximum(at, 0), 1])) if len(speech) else np.zeros(0, dtype=bool)


def _pieces(speech: FloatArray, hops: Hops, loud: BoolArray) -> list[FloatArray]:
    """Timbre of the loud hops, in pieces of at most PIECE_S that never reach over a pause."""
    index = np.flatnonzero(loud)
    times_s = hops.times_s[index]
    made = []
    for start_s, end_s in speech:
        edges = np.linspace(start_s, end_s, max(1, round((end_s - start_s) / PIECE_S)) + 1)
        places = np.searchsorted(times_s, edges)
        made += [hops.timbre[index[a:b]] for a, b in pairwise(places)]
    return [piece for piece in made if len(piece) * HOP_S >= LEAST_PIECE_S]


def _verdict(parting: Parting | None, pieces: list[FloatArray], loud: FloatArray) -> Verdict:
    if parting is not None and _are_two(parting):
        groups = ([p for p, s in zip(pieces, parting.second, strict=True) if s == group] for group in (False, True))
        again = [part(group, least_hops=round(THIRD_VOICE_S / HOP_S)) for group in groups]
        return "many" if any(found is not None and _are_two(found) for found in again) else "two"
    clear = float(loud.std(axis=0)[:12].mean()) >= ONE_CLEAR
    alike = parting is None or parting.margin < ONE_APART or parting.weakest < ONE_WEAKEST
    return "one" if clear and alike else "unclear"


def _are_two(parting: Parting) -> bool:
    return parting.margin >= TWO_APART and parting.weakest >= TWO_WEAKEST


def _runs(speech: FloatArray, times_s: FloatArray, for_second: FloatArray) -> tuple[VoiceRun, ...]:
    """The cheapest way through all speech, changing the voice where it pays."""
    starts, ends = (np.searchsorted(times_s, edge) for edge in (speech[:, 0], speech[:, 1]))
    index = np.concatenate([np.arange(a, b) for a, b in zip(starts, ends, strict=True)])
    cost = np.full(len(index), TURN_COST)
    cost[np.cumsum(ends - starts)[:-1][(ends - starts)[1:] > 0]] = PAUSE_COST
    second = _cheapest(for_second[index], cost)
    runs, done = [], 0
    for (start_s, end_s), hops in zip(speech, ends - starts, strict=True):
        voice, worth = second[done : done + hops], for_second[index[done : done + hops]]
        edges = [0, *(np.flatnonzero(np.diff(voice)) + 1).tolist(), int(hops)]
        for a, b in pairwise(edges):
            if b == a:
                continue
            begin = float(start_s) if a == 0 else float(times_s[index[done + a]]) - 0.5 * HOP_S
            end = float(end_s) if b == hops else float(times_s[index[done + b]]) - 0.5 * HOP_S
            own = float(worth[a:b].sum()) * (1.0 if voice[a] else -1.0)
            runs.append(VoiceRun(begin, end, int(voice[a]), min(own, _MOST_EVIDENCE)))
        done += int(hops)
    return tuple(runs)


def _cheapest(for_second: FloatArray, cost: FloatArray) -> BoolArray:
    """(n,) whether each hop is of the second voice; cost: (n,) of changing before the hop."""
    n = len(for_second)
    change = np.zeros((n, 2), dtype=bool)
    first, second = 0.0, 0.0
    for i in range(n):
        change[i] = second - cost[i] > first, first - cost[i] > second
        first, second = max(first, second - cost[i]) - for_second[i], max(second, first - cost[i]) + for_second[i]
    found = np.zeros(n, dtype=bool)
    now = second > first
    for i in range(n - 1, -1, -1):
        found[i] = now
        now = now != change[i, int(now)]
    return found
