"""How far a sentence hands the customer's meaning back. A RULE with hand-set weights, not a learned model.

Wide lists of stems rank sessions the wrong way, because advice that begins "so you ..." passes for reflection
(measured on expert-coded interviews). So the likelihood is multiplied by one minus that of telling, and judging or
dismissing wording vetoes it. Score sentences, never whole turns.
"""

from __future__ import annotations

import math
from collections.abc import Set
from dataclasses import dataclass
from typing import Final

from perception.language.lexicon import Lexicon
from perception.language.normalise import words
from perception.language.types import QuestionKind, ReflectionKind

# Weights on the logit, set by hand on expert-coded interviews (evidence tag C for the direction, D for the size).
BIAS: Final = -1.4
STEM: Final = 2.3
SECOND_PERSON: Final = 1.5
OVERLAP: Final = 2.6
NAMES_FEELING: Final = 2.0
FIRST_PERSON: Final = -1.4
SHORT: Final = -1.6
LONG: Final = -0.8
QUESTION: Final = -2.0
TELLING: Final = 0.75
# A sentence that names the customer's feeling rarely advises.
TELLING_OF_FEELING: Final = 0.3

SHORT_WORDS: Final = 4
LONG_WORDS: Final = 30
REFLECTION_THRESHOLD: Final = 0.5
# Only a clear reflection counts as acknowledging: "you have three options" is a weak one at best.
ACKNOWLEDGING_PROBABILITY: Final = 0.7
# A simple reflection repeats: at least half of its content words are the customer's.
SIMPLE_OVERLAP: Final = 0.5

_YOU: Final = frozenset({"you", "your", "yours", "yourself"})
_I: Final = frozenset({"i", "me", "my", "we", "our", "us"})
_HEARING: Final = (
    "i hear",
    "i am hearing",
    "what i hear",
    "if i understand",
    "i can hear",
    "i get the sense",
    "i sense",
)


@dataclass(frozen=True, slots=True)
class ReflectionEvidence:
    """What the rule looks at besides the wording. overlap: 0..1. vetoed: judging or dismissing wording, a promise."""

    question: QuestionKind
    overlap: float
    names_feeling: bool
    vetoed: bool


def reflection_probability(sentence: str, lexicon: Lexicon, evidence: ReflectionEvidence) -> float:
    """Likelihood 0..1 that a plain sentence is a reflection: p(reflection) times (1 - p(telling))."""
    tokens = words(sentence)
    if evidence.vetoed or len(tokens) < 3:
        return 0.0
    logit = BIAS + OVERLAP * evidence.overlap
    logit += STEM if lexicon.pattern("reflections", "stem").find(sentence) is not None else 0.0
    logit += NAMES_FEELING if evidence.names_feeling else 0.0
    logit += SECOND_PERSON if _YOU.intersection(tokens) else 0.0
    logit += FIRST_PERSON if _I.intersection(tokens) and not any(form in sentence for form in _HEARING) else 0.0
    logit += SHORT if len(tokens) < SHORT_WORDS else LONG if len(tokens) > LONG_WORDS else 0.0
    logit += QUESTION if evidence.question != "none" else 0.0
    p_reflection = 1.0 / (1.0 + math.exp(-logit))
    telling = telling_probability(sentence, lexicon) * (TELLING_OF_FEELING if evidence.names_feeling else 1.0)
    return p_reflection * (1.0 - telling)


def telling_probability(sentence: str, lexicon: Lexicon) -> float:
    """Likelihood 0..1 that a plain sentence advises or informs."""
    return TELLING if lexicon.pattern("reflections", "telling").find(sentence) is not None else 0.0


def reflection_kind(probability: float, overlap: float, *, names_feeling: bool) -> ReflectionKind:
    """'simple' repeats the customer's words, 'complex' adds meaning or a feeling, 'none' below the threshold."""
    if probability < REFLECTION_THRESHOLD:
        return "none"
    return "complex" if names_feeling or overlap < SIMPLE_OVERLAP else "simple"


def overlap_share(stems: Set[str], customer_stems: Set[str]) -> float:
    """Share 0..1 of the content stems of a sentence that the customer used in the last turn."""
    return len(stems & customer_stems) / len(stems) if stems else 0.0
