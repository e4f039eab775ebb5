"""How far a sentence of the CSM takes up what the customer feels: the levels -1..4 of the affect letter.

-1 blocks or denies; 0 nothing; 1 minimal ("I see"); 2 acknowledges the content or a feeling in general;
3 names a feeling; 4 names a fitting one, ties it to its cause and leaves space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import Final

from perception.language.families import NEAR, OPPOSITE, family_distance
from perception.language.feelings import Naming
from perception.language.lexicon import Lexicon
from perception.language.turn import CustomerTurn
from perception.language.types import DismissingClass, FeelingLabel

BLOCKING: Final[frozenset[DismissingClass]] = frozenset({"control", "silver_lining", "policy_wall"})
# Content words that count as a cause when the customer's own are not at hand.
LEAST_CAUSE_STEMS: Final = 2

_CAUSE: Final = re.compile(
    r"\b(?:by|about|with|that|because|when|at|after|over|since|given|as|to|from|having|for|of|how|if|"
    r"before|while|around|in)\b"
)
_CLAUSE_END: Final = re.compile(r"[,;:.!?-]")
_DENIAL: Final = re.compile(
    r"\byou (?:are not|can not be|do not (?:seem|sound|look|have to be|need to be)|should not (?:be|"
    r"feel)) (?:really |that |so |very |actually )*(?:\w+ed|angry|upset|mad|sad)\b"
)


def label_of(
    sentence: str, found: Sequence[Naming], turn: CustomerTurn, lexicon: Lexicon, *, leaves_space: bool
) -> FeelingLabel | None:
    """The label a plain sentence gives, the best fitting one where it gives several; None for none.

    leaves_space: at most one more sentence follows, or the line ends by asking.
    """
    if not found:
        return None
    best = min(found, key=lambda naming: (_distance(naming, turn) or 0.0, -naming.intensity))
    distance = _distance(best, turn)
    ties = _ties_cause(sentence, best, turn, lexicon)
    return FeelingLabel(
        family=best.word.family,
        word=best.word.text,
        level=_label_level(best, distance, ties=ties, leaves_space=leaves_space),
        intensity=min(3, best.intensity),
        accurate=None if distance is None else distance <= NEAR,
        tentative=best.tentative,
        ties_cause=ties,
    )


def ack_level(
    *,
    sentence: str,
    label: FeelingLabel | None,
    dismissing: Sequence[DismissingClass],
    acknowledges: bool,
    minimal: bool,
) -> int:
    """Level -1..4 of a plain sentence."""
    if BLOCKING.intersection(dismissing) or (label is None and _DENIAL.search(sentence)):
        return -1
    if label is not None:
        return label.level
    if "pity_exit" in dismissing or "me_too" in dismissing:
        return 0
    if acknowledges:
        return 2
    return 1 if minimal else 0


def _distance(naming: Naming, turn: CustomerTurn) -> float | None:
    """Distance to the nearest feeling of the customer, said or known to be hidden; None when there is none."""
    good = naming.word.family == "relief_positive"
    voiced = turn.families
    if turn.complaint and not turn.distressed and not turn.hidden:
        return OPPOSITE if good and not voiced else None
    return min((family_distance(naming.word.family, family) for family in voiced), default=None)


def _label_level(naming: Naming, distance: float | None, *, ties: bool, leaves_space: bool) -> int:
    if distance is not None and distance >= OPPOSITE:
        return -1
    if naming.frame == "sorry":
        return 2
    fits = distance is None or distance <= NEAR
    return 4 if fits and ties and leaves_space else 3


def _ties_cause(sentence: str, naming: Naming, turn: CustomerTurn, lexicon: Lexicon) -> bool:
    own: Set[str] = frozenset(lexicon.content_stems(sentence[naming.start : naming.end]))
    rest = frozenset(lexicon.content_stems(sentence)) - own
    if rest & turn.stems:
        return True
    after = sentence[naming.end :]
    if not _CAUSE.search(after):
        clause = lexicon.content_stems(_CLAUSE_END.split(after, maxsplit=1)[0])
        return len(clause) >= LEAST_CAUSE_STEMS or (naming.frame == "situation" and len(rest) >= LEAST_CAUSE_STEMS)
    cause = frozenset(lexicon.content_stems(after))
    return len(cause) >= LEAST_CAUSE_STEMS or not cause.isdisjoint(lexicon.service_stems)
