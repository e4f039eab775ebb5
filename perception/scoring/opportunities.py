"""Emotional opportunities: the moments in which the customer's feeling asks for an answer (measurement page 4.2).

They come from the scenario or the partner where such statements were observed, else from the customer's words. Never
from a face or a voice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perception.language.types import FOUND
from perception.scoring import params
from perception.scoring.conversation import Interpreter, SpokenTurn
from perception.types import FeelingFamily, StatedFeeling


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A moment that asks for an answer. families: what is felt, strongest first, empty for a bare complaint.

    intensity: 1..3. hidden: a cue that is not said in words. word: how it was said, for display. p: likelihood 0..1
    that it is there at all; 1 where it was stated.
    """

    start_s: float
    end_s: float
    families: tuple[FeelingFamily, ...]
    word: str
    intensity: int
    hidden: bool = False
    p: float = 1.0

    @property
    def found(self) -> bool:
        """Whether it is told to be there, not only heard as possible."""
        return self.p >= FOUND

    @property
    def positive(self) -> bool:
        """Whether only relief or another good feeling is voiced."""
        return bool(self.families) and all(family == "relief_positive" for family in self.families)

    @property
    def angry(self) -> bool:
        """Whether anger or feeling disrespected is voiced."""
        return any(family in params.ANGRY_FAMILIES for family in self.families)


def find_opportunities(
    stated: Sequence[StatedFeeling], turns: Sequence[SpokenTurn], interpreter: Interpreter
) -> tuple[Opportunity, ...]:
    """Opportunities in order, likely ones as well: from what a scenario states if it does, else from the words.

    A partner states only some of what they voice, with a key: the words tell of the rest.
    """
    if any(feeling.source != "partner" for feeling in stated):
        return _from_stated(stated)
    told = _from_stated(stated)
    heard = [moment for turn in turns if turn.speaker == "customer" for moment in _from_words(turn, interpreter)]
    rest = [moment for moment in heard if not any(_near(moment, one) for one in told)]
    return tuple(sorted([*told, *rest], key=lambda moment: (moment.start_s, moment.end_s)))


def find_complaints(
    heard: Sequence[Opportunity], turns: Sequence[SpokenTurn], interpreter: Interpreter
) -> tuple[Opportunity, ...]:
    """What the customer complains about: every voiced feeling but good ones, and complaints that name no feeling.

    A turn in which a feeling is only likely counts as a complaint if its words are one, else as far as it is likely.
    """
    bare: list[Opportunity] = []
    for turn in turns:
        covered = any(m.found and m.start_s < turn.end_s and m.end_s > turn.start_s for m in heard)
        if turn.speaker == "customer" and not covered and interpreter.complains(turn.text):
            bare.append(Opportunity(turn.start_s, turn.end_s, (), "", params.COMPLAINT_INTENSITY))
    felt = [m for m in heard if not m.positive]
    likely = [m for m in felt if m.found or not any(m.start_s < b.end_s and m.end_s > b.start_s for b in bare)]
    return tuple(sorted([*likely, *bare], key=lambda moment: (moment.start_s, moment.end_s)))


def _near(one: Opportunity, other: Opportunity) -> bool:
    """Whether the two are one moment: the same turn, and both good or both not."""
    apart_s = max(one.start_s, other.start_s) - min(one.end_s, other.end_s)
    return apart_s <= params.OPPORTUNITY_JOIN_S and one.positive == other.positive


def _from_stated(stated: Sequence[StatedFeeling]) -> tuple[Opportunity, ...]:
    groups: list[list[StatedFeeling]] = []
    for feeling in stated:
        near = groups and feeling.start_s - max(f.end_s for f in groups[-1]) <= params.OPPORTUNITY_JOIN_S
        # Relief after anger is a new moment however soon it comes.
        if near and _is_good(groups[-1][0]) == _is_good(feeling):
            groups[-1].append(feeling)
        else:
            groups.append([feeling])
    return tuple(_joined(group) for group in groups)


def _is_good(feeling: StatedFeeling) -> bool:
    return feeling.family == "relief_positive"


def _joined(group: Sequence[StatedFeeling], p: float = 1.0) -> Opportunity:
    ranked = sorted(group, key=lambda feeling: -feeling.intensity)
    return Opportunity(
        start_s=group[0].start_s,
        end_s=max(feeling.end_s for feeling in group),
        families=tuple(dict.fromkeys(feeling.family for feeling in ranked)),
        word=ranked[0].word,
        intensity=ranked[0].intensity,
        hidden=all(feeling.kind == "cue" for feeling in group),
        p=p,
    )


def _from_words(turn: SpokenTurn, interpreter: Interpreter) -> list[Opportunity]:
    """One moment a customer turn and valence: whoever listens can answer only once."""
    heard = [
        (StatedFeeling(said.start_s, said.end_s, felt.family, felt.word, felt.intensity, cause=felt.cause), felt.p)
        for said in turn.sure
        for felt in interpreter.feelings(said.text)
    ]
    out = []
    for good in (False, True):
        group = [(feeling, p) for feeling, p in heard if _is_good(feeling) == good]
        found = [(feeling, p) for feeling, p in group if p >= FOUND]
        if group:
            out.append(_joined([feeling for feeling, _ in found or group], max(p for _, p in group)))
    return out
