"""The scoring engine: observations in, the live state and the scorecard out. Pure: no clock, no files, no threads.

Live calls, replays, imports and batches run this same engine: the same observations give the same numbers, whatever
the order they come in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from perception.features.turn_taking import talk_share
from perception.language.annotate import annotate_line
from perception.language.feelings import feelings_heard
from perception.language.lexicon import Lexicon
from perception.language.reading import Remembering
from perception.language.turn import read_turn
from perception.language.types import SentenceReader
from perception.scoring import params
from perception.scoring.context import Context, Conversation, ScenarioFacts, Setting
from perception.scoring.conversation import Annotator, ComplaintFinder, FeelingFinder, Interpreter, spoken_turns
from perception.scoring.evidence import Evidence
from perception.scoring.fusion import LetterParts
from perception.scoring.letters import affect, eye_contact, hearing, muscles, posture, response, tone
from perception.scoring.live import LiveDisplay
from perception.scoring.opportunities import find_complaints, find_opportunities
from perception.scoring.phases import derive_phases
from perception.scoring.reference import Reference, make_reference
from perception.scoring.result import courses_of, make_scorecard
from perception.types import LETTERS, Letter, Observation, PersonalBaseline, Scorecard, Snapshot, Speaker

SCORERS: Final[MappingProxyType[Letter, Callable[[Evidence, Context], LetterParts]]] = MappingProxyType(
    {
        "E": eye_contact.score,
        "M": muscles.score,
        "P": posture.score,
        "A": affect.score,
        "T": tone.score,
        "H": hearing.score,
        "Y": response.score,
    }
)
# Judged otherwise in a short window than over a session: more or less of something is too much there.
_OTHER_WHEN_SHORT: Final[frozenset[Letter]] = frozenset({"E", "A", "Y"})


@dataclass(frozen=True, slots=True)
class ScoringConfig:
    """How a session is scored.

    baseline: the person's calibration or None. letters: those measured, the others are left out without penalty.
    lexicon: what the language layer works with; without it words carry no score. reader: a learned reader of sentences
    beside it, None for the word rules alone. annotate, find_feelings, finds_complaint: stand in for the language layer
    where given. has_video,
    has_customer_channel: whether they were captured. text_only: lines without real times (no pauses, no overlaps).
    speaker_certainty, hears_overlaps: see Setting.
    notes_mode: taking notes was declared. scenario: what the scenario states. self_check_done: done by the user.
    """

    baseline: PersonalBaseline | None = None
    letters: tuple[Letter, ...] = LETTERS
    lexicon: Lexicon | None = None
    reader: SentenceReader | None = None
    annotate: Annotator | None = None
    find_feelings: FeelingFinder | None = None
    finds_complaint: ComplaintFinder | None = None
    has_video: bool = True
    has_customer_channel: bool = True
    text_only: bool = False
    speaker_certainty: float = 1.0
    hears_overlaps: bool = True
    notes_mode: bool = False
    scenario: ScenarioFacts | None = None
    self_check_done: bool = False


class ScoringEngine:
    """Keeps the evidence of one session and scores it. Not thread-safe: one owner calls it."""

    def __init__(self, config: ScoringConfig) -> None:
        self._config = config
        self._evidence = Evidence()
        self._interpreter = _interpreter(config)
        self._setting = Setting(
            has_video=config.has_video,
            has_customer_channel=config.has_customer_channel,
            text_only=config.text_only,
            speaker_certainty=config.speaker_certainty,
            hears_overlaps=config.hears_overlaps,
            notes_mode=config.notes_mode,
            self_check_done=config.self_check_done,
            annotates=self._interpreter.annotates,
            reads=config.reader is not None,
            scenario=config.scenario,
        )
        self._conversation: tuple[int, Conversation] | None = None
        self._reference: tuple[float, Reference] | None = None
        self._live = LiveDisplay(config.letters)

    @property
    def end_s(self) -> float:
        """Latest time observed."""
        return self._evidence.end_s

    def observe(self, obs: Observation) -> None:
        """Take in one observation; any order across kinds."""
        self._evidence.add(obs)

    def snapshot(self, *, now_s: float) -> Snapshot:
        """The state of the letters now, from recent evidence (measurement page 8.1). Cheap; time must not go back."""
        letters = self._live.update(now_s, self._live_parts, self._evidence)
        return Snapshot(
            now_s=now_s,
            letters=letters,
            csm_speaking=self._speaks("csm", now_s),
            customer_speaking=self._speaks("customer", now_s),
            talk_share=self._talk_share(now_s),
        )

    def scorecard(self, *, now_s: float) -> Scorecard:
        """The result of the session up to now, from all its raw evidence."""
        reference = make_reference(self._evidence, self._config.baseline)
        context = self._context(0.0, now_s, reference)
        parts = {letter: SCORERS[letter](self._evidence, context) for letter in self._config.letters}
        scorecard = make_scorecard(
            context, parts, responses=affect.found_responses(context), talk_share=self._talk_share(now_s)
        )
        if self._setting.text_only:
            return scorecard  # its lines have no real times
        short = self._context(0.0, now_s, reference, live=True)
        parts |= {letter: SCORERS[letter](self._evidence, short) for letter in parts if letter in _OTHER_WHEN_SHORT}
        return replace(scorecard, courses=courses_of(short, parts, scorecard.letters))

    def conversation(self) -> Conversation:
        """What is known of the words so far: turns with annotations, opportunities, complaints, phases."""
        version = self._evidence.words_version
        if self._conversation is None or self._conversation[0] != version:
            turns = spoken_turns(self._evidence.utterances.items, self._interpreter, self._evidence.feelings.items)
            heard = find_opportunities(self._evidence.feelings.items, turns, self._interpreter)
            complaints = find_complaints(heard, turns, self._interpreter)
            phases = tuple(self._evidence.phases.items) or derive_phases(
                turns, [one for one in complaints if one.found]
            )
            self._conversation = (version, Conversation(turns, heard, complaints, phases))
        return self._conversation[1]

    def _live_parts(self, letter: Letter, start_s: float, end_s: float) -> tuple[LetterParts, Context]:
        """One letter over a short window that ends now."""
        known = self._reference
        if known is None or end_s - known[0] >= params.REFERENCE_REFRESH_S:
            known = (end_s, make_reference(self._evidence, self._config.baseline))
            self._reference = known
        context = self._context(start_s, end_s, known[1], live=True)
        return SCORERS[letter](self._evidence, context), context

    def _context(self, start_s: float, end_s: float, reference: Reference, *, live: bool = False) -> Context:
        return Context(
            self._evidence,
            setting=self._setting,
            conversation=self.conversation(),
            reference=reference,
            start_s=start_s,
            end_s=end_s,
            live=live,
        )

    def _speaks(self, speaker: Speaker, now_s: float) -> bool:
        """Whether someone speaks now: by the last phrase, or by voiced sound while the phrase is still open."""
        speech = self._evidence.speech(speaker)
        if len(speech) and speech[-1, 1] >= now_s - params.LIVE_SPEAKING_S:
            return True
        _, recent = self._evidence.voice[speaker].window(now_s - params.LIVE_VOICED_S, now_s)
        heard = (recent[:, 1] >= params.T_VOICED) & (recent[:, 2] >= params.LIVE_VOICED_DBFS)
        return bool(len(recent)) and float(heard.mean()) >= params.LIVE_VOICED_SHARE

    def _talk_share(self, now_s: float) -> float | None:
        """Share of speech time that is the CSM's; None when the customer's side is not known."""
        customer = self._evidence.speech("customer")
        if not self._setting.has_customer_channel or not len(customer):
            return None
        return talk_share(self._evidence.speech("csm"), customer, start_s=0.0, end_s=now_s)


def _interpreter(config: ScoringConfig) -> Interpreter:
    """The language layer over the lexicon, or what was handed in instead."""
    lexicon = config.lexicon
    if lexicon is None:
        return Interpreter(config.annotate, config.find_feelings, config.finds_complaint)
    # Letters ask about the same sentence again and again: as a line, in the turn before, as a voiced feeling.
    reader = Remembering(config.reader) if config.reader is not None else None
    return Interpreter(
        config.annotate or (lambda line, before, felt: annotate_line(line, before, lexicon, reader, felt)),
        config.find_feelings or (lambda text: feelings_heard(text, lexicon, reader)),
        config.finds_complaint or (lambda text: read_turn(text, lexicon).complaint),
    )
