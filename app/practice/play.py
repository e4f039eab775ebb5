"""Plays a scenario from written lines of the CSM, and scores it with the engine that scores every call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.practice.director import ScenarioDirector
from app.practice.ports import Director
from app.practice.reading import PracticeReader
from app.practice.scenario.model import Concept, EndKind, Scenario
from app.practice.text_clock import TEXT_LETTERS, TextClock, seconds_of
from app.practice.turns import CsmTurn, CustomerTurn, Step
from perception.language.lexicon import Lexicon
from perception.language.reading import Remembering
from perception.language.types import SentenceReader
from perception.scoring.context import ScenarioFacts
from perception.scoring.engine import ScoringConfig, ScoringEngine
from perception.types import Observation, Phase, PhaseChange, Scorecard, StatedFeeling, Utterance

# A line of a script that means silence, and how a remark begins.
SILENCE: Final = "..."
REMARK: Final = "#"


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario played to its end or to the end of the lines. unused: lines left over when the call had ended.

    said: for each turn that was spoken the line as written, beside what was heard; () where nothing was spoken.
    """

    scenario: Scenario
    steps: tuple[Step, ...]
    scorecard: Scorecard
    unused: int = 0
    said: tuple[str, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The customer's turns in order, by node."""
        return tuple(step.customer.node for step in self.steps if step.customer.kind == "answer")

    @property
    def last(self) -> CustomerTurn:
        """The customer's last turn."""
        return self.steps[-1].customer

    @property
    def end(self) -> EndKind | None:
        """How the call ended; None where it did not come to an end."""
        return self.last.end


def csm_lines(text: str) -> tuple[str, ...]:
    """The lines of a script: one turn a line; empty lines and remarks are left out, `...` is silence."""
    lines = (line.strip() for line in text.splitlines())
    return tuple("" if line in (SILENCE, "…") else line for line in lines if line and not line.startswith(REMARK))


def play(
    scenario: Scenario,
    lines: Iterable[str],
    *,
    lexicon: Lexicon,
    reader: SentenceReader | None = None,
    seed: int = 0,
) -> Played:
    """Play a scenario from lines of the CSM ('' for silence). The same arguments give the same result.

    reader: a learned reader of sentences beside the word rules, None for the rules alone.
    """
    known = None if reader is None else Remembering(reader)
    director = ScenarioDirector(scenario, PracticeReader(scenario, lexicon, known), seed=seed)
    director.open()
    left = list(lines)
    while left and not director.ended:
        director.answer(written_turn(left.pop(0)))
    return Played(scenario, tuple(director.steps), score(director, scenario, lexicon, known), len(left))


def written_turn(text: str) -> CsmTurn:
    """A written line as a turn of the CSM."""
    return CsmTurn(text, seconds_of(text) if text else 0.0)


def score(director: Director, scenario: Scenario, lexicon: Lexicon, reader: SentenceReader | None = None) -> Scorecard:
    """The letters that words alone can carry, of what was played."""
    config = ScoringConfig(
        letters=TEXT_LETTERS,
        lexicon=lexicon,
        reader=reader,
        has_video=False,
        text_only=True,
        scenario=facts_of(scenario),
    )
    engine = ScoringEngine(config)
    observations, end_s = observations_of(director.steps)
    for observation in observations:
        engine.observe(observation)
    return engine.scorecard(now_s=end_s)


def facts_of(scenario: Scenario) -> ScenarioFacts:
    """What the scoring engine is told of a scenario."""
    return ScenarioFacts(
        facts=_words(scenario.facts),
        impacts=_words(scenario.impacts),
        may_promise=scenario.may_promise,
        any_word=True,
    )


def observations_of(steps: Iterable[Step]) -> tuple[list[Observation], float]:
    """What was said and felt, with estimated times, and when it ended."""
    clock = TextClock()
    found: list[Observation] = []
    phase: Phase | None = None
    for step in steps:
        if step.read is not None:
            start_s, end_s = clock.span(step.read.turn.text)
            if step.read.turn.text:
                # What the customer could not understand, such as another language, carries no evidence either.
                p = 0.0 if "unclear" in step.read.deeds else step.read.turn.p
                found.append(Utterance(start_s, end_s, "csm", step.read.turn.text, p=p))
        start_s, end_s = clock.span(step.customer.text)
        if step.customer.phase != phase:
            phase = step.customer.phase
            found.append(PhaseChange(start_s, phase))
        found.append(Utterance(start_s, end_s, "customer", step.customer.text))
        stated = stated_feeling(step.customer, start_s, end_s)
        if stated is not None:
            found.append(stated)
    return found, clock.now_s


def stated_feeling(turn: CustomerTurn, start_s: float, end_s: float) -> StatedFeeling | None:
    """What the scenario states of the customer's feeling in a turn; None for none, and for words beside an answer."""
    felt = turn.feeling
    if felt is None or felt.intensity == 0 or turn.kind != "answer":
        return None
    return StatedFeeling(
        start_s=start_s,
        end_s=end_s,
        family=felt.family,
        word=felt.word,
        intensity=felt.intensity,
        kind="cue" if felt.hidden else "concern",
        cause=felt.cause,
        source="scenario",
    )


def _words(concepts: Iterable[Concept]) -> tuple[tuple[str, ...], ...]:
    return tuple(concept.words for concept in concepts)
