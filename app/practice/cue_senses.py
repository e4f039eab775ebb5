"""What the live cues go by, gathered from the observations of a call: recent, steady, and None where nothing is known.

Pure: no clock, no files. One owner feeds it and asks it, about five times a second.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from app.practice import cue_params as params
from app.practice.cue_view import CueView, HeardTurn
from app.practice.turns import CustomerTurn, ReadTurn
from perception.scoring.params import FEELING_HOLD_S, REFERENCE_MIN_S, T_RAISED_SHARE, T_RAISED_VOICED_S, T_VOICED
from perception.types import (
    FaceObservation,
    FeelingFamily,
    FloatArray,
    Observation,
    PersonalBaseline,
    Phase,
    PoseObservation,
    Snapshot,
    StatedFeeling,
    Utterance,
    VoiceObservation,
)

_ZONE_ATTEND: Final = {"camera": 1.0, "tile": 1.0, "notes": 0.0, "away": 0.0}


class FoundFeeling(Protocol):
    """A feeling found in the customer's words."""

    @property
    def family(self) -> FeelingFamily:
        """Which."""
        ...

    @property
    def intensity(self) -> int:
        """0..3."""
        ...


@dataclass(slots=True)
class _Feeling:
    """The customer's last feeling. voiced_s: when. until_s: as long as it is taken to last."""

    voiced_s: float
    until_s: float
    family: FeelingFamily
    intensity: int


class _Recent:
    """Values of the last few seconds."""

    def __init__(self, window_s: float) -> None:
        self._window_s = window_s
        self._values: deque[tuple[float, float]] = deque()

    def add(self, t_s: float, value: float | None) -> None:
        """Keep one value; None is "not seen" and ends what was known."""
        if value is None:
            self._values.clear()
        else:
            self._values.append((t_s, value))

    def middle(self, now_s: float) -> float | None:
        """The median of the window, None where nothing in it is new."""
        while self._values and self._values[0][0] < now_s - self._window_s:
            self._values.popleft()
        return float(np.median([value for _, value in self._values])) if self._values else None


class _Floor:
    """Since when somebody speaks, with short pauses bridged."""

    def __init__(self, bridge_s: float) -> None:
        self._bridge_s = bridge_s
        self.since_s: float | None = None
        self._heard_s = 0.0

    def hear(self, now_s: float, *, speaking: bool) -> None:
        """Whether somebody speaks now."""
        if speaking:
            self.since_s = now_s if self.since_s is None else self.since_s
            self._heard_s = now_s
        elif self.since_s is not None and now_s - self._heard_s > self._bridge_s:
            self.since_s = None

    def give_up(self) -> None:
        """The turn has ended, whatever pause was bridged."""
        self.since_s = None


class _Voice:
    """The own voice of the last seconds against the own usual one: from the calibration, else from the call so far."""

    def __init__(self, baseline: PersonalBaseline | None) -> None:
        own = baseline is not None and baseline.level_dbfs is not None and baseline.f0_hz is not None
        self._own = (baseline.level_dbfs, baseline.f0_hz) if baseline is not None and own else None
        self._recent: deque[tuple[float, float, float]] = deque()
        self._levels: list[float] = []
        self._pitches: list[float] = []
        self._kept_s = 0.0
        self._hop_s = 0.01

    def hear(self, block: VoiceObservation) -> None:
        """A run of the CSM's voice."""
        self._hop_s = block.hop_s
        voiced = (block.voiced_p >= T_VOICED) & ~np.isnan(block.f0_hz)
        for place in np.flatnonzero(voiced):
            one = float(block.level_dbfs[place]), float(block.f0_hz[place])
            self._recent.append((block.t_s + place * block.hop_s, *one))
        # The usual voice needs no hop by hop; a tenth of them tells as much.
        self._levels += [float(value) for value in block.level_dbfs[voiced][:: params.USUAL_EVERY]]
        self._pitches += [float(value) for value in block.f0_hz[voiced][:: params.USUAL_EVERY]]
        self._kept_s += float(voiced.sum()) * block.hop_s

    def over_usual(self, now_s: float) -> tuple[float, float] | None:
        """Decibels and semitones over the usual; None without enough of either voice.

        The level is that which T_RAISED_SHARE of the voice reaches, as the score counts a raised voice.
        """
        while self._recent and self._recent[0][0] < now_s - params.VOICE_S:
            self._recent.popleft()
        usual = self._usual()
        if usual is None or len(self._recent) * self._hop_s < T_RAISED_VOICED_S:
            return None
        recent: FloatArray = np.asarray([(level, pitch) for _, level, pitch in self._recent])
        level = float(np.quantile(recent[:, 0], 1.0 - T_RAISED_SHARE))
        return level - usual[0], float(12.0 * np.log2(np.median(recent[:, 1]) / usual[1]))

    def _usual(self) -> tuple[float, float] | None:
        if self._own is not None and self._own[0] is not None and self._own[1] is not None:
            return self._own[0], self._own[1]
        if self._kept_s < REFERENCE_MIN_S:
            return None
        return float(np.median(self._levels)), float(np.median(self._pitches))


