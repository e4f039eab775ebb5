"""Judging, dismissing, and better against worse answers, on sentences labelled or written before any rule was tuned.

The labels are our own, by one labeller each where nothing else is said; they are no agreement of people. The judging
sentences stand in research interviews, the others were written for this. All are used for measuring only.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

import numpy as np

from perception.language.types import AnnotatedLine, DismissingClass, Line
from tests.evaluation.language_errors import Errors, quoted
from tests.evaluation.language_reader import Way, ways
from tests.evaluation.language_scores import Mask, Sample, f1
from tests.evaluation.tables import Figure, Table

TRUTH: Final = Path(__file__).parent / "truth"
OURS: Final = (
    "Written and labelled for this programme before any rule was tuned, frozen since, by one author: these labels are "
    "ours and not an agreement of people."
)
DISMISSING_PRECISION, DISMISSING_RECALL, RIGHT_ORDER = 0.90, 0.70, 0.92
CLASSES: Final = get_args(DismissingClass)


def rows(name: str) -> list[dict[str, str]]:
    """The lines of one of the frozen files."""
    with (TRUTH / name).open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def answers(pairs: Sequence[tuple[str, str]], way: Way) -> list[AnnotatedLine]:
    """Each answer understood after what the customer said. pairs: customer's words ('' for none), answer."""
    calls = [[*([Line("customer", heard)] if heard else []), Line("csm", said)] for heard, said in pairs]
    return [lines[-1] for lines in way.understand(calls)]


# ------------------------------------------------------------------ dismissing


@dataclass(frozen=True, slots=True)
class Dismissed:
    """One sentence: its classes by its author, the classes found."""

    row: dict[str, str]
    listed: frozenset[str]
    found: frozenset[str]

    @property
    def hit(self) -> bool:
        """Whether a listed class was found."""
        return bool(self.listed & self.found)


def dismissed(way: Way) -> list[Dismissed]:
    """The frozen sentences as understood."""
    every = rows("dismissing.tsv")
    lines = answers([(row["customer"], row["sentence"]) for row in every], way)
    return [
        Dismissed(
            row,
            frozenset(row["classes"].replace(" ", "").split(",")) - {"none"},
            frozenset(name for sentence in line.sentences for name in sentence.dismissing),
        )
        for row, line in zip(every, lines, strict=True)
    ]


def dismissing_table(plots: Path) -> Table:
    """Precision and recall, overall and by class; a sentence is right where any listed class was found."""
    figures: list[Figure] = []
    details: list[Figure] = []
    for way in ways():
        found = dismissed(way)
        truth, flagged, hit = (np.array(side) for side in _sides(found))
        sample = Sample([one.row["id"] for one in found], f"{len(found)} sentences, {int(truth.sum())} dismiss")
        always = f"always {truth.mean():.2f}"
        overall = [
            sample.figure(
                way.named("dismissing sentences, precision"),
                lambda at, hit=hit, flagged=flagged: _share(hit[at], flagged[at]),
                target=way.target(DISMISSING_PRECISION),
                baseline=always,
            ),
            sample.figure(
                way.named("dismissing sentences, recall"),
                lambda at, hit=hit, truth=truth: _share(hit[at], truth[at]),
                target=way.target(DISMISSING_RECALL),
                baseline="always 1.00",
            ),
        ]
        (figures if way.shipped else details).extend(overall)
        details.append(
            sample.figure(
                way.named("whether a sentence dismisses at all, F1"),
                lambda at, truth=truth, flagged=flagged: f1(truth[at], flagged[at]),
                baseline=f"always {f1(truth, np.ones_like(truth)):.2f}",
            )
        )
        details += [figure for name in CLASSES for figure in _class_figures(found, name, way)]
        if way.shipped:
            _dismissing_errors(found).write(plots)
    return Table(
        part="language",
        title="Sentences that dismiss",
        data=f"320 sentences of a CSM after a customer's, half of them harmless ones in the same words. {OURS}",
        figures=tuple(figures),
        details=tuple(details),
    )


def _sides(found: list[Dismissed]) -> tuple[list[bool], list[bool], list[bool]]:
    return [bool(one.listed) for one in found], [bool(one.found) for one in found], [one.hit for one in found]


def _share(part: Mask, whole: Mask) -> float:
    return float(part.sum() / whole.sum()) if whole.any() else float("nan")


