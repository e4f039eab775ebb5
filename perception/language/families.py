"""How far two families of feeling lie apart (design prior after common feelings inventories, evidence tag D)."""

from __future__ import annotations

from typing import Final

from perception.types import FeelingFamily

NEAR: Final = 0.35
SAME_VALENCE: Final = 0.6
OPPOSITE: Final = 1.0

_NEAR_PAIRS: Final[frozenset[frozenset[FeelingFamily]]] = frozenset(
    frozenset(pair)
    for pair in (
        ("anger", "disappointment"),
        ("anger", "disrespect"),
        ("worry", "overwhelm"),
        ("worry", "distrust"),
        ("confusion", "worry"),
        ("disappointment", "sadness"),
        ("disappointment", "disrespect"),
    )
)


def family_distance(one: FeelingFamily, other: FeelingFamily) -> float:
    """0 for the same family, .35 for near ones, .6 for the same valence, 1 for opposite valence."""
    if one == other:
        return 0.0
    if "relief_positive" in (one, other):
        return OPPOSITE
    return NEAR if frozenset((one, other)) in _NEAR_PAIRS else SAME_VALENCE


def everyday_name(family: FeelingFamily) -> str:
    """The family as people say it, where no word of their own can be shown."""
    return "relief" if family == "relief_positive" else family
