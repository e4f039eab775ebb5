"""What the sentence reader tells of a sentence, one column each, and how written labels become targets.

A target is 1 (it holds), 0 (it does not) or NaN (this source does not say): what is not said is not learned from.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from perception.inference.sentence_columns import COLUMNS, EKMAN
from training.examples import ACTS, Example

Targets = NDArray[np.float32]
AT: Final = {name: at for at, name in enumerate(COLUMNS)}

# Giving back with a rising voice: people code it as a question as often as not.
RISING: Final = 0.5

# GoEmotions' names to ours. What is not named here says nothing about our families.
FAMILY_OF: Final[dict[str, str]] = {
    "anger": "anger", "annoyance": "anger", "disappointment": "disappointment", "fear": "worry",
    "nervousness": "worry", "confusion": "confusion", "sadness": "sadness", "grief": "sadness",
    "joy": "relief_positive", "relief": "relief_positive", "gratitude": "relief_positive",
    "excitement": "relief_positive", "pride": "relief_positive", "optimism": "relief_positive",
}  # fmt: skip
# Labels beside which our family is neither surely present nor surely absent.
_NEAR: Final[dict[str, frozenset[str]]] = {
    "anger": frozenset({"disgust", "disapproval", "disappointment"}),
    "disappointment": frozenset({"sadness", "disapproval", "annoyance", "remorse", "grief", "anger"}),
    "worry": frozenset({"sadness", "realization"}),
    "confusion": frozenset({"curiosity", "surprise", "realization"}),
    "sadness": frozenset({"disappointment", "remorse", "caring"}),
    "relief_positive": frozenset({"admiration", "amusement", "approval", "love", "desire", "caring"}),
}


def blank() -> Targets:
    """A target that says nothing."""
    return np.full(len(COLUMNS), np.nan, dtype=np.float32)


def of_example(example: Example) -> Targets:
    """The target of a written example. Of a customer's sentence only questions and feelings are said."""
    labels = {label.partition("/")[0] for label in example.labels}
    target = blank()
    asks = bool({"q:open", "q:closed"} & labels)
    target[AT["question"]] = asks
    if not asks and example.text.endswith("?") and any(label.startswith("r:") for label in labels):
        target[AT["question"]] = RISING
    if asks:
        target[AT["open"]] = "q:open" in labels
    for name in COLUMNS:
        kind, _, what = name.partition(":")
        if kind == "feeling":
            target[AT[name]] = f"f:{what}" in labels
    if example.speaker == "customer":
        return target
    target[AT["reflection"]] = bool({"r:simple", "r:complex"} & labels)
    target[AT["telling"]] = "tell" in labels
    target[AT["joining"]] = "join" in labels
    for short, act in ACTS.items():
        target[AT[f"act:{act}"]] = short in labels
    for name in COLUMNS:
        kind, _, what = name.partition(":")
        if kind in ("judging", "dismissing"):
            target[AT[name]] = f"{kind[0]}:{what}" in labels
    return target


def of_emotions(emotions: frozenset[str], ekman: frozenset[str]) -> Targets:
    """The target of a GoEmotions comment: its Ekman groups, and our families as far as its labels speak of them."""
    target = blank()
    for name in EKMAN:
        target[AT[f"ekman:{name}"]] = name in ekman
    present = {FAMILY_OF[name] for name in emotions if name in FAMILY_OF}
    for family, near in _NEAR.items():
        if family in present:
            target[AT[f"feeling:{family}"]] = 1
        elif not emotions & near:
            target[AT[f"feeling:{family}"]] = 0
    return target


def joined(targets: list[Targets]) -> Targets:
    """The target of sentences run together: what holds of one of them holds of the run."""
    both = np.fmax.reduce(targets)
    asked = [target for target in targets if target[AT["question"]] == 1]
    if len(asked) > 1:
        both[AT["open"]] = np.nan
    return both
