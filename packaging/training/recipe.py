"""The recipe of the shipped reader: feelings of GoEmotions, then the written examples, then int8 and calibration."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zlib import crc32

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
from training.fit import RARE, Plan, fit
from training.items import Forms, Item, asking_of, listening_of, of_examples, runs_of, summaries_of
from training.network import Reader, from_published
from training.noise import Slips

SEED: Final = 7
# Frequent groups of GoEmotions are thinned out.
KEPT_SHARE: Final = {"joy": 0.5, "neutral": 0.3, "anger": 0.8}
# Comments that stay as written, because much of their feeling is in marks and capitals.
WRITTEN_SHARE: Final = 0.7
EMOTIONS: Final = Plan(epochs=2, size=48, rate=1.5e-4, layers=3)
EXAMPLES: Final = Plan(epochs=6, size=40, rate=2e-4, layers=4, fall=0.85)
# Comments of GoEmotions mixed into each epoch of the examples, so that feelings are not forgotten.
REPLAYED: Final = 3500
# The plainest ways of naming a feeling are few among the examples and frequent in calls: seen so often a round.
OFTEN: Final = {"naming.tsv": 3}
# Share of the customer's sentences without any label that each round sees: they have little to teach.
PLAIN_SHARE: Final = 0.35
# About every twelfth conversation, told by its name, is held out for calibration.
HELD_OUT_EVERY: Final = 12
LEAST_FOR_OWN_SLOPE: Final = 14
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
    """Hold out conversations by a checksum of their names: further examples move none to the other side."""
    kept: list[Example] = []
    held: list[Example] = []
    for example in examples:
        (held if crc32(example.topic.encode()) % HELD_OUT_EVERY == 0 else kept).append(example)
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

    fit(reader, SentenceInput(vocabulary), thinned, Forms(words, random.Random(SEED), kept=WRITTEN_SHARE), EMOTIONS)
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
) -> None:
    """Teach `reader` the written examples, beside some comments of GoEmotions (`replay`)."""
    own = [item for example in examples for item in of_examples([example]) * _times(example)]

    def mixed(_epoch: int, dice: random.Random) -> list[Item]:
        fitting = [item for item in replay if dice.random() < _kept_share(item)]
        drawn = dice.sample(fitting, min(REPLAYED, len(fitting)))
        made = [item for make in (runs_of, summaries_of, asking_of, listening_of) for item in make(examples, dice)]
        seen = [item for item in own if not _is_plain(item) or dice.random() < PLAIN_SHARE]
        return [*seen, *made, *drawn]

    fit(reader, SentenceInput(vocabulary), mixed, Forms(slips_of(examples), random.Random(SEED)), plan)


def _times(example: Example) -> int:
    return OFTEN.get(example.place.partition(":")[0], 1)


def _is_plain(item: Item) -> bool:
    return item.sentences[0].speaker == "customer" and not np.nansum(item.target)


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
    """Slope and shift of each column's logit. Rare classes with few examples take the middle of those with more."""
    p = np.clip(likelihoods.astype(np.float64), 1e-6, 1 - 1e-6)
    logits = np.log(p / (1 - p))
    slopes, shifts = np.full(len(COLUMNS), np.nan), np.full(len(COLUMNS), np.nan)
    for at in range(len(COLUMNS)):
        known = ~np.isnan(target[:, at])
        truth = target[known, at] >= 0.5
        if min(truth.sum(), (~truth).sum()) >= LEAST_FOR_OWN_SLOPE:
            model = LogisticRegression(C=1.0).fit(logits[known, at : at + 1], truth)
            if model.coef_[0, 0] > 0:
                slopes[at], shifts[at] = model.coef_[0, 0], model.intercept_[0]
    rare = RARE.numpy() > 0
    feeling = np.array([name.startswith("feeling:") for name in COLUMNS])  # harder than the rest, and all have enough
    few = np.isnan(slopes)
    for column, plain in ((slopes, 1.0), (shifts, 0.0)):
        others = column[rare & ~few & ~feeling]
        column[few] = np.where(rare, np.median(others) if len(others) else plain, plain)[few]
    return slopes, shifts
