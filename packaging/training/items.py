"""What is learned from: items of one or more sentences with one target, in changing forms."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Final

import numpy as np

from perception.language.types import SentenceInContext
from training.columns import AT, Targets, joined, of_example
from training.examples import Example
from training.noise import Slips, bare, talked

# Negatives of poor conversations weigh more where reflections are learned: advice must not pass for one.
POOR_WEIGHT: Final = 2.5
STRIPPED_SHARE: Final = 0.5
NOISY_SHARE: Final = 0.33
WORD_NOISE: Final = 0.15
TALKED_SHARE: Final = 0.25
NO_CONTEXT_SHARE: Final = 0.08
JOINED_SHARE: Final = 0.35
SUMMARY_SHARE: Final = 0.35
ASKING_SHARE: Final = 0.35
LISTENING_SHARE: Final = 0.16
SIGNS: Final = (
    "Yeah.", "Right.", "Okay.", "Mm-hm.", "Mm.", "Uh-huh.", "Sure.", "All right.", "I see.", "Yes.", "Hmm.", "Oh.",
    "Oh, okay.", "Got it.", "Gotcha.", "Great.", "Good.", "Okay, great.", "Yeah, yeah.", "Wow.", "Mmm-hmm.", "Ah.",
    "Of course.", "Absolutely.", "Exactly.", "Right, right.", "No.", "Oh yeah.", "Excellent.", "Perfect.", "Oh wow.",
)  # fmt: skip


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
    """Neighbouring sentences of one turn run together, half without marks, as recognised speech may come."""
    found = []
    for _, group in groupby(examples, key=lambda e: (e.topic, e.speaker, e.before if e.speaker == "csm" else "")):
        turn = list(group)
        for one, two in pairwise(turn):
            if one.speaker == "csm" and dice.random() < JOINED_SHARE:
                target = joined([of_example(one), of_example(two)])
                sentence = SentenceInContext(one.speaker, run_together(one.text, two.text, dice), one.before)
                found.append(Item((sentence,), target, weights_of(target, poor=one.quality == "poor")))
    return found


def summaries_of(examples: Sequence[Example], dice: random.Random) -> list[Item]:
    """Sentences of one kind from one conversation run together: long givings-back and long advice.

    They stand behind the words that the later one answers.
    """
    found = []
    for _, group in groupby(examples, key=lambda e: (e.place.partition(":")[0], e.topic)):
        talk = [e for e in group if e.speaker == "csm" and not any(label[:2] in ("q:", "j:") for label in e.labels)]
        for kind in ("r:", "tell"):
            same = [e for e in talk if any(label.startswith(kind) for label in e.labels)]
            for one, two in pairwise(same):
                if dice.random() < SUMMARY_SHARE:
                    target = joined([of_example(one), of_example(two)])
                    before = f"{one.before} {two.before}" if one.before != two.before else two.before
                    sentence = SentenceInContext("csm", run_together(one.text, two.text, dice), before)
                    found.append(Item((sentence,), target, weights_of(target, poor=two.quality == "poor")))
    return found


def asking_of(examples: Sequence[Example], dice: random.Random) -> list[Item]:
    """Questions at the end of a run: what was said last on the same side, then the question, without a mark between."""
    found = []
    for one, two in pairwise([e for e in examples if e.speaker == "csm"]):
        asks = any(label.startswith("q:") for label in two.labels) and one.topic == two.topic
        if asks and dice.random() < ASKING_SHARE:
            target = joined([of_example(one), of_example(two)])
            text = run_together(one.text, two.text, dice)
            found.append(Item((SentenceInContext("csm", text, two.before),), target, weights_of(target, poor=False)))
    return found


def listening_of(examples: Sequence[Example], dice: random.Random) -> list[Item]:
    """Signs of listening after what customers said: they are nothing else, whatever was said before."""
    found = []
    for example in examples:
        if example.speaker == "csm" and example.before and dice.random() < LISTENING_SHARE:
            sign = dice.choice(SIGNS)
            if dice.random() < 0.2:
                sign = f"{sign} {dice.choice(SIGNS)}"
            labels = frozenset({"bc"})
            target = of_example(replace(example, labels=labels))
            sentence = SentenceInContext("csm", sign, example.before)
            found.append(Item((sentence,), target, weights_of(target, poor=False)))
    return found


def run_together(one: str, two: str, dice: random.Random) -> str:
    """Two sentences as one, without marks or with a comma and a joining word."""
    if dice.random() < 0.5:
        return f"{bare(one)} {bare(two)}"
    second = two if two.startswith(("I ", "I'")) else two[:1].lower() + two[1:]
    return f"{one.rstrip('.!')}, {dice.choice(('and ', 'and ', 'so ', ''))}{second}"


class Forms:
    """Gives an item a new form each time it is seen. kept: the share that stays as written in any case."""

    def __init__(self, slips: Slips, dice: random.Random, *, kept: float = 0.0) -> None:
        self._slips, self._dice, self._kept = slips, dice, kept

    def change(self, item: Item) -> Item:
        """The item as written, stripped, with slips, as people talk; sometimes without what was said before."""
        dice = self._dice
        if dice.random() < self._kept:
            return item
        stripped = dice.random() < STRIPPED_SHARE
        noisy = dice.random() < NOISY_SHARE
        spoken = dice.random() < TALKED_SHARE
        alone = dice.random() < NO_CONTEXT_SHARE

        def form(text: str) -> str:
            if noisy:
                text = self._slips.apply(text, WORD_NOISE, dice)
            return bare(text) if stripped else text

        return replace(
            item,
            sentences=tuple(
                replace(
                    sentence,
                    text=form(talked(sentence.text, dice) if spoken else sentence.text),
                    before="" if alone else form(sentence.before),
                )
                for sentence in item.sentences
            ),
        )
