"""Promised actions and what makes them reliable: object, owner, date."""

from __future__ import annotations

from collections.abc import Set

from perception.language.fusing import act_found
from perception.language.lexicon import Lexicon
from perception.language.types import Commitment, SentenceSignals

# Weights of the parts of a promised action (F7.1, design prior, evidence tag D).
COMMISSIVE_WEIGHT = 0.4
PART_WEIGHT = 0.2


def promised_at(sentence: str, lexicon: Lexicon) -> int:
    """Where the promised action of a plain sentence begins; its end when only a reader heard the promise."""
    at = lexicon.pattern("commitments", "commissive").find(sentence)
    return len(sentence) if at is None else at


def commitment_of(
    sentence: str,
    stems: Set[str],
    customer_stems: Set[str],
    lexicon: Lexicon,
    signals: SentenceSignals | None = None,
) -> Commitment | None:
    """The promised action of a plain sentence, None when nothing is promised.

    stems: content stems of the sentence. customer_stems: those of the customer's last turn.
    """
    table = lexicon.groups["commitments"]
    if not act_found("act", table["commissive"].find(sentence) is not None, signals):
        return None
    return Commitment(
        commissive=True,
        object_match=bool(stems & customer_stems),
        time_bound=table["time_bound"].find(sentence) is not None,
        named_owner=table["named_owner"].find(sentence) is not None,
    )


def action_quality(commitment: Commitment | None) -> float:
    """ACTq of F7.1: 0 without a promise, 1 with action, object, owner and date."""
    if commitment is None or not commitment.commissive:
        return 0.0
    parts = (commitment.object_match, commitment.time_bound, commitment.named_owner)
    return COMMISSIVE_WEIGHT + PART_WEIGHT * sum(parts)
