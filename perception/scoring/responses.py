"""How the CSM answered each voiced feeling: the level of acknowledgement of measurement page 4.4.

Level -1 blocks, 0 nothing, 1 minimal, 2 acknowledges, 3 names the feeling, 4 names it, ties it to its cause and leaves
space.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
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
    """The answer to one voiced feeling. level: -1..4. label: the best naming that was found, None without one.

    plain: -1..2, the level to expect without any naming. namings: found and likely ones, each with the level -1..4 to
    expect of it, best first. decisive: the sentence the level comes from. fixed_first: an action came before any
    acknowledgement.
    """

    opportunity: Opportunity
    level: int
    plain: float
    namings: tuple[tuple[Label, float], ...]
    label: Label | None
    decisive: Sentence | None
    fixed_first: bool
    turns: tuple[SpokenTurn, ...]

    @property
    def expected(self) -> Iterator[tuple[Label, float, float]]:
        """Each naming with its level and how likely it is the best one given, 0..1; together at most 1."""
        left = 1.0
        for label, level in self.namings:
            yield label, level, left * label.label.p
            left *= 1.0 - label.label.p


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
    reliefs = [moment.start_s for moment in opportunities if moment.positive and moment.found]
    for moment in opportunities:
        if moment.positive or not moment.families:
            continue
        limit = moment.end_s + params.A_WINDOW_S
        answers = [t for t in spoken if moment.start_s < t.start_s <= limit][: params.A_WINDOW_TURNS]
        if answers or limit <= end_s or spoken[-1].start_s > limit:
            eased_s = min((t_s for t_s in reliefs if t_s >= moment.start_s), default=math.inf)
            out.append(_respond(moment, answers, eased_s=eased_s, spaced=spaced))
    return tuple(out)


def _respond(moment: Opportunity, answers: Sequence[SpokenTurn], *, eased_s: float, spaced: bool) -> Response:
    """eased_s: when the customer voiced relief after it, infinite for never."""
    found = _labels(moment, answers, eased_s)
    label = min(found, key=lambda label: (label.distance, label.turns), default=None)
    sentences = [s for turn in answers for s in turn.sentences]
    blocked = next((s for s in sentences if s.note.ack_level < 0), None)
    level, decisive = _plain_level(sentences)
    blocks = max((s.note.blocking for s in sentences), default=0.0)
    takes_up = max((s.note.taking_up for s in sentences), default=0.0)
    minimal = max((min(s.note.ack_level, 1) for s in sentences), default=0)
    plain = (1 - blocks) * (params.A_ACKNOWLEDGED * takes_up + (1 - takes_up) * max(minimal, 0)) - blocks

    def naming_level(one: Label) -> int:
        if one.distance > params.SAME_VALENCE_DISTANCE:
            return -1
        tied = one.distance <= params.NEAR_DISTANCE and one.label.ties_cause
        return 4 if tied and _leaves_space(one.sentence, answers, spaced=spaced) else 3

    if label is not None:
        level, decisive = naming_level(label), label.sentence
        level -= int(blocked is not None and level > 0)
    elif blocked is not None:
        level, decisive = -1, blocked
    namings = sorted(
        (
            (one, max(-1.0, naming_level(one) - blocks))
            for one in (*found, *_labels(moment, answers, eased_s, likely=True))
        ),
        key=lambda pair: (-pair[1], *_unlikeness(moment, pair[0])),
    )
    return Response(moment, level, plain, tuple(namings), label, decisive, _fixed_first(sentences), tuple(answers))


def _unlikeness(moment: Opportunity, one: Label) -> tuple[float, int, float, int]:
    """How far a naming is from what was voiced, nearest first; of two equally near ones the surer, then the earlier."""
    return one.distance, abs(one.label.intensity - moment.intensity), -one.label.p, one.turns


def _plain_level(sentences: Sequence[Sentence]) -> tuple[int, Sentence | None]:
    """Best level without a matching label: at most 2, because nothing was named that fits."""
    best, decisive = 0, None
    for sentence in sentences:
        level = min(sentence.note.ack_level, params.A_ACKNOWLEDGED)
        if level > best:
            best, decisive = level, sentence
    return best, decisive


def _labels(moment: Opportunity, answers: Sequence[SpokenTurn], eased_s: float, *, likely: bool = False) -> list[Label]:
    """The namings found in the answers, or those that are only likely.

    Relief that is named once it was voiced answers that relief: it says nothing against the feeling before it.
    """
    out = []
    for turns, turn in enumerate(answers, start=1):
        for s in turn.sentences:
            label = s.note.likely_feeling if likely else s.note.feeling
            if label is not None and label.family == "relief_positive" and turn.start_s > eased_s:
                continue
            if label is not None and label.level > 0:
                distance = min(family_distance(label.family, f) for f in moment.families)
                out.append(Label(s, label, turns, distance))
    return out


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
