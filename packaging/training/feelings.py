"""How well feelings in text are told, by the groups in which results are published (GoEmotions, development part)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from sklearn.metrics import f1_score

from perception.inference.sentence_columns import EKMAN
from training.columns import AT
from training.corpora import emotion_items
from training.measure import Likelihoods, best_threshold

HALVES: Final = 2


def ekman_figures(data: Path, read: Likelihoods) -> Iterator[tuple[str, float]]:
    """F1 of each group and their mean; thresholds of one half of the comments come from the other half."""
    items = emotion_items(data, "dev")
    found = read([item.sentences[0] for item in items])
    half = np.arange(len(items)) % HALVES
    scores = []
    for name in EKMAN:
        at = AT[f"ekman:{name}"]
        truth = np.array([item.target[at] for item in items]).astype(int)
        decided = np.zeros(len(items), dtype=bool)
        for part in range(HALVES):
            here, other = half == part, half != part
            decided[here] = found[here, at] >= best_threshold(found[other, at], truth[other])
        scores.append(float(f1_score(truth, decided)))
        yield f"{name} F1", scores[-1]
    yield "Ekman macro-F1", mean(scores)


def mean(values: Sequence[float]) -> float:
    """Arithmetic mean."""
    return sum(values) / len(values)
