"""What the language rules reach on expert-coded interviews, as a table.

The file (text/annomi/AnnoMI-full.csv of the labelled data) has one row an utterance with the columns mi_quality,
transcript_id, utterance_id, interlocutor, utterance_text, question_exists, question_subtype and reflection_exists (the
first coder's row counts).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perception.inference.lexicon_files import load_lexicon
from perception.language.annotate import annotate
from perception.language.types import AnnotatedLine, Line
from tests.evaluation.tables import Figure, IntArray, Table, by_person

INTERVIEWS: Final = Path("text") / "annomi" / "AnnoMI-full.csv"
Row = dict[str, str]
BoolArray = NDArray[np.bool_]


def interviews(path: Path) -> dict[str, list[Row]]:
    """Rows by interview, one an utterance."""
    found: dict[str, dict[str, Row]] = {}
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["transcript_id"], {}).setdefault(row["utterance_id"], row)
    return {name: list(rows.values()) for name, rows in found.items()}


def f1(coded: BoolArray, found: BoolArray) -> float:
    """F1 of what was found against what was coded."""
    hits = float(np.sum(coded & found))
    return 2 * hits / max(1e-9, float(np.sum(coded) + np.sum(found)))


def auc(high: Sequence[float], low: Sequence[float]) -> float:
    """Chance that a good interview has the larger value."""
    wins = sum((a > b) + 0.5 * (a == b) for a in high for b in low)
    return wins / max(1, len(high) * len(low))


def told(rows: Sequence[Row], lines: Sequence[AnnotatedLine]) -> Iterator[tuple[Row, AnnotatedLine]]:
    """The therapist's rows with what was understood of them."""
    return ((row, line) for row, line in zip(rows, lines, strict=True) if row["interlocutor"] == "therapist")


@dataclass(slots=True)
class Found:
    """What was coded and what was found, one entry an utterance, with its interview."""

    interview: list[str] = field(default_factory=list)
    coded: list[bool] = field(default_factory=list)
    found: list[bool] = field(default_factory=list)

    def add(self, interview: str, coded: bool, found: bool) -> None:
        """One utterance."""
        self.interview.append(interview)
        self.coded.append(coded)
        self.found.append(found)

    def figure(self, what: str, people: str = "") -> Figure:
        """F1 with its interval by interview, against finding it everywhere."""
        coded, found = np.asarray(self.coded), np.asarray(self.found)
        low, high = by_person(lambda at: f1(coded[at], found[at]), self.interview)
        always = f1(coded, np.ones_like(coded))
        sample = f"{len(coded)} utterances, {int(coded.sum())} coded, {len(set(self.interview))} interviews"
        baseline = f"always saying so {always:.2f}" + (f"; {people}" if people else "")
        return Figure(what=what, value=f1(coded, found), low=low, high=high, baseline=baseline, sample=sample, digits=2)


@dataclass(slots=True)
class Reading:
    """All interviews read. rates: share of a therapist's sentences, by interview."""

    questions: Found = field(default_factory=Found)
    open_questions: Found = field(default_factory=Found)
    reflections: Found = field(default_factory=Found)
    good: list[bool] = field(default_factory=list)
    judging: list[float] = field(default_factory=list)
    reflecting: list[float] = field(default_factory=list)


def read(path: Path) -> Reading:
    """Run the rules over every interview."""
    lexicon, reading = load_lexicon(), Reading()
    for name, rows in interviews(path).items():
        said = [Line("csm" if r["interlocutor"] == "therapist" else "customer", r["utterance_text"]) for r in rows]
        pairs = list(told(rows, annotate(said, lexicon)))
        for row, line in pairs:
            kinds = {s.question for s in line.sentences} - {"none"}
            reading.questions.add(name, row["question_exists"] == "True", bool(kinds))
            mirrored = any(s.reflection != "none" for s in line.sentences)
            reading.reflections.add(name, row["reflection_exists"] == "True", mirrored)
            if kinds and row["question_subtype"] in ("open", "closed"):
                reading.open_questions.add(name, row["question_subtype"] == "open", "open" in kinds)
        sentences = [s for _, line in pairs for s in line.sentences]
        reading.good.append(rows[0]["mi_quality"] == "high")
        reading.judging.append(sum(bool(s.judging) for s in sentences) / max(1, len(sentences)))
        reading.reflecting.append(sum(s.reflection != "none" for s in sentences) / max(1, len(sentences)))
    return reading


def tables(data: Path, _plots: Path) -> list[Table]:
    """The table. Raises FileNotFoundError without the interviews."""
    reading = read(data / INTERVIEWS)
    return [
        Table(
            part="language",
            title="Word rules on coded interviews",
            data="AnnoMI development part: counselling interviews coded by experts (the first coder counts); research "
            "only, not part of Attune. Interviews about health, not calls with customers.",
            figures=(
                reading.questions.figure("a question is asked, F1", "people agree at about 0.90"),
                reading.open_questions.figure("the question is open, F1"),
                reading.reflections.figure("what was heard is given back, F1", "people agree at about 0.75"),
                _ranking("judging sentences are rarer in good interviews, AUC", reading, reading.judging, -1.0),
                _ranking("giving back is more common in good interviews, AUC", reading, reading.reflecting, 1.0),
            ),
        )
    ]


def _ranking(what: str, reading: Reading, rates: Sequence[float], sign: float) -> Figure:
    good, values = np.asarray(reading.good), sign * np.asarray(rates)

    def ranked(at: IntArray) -> float:
        here = good[at]
        if here.all() or not here.any():
            return float("nan")
        return auc(values[at][here].tolist(), values[at][~here].tolist())

    everyone = np.arange(len(good))
    low, high = by_person(ranked, everyone.tolist())
    sample = f"{int(good.sum())} good, {int((~good).sum())} poor interviews"
    return Figure(what, ranked(everyone), low, high, baseline="chance 0.50", sample=sample, digits=2)
