"""What is learned from: items of one or more sentences with one target, in changing forms."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

import numpy as np

from perception.language.types import SentenceInContext
from training.columns import AT, Targets, joined, of_example
from training.examples import Example
from training.noise import Slips, bare

# Negatives of poor conversations weigh more where reflections are learned: advice must not pass for one.
POOR_WEIGHT: Final = 2.5
STRIPPED_SHARE: Final = 0.5
NOISY_SHARE: Final = 0.33
WORD_NOISE: Final = 0.15
NO_CONTEXT_SHARE: Final = 0.08
JOINED_SHARE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Item:
    """Sentences that share a target: it holds when it holds of the strongest. weights: one a column."""

    sentences: tuple[SentenceInContext, ...]
    target: Targets
    weights: Targets


def weights_of(target: Targets, *, poor: bool, scale: float = 1.0) -> Targets:
    """Weights of a target's columns: `scale`, and more for what is no reflection in a poor conversation."""
    weights = np.full(len(target), scale, dtype=np.float32)
    if poor and target[AT["reflection"]] == 0:
        weights[AT["reflection"]] *= POOR_WEIGHT
    return weights


def of_examples(examples: Sequence[Example]) -> list[Item]:
    """One item a written sentence."""
    found = []
    for example in examples:
        target = of_example(example)
        sentence = SentenceInContext(example.speaker, example.text, example.before)
        found.append(Item((sentence,), target, weights_of(target, poor=example.quality == "poor")))
    return found


def runs_of(examples: Sequence[Example], dice: random.Random) -> list[Item]:
    """Neighbouring sentences of one turn run together without marks, as recognised speech may come."""
    found = []
    for _, group in groupby(examples, key=lambda e: (e.topic, e.speaker, e.before if e.speaker == "csm" else "")):
        turn = list(group)
        for one, two in zip(turn, turn[1:], strict=False):
            if one.speaker == "csm" and dice.random() < JOINED_SHARE:
                target = joined([of_example(one), of_example(two)])
                text = f"{bare(one.text)} {bare(two.text)}"
                sentence = SentenceInContext(one.speaker, text, bare(one.before))
                found.append(Item((sentence,), target, weights_of(target, poor=one.quality == "poor")))
    return found


class Forms:
    """Gives an item a new form each time it is seen."""

    def __init__(self, slips: Slips, dice: random.Random) -> None:
        self._slips, self._dice = slips, dice

    def change(self, item: Item) -> Item:
        """The item as written, or stripped, or stripped with slips; sometimes without what was said before."""
        dice = self._dice
        stripped = dice.random() < STRIPPED_SHARE
        noisy = dice.random() < NOISY_SHARE
        alone = dice.random() < NO_CONTEXT_SHARE

        def form(text: str) -> str:
            if noisy:
                text = self._slips.apply(text, WORD_NOISE, dice)
            return bare(text) if stripped else text

        return replace(
            item,
            sentences=tuple(
                replace(sentence, text=form(sentence.text), before="" if alone else form(sentence.before))
                for sentence in item.sentences
            ),
        )
