"""Keeps the customer's echo out of what counts as the CSM's speech, in recordings and in running calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from perception.features.echo import HOP_S, EchoPath, find_echo, own_speech
from perception.features.turn_taking import clip_intervals, intervals_of, rasterise, speech_in
from perception.pipeline.utterances import utterance_from_words
from perception.scoring.columns import VoiceTrack
from perception.types import FloatArray, Observation, Speaker, SpeechSegment, Utterance, VoiceObservation

_MEMORY_S: Final = 60.0  # of a running call in which echo is looked for
_EVERY_S: Final = 5.0
_SOON_S: Final = 1.0  # the same until it is known whether there is any
_ENOUGH_S: Final = 8.0  # of the customer's speech: an echo would have been found
_HEARD_DBFS: Final = -45.0
_PATIENCE_S: Final = 2.0  # a segment waits no longer for the customer's level
_LEAD_S: Final = 1.0  # of the customer's track before a segment, which may still sound in it
_HEARD_SHARE: Final = 0.2
_HALF: Final = 0.5
_WORD_SLACK_S: Final = 0.15  # the recogniser's times are no truer


def without_echo(observations: Sequence[Observation]) -> tuple[list[Observation], EchoPath | None]:
    """The observations of a recording with a track for each, the echo in the CSM's taken out; the echo that was found.

    What was echo is no speech, no words and no voice of the CSM's. Without echo everything stays as it is.
    """
    levels = _Levels()
    for observation in observations:
        levels.hear(observation)
    path = levels.find(0.0)
    if path is None:
        return list(observations), None
    segments = [o for o in observations if isinstance(o, SpeechSegment) and o.channel == "csm"]
    kept = [piece for segment in segments for piece in levels.own_parts(segment, path)]
    echo = left_out(observations, kept)
    made: list[Observation] = list(kept)
    for observation in observations:
        if isinstance(observation, VoiceObservation) and observation.channel == "csm":
            made.append(_voice_without(observation, echo))
        elif isinstance(observation, Utterance) and observation.speaker == "csm":
            said = words_without(observation, echo)
            made += [said] if said is not None else []
        elif not _is_own(observation):
            made.append(observation)
    return made, path


class EchoGuard:
    """The same for a running call: observations in, those that count out. One owner calls it.

    A segment of the CSM's waits until the customer's level is known to its end, half a second as a rule. What was heard
    while the customer spoke waits for longer at the beginning of a call: until it is known whether there is an echo.
    """

    def __init__(self) -> None:
        self._levels = _Levels()
        self._path: EchoPath | None = None
        self._next_s = _SOON_S
        self._decided = False
        self._waiting: list[SpeechSegment] = []
        self._words: list[Utterance] = []
        self._echo: list[tuple[float, float]] = []

    @property
    def hears_customer(self) -> bool:
        """Whether the microphone hears the customer, as far as the last minute shows."""
        return self._path is not None

    def push(self, observation: Observation) -> list[Observation]:
        """What counts of this observation and of those that waited."""
        if isinstance(observation, SpeechSegment) and observation.channel == "csm":
            self._waiting.append(observation)
            return self._settled()
        if isinstance(observation, Utterance) and observation.speaker == "csm":
            self._words.append(observation)
            return self._settled()
        if isinstance(observation, VoiceObservation):
            self._levels.hear(observation)
            self._look()
            return [observation, *self._settled()]
        return [observation]

    def flush(self) -> list[Observation]:
        """What still waits, at the end of the call."""
        self._levels.customer_s = float("inf")
        self._decided = True
        return self._settled()

    def _look(self) -> None:
        now_s = min(self._levels.own_s, self._levels.customer_s)
        if now_s >= self._next_s:
            self._path = self._levels.find(max(0.0, now_s - _MEMORY_S))
            self._decided = self._decided or self._path is not None or self._levels.customer_heard_s >= _ENOUGH_S
            self._next_s = now_s + (_EVERY_S if self._decided else _SOON_S)

    def _settled(self) -> list[Observation]:
        """The segments and then the words that are ready."""
        ready_s = max(self._levels.customer_s, self._levels.own_s - _PATIENCE_S)
        ready = [one for one in self._waiting if one.end_s <= ready_s and not self._in_doubt(one)]
        self._waiting = [one for one in self._waiting if one not in ready]
        kept = ready
        if self._path is not None:
            kept = [piece for segment in ready for piece in self._levels.own_parts(segment, self._path)]
            self._echo += [(float(a), float(b)) for a, b in left_out(ready, kept)]
        return [*kept, *self._ready_words()]

    def _ready_words(self) -> list[Utterance]:
        ready = [one for one in self._words if not self._in_doubt(one)]
        self._words = [one for one in self._words if one not in ready]
        if not self._echo:
            return ready
        own = (words_without(one, np.asarray(self._echo)) for one in ready)
        return [one for one in own if one is not None]

    def _in_doubt(self, heard: SpeechSegment | Utterance) -> bool:
        """Whether this may be echo and nobody knows yet."""
        return not self._decided and self._levels.customer_heard(heard.start_s, heard.end_s)


@dataclass(slots=True)
class _Levels:
    """Levels of both tracks on one grid; own_s, customer_s: how far they reach; customer_heard_s: of sound."""

    own: VoiceTrack = field(default_factory=VoiceTrack)
    customer: VoiceTrack = field(default_factory=VoiceTrack)
    own_s: float = 0.0
    customer_s: float = 0.0
    customer_heard_s: float = 0.0

    def hear(self, observation: Observation) -> None:
        if not isinstance(observation, VoiceObservation):
            return
        end_s = observation.t_s + observation.hop_s * len(observation.level_dbfs)
        if observation.channel == "csm":
            self.own.add(observation)
            self.own_s = max(self.own_s, end_s)
        elif observation.channel == "customer":
            self.customer.add(observation)
            self.customer_s = max(self.customer_s, end_s)
            self.customer_heard_s += observation.hop_s * int(np.count_nonzero(observation.level_dbfs > _HEARD_DBFS))

    def find(self, start_s: float) -> EchoPath | None:
        return find_echo(*self._window(start_s, min(self.own_s, self.customer_s)))

    def own_parts(self, segment: SpeechSegment, path: EchoPath) -> list[SpeechSegment]:
        """What of a segment is the CSM's own."""
        start_s = HOP_S * round(max(0.0, segment.start_s - _LEAD_S) / HOP_S)
        own, customer = self._window(start_s, segment.end_s)
        at = np.array([[segment.start_s - start_s, segment.end_s - start_s]])
        parts = own_speech(at, own, customer, path) + start_s
        return [replace(segment, start_s=float(a), end_s=float(b)) for a, b in parts]

    def customer_heard(self, start_s: float, end_s: float) -> bool:
        """Whether the customer sounded for a good part of this time."""
        hops = self._window(start_s, end_s)[1]
        return bool(len(hops)) and float(np.mean(hops > _HEARD_DBFS)) > _HEARD_SHARE

    def _window(self, start_s: float, end_s: float) -> tuple[FloatArray, FloatArray]:
        """(n,) levels of both, -100 where nothing is known."""
        hops = max(0, round((end_s - start_s) / HOP_S))
        made = []
        for track in (self.own, self.customer):
            levels = np.full(hops, -100.0)
            known = np.nan_to_num(track.window(start_s, end_s)[1][:hops, 2], nan=-100.0)
            levels[: len(known)] = known
            made.append(levels)
        return made[0], made[1]


