"""How one answer of the CSM meets the customer's last turn: chain F7.1 to F7.3 for a single answer.

The chain is acknowledge, own, ask, act, check; acknowledging comes first. A first answer to a complaint need not
promise an action yet, so acknowledging weighs most and a good promise adds to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from perception.language.commitments import action_quality
from perception.language.turn import CustomerTurn
from perception.language.types import (
    Act,
    DismissingClass,
    JudgingClass,
    ResponseKind,
    ResponseScore,
    SentenceAnnotation,
)

# Weights of the chain for a first answer (chain_V of F7.3 with the action and check parts of F7.1; tag D).
ACK_WEIGHT: Final = 0.60
OWN_WEIGHT: Final = 0.30
ASK_WEIGHT: Final = 0.20
ACT_WEIGHT: Final = 0.25
CHECK_WEIGHT: Final = 0.10
# Worth of the best level of acknowledgement in the answer (tag D): naming is nearly all, "I see" is little.
ACK_WORTH: Final = {-1: 0.0, 0: 0.0, 1: 0.20, 2: 0.65, 3: 0.95, 4: 1.0}
ERASED_ACK: Final = 0.6
JOINED_ACK: Final = 0.3
# A feeling of the same kind that is not quite the one voiced.
OTHER_FEELING_WORTH: Final = 0.75
OPEN_QUESTION_WORTH: Final = 0.5
ORDER_ACT_FIRST: Final = 0.6
# An answer to a turn that holds no complaint and no feeling starts here: nothing asks for an acknowledgement.
PLAIN_TURN_FLOOR: Final = 0.55

CHAIN_SHARE: Final = 0.5
NO_DISMISSAL_SHARE: Final = 0.1
MOST_DISMISSALS: Final = 3
PENALTIES: Final[dict[DismissingClass, float]] = {
    "pity_exit": 0.10, "control": 0.10, "policy_wall": 0.07, "silver_lining": 0.08, "over_promise": 0.08,
    "blame_shift": 0.08, "me_too": 0.07, "eraser": 0.05,
}  # fmt: skip
JUDGING_PENALTY: Final = 0.05
JOINING_PENALTY: Final = 0.10
MOST_PENALTY: Final = 0.35

# Likelihood from which something is said to carry the conversation on.
CARRIES_ON: Final = 0.5

_CARRYING: Final[tuple[Act, ...]] = ("own", "act", "ask_align", "check")
_CLOSING: Final[frozenset[DismissingClass]] = frozenset({"control", "policy_wall", "blame_shift", "silver_lining"})
_HARSH: Final[frozenset[JudgingClass]] = frozenset({"accusing", "contradicting", "condescension", "premise_doubt"})
_PITY: Final = (
    "sorry",
    "apolog",
    "feel bad",
    "feel so bad",
    "feel awful",
    "feel terrible",
    "poor",
    "wish",
    "pity",
    "shame",
    "oh dear",
    "unfortunate",
    "bless",
    "too bad",
    "feel for",
)
_THEN: Final[dict[Act, str]] = {
    "own": "then commits", "act": "then acts", "ask_align": "then asks", "check": "then checks",
}  # fmt: skip
_WHY_DISMISSED: Final[dict[str, str]] = {
    "control": "It tells the customer how to feel instead of hearing them.",
    "policy_wall": "It puts a rule between you and the customer's problem.",
    "blame_shift": "It moves the blame away instead of taking the problem up.",
    "silver_lining": "It makes the problem sound small.",
    "pity_exit": "It closes the door: it says nothing can be done.",
    "accusing": "It sounds like an accusation.",
    "contradicting": "It contradicts the customer before hearing them.",
    "condescension": "It talks down to the customer.",
    "premise_doubt": "It doubts what the customer said.",
    "directing": "It tells the customer what to do before hearing them.",
    "eraser": "The 'but' takes back what was acknowledged.",
}


def score_response(sentences: Sequence[SentenceAnnotation], turn: CustomerTurn) -> ResponseScore:
    """Score one answer 0..100, with its kind and one plain sentence why."""
    if not sentences:
        return ResponseScore(score=0.0, kind="neutral", why="Nothing was said.")
    needs_care = not turn.known or turn.complaint or turn.distressed
    dismissals = [name for sentence in sentences for name in sentence.dismissing]
    chain = _chain(sentences, dismissals)
    if not needs_care:
        chain = PLAIN_TURN_FLOOR + (1 - PLAIN_TURN_FLOOR) * chain
    free = 1 - min(1.0, len(dismissals) / MOST_DISMISSALS)
    base = (CHAIN_SHARE * chain * _order(sentences) + NO_DISMISSAL_SHARE * free) / (CHAIN_SHARE + NO_DISMISSAL_SHARE)
    kind, why = _kind(sentences, dismissals, needs_care=needs_care)
    return ResponseScore(score=round(100 * base * (1 - _penalty(sentences, dismissals)), 1), kind=kind, why=why)


def _chain(sentences: Sequence[SentenceAnnotation], dismissals: Iterable[DismissingClass]) -> float:
    closed = {"pity_exit"}.intersection(dismissals)
    ack = 0.0 if closed else max(_ack_worth(sentence) for sentence in sentences)
    own = _any_act(sentences, "own")
    act = max(action_quality(sentence.commitment) for sentence in sentences)
    total = ACK_WEIGHT * ack + OWN_WEIGHT * own + ASK_WEIGHT * _ask(sentences)
    return min(1.0, total + ACT_WEIGHT * act + CHECK_WEIGHT * _any_act(sentences, "check"))


def _ack_worth(sentence: SentenceAnnotation) -> float:
    worth = ACK_WORTH[max(-1, min(4, sentence.ack_level))]
    worth = max(worth, ACK_WORTH[2] * sentence.likely.get("acknowledge", 0.0))
    if sentence.feeling is not None and sentence.feeling.accurate is False:
        worth = min(worth, OTHER_FEELING_WORTH)
    if sentence.over_identification:
        worth *= JOINED_ACK
    return worth * (ERASED_ACK if "eraser" in sentence.dismissing or sentence.eraser_after_label else 1.0)


def _ask(sentences: Sequence[SentenceAnnotation]) -> float:
    curious = any(s.question == "open" or (s.question == "closed" and s.follow_up) for s in sentences if not s.judging)
    return max(_any_act(sentences, "ask_align"), OPEN_QUESTION_WORTH if curious else 0.0)


def _any_act(sentences: Sequence[SentenceAnnotation], act: Act) -> float:
    """How likely an act is there, 0..1."""
    return max((s.does(act) for s in sentences if "pity_exit" not in s.dismissing), default=0.0)


def _order(sentences: Sequence[SentenceAnnotation]) -> float:
    """F7.2: acknowledging after acting or explaining is worth less."""
    return ORDER_ACT_FIRST if _acts_before_acknowledging(sentences) else 1.0


def _acts_before_acknowledging(sentences: Sequence[SentenceAnnotation]) -> bool:
    acts = [act for sentence in sentences for act in sentence.acts]
    if "acknowledge" not in acts:
        return False
    first = acts.index("acknowledge")
    return any(act in ("act", "explain") for act in acts[:first])


def _penalty(sentences: Sequence[SentenceAnnotation], dismissals: Iterable[DismissingClass]) -> float:
    total = sum(PENALTIES[name] for name in dismissals)
    total += JUDGING_PENALTY * sum(bool(sentence.judging) for sentence in sentences)
    total += JOINING_PENALTY * sum(sentence.over_identification for sentence in sentences)
    return min(MOST_PENALTY, total)


def _kind(
    sentences: Sequence[SentenceAnnotation], dismissals: Sequence[DismissingClass], *, needs_care: bool
) -> tuple[ResponseKind, str]:
    level = max(sentence.ack_level for sentence in sentences)
    judged = [name for sentence in sentences for name in sentence.judging]
    carries_on = any(_any_act(sentences, act) >= CARRIES_ON for act in _CARRYING) or _ask(sentences) >= CARRIES_ON
    if any(sentence.over_identification for sentence in sentences):
        return "over_identification", "It joins the customer's feeling instead of staying beside it."
    if "me_too" in dismissals:
        return "over_identification", "It turns to your own story instead of the customer's."
    if "pity_exit" in dismissals:
        return _pity_kind(sentences)
    closing = [name for name in dismissals if name in _CLOSING]
    if closing and not (level >= 3 and carries_on and "control" not in closing):
        pitied = closing == ["silver_lining"] and any(sentence.apology for sentence in sentences)
        return ("sympathy" if pitied else "dismissal"), _WHY_DISMISSED[closing[0]]
    harsh = [name for name in judged if name in _HARSH]
    reasons: list[str] = [*(harsh or judged), "eraser"]
    if harsh or (judged and level < 2) or ("eraser" in dismissals and not carries_on):
        return "dismissal", _WHY_DISMISSED[reasons[0]]
    return _open_kind(sentences, level, carries_on=carries_on, needs_care=needs_care)


def _then(sentences: Sequence[SentenceAnnotation]) -> str:
    """What an answer does beside acknowledging, as the end of a sentence; '' for nothing."""
    for act, told in _THEN.items():
        if _any_act(sentences, act) >= CARRIES_ON:
            return f", {told}"
    return ", then asks" if _ask(sentences) >= CARRIES_ON else ""


def _pity_kind(sentences: Sequence[SentenceAnnotation]) -> tuple[ResponseKind, str]:
    said = " ".join(sentence.text for sentence in sentences).lower()
    if any(word in said for word in _PITY):
        return "sympathy", "Pity, then an exit: it is sorry, and nothing follows."
    return "dismissal", _WHY_DISMISSED["pity_exit"]


def _open_kind(
    sentences: Sequence[SentenceAnnotation], level: int, *, carries_on: bool, needs_care: bool
) -> tuple[ResponseKind, str]:
    """Kind of an answer in which nothing closes the conversation."""
    feeling = next((s.feeling for s in sentences if s.feeling is not None and s.feeling.level >= 3), None)
    if level >= 2 and _acts_before_acknowledging(sentences):
        return "fix_first", "It goes to the fix first; acknowledge before you act."
    if feeling is not None and feeling.accurate is False:
        return "empathy", "It names a feeling, though not quite the one the customer voiced."
    if feeling is not None:
        return "empathy", f"It names the feeling{_then(sentences)}."
    if any(s.feeling is not None and s.feeling.level < 0 for s in sentences):
        return "neutral", "It names the opposite of what the customer feels."
    sorry = any(sentence.apology for sentence in sentences)
    if level >= 2 and (carries_on or not sorry):
        return "empathy", f"It takes up what the customer said{_then(sentences)}."
    acts = [act for sentence in sentences for act in sentence.acts]
    if needs_care and "own" in acts:
        return "neutral", "It takes responsibility, but has no word for how it is for the customer."
    if needs_care and ("act" in acts or "explain" in acts):
        return "fix_first", "It goes to the fix without a word for how it is for the customer."
    if sorry:
        return "sympathy", "It is sorry, but neither names what the customer feels nor takes it on."
    return "neutral", "It neither takes up nor closes what the customer said."
