"""Two people in one room with a microphone each: both microphones hear both, and the nearer one is louder.

How much louder depends on the microphones, so it is learned: while one of them speaks the difference of the two levels
lies at one place, while the other speaks at another, and the middle between parts them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from perception.features.echo import HOP_S
from perception.features.turn_taking import merge_intervals
from perception.pipeline.echo_guard import left_out, words_without
from perception.scoring.columns import VoiceTrack
from perception.types import FloatArray, Observation, Speaker, SpeechSegment, Utterance, VoiceObservation

_MEMORY_S: Final = 120.0
_EVERY_S: Final = 5.0
_PATIENCE_S: Final = 2.0  # a segment waits no longer for the other microphone
_SMOOTH: Final = 21  # hops over which levels are averaged
_ACTIVE_DB: Final = 25.0  # below the loud hops nobody is heard speaking
_APART_DB: Final = 8.0  # between the two places; nearer together they are one
_LEAST_SHARE: Final = 0.1  # of the hops that each place needs
_BOTH_DB: Final = 3.0  # this near to the middle both may be speaking
_MOSTLY_OWN: Final = 0.7  # of a segment: it stays whole
_LEAST_OWN_S: Final = 0.25
_JOIN_S: Final = 0.3
_ROUNDS: Final = 8
_OTHER: Final[dict[Speaker, Speaker]] = {"csm": "customer", "customer": "csm"}


def middle_db(difference_db: FloatArray) -> float:
    """Where the two places part, dB; 0 while only one is seen."""
    if len(difference_db) < 2 * _SMOOTH:
        return 0.0
    low, high = np.percentile(difference_db, (10, 90))
    for _ in range(_ROUNDS):
        upper = difference_db > (low + high) / 2
        if not upper.any() or upper.all():
            return 0.0
        low, high = difference_db[~upper].mean(), difference_db[upper].mean()
    share = float(np.mean(difference_db > (low + high) / 2))
    told = high - low >= _APART_DB and _LEAST_SHARE <= share <= 1.0 - _LEAST_SHARE
    return float((low + high) / 2) if told else 0.0


@dataclass(slots=True)
class TwoMicrophones:
    """Observations in, those that count out. One owner calls it. A segment waits until both levels are known."""

    _tracks: dict[Speaker, VoiceTrack] = field(default_factory=lambda: {"csm": VoiceTrack(), "customer": VoiceTrack()})
    _known_s: dict[Speaker, float] = field(default_factory=lambda: {"csm": 0.0, "customer": 0.0})
    _waiting: list[SpeechSegment] = field(default_factory=list)
    _gone: dict[Speaker, list[tuple[float, float]]] = field(default_factory=lambda: {"csm": [], "customer": []})
    _middle_db: float = 0.0
    _next_s: float = _EVERY_S

    def push(self, observation: Observation) -> list[Observation]:
        """What counts of this observation and of those that waited."""
        if isinstance(observation, SpeechSegment) and observation.channel in _OTHER:
            self._waiting.append(observation)
            return self._settled()
        if isinstance(observation, Utterance) and self._gone.get(observation.speaker):
            said = words_without(observation, np.asarray(self._gone[observation.speaker]))
            return [said] if said is not None else []
        if isinstance(observation, VoiceObservation) and observation.channel in _OTHER:
            self._hear(observation)
            return [observation, *self._settled()]
        return [observation]

    def flush(self) -> list[Observation]:
        """What still waits, at the end of the call."""
        self._known_s = dict.fromkeys(self._known_s, float("inf"))
        return self._settled()

    def _hear(self, block: VoiceObservation) -> None:
        self._tracks[block.channel].add(block)
        end_s = block.t_s + block.hop_s * len(block.level_dbfs)
        self._known_s[block.channel] = max(self._known_s[block.channel], end_s)
        now_s = min(self._known_s.values())
        if now_s >= self._next_s:
            self._next_s = now_s + _EVERY_S
            self._learn(now_s)

    def _learn(self, now_s: float) -> None:
        own, other = self._levels("csm", max(0.0, now_s - _MEMORY_S), now_s)
        loud = np.maximum(own - np.percentile(own, 99), other - np.percentile(other, 99)) > -_ACTIVE_DB
        self._middle_db = middle_db((own - other)[loud])

    def _settled(self) -> list[Observation]:
        ready_s = max(min(self._known_s.values()), max(self._known_s.values()) - _PATIENCE_S)
        ready = [segment for segment in self._waiting if segment.end_s <= ready_s]
        self._waiting = [segment for segment in self._waiting if segment.end_s > ready_s]
        made: list[Observation] = []
        for segment in ready:
            kept = self._own_parts(segment)
            self._gone[segment.channel] += [
                (float(a), float(b)) for a, b in left_out([segment], kept, who=segment.channel)
            ]
            made += kept
        return made

    def _own_parts(self, segment: SpeechSegment) -> list[SpeechSegment]:
        who = segment.channel
        start_s = HOP_S * round(segment.start_s / HOP_S)
        own, other = self._levels(who, start_s, segment.end_s)
        middle = self._middle_db if who == "csm" else -self._middle_db
        is_own = own - other > middle - _BOTH_DB
        if not len(is_own) or is_own.mean() >= _MOSTLY_OWN:
            return [segment]
        edges = np.flatnonzero(np.diff(np.concatenate(([False], is_own, [False])))).reshape(-1, 2)
        parts = merge_intervals(np.asarray(start_s + edges * HOP_S, dtype=np.float64), join_s=_JOIN_S)
        parts = parts[parts[:, 1] - parts[:, 0] >= _LEAST_OWN_S]
        return [replace(segment, start_s=float(a), end_s=min(float(b), segment.end_s)) for a, b in parts]

    def _levels(self, who: Speaker, start_s: float, end_s: float) -> tuple[FloatArray, FloatArray]:
        """(n,) levels of this microphone and of the other one, averaged; -100 where nothing is known."""
        hops = max(0, round((end_s - start_s) / HOP_S))
        made = []
        for channel in (who, _OTHER[who]):
            levels = np.full(hops, -100.0)
            known = np.nan_to_num(self._tracks[channel].window(start_s, end_s)[1][:hops, 2], nan=-100.0)
            levels[: len(known)] = known
            made.append(_averaged(levels))
        return made[0], made[1]


def _averaged(levels_dbfs: FloatArray) -> FloatArray:
    """Power over a fifth of a second around each hop."""
    if len(levels_dbfs) < _SMOOTH:
        return levels_dbfs
    power = np.convolve(10.0 ** (levels_dbfs / 10.0), np.ones(_SMOOTH) / _SMOOTH, mode="same")
    return np.asarray(10.0 * np.log10(np.maximum(power, 1e-10)))
