"""Which drill next, and which items make up a round. Deterministic: the same choice for the same past and seed."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.practice.drills import params
from app.practice.drills.model import DRILL_KINDS, DrillItem, DrillKind
from perception.types import Letter

_HARDNESS: Final = {"gentle": 0, "steady": 1, "hard": 2}
# The kind that helps a letter most.
_KIND_OF: Final[Mapping[Letter, DrillKind]] = {
    "E": "neutral_face",
    "M": "neutral_face",
    "P": "posture",
    "A": "name_feeling",
    "T": "tone",
    "H": "paraphrase",
    "Y": "empathy_or_sympathy",
}


@dataclass(frozen=True, slots=True)
class DrillDone:
    """A finished round. done_at: local time with its offset, ISO 8601. items: their ids. right, steps: of those that
    could be judged. skipped: steps left out. seconds: how long it took."""

    done_at: str
    kind: DrillKind
    items: tuple[str, ...]
    right: int
    steps: int
    skipped: int = 0
    seconds: float = 0.0


def kind_for(letter: Letter) -> DrillKind:
    """The drill for a letter."""
    return _KIND_OF[letter]


def suggested(done: Sequence[DrillDone], letter: Letter | None = None) -> DrillKind:
    """What to drill next: that of the letter asked for, else the kind drilled least, else longest ago."""
    if letter is not None:
        return kind_for(letter)
    last = {one.kind: number for number, one in enumerate(done)}
    counts = {kind: sum(one.kind == kind for one in done) for kind in DRILL_KINDS}
    return min(DRILL_KINDS, key=lambda kind: (counts[kind], last.get(kind, -1)))


def choose_round(
    items: Iterable[DrillItem], kind: DrillKind, done: Sequence[DrillDone], *, seed: int, first: str = ""
) -> tuple[DrillItem, ...]:
    """The items of the next round: not yet met before, gentle ones before hard ones, else those met longest ago.

    first: id of an item that must open the round. Empty when there are none of this kind.
    """
    of_kind = [item for item in items if item.kind == kind]
    met = {name: number for number, one in enumerate(done) for name in one.items}
    chance = random.Random(seed)
    shuffled = chance.sample(of_kind, len(of_kind))
    shuffled.sort(key=lambda item: (item.id != first, met.get(item.id, -1), _HARDNESS[item.difficulty]))
    return tuple(shuffled[: params.ROUND_ITEMS[kind]])


def shuffled_order(count: int, *, seed: int) -> tuple[int, ...]:
    """The order in which choices are shown, so that the right one stands anywhere."""
    order = list(range(count))
    random.Random(seed).shuffle(order)
    return tuple(order)