class CueSenses:
    """Gathers over one call. find_feelings: the feelings in a customer's words, the strongest first, where no scenario
    states them."""

    def __init__(
        self,
        baseline: PersonalBaseline | None = None,
        *,
        find_feelings: Callable[[str], Sequence[FoundFeeling]] | None = None,
    ) -> None:
        self._find_feelings = find_feelings
        self._attend, self._smile = _Recent(params.GLANCE_S), _Recent(params.GLANCE_S)
        self._lean, self._slouch = _Recent(params.SEAT_S), _Recent(params.SEAT_S)
        self._voice = _Voice(baseline)
        self._csm, self._customer = _Floor(params.CSM_BRIDGE_S), _Floor(params.CUSTOMER_BRIDGE_S)
        self._lines: deque[Utterance] = deque()
        self._feeling: _Feeling | None = None
        self._phase: Phase | None = None
        self._turn: HeardTurn | None = None

    def observe(self, observation: Observation) -> None:
        """One observation of the call."""
        match observation:
            case FaceObservation():
                self._see(observation)
            case PoseObservation():
                self._lean.add(observation.t_s, observation.lean if observation.found else None)
                self._slouch.add(observation.t_s, observation.slouch if observation.found else None)
            case VoiceObservation() if observation.channel == "csm":
                self._voice.hear(observation)
            case Utterance():
                self._read(observation)
            case StatedFeeling() if observation.source != "scenario":
                self._feel(observation.end_s, observation.end_s, observation.family, observation.intensity)

    def customer(self, turn: CustomerTurn, start_s: float, end_s: float) -> None:
        """A written customer begins to say this turn. end_s: when they will have said it."""
        self._phase = turn.phase
        if turn.feeling is not None and turn.feeling.intensity > 0:
            self._feel(start_s, end_s, turn.feeling.family, turn.feeling.intensity)

    def turn(self, read: ReadTurn, start_s: float, end_s: float) -> None:
        """A turn of the CSM has ended and was read; told before the customer's answer to it."""
        feeling = self._feeling
        answered = feeling.intensity if feeling is not None and start_s <= feeling.until_s else 0
        self._turn = HeardTurn(read, start_s, end_s, answered, self._phase)
        self._csm.give_up()

    def view(self, now_s: float, snapshot: Snapshot) -> CueView:
        """What is known now. snapshot: the letters and who speaks."""
        self._csm.hear(now_s, speaking=snapshot.csm_speaking)
        self._customer.hear(now_s, speaking=snapshot.customer_speaking)
        feeling = self._feeling
        lasts = feeling is not None and now_s <= feeling.until_s
        voice = self._voice.over_usual(now_s)
        return CueView(
            letters=snapshot.letters,
            csm_since_s=self._csm.since_s,
            customer_since_s=self._customer.since_s,
            feeling_s=feeling.voiced_s if feeling is not None else None,
            feeling=feeling.family if feeling is not None and lasts else None,
            intensity=feeling.intensity if feeling is not None and lasts else 0,
            turn=self._turn,
            attend_p=self._attend.middle(now_s),
            smile=self._smile.middle(now_s),
            lean=self._lean.middle(now_s),
            slouch=self._slouch.middle(now_s),
            level_db=voice[0] if voice is not None else None,
            pitch_st=voice[1] if voice is not None else None,
            words_per_minute=self._pace(now_s),
        )

    # ------------------------------------------------------------ taking in

    def _see(self, face: FaceObservation) -> None:
        attend = face.attend_p if face.attend_p is not None else _ZONE_ATTEND.get(face.zone or "")
        self._attend.add(face.t_s, attend if face.found else None)
        self._smile.add(face.t_s, face.displays.get("smile") if face.found else None)

    def _read(self, line: Utterance) -> None:
        if line.speaker == "csm" and line.p >= params.UNDERSTOOD:
            self._lines.append(line)
        elif line.speaker == "customer" and self._find_feelings is not None:
            for found in self._find_feelings(line.text)[:1]:
                self._feel(line.end_s, line.end_s, found.family, found.intensity)

    def _feel(self, voiced_s: float, end_s: float, family: FeelingFamily, intensity: int) -> None:
        if self._feeling is None or voiced_s >= self._feeling.voiced_s:
            self._feeling = _Feeling(voiced_s, end_s + FEELING_HOLD_S, family, intensity)

    def _pace(self, now_s: float) -> float | None:
        """Words a minute of the last lines, None for too few of them."""
        starts = [line.end_s for line in self._lines]
        for _ in range(bisect_left(starts, now_s - params.PACE_S)):
            self._lines.popleft()
        seconds = sum(line.end_s - line.start_s for line in self._lines)
        words = sum(len(line.text.split()) for line in self._lines)
        return 60.0 * words / seconds if words >= params.PACE_WORDS and seconds > 0.0 else None