def _is_own(observation: Observation) -> bool:
    return isinstance(observation, SpeechSegment) and observation.channel == "csm"


def left_out(before: Sequence[Observation], kept: Sequence[SpeechSegment], *, who: Speaker = "csm") -> FloatArray:
    """(n, 2) speech of one person's track that was taken out, seconds."""
    speech = intervals_of([o for o in before if isinstance(o, SpeechSegment)], who)
    own = intervals_of(kept, who)
    gone = []
    for start_s, end_s in speech.tolist():
        inside = clip_intervals(own, start_s=start_s, end_s=end_s)
        edges = np.concatenate(([start_s], inside.reshape(-1), [end_s])).reshape(-1, 2)
        gone.append(edges[edges[:, 1] > edges[:, 0]])
    return np.concatenate(gone) if gone else np.empty((0, 2))


def _voice_without(block: VoiceObservation, echo: FloatArray) -> VoiceObservation:
    hops = len(block.f0_hz)
    silent = rasterise(echo, start_s=block.t_s - 0.5 * block.hop_s, cells=hops, grid_s=block.hop_s)
    if not silent.any():
        return block
    return replace(
        block,
        f0_hz=np.where(silent, np.nan, block.f0_hz),
        voiced_p=np.where(silent, 0.0, block.voiced_p),
        tilt_db=np.where(silent, np.nan, block.tilt_db),
    )


def words_without(said: Utterance, echo: FloatArray) -> Utterance | None:
    """What of an utterance its speaker said; None when it was all echo. echo: (n, 2) seconds that are not theirs."""
    if not said.words:
        heard = speech_in(echo, start_s=said.start_s, end_s=said.end_s)
        return None if heard > _HALF * (said.end_s - said.start_s) else said
    middles = np.array([_HALF * (word.start_s + word.end_s) for word in said.words])
    first_s, last_s = echo[:, 0] - _WORD_SLACK_S, echo[:, 1] + _WORD_SLACK_S
    in_echo = np.any((middles[:, None] >= first_s) & (middles[:, None] < last_s), axis=1)
    if not in_echo.any():
        return said
    own = [word for word, gone in zip(said.words, in_echo.tolist(), strict=True) if not gone]
    return utterance_from_words(own, speaker=said.speaker)
