"""Gathers what the live cues look at, asks the policy, and tells what comes and goes. Moved on by the call itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from app.engine.practice_messages import CueCleared, CueShown
from app.practice.cue_rules import Pronoun
from app.practice.cue_values import Cue, CueSettings
from app.practice.cue_view import CueView, HeardTurn
from app.practice.cues import CuePolicy
from app.practice.turns import CustomerTurn, ReadTurn
from perception.types import (
    FaceObservation,
    FeelingFamily,
    FloatArray,
    Observation,
    PersonalBaseline,
    PoseObservation,
    Snapshot,
    VoiceObservation,
)

_FRESH_S: Final = 1.0  # what was seen longer ago is not known now
_BRIDGE_S: Final = 0.8  # of silence inside somebody's speech
_VOICE_S: Final = 3.0
_LEAST_VOICE_S: Final = 0.5  # of voice in those
_USUAL_S: Final = 10.0  # of voice until the session tells what is usual
_LEAST_RATE_S: Final = 4.0  # of a turn before its pace is told
_VOICED: Final = 0.5


@dataclass(frozen=True, slots=True)
class Floor:
    """Who speaks now. words, words_s: of the CSM's running turn so far, where they are known."""

    csm: bool = False
    customer: bool = False
    words: int = 0
    words_s: float = 0.0


class CueDesk:
    """One call. Not thread-safe: the call's lock is held."""

    def __init__(
        self, settings: CueSettings, *, pronoun: Pronoun = "they", baseline: PersonalBaseline | None = None
    ) -> None:
        self._policy = CuePolicy(settings, pronoun=pronoun)
        self._voice = _UsualVoice(baseline)
        self._face: FaceObservation | None = None
        self._pose: PoseObservation | None = None
        self._turn: HeardTurn | None = None
        self._customer_turn: CustomerTurn | None = None
        self._feeling: tuple[float, FeelingFamily, int] | None = None
        self._csm, self._customer = _Spell(), _Spell()
        self._hidden = False

    def observe(self, observation: Observation) -> None:
        """What was seen or heard."""
        if isinstance(observation, FaceObservation):
            self._face = observation
        elif isinstance(observation, PoseObservation):
            self._pose = observation
        elif isinstance(observation, VoiceObservation) and observation.channel == "csm":
            self._voice.hear(observation)

    def customer_says(self, turn: CustomerTurn, *, t_s: float) -> None:
        """The written customer begins a turn."""
        felt = turn.feeling
        if turn.kind == "answer":
            self._customer_turn = turn
            self._feeling = None if felt is None or felt.intensity == 0 else (t_s, felt.family, felt.intensity)

    def csm_said(self, read: ReadTurn, *, start_s: float, end_s: float) -> None:
        """A turn of the CSM was read."""
        to = self._customer_turn
        felt = to.feeling if to is not None else None
        answered = felt.intensity if felt is not None else 0
        self._turn = HeardTurn(read, start_s, end_s, answered, to.phase if to is not None else None)

    def hide(self, hidden: bool) -> list[CueCleared]:
        """While hidden no cue comes and none counts; one that is shown goes."""
        shown = self._policy.shown
        self._hidden = hidden
        return [CueCleared(shown.rule, done=False)] if hidden and shown is not None else []

    def update(self, now_s: float, snapshot: Snapshot, floor: Floor) -> list[CueShown | CueCleared]:
        """What comes and what goes now; asked about five times a second."""
        csm_since_s = self._csm.since(now_s, floor.csm)
        customer_since_s = self._customer.since(now_s, floor.customer)
        if self._hidden:
            return []
        felt = self._feeling
        level_db, pitch_st = self._voice.now(now_s)
        face = self._face if self._face is not None and now_s - self._face.t_s <= _FRESH_S else None
        pose = self._pose if self._pose is not None and now_s - self._pose.t_s <= _FRESH_S else None
        view = CueView(
            letters=snapshot.letters,
            csm_since_s=csm_since_s,
            customer_since_s=customer_since_s,
            feeling_s=None if felt is None else felt[0],
            feeling=None if felt is None else felt[1],
            intensity=0 if felt is None else felt[2],
            turn=self._turn,
            attend_p=None if face is None else face.attend_p,
            smile=None if face is None else face.displays.get("smile"),
            lean=None if pose is None else pose.lean,
            slouch=None if pose is None else pose.slouch,
            level_db=level_db,
            pitch_st=pitch_st,
            words_per_minute=60.0 * floor.words / floor.words_s if floor.words_s >= _LEAST_RATE_S else None,
        )
        changes = self._policy.update(now_s, view)
        return [CueShown(one) if isinstance(one, Cue) else CueCleared(one.rule, one.done, one.read) for one in changes]


class _Spell:
    """Since when somebody speaks, with short pauses bridged."""

    def __init__(self) -> None:
        self._since_s: float | None = None
        self._last_s = 0.0

    def since(self, now_s: float, speaks: bool) -> float | None:
        """The beginning; None while silent."""
        if speaks:
            self._since_s = now_s if self._since_s is None else self._since_s
            self._last_s = now_s
        elif self._since_s is not None and now_s - self._last_s > _BRIDGE_S:
            self._since_s = None
        return self._since_s


class _UsualVoice:
    """Level and pitch of the last seconds against the own usual: of the calibration, else of the call so far."""

    def __init__(self, baseline: PersonalBaseline | None) -> None:
        own = baseline or PersonalBaseline()
        self._usual = (own.level_dbfs, own.f0_hz) if own.level_dbfs is not None and own.f0_hz else None
        self._blocks: list[tuple[float, FloatArray]] = []  # end of the block; (n, 2) level and pitch of voiced hops
        self._first: list[FloatArray] = []
        self._hop_s = 0.01

    def hear(self, block: VoiceObservation) -> None:
        """One block."""
        voiced = block.voiced_p >= _VOICED
        rows = np.column_stack([block.level_dbfs[voiced], block.f0_hz[voiced]])
        end_s = block.t_s + block.hop_s * len(block.level_dbfs)
        self._hop_s = block.hop_s
        self._blocks = [*(one for one in self._blocks if end_s - one[0] <= _VOICE_S), (end_s, rows)]
        if self._usual is None:
            self._first.append(rows)
            if sum(map(len, self._first)) * block.hop_s >= _USUAL_S:
                level, f0_hz = np.median(np.concatenate(self._first), axis=0)
                self._usual, self._first = (float(level), float(f0_hz)), []

    def now(self, now_s: float) -> tuple[float | None, float | None]:
        """dB and semitones above the usual; None where too little voice was heard."""
        rows = [one for end_s, one in self._blocks if now_s - end_s <= _VOICE_S]
        recent = np.concatenate(rows) if rows else np.zeros((0, 2))
        if self._usual is None or len(recent) * self._hop_s < _LEAST_VOICE_S:
            return None, None
        level, f0_hz = np.median(recent, axis=0)
        usual_dbfs, usual_hz = self._usual
        return float(level) - usual_dbfs, 12.0 * float(np.log2(f0_hz / usual_hz))
