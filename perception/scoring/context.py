"""What all letters look at: one stretch of a session with everything that is derived from its evidence.

Built for the whole session (scorecard) or for a short window (live); derived values are computed when first asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from perception.features.turn_taking import (
    GRID_S,
    BoolArray,
    Floor,
    SpeechStates,
    clip_intervals,
    floor_of,
    rasterise,
    speech_states,
)
from perception.scoring import params
from perception.scoring.conversation import Sentence, SpokenTurn
from perception.scoring.evidence import FACE, POSE, Evidence
from perception.scoring.fusion import Blocks, Example, longest_first
from perception.scoring.opportunities import Opportunity
from perception.scoring.phases import phase_at, phase_intervals
from perception.scoring.reference import Reference
from perception.scoring.runs import runs_of
from perception.scoring.voice import VoiceView, raised_voice, view_voice
from perception.types import FloatArray, Phase, PhaseChange, Span


@dataclass(frozen=True, slots=True)
class ScenarioFacts:
    """What a scenario states for H6 and for promises. Each concept is a tuple of keywords or short phrases.

    facts: what happened. impacts: what it meant for the person. may_promise: the CSM has the authority to promise.
    any_word: one keyword takes a concept up, not a share of them.
    """

    facts: tuple[tuple[str, ...], ...] = ()
    impacts: tuple[tuple[str, ...], ...] = ()
    may_promise: bool = False
    any_word: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """How the session is measured: what was captured and what the user declared.

    speaker_certainty: 0..1, how far it is known who speaks; 1 where everybody has a track, 0 where it is not known.
    hears_overlaps: False where both share a track, on which two voices at once cannot be told.
    reads: whether a learned reader of sentences stands beside the word rules.
    """

    has_video: bool = True
    has_customer_channel: bool = True
    text_only: bool = False
    speaker_certainty: float = 1.0
    hears_overlaps: bool = True
    notes_mode: bool = False
    self_check_done: bool = False
    annotates: bool = True
    reads: bool = False
    scenario: ScenarioFacts | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Conversation:
    """What is known of the words of the whole session so far. heard: voiced feelings, only likely ones as well."""

    turns: tuple[SpokenTurn, ...]
    heard: tuple[Opportunity, ...]
    complaints: tuple[Opportunity, ...]
    phases: tuple[PhaseChange, ...]

    @property
    def opportunities(self) -> tuple[Opportunity, ...]:
        """The voiced feelings that were found."""
        return tuple(moment for moment in self.heard if moment.found)


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """Rows of a table on the 50 ms grid. rows: (cells, columns). known: a row is near. found: and the person in it."""

    rows: FloatArray
    known: BoolArray
    found: BoolArray
    index: NDArray[np.int64]
    fps: float


class Context:
    """One stretch of a session, from start_s to end_s."""

    def __init__(
        self,
        evidence: Evidence,
        *,
        setting: Setting,
        conversation: Conversation,
        reference: Reference,
        start_s: float,
        end_s: float,
        live: bool = False,
    ) -> None:
        self.evidence = evidence
        self.setting = setting
        self.conversation = conversation
        self.reference = reference
        self.live = live  # judged as a short window: of a running call, or one that moves along a session
        self.start_s = start_s
        self.end_s = max(end_s, start_s)

    # ------------------------------------------------------------ time and blocks

    @property
    def duration_s(self) -> float:
        """Length of the stretch."""
        return self.end_s - self.start_s

    @property
    def penalty_scale(self) -> float:
        """What slips are multiplied by so that long sessions do not collect them (see PENALTY_REFERENCE_S)."""
        return min(1.0, params.PENALTY_REFERENCE_S / max(self.counted_s, 1e-9))

    @property
    def counted_s(self) -> float:
        """Over how long slips and repeats are counted: the stretch, in short windows at most what they look back on."""
        return min(self.duration_s, params.LIVE_MEMORY_S) if self.live else self.duration_s

    @cached_property
    def blocks(self) -> Blocks:
        """Blocks of BLOCK_S over the stretch."""
        return Blocks.of_time(self.start_s, self.end_s)

    @cached_property
    def cell_s(self) -> FloatArray:
        """Middle of every grid cell."""
        return self.start_s + GRID_S * (np.arange(len(self.states.csm), dtype=np.float64) + 0.5)

    # ------------------------------------------------------------ speech

    @cached_property
    def csm_speech(self) -> FloatArray:
        """Speech of the CSM in the stretch."""
        return self._speech("csm")

    @cached_property
    def customer_speech(self) -> FloatArray:
        """Speech of the customer in the stretch; empty when it was not captured."""
        return self._speech("customer")

    @property
    def customer_known(self) -> bool:
        """Whether it is known when the customer speaks."""
        return self.setting.has_customer_channel and len(self.evidence.speech("customer")) > 0

    @cached_property
    def states(self) -> SpeechStates:
        """Who speaks, on the grid."""
        return speech_states(self.csm_speech, self.customer_speech, start_s=self.start_s, end_s=self.end_s)

    @cached_property
    def floor(self) -> Floor:
        """Turns, interruptions and answers. Answers across a gap of the recording are left out."""
        said = self.evidence.utterances.between(self.start_s - 30.0, self.end_s)
        floor = floor_of(self.csm_speech, self.customer_speech, said)
        gaps = [g for g in self.evidence.gaps.items if g.what != "video"]
        replies = tuple(
            r for r in floor.replies if not any(g.start_s < r.csm.start_s and g.end_s > r.customer.end_s for g in gaps)
        )
        return Floor(floor.turns, floor.backchannels, floor.interruptions, replies)

    # ------------------------------------------------------------ words

    @cached_property
    def turns(self) -> tuple[SpokenTurn, ...]:
        """Turns of words that begin in the stretch."""
        return tuple(t for t in self.conversation.turns if self.start_s <= t.start_s <= self.end_s)

    @cached_property
    def csm_sentences(self) -> tuple[Sentence, ...]:
        """All annotated sentences of the CSM in the stretch."""
        return tuple(s for t in self.turns for s in t.sentences)

    @cached_property
    def opportunities(self) -> tuple[Opportunity, ...]:
        """Voiced feelings that were found and begin in the stretch."""
        return tuple(o for o in self.heard if o.found)

    @cached_property
    def heard(self) -> tuple[Opportunity, ...]:
        """Voiced feelings that begin in the stretch, only likely ones as well."""
        return tuple(o for o in self.conversation.heard if self.start_s <= o.start_s <= self.end_s)

    @cached_property
    def complaints(self) -> tuple[Opportunity, ...]:
        """Complaints that begin in the stretch, only likely ones as well."""
        return tuple(o for o in self.conversation.complaints if self.start_s <= o.start_s <= self.end_s)

    def phase_at(self, t_s: float) -> Phase:
        """The phase of the call at a time."""
        return phase_at(self.conversation.phases, t_s)

    def phase_intervals(self, phase: Phase) -> FloatArray:
        """(n, 2) stretches of a phase inside this stretch."""
        whole = phase_intervals(self.conversation.phases, phase, end_s=self.end_s)
        return clip_intervals(whole, start_s=self.start_s, end_s=self.end_s)

    def strong_before(self, t_s: float, *, within_s: float) -> bool:
        """Whether a strong feeling was voiced at most `within_s` before a time."""
        strong = self._strong
        return bool(np.any((strong[:, 0] <= t_s) & (t_s <= strong[:, 1] + within_s)))

    @cached_property
    def _strong(self) -> FloatArray:
        """(n, 2) stretches in which strong bad feelings are voiced."""
        pairs = [
            (o.start_s, o.end_s)
            for o in self.conversation.opportunities
            if o.intensity >= params.STRONG_INTENSITY and not o.positive and o.start_s <= self.end_s
        ]
        return np.asarray(pairs, dtype=np.float64).reshape(-1, 2)

    def anger_intervals(self, *, after_s: float, strong: bool = False) -> FloatArray:
        """(n, 2) stretches of voiced anger and `after_s` after them, unmerged, in order."""
        least = params.STRONG_INTENSITY if strong else 1
        pairs = [(o.start_s, o.end_s + after_s) for o in self.opportunities if o.angry and o.intensity >= least]
        return np.asarray(pairs, dtype=np.float64).reshape(-1, 2)

    def mask(self, intervals: FloatArray) -> BoolArray:
        """Grid cells inside the intervals."""
        return rasterise(intervals, start_s=self.start_s, cells=len(self.states.csm))

    def runs(self, mask: BoolArray) -> FloatArray:
        """(n, 2) times of the runs of True on the grid."""
        return runs_of(mask, start_s=self.start_s, grid_s=GRID_S)

    def longest(self, mask: BoolArray) -> list[Example]:
        """The longest runs of True on the grid as examples."""
        return longest_first(self.runs(mask))

    # ------------------------------------------------------------ picture

    @cached_property
    def faces(self) -> Sampled:
        """The face on the grid, each row held through gaps of at most GAP_HOLD_S."""
        rows = self.evidence.face.rows(self.start_s - params.GAP_HOLD_S, self.end_s)
        return _sample(rows, self.cell_s, FACE["found"])

    @cached_property
    def bodies(self) -> Sampled:
        """The upper body on the grid; the pose runs slower and is held longer."""
        rows = self.evidence.pose.rows(self.start_s - params.POSE_HOLD_S, self.end_s)
        return _sample(rows, self.cell_s, POSE["found"], hold_s=params.POSE_HOLD_S)

    # ------------------------------------------------------------ voice

    @cached_property
    def voice(self) -> VoiceView | None:
        """The CSM's voice against the own usual; None when none was measured."""
        return view_voice(self.evidence.voice["csm"], self, reference=self.reference)

    @cached_property
    def raised(self) -> tuple[Span, ...]:
        """Stretches of raised voice (measurement page 5.3)."""
        return raised_voice(self.voice) if self.voice is not None else ()

    def _speech(self, speaker: str) -> FloatArray:
        if speaker == "customer" and not self.setting.has_customer_channel:
            return np.empty((0, 2))
        whole = self.evidence.speech("csm" if speaker == "csm" else "customer")
        return clip_intervals(whole, start_s=self.start_s, end_s=self.end_s)


def _sample(rows: FloatArray, cell_s: FloatArray, found: int, *, hold_s: float = params.GAP_HOLD_S) -> Sampled:
    """The last row at or before each cell, unknown when it is older than `hold_s`."""
    if not len(rows):
        none = np.zeros(len(cell_s), dtype=bool)
        blank = np.full((len(cell_s), rows.shape[1]), np.nan)
        return Sampled(blank, none, none, np.zeros(len(cell_s), dtype=np.int64), 0.0)
    index = np.searchsorted(rows[:, 0], cell_s, side="right") - 1
    near = np.maximum(index, 0)
    sampled = rows[near]
    known = (index >= 0) & (cell_s - sampled[:, 0] <= hold_s)
    steps = np.diff(rows[:, 0])
    usual = float(np.median(steps)) if len(steps) else 0.0
    return Sampled(sampled, known, known & (sampled[:, found] > 0), near, 1.0 / usual if usual > 0 else 0.0)
