"""The recipe of the shipped reader: feelings of GoEmotions first, then the written examples, then int8 and calibration."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from perception.inference.sentence_columns import COLUMNS, EKMAN
from perception.inference.sentence_input import SentenceInput
from perception.inference.sentence_reader import OnnxSentenceReader, load_sentence_reader
from training.columns import AT, Targets
from training.corpora import emotion_items
from training.examples import Example
from training.export import calibrate, english_pieces, export, with_vocabulary
from training.fit import Plan, fit
from training.items import Forms, Item, of_examples, runs_of
from training.network import Reader, from_published
from training.noise import Slips

SEED: Final = 7
# Frequent groups of GoEmotions are thinned out.
KEPT_SHARE: Final = {"joy": 0.5, "neutral": 0.3, "anger": 0.8}
EMOTIONS: Final = Plan(epochs=2, size=48, rate=1.5e-4, layers=3)
EXAMPLES: Final = Plan(epochs=5, size=32, rate=1.5e-4, layers=4, fall=0.85)
# Comments of GoEmotions mixed into each epoch of the examples, so that feelings are not forgotten.
REPLAYED: Final = 1500
# Every eighth conversation is held out for calibration.
HELD_OUT_EVERY: Final = 8
LEAST_FOR_OWN_SLOPE: Final = 25
ABOUT: Final = {
    "title": "Sentence reader",
    "base": "all-MiniLM-L6-v2 (nreimers, sentence-transformers), Apache-2.0",
    "trained_on": "our own written examples (assets/lexicons/examples) and GoEmotions (Google, Apache-2.0 / CC BY 4.0)",
    "licence": "Apache-2.0",
}


@dataclass(frozen=True, slots=True)
class Split:
    """Written examples to learn from and whole conversations held out."""

    learned: list[Example]
    held_out: list[Example]


def split(examples: Sequence[Example]) -> Split:
    """Hold out every eighth conversation."""
    names = list(dict.fromkeys((e.place.partition(":")[0], e.topic) for e in examples))
    out = set(names[HELD_OUT_EVERY - 1 :: HELD_OUT_EVERY])
    kept: list[Example] = []
    held: list[Example] = []
    for example in examples:
        (held if (example.place.partition(":")[0], example.topic) in out else kept).append(example)
    return Split(kept, held)


def slips_of(examples: Sequence[Example]) -> Slips:
    """Slips over the words of the examples."""
    return Slips(word for example in examples for word in example.text.split())


def first_stage(base: Path, data: Path, kept: Path) -> tuple[Reader, list[str]]:
    """The published encoder taught to tell feelings. kept: where its weights are kept from an earlier run."""
    reader, vocabulary = from_published(base)
    if kept.exists():
        reader.load_state_dict(torch.load(kept, weights_only=True))
        return reader.eval(), vocabulary
    items = emotion_items(data, "train")
    words = Slips(word for item in items for sentence in item.sentences for word in sentence.text.split())

    def thinned(_epoch: int, dice: random.Random) -> list[Item]:
        return [item for item in items if dice.random() < _kept_share(item)]

    fit(reader, SentenceInput(vocabulary), thinned, Forms(words, random.Random(SEED)), EMOTIONS)
    torch.save(reader.state_dict(), kept)
    return reader, vocabulary


def _kept_share(item: Item) -> float:
    return max(KEPT_SHARE.get(name, 1.0) for name in EKMAN if item.target[AT[f"ekman:{name}"]] == 1)


def second_stage(
    reader: Reader,
    vocabulary: list[str],
    examples: Sequence[Example],
    replay: Sequence[Item],
    plan: Plan = EXAMPLES,
    more: Sequence[Item] = (),
) -> None:
    """Teach `reader` the written examples. more: further items of each epoch."""
    own = of_examples(examples)

    def mixed(_epoch: int, dice: random.Random) -> list[Item]:
        drawn = dice.sample(list(replay), min(REPLAYED, len(replay)))
        return [*own, *runs_of(examples, dice), *drawn, *more]

    fit(reader, SentenceInput(vocabulary), mixed, Forms(slips_of(examples), random.Random(SEED)), plan)


def ship(
    reader: Reader, vocabulary: list[str], held_out: Sequence[Example], replay: Sequence[Item], folder: Path
) -> None:
    """Export as int8 and calibrate on the exported form with conversations and comments it never learned from."""
    small, pieces = with_vocabulary(reader, vocabulary, english_pieces(vocabulary))
    network = export(small, pieces, folder, ABOUT)
    items = [*of_examples(held_out), *replay]
    forms = Forms(slips_of(held_out), random.Random(SEED))
    changed = [form for item in items for form in (item, forms.change(item))]
    likelihoods = OnnxSentenceReader(folder).likelihoods([item.sentences[0] for item in changed])
    slopes, shifts = fitted(likelihoods, np.stack([item.target for item in changed]))
    calibrate(network, slopes, shifts, ABOUT)
    load_sentence_reader.cache_clear()


def fitted(likelihoods: NDArray[np.float32], target: Targets) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Slope and shift of each column's logit. Columns with few examples share one slope and keep their place."""
    p = np.clip(likelihoods.astype(np.float64), 1e-6, 1 - 1e-6)
    logits = np.log(p / (1 - p))
    slopes, shifts = np.full(len(COLUMNS), np.nan), np.zeros(len(COLUMNS))
    for at in range(len(COLUMNS)):
        known = ~np.isnan(target[:, at])
        truth = target[known, at] >= 0.5
        if min(truth.sum(), (~truth).sum()) >= LEAST_FOR_OWN_SLOPE:
            model = LogisticRegression(C=1.0).fit(logits[known, at : at + 1], truth)
            slope = float(model.coef_[0, 0])
            if slope > 0:
                slopes[at], shifts[at] = slope, float(model.intercept_[0])
    shared = float(np.nanmedian(slopes)) if not np.isnan(slopes).all() else 1.0
    return np.where(np.isnan(slopes), shared, slopes), shifts
