"""How the CSM answered each voiced feeling: the level of acknowledgement of measurement page 4.4.

Level -1 blocks, 0 nothing, 1 minimal, 2 acknowledges, 3 names the feeling, 4 names it, ties it to its cause and leaves
space.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perception.language.families import family_distance
from perception.language.types import FeelingLabel
from perception.scoring import params
from perception.scoring.conversation import Sentence, SpokenTurn
from perception.scoring.opportunities import Opportunity


@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """A feeling the CSM named in answer: in which sentence, after how many turns, how near to what was voiced."""

    sentence: Sentence
    label: FeelingLabel
    turns: int
    distance: float


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """The answer to one voiced feeling. level: -1..4. label: the best naming, None without one.

    strength: -1..4, the level with its likelihood: an acknowledgement that is half likely lies between two levels.
    decisive: the sentence the level comes from. fixed_first: an action came before any acknowledgement.
    """

    opportunity: Opportunity
    level: int
    strength: float
    label: Label | None
    decisive: Sentence | None
    fixed_first: bool
    turns: tuple[SpokenTurn, ...]


def respond_all(
    opportunities: Sequence[Opportunity], turns: Sequence[SpokenTurn], *, end_s: float, spaced: bool
) -> tuple[Response, ...]:
    """The answers to all bad feelings; one still waiting for an answer at the end of the evidence is left out.

    spaced: whether pauses are known (not for text without times).
    """
    spoken = [turn for turn in turns if turn.speaker == "csm"]
    if not spoken:
        return ()
    out = []
    for moment in opportunities:
        if moment.positive or not moment.families:
            continue
        limit = moment.end_s + params.A_WINDOW_S
        answers = [t for t in spoken if moment.start_s < t.start_s <= limit][: params.A_WINDOW_TURNS]
        if answers or limit <= end_s or spoken[-1].start_s > limit:
            out.append(_respond(moment, answers, spaced=spaced))
    return tuple(out)


def _respond(moment: Opportunity, answers: Sequence[SpokenTurn], *, spaced: bool) -> Response:
    label = _best_label(moment, answers)
    sentences = [s for turn in answers for s in turn.sentences]
    blocked = next((s for s in sentences if s.note.ack_level < 0), None)
    level, decisive = _plain_level(sentences)
    likely = params.A_ACKNOWLEDGED * max((s.note.does("acknowledge") for s in sentences), default=0.0)
    if label is not None and label.distance <= params.SAME_VALENCE_DISTANCE:
        tied = label.distance <= params.NEAR_DISTANCE and label.label.ties_cause
        level = 4 if tied and _leaves_space(label.sentence, answers, spaced=spaced) else 3
        decisive = label.sentence
        level -= int(blocked is not None)
    elif label is not None or (blocked is not None and level <= params.A_ACKNOWLEDGED):
        level, decisive = -1, blocked if blocked is not None else (label.sentence if label else None)
    strength = max(float(level), likely) if level >= 0 else float(level)
    return Response(moment, level, strength, label, decisive, _fixed_first(sentences), tuple(answers))


def _plain_level(sentences: Sequence[Sentence]) -> tuple[int, Sentence | None]:
    """Best level without a matching label: at most 2, because nothing was named that fits."""
    best, decisive = 0, None
    for sentence in sentences:
        level = min(sentence.note.ack_level, params.A_ACKNOWLEDGED)
        if level > best:
            best, decisive = level, sentence
    return best, decisive


def _best_label(moment: Opportunity, answers: Sequence[SpokenTurn]) -> Label | None:
    labels = [
        Label(s, s.note.feeling, i + 1, min(family_distance(s.note.feeling.family, f) for f in moment.families))
        for i, turn in enumerate(answers)
        for s in turn.sentences
        if s.note.feeling is not None and s.note.feeling.level > 0
    ]
    return min(labels, key=lambda label: (label.distance, label.turns), default=None)


def _leaves_space(sentence: Sentence, answers: Sequence[SpokenTurn], *, spaced: bool) -> bool:
    """A question, at most one more sentence, or a pause after the naming."""
    turn = next(t for t in answers if sentence in t.sentences)
    after = [s for s in turn.sentences if s.start_s > sentence.start_s or s is sentence][1:]
    if len(after) <= 1 or sentence.note.question != "none" or after[0].note.question != "none":
        return True
    return spaced and after[0].start_s - sentence.end_s >= params.A_SPACE_S


def _fixed_first(sentences: Sequence[Sentence]) -> bool:
    """Whether an action or explanation comes before any acknowledgement."""
    for sentence in sentences:
        if sentence.note.ack_level >= params.A_ACKNOWLEDGED or "acknowledge" in sentence.note.acts:
            return False
        if "act" in sentence.note.acts or "explain" in sentence.note.acts:
            return True
    return False
