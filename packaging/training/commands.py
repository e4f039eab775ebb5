"""What `packaging/train_language.py` does once its arguments are read."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import torch

from perception.inference.sentence_input import SentenceInput
from perception.inference.sentence_reader import load_sentence_reader
from perception.language.types import SentenceInContext
from training import epitome, recipe
from training.corpora import Told, emotion_items, interview_item, interviews
from training.examples import Example
from training.feelings import ekman_figures
from training.fit import FloatArray, fit, read
from training.items import Forms, Item, of_examples
from training.measure import FOLDS, Utterances, fold_of, report, utterances
from training.network import Reader, from_published
from training.rules_alone import rule_likelihoods

# Interviews are learned after the examples. Each utterance is seen as written and bare.
CROSSED: Final = replace(recipe.EXAMPLES, epochs=1, size=24, rate=1.5e-4, head_rate=1e-3)
OWN_BESIDE: Final = 1000
FEW_COMMENTS: Final = 600


def train(examples: Sequence[Example], *, base: Path, data: Path, kept: Path, folder: Path) -> None:
    """Make the shipped reader and measure it."""
    parts = recipe.split(examples)
    reader, vocabulary = recipe.first_stage(base, data, kept)
    recipe.second_stage(reader, vocabulary, parts.learned, emotion_items(data, "train"))
    torch.save(reader.state_dict(), _taught(kept))
    comments = emotion_items(data, "dev")[:FEW_COMMENTS]
    recipe.ship(reader, vocabulary, parts.held_out, comments, folder)
    measure(data=data, folder=folder)


def cross_validate(examples: Sequence[Example], *, base: Path, data: Path, kept: Path) -> None:
    """Teach four fifths of the interviews after the examples, read the last fifth; print the figures of all.

    It begins with the weights that `train` left beside `kept`.
    """
    told = interviews(data)
    fold = fold_of(told)
    own = of_examples(examples)
    parts: list[tuple[Utterances, Utterances]] = []
    for at in range(FOLDS):
        reader, vocabulary = from_published(base)
        reader.load_state_dict(torch.load(_taught(kept), weights_only=True))
        learned = [one for one, where in zip(told, fold, strict=True) if where != at]
        both = [interview_item(one, stripped=form) for one in learned for form in (False, True)]

        def mixed(_epoch: int, dice: random.Random, both: list[Item] = both) -> list[Item]:
            return [*both, *dice.sample(own, OWN_BESIDE)]

        forms = Forms(recipe.slips_of(examples), random.Random(recipe.SEED))
        fit(reader, SentenceInput(vocabulary), mixed, forms, CROSSED)
        rest = [one for one, where in zip(told, fold, strict=True) if where == at]
        parts.append(_both_forms(rest, reader, vocabulary))
    order = np.argsort(np.concatenate([np.flatnonzero(fold == at) for at in range(FOLDS)]))
    print_figures(report(told, *(_joined([part[form] for part in parts], order) for form in (0, 1))))


def levels(*, base: Path, data: Path, kept: Path) -> None:
    """Print how well EPITOME's levels are told by small heads on the weights that `train` left beside `kept`."""
    reader, vocabulary = from_published(base)
    reader.load_state_dict(torch.load(_taught(kept), weights_only=True))
    print_figures(epitome.figures(data, reader.eval(), vocabulary))


def _taught(kept: Path) -> Path:
    return kept.with_suffix(".examples.pt")


def measure(*, data: Path, folder: Path | None) -> None:
    """Print what the word rules alone reach, then what the reader of `folder` reaches."""
    told = interviews(data)
    for name, read_with in (("rules alone", rule_likelihoods), ("reader", load_sentence_reader(folder).likelihoods)):
        print(f"== {name}")
        print_figures(report(told, *(utterances(told, read_with, stripped=form) for form in (False, True))))
    print("== feelings in comments")
    print_figures(ekman_figures(data, load_sentence_reader(folder).likelihoods))


def print_figures(figures: Iterable[tuple[str, float]]) -> None:
    """One figure a line."""
    for name, value in figures:
        print(f"{name:60s} {value:.3f}", flush=True)


def _both_forms(told: Sequence[Told], reader: Reader, vocabulary: Sequence[str]) -> tuple[Utterances, Utterances]:
    source = SentenceInput(vocabulary)

    def likelihoods(sentences: Sequence[SentenceInContext]) -> FloatArray:
        return np.asarray(torch.sigmoid(torch.from_numpy(read(reader, source, sentences))).numpy())

    return utterances(told, likelihoods, stripped=False), utterances(told, likelihoods, stripped=True)


def _joined(parts: Sequence[Utterances], order: np.ndarray) -> Utterances:
    fields = ("question", "open_question", "reflection", "cured", "telling", "shares")
    return Utterances(*(np.concatenate([getattr(part, name) for part in parts])[order] for name in fields))
