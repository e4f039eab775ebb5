"""Labelled texts of other people, read from a folder given by path. Of them only GoEmotions is part of what ships."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from perception.language.sentences import split_sentences
from perception.language.types import SentenceInContext
from training.columns import AT, blank, of_emotions
from training.items import Item, weights_of
from training.noise import bare


@dataclass(frozen=True, slots=True)
class Told:
    """One utterance of a counsellor with the codes of each of its coders, 1 or 0; None where not coded.

    before: what the client said since the counsellor's last answer.
    """

    interview: str
    good: bool
    text: str
    before: str
    question: tuple[int, ...]
    open_question: tuple[int, ...]
    reflection: tuple[int, ...]
    telling: tuple[int, ...]

    def sentences(self, *, stripped: bool = False) -> tuple[SentenceInContext, ...]:
        """Its sentences in context; stripped: without marks and capitals, cut as such a text is cut."""
        text, before = (bare(self.text), bare(self.before)) if stripped else (self.text, self.before)
        return tuple(SentenceInContext("csm", part, before) for part in split_sentences(text))


def interviews(folder: Path) -> list[Told]:
    """The counsellors' utterances of AnnoMI in order. Utterances without any word are left out."""
    rows: dict[tuple[str, int], list[dict[str, str]]] = defaultdict(list)
    with (folder / "text" / "annomi" / "AnnoMI-full.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["transcript_id"], int(row["utterance_id"])].append(row)
    found: list[Told] = []
    heard: list[str] = []
    answered, interview = True, ""
    for (name, _), coded in sorted(rows.items(), key=lambda entry: (int(entry[0][0]), entry[0][1])):
        text = coded[0]["utterance_text"].strip()
        if name != interview:
            interview, heard, answered = name, [], True
        if coded[0]["interlocutor"] == "client":
            heard = [text] if answered else [*heard, text]
            answered = False
        else:
            if split_sentences(text):
                found.append(_told(coded, text, " ".join(heard)))
            answered = answered or len(text.split()) > 3
    return found


def _told(coded: list[dict[str, str]], text: str, before: str) -> Told:
    def codes(column: str) -> tuple[int, ...]:
        return tuple(int(row[column] == "True") for row in coded)

    kinds = tuple(int(row["question_subtype"] == "open") for row in coded if row["question_exists"] == "True")
    return Told(
        interview=coded[0]["transcript_id"],
        good=coded[0]["mi_quality"] == "high",
        text=text,
        before=before,
        question=codes("question_exists"),
        open_question=kinds,
        reflection=codes("reflection_exists"),
        telling=codes("therapist_input_exists"),
    )


def interview_item(told: Told, *, stripped: bool) -> Item:
    """An utterance to learn from: each code is the share of coders who gave it."""
    target = blank()
    target[AT["question"]] = np.mean(told.question)
    if told.open_question:
        target[AT["open"]] = np.mean(told.open_question)
    target[AT["reflection"]] = np.mean(told.reflection)
    target[AT["telling"]] = np.mean(told.telling)
    return Item(told.sentences(stripped=stripped), target, weights_of(target, poor=not told.good))


def emotions(folder: Path, part: str) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    """Comments of GoEmotions with their labels and their Ekman groups. part: train or dev."""
    base = folder / "text" / "goemotions"
    fine, coarse = base / "original", base / "ekman"
    names, groups = ((kind / "labels.txt").read_text(encoding="utf-8").split() for kind in (fine, coarse))
    lines = ((kind / f"{part}.tsv").read_text(encoding="utf-8").splitlines() for kind in (fine, coarse))
    for one, two in zip(*lines, strict=True):
        text, labels, key = one.split("\t")
        _, ekman, same = two.split("\t")
        if key != same:
            raise ValueError(f"GoEmotions: {key} and {same} should be one comment")
        yield (
            text,
            frozenset(names[int(at)] for at in labels.split(",")),
            frozenset(groups[int(at)] for at in ekman.split(",")),
        )


def emotion_items(folder: Path, part: str, *, scale: float = 1.0) -> list[Item]:
    """Comments as a customer's sentences. What stands in square brackets is a mask of the data and becomes a word."""
    found = []
    for text, labels, ekman in emotions(folder, part):
        words = text.replace("[NAME]", "Sam").replace("[RELIGION]", "church")
        target = of_emotions(labels, ekman)
        found.append(Item((SentenceInContext("customer", words),), target, weights_of(target, poor=False, scale=scale)))
    return found