def _class_figures(found: list[Dismissed], name: str, way: Way) -> list[Figure]:
    predicted = [one for one in found if name in one.found]
    listed = [one for one in found if name in one.listed]
    right = np.array([name in one.listed for one in predicted], dtype=bool)
    hits = np.array([one.hit for one in listed], dtype=bool)
    return [
        Sample([one.row["id"] for one in side], f"{len(side)} sentences").figure(
            way.named(f"{name}, {what}"),
            lambda at, values=values: float(values[at].mean()) if len(at) else float("nan"),
        )
        for what, side, values in (("precision", predicted, right), ("recall", listed, hits))
    ]


def _dismissing_errors(found: list[Dismissed]) -> Errors:
    errors = Errors("dismissing")
    for one in found:
        case = quoted(
            one.row["customer"], one.row["sentence"], f"{one.row['id']}, found {', '.join(sorted(one.found))}"
        )
        if one.listed and not one.found:
            errors.add(f"missed: {', '.join(sorted(one.listed))}", case)
        elif one.found and not one.listed:
            errors.add(f"wrongly found: {', '.join(sorted(one.found))}", case)
        elif one.found and not one.hit:
            errors.add(f"{', '.join(sorted(one.listed))} taken for {', '.join(sorted(one.found))}", case)
    return errors


# ------------------------------------------------------------------ better against worse answers


def pairs_table(plots: Path) -> Table:
    """How often the better of two answers gets the higher response score. A tie is no right order."""
    every = rows("pairs.tsv")
    figures: list[Figure] = []
    details: list[Figure] = []
    for way in ways():
        better, worse = (answers([(row["customer"], row[side]) for row in every], way) for side in ("better", "worse"))
        scores = np.array([(_score(one), _score(two)) for one, two in zip(better, worse, strict=True)])
        right = scores[:, 0] > scores[:, 1]
        sample = Sample([row["id"] for row in every], f"{len(every)} pairs")
        ties = int(np.sum(scores[:, 0] == scores[:, 1]))
        overall = sample.figure(
            way.named("the better answer scores higher"),
            lambda at, right=right: float(right[at].mean()),
            target=way.target(RIGHT_ORDER),
            baseline=f"{_trivial(every)}; {ties} ties count as wrong",
        )
        (figures if way.shipped else details).append(overall)
        for why in dict.fromkeys(row["why"] for row in every):
            here = np.array([row["why"] == why for row in every])
            of_class = Sample([row["id"] for row in every if row["why"] == why], f"{int(here.sum())} pairs")
            details.append(
                of_class.figure(
                    way.named(f"the worse answer: {why.replace('_', ' ')}"),
                    lambda at, values=right[here]: float(values[at].mean()),
                )
            )
        if way.shipped:
            _pair_errors(every, better, worse, scores).write(plots)
    return Table(
        part="language",
        title="The better of two answers",
        data=f"200 pairs of answers to a customer, of like length. {OURS}",
        figures=tuple(figures),
        details=tuple(details),
    )


def _score(line: AnnotatedLine) -> float:
    return line.response.score if line.response is not None else 0.0


def _trivial(every: Sequence[dict[str, str]]) -> str:
    def right(better: bool, worse: bool) -> float:
        return 1.0 if better and not worse else 0.5 if better == worse else 0.0

    longer = np.mean([len(row["better"]) > len(row["worse"]) for row in every])
    asks = np.mean([right("?" in row["better"], "?" in row["worse"]) for row in every])
    promises = np.mean([right("I'll" in row["better"], "I'll" in row["worse"]) for row in every])
    return f"the longer one {longer:.2f}, the one that asks {asks:.2f}, the one with “I'll” {promises:.2f}"


def _pair_errors(
    every: Sequence[dict[str, str]], better: Sequence[AnnotatedLine], worse: Sequence[AnnotatedLine], scores: np.ndarray
) -> Errors:
    errors = Errors("pairs")
    for row, one, two, (high, low) in zip(every, better, worse, scores, strict=True):
        if high > low:
            continue
        told = [
            f"{value:.0f} {line.response.kind}: {line.line.text}"
            for value, line in ((high, one), (low, two))
            if line.response is not None
        ]
        case = f"{row['id']} C: {row['customer']}   BETTER {told[0]}   WORSE {told[1]}"
        errors.add(f"wrong order: {row['why']}", case)
    return errors


def tables(data: Path, plots: Path) -> list[Table]:
    """The tables of what was written for measuring; the labelled data is not needed."""
    del data
    return [dismissing_table(plots), pairs_table(plots)]
