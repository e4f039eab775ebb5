"""How one answer of the CSM meets the customer's last turn, 0..100: the named signals of an answer, weighed.

The chain of F7.1 to F7.3 (acknowledge, own, ask, act, check) speaks for it; what closes, judges or fobs off speaks
against it. What the customer told, given back, weighs more than a formula of understanding; a step with a day more than
a vague one. Whatever `why` says is one of the signals that weighed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from perception.language.families import NEAR, family_distance
from perception.language.response_signals import (
    CLEAR,
    CLOSING,
    Signal,
    act_likely,
    acts_before_acknowledging,
    asks,
    carries_on,
    pitied,
    plainly_taken_up,
    signals_of,
)
from perception.language.turn import CustomerTurn
from perception.language.types import Act, JudgingClass, ResponseKind, ResponseScore, SentenceAnnotation

# Weights on the log odds (tag C: logistic on the differences of 133 pairs of answers written for this programme, signs
# held, drawn to design priors, rules alone and with a reader together; tests/evaluation/tuning_pairs.tsv).
WEIGHTS: Final[Mapping[Signal, float]] = {
    "gives_back": 1.7, "names": 1.5, "acknowledges": 0.55, "owns": 0.7, "asks": 0.85, "acts": 1.25, "checks": 0.3,
    "wrong_feeling": -1.2, "closes": -1.8, "pity_exit": -2.0, "joins": -1.6, "erases": -0.6, "over_promises": -1.3,
    "judges": -1.0, "vague": -0.95, "tells": -1.0, "questions_only": -1.3, "fixes_first": -0.6, "pities": -0.9,
}  # fmt: skip
# Log odds of an answer in which nothing is found, and what is added after a turn that holds no complaint and no
# feeling: there nothing asks for an acknowledgement, and an answer may simply tell (tag D).
BIAS: Final = -1.5
PLAIN_TURN: Final = 1.8
# Share of the weight of telling after a plain turn that asks nothing (tag D).
PLAIN_TELLING: Final = 0.5
# A soft reason is given where it weighs at least this much and the answer stays below the score (tag D).
LEAST_REASON: Final = 0.4
POOR: Final = 50.0

_HARSH: Final[frozenset[JudgingClass]] = frozenset({"accusing", "contradicting", "condescension", "premise_doubt"})
_THEN: Final[dict[Act, str]] = {
    "own": "then commits", "act": "then acts", "ask_align": "then asks", "check": "then checks",
}  # fmt: skip
_FIX: Final = "It goes to the fix without a word for how it is for the customer."
_SORRY: Final = "It is sorry, but neither names what the customer feels nor takes it on."
_OWNS: Final = "It takes responsibility, but has no word for how it is for the customer."
_OPPOSITE: Final = "It names the opposite of what the customer feels."
_SOFT: Final[Mapping[Signal, tuple[ResponseKind, str]]] = {
    "over_promises": ("dismissal", "It promises more than anybody can keep."),
    "wrong_feeling": ("neutral", "It names a feeling, though not the one the customer voiced."),
    "questions_only": ("neutral", "It asks one question after another without a word for what the customer said."),
    "pities": ("sympathy", _SORRY),
    "vague": ("neutral", "It stays vague: nobody is named who does what by when."),
    "tells": ("neutral", "It explains instead of hearing the customer."),
    "closes": ("dismissal", "It comes close to brushing the customer off."),
    "judges": ("dismissal", "It comes close to blaming the customer."),
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
    """Score one answer 0..100, with its kind and one plain sentence why.

    What is hidden in the turn and named by the answer counts as said, or not, whichever is better for the answer.
    """
    if not sentences:
        return ResponseScore(score=0.0, kind="neutral", why="Nothing was said.")
    ways = dict.fromkeys((_as_answered(sentences, turn), turn))
    return max((_scored(sentences, one) for one in ways), key=lambda one: one.score)


def _scored(sentences: Sequence[SentenceAnnotation], turn: CustomerTurn) -> ResponseScore:
    needs_care = not turn.known or turn.complaint or turn.distressed
    weighed = _weighed(signals_of(sentences, turn), answers=not needs_care, asked=turn.text.rstrip().endswith("?"))
    odds = BIAS + (0.0 if needs_care else PLAIN_TURN) + sum(weighed.values())
    score = round(100.0 / (1.0 + math.exp(-odds)), 1)
    kind, why = _kind(sentences, weighed, score, needs_care=needs_care)
    return ResponseScore(score=score, kind=kind, why=why)


def _as_answered(sentences: Sequence[SentenceAnnotation], turn: CustomerTurn) -> CustomerTurn:
    """The turn; where the answer names what was hidden in it, as if that had been said."""
    named = [one.feeling.family for one in sentences if one.feeling is not None]
    met = tuple(felt for felt in turn.hidden if any(family_distance(felt.family, family) <= NEAR for family in named))
    return replace(turn, feelings=met) if met else turn


def _weighed(signals: Mapping[Signal, float], *, answers: bool, asked: bool) -> dict[Signal, float]:
    """What each signal adds to the log odds. answers: the turn was plain, telling costs less; asked: nothing."""
    weighed = {name: WEIGHTS[name] * value for name, value in signals.items()}
    if answers:
        weighed["tells"] *= 0.0 if asked else PLAIN_TELLING
    return weighed


def _kind(
    sentences: Sequence[SentenceAnnotation], weighed: Mapping[Signal, float], score: float, *, needs_care: bool
) -> tuple[ResponseKind, str]:
    level = max(sentence.ack_level for sentence in sentences)
    dismissals = [name for sentence in sentences for name in sentence.dismissing]
    judged = [name for sentence in sentences for name in sentence.judging]
    goes_on = carries_on(sentences)
    if any(sentence.over_identification for sentence in sentences):
        return "over_identification", "It joins the customer's feeling instead of staying beside it."
    if "me_too" in dismissals:
        return "over_identification", "It turns to your own story instead of the customer's."
    if "pity_exit" in dismissals:
        return _pity_kind(sentences)
    closing = [name for name in dismissals if name in CLOSING]
    if closing and not (level >= 3 and goes_on and "control" not in closing):
        pitied = closing == ["silver_lining"] and any(sentence.apology for sentence in sentences)
        return ("sympathy" if pitied else "dismissal"), _WHY_DISMISSED[closing[0]]
    harsh = [name for name in judged if name in _HARSH]
    reasons: list[str] = [*(harsh or judged), "eraser"]
    if harsh or (judged and level < 2) or ("eraser" in dismissals and not goes_on):
        return "dismissal", _WHY_DISMISSED[reasons[0]]
    soft = _soft_reason(sentences, weighed) if score < POOR else None
    return soft or _open_kind(sentences, level, weighed, needs_care=needs_care)


def _then(sentences: Sequence[SentenceAnnotation], weighed: Mapping[Signal, float]) -> str:
    """What an answer does beside acknowledging, as the end of a sentence; '' for nothing."""
    if weighed["vague"] <= -LEAST_REASON:
        return ", then stays vague"
    for act, told in _THEN.items():
        if act_likely(sentences, act) >= CLEAR:
            return f", {told}"
    if asks(sentences) >= CLEAR:
        return ", then asks"
    return ", then explains" if weighed["tells"] <= -LEAST_REASON else ""


def _pity_kind(sentences: Sequence[SentenceAnnotation]) -> tuple[ResponseKind, str]:
    if pitied(sentences):
        return "sympathy", "Pity, then an exit: it is sorry, and nothing follows."
    return "dismissal", _WHY_DISMISSED["pity_exit"]


def _soft_reason(
    sentences: Sequence[SentenceAnnotation], weighed: Mapping[Signal, float]
) -> tuple[ResponseKind, str] | None:
    """What speaks most against a poor answer in which nothing closes the conversation; None where it is little."""
    worst = min(_SOFT, key=lambda name: weighed[name])
    if weighed[worst] > -LEAST_REASON:
        return None
    if worst == "tells" and any("explain" in one.acts or one.commitment for one in sentences) and not _meets(weighed):
        return "fix_first", _FIX
    return ("neutral", _why_wrong(sentences)) if worst == "wrong_feeling" else _SOFT[worst]


def _why_wrong(sentences: Sequence[SentenceAnnotation]) -> str:
    named = [one.feeling for one in sentences if one.feeling is not None]
    if any(label.level < 0 for label in named):
        return _OPPOSITE
    return _SOFT["wrong_feeling"][1] if named else "It is sorry, although the customer has nothing to complain about."


def _meets(weighed: Mapping[Signal, float]) -> bool:
    """Whether what the customer said or feels is taken up."""
    return any(weighed[name] >= CLEAR * WEIGHTS[name] for name in ("gives_back", "names", "acknowledges"))


def _open_kind(
    sentences: Sequence[SentenceAnnotation], level: int, weighed: Mapping[Signal, float], *, needs_care: bool
) -> tuple[ResponseKind, str]:
    """Kind of an answer in which nothing closes the conversation."""
    if level >= 2 and acts_before_acknowledging(sentences):
        return "fix_first", "It goes to the fix first; acknowledge before you act."
    if weighed["wrong_feeling"] <= -LEAST_REASON:
        return "neutral", _why_wrong(sentences)
    sorry = any(sentence.apology for sentence in sentences)
    if any(s.feeling is not None and s.feeling.level >= 3 for s in sentences) and weighed["names"] > 0.0:
        return "empathy", f"It names the feeling{_then(sentences, weighed)}."
    gives_back = weighed["gives_back"] >= CLEAR * WEIGHTS["gives_back"]
    if _meets(weighed) and (gives_back or carries_on(sentences) or not sorry or plainly_taken_up(sentences)):
        return "empathy", f"It takes up what the customer said{_then(sentences, weighed)}."
    acts = [act for sentence in sentences for act in sentence.acts]
    if "own" in acts:
        return "neutral", _OWNS if needs_care else "It takes responsibility."
    if needs_care and ("act" in acts or "explain" in acts):
        return "fix_first", _FIX
    if not needs_care and weighed["acts"] >= LEAST_REASON:
        return "neutral", "It answers and says what happens next."
    if sorry and asks(sentences) >= CLEAR:
        return "neutral", "It is sorry, and asks on."
    if sorry:
        return "sympathy", _SORRY
    return "neutral", "It neither takes up nor closes what the customer said."
