"""Judging sentences of coded interviews, labelled blind for this programme (truth/judging_annomi.csv).

Each labelled sentence is understood where it stands, after all the client said since the last answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from perception.language.types import JudgingClass, Line
from tests.evaluation.judging_sample import FLAGGED, Judged, Place, Spoken, load, sentences_of, spoken
from tests.evaluation.language_errors import Errors, quoted
from tests.evaluation.language_interviews import INTERVIEWS, interviews
from tests.evaluation.language_reader import Way, ways
from tests.evaluation.language_scores import Codes, Sample, f1, precision, recall
from tests.evaluation.tables import Figure, Table

PRECISION, RECALL = 0.85, 0.60
DATA: Final = (
    "300 sentences of therapists, half from poor interviews, drawn by chance from the AnnoMI development part "
    "(research only, not part of Attune) and labelled blind for this programme. The labels are ours; the first reading "
    "counts."
)


@dataclass(frozen=True, slots=True)
class Read:
    """One labelled sentence with what was found in it."""

    judged: Judged
    spoken: Spoken
    found: tuple[JudgingClass, ...]


def read(data: Path, way: Way, labelled: list[Judged]) -> list[Read]:
    """The labelled sentences as understood in their interviews."""
    texts = spoken(data)
    wanted = {row.transcript_id for row in labelled}
    found: dict[Place, tuple[JudgingClass, ...]] = {}
    places: list[list[Place | None]] = []
    calls: list[list[Line]] = []
    for name, rows in interviews(data / INTERVIEWS).items():
        if name not in wanted:
            continue
        call: list[tuple[Place | None, Line]] = []
        for row in rows:
            if row["interlocutor"] != "therapist":
                call.append((None, Line("customer", row["utterance_text"])))
                continue
            parts = enumerate(sentences_of(row["utterance_text"]))
            call += [((name, row["utterance_id"], at), Line("csm", text)) for at, text in parts]
        places.append([place for place, _ in call])
        calls.append([line for _, line in call])
    for whose, lines in zip(places, way.understand(calls), strict=True):
        for place, line in zip(whose, lines, strict=True):
            if place is not None:
                found[place] = tuple(name for sentence in line.sentences for name in sentence.judging)
    return [Read(row, texts[row.place], found[row.place]) for row in labelled]


def tables(data: Path, plots: Path) -> list[Table]:
    """The table. Raises FileNotFoundError without the interviews."""
    figures: list[Figure] = []
    details: list[Figure] = []
    for way in ways():
        every = read(data, way, load())
        promised, others = _figures(every, way)
        flagged = _flagged(read(data, way, load(FLAGGED)), way)
        promised.append(flagged[0])
        others += flagged[1:]
        (figures if way.shipped else details).extend(promised)
        details += others
        if way.shipped:
            _errors(every).write(plots)
    return [
        Table(
            part="language",
            title="Sentences that judge",
            data=DATA,
            figures=tuple(figures),
            details=(*details, *_agreement()),
            notes=(
                "Few of the sentences judge at all, and fewer were found: what is right among so few says little.",
                _second(),
                "Flagged sentences: in half of the interviews all in which judging was found or heard as possible, and "
                "as many others, labelled by the makers of this programme without seeing which. From their first "
                "reading, 7 right of 27 found, was learned not to believe the sentence reader alone.",
            ),
        )
    ]


def _figures(every: list[Read], way: Way) -> tuple[list[Figure], list[Figure]]:
    truth = np.array([one.judged.first != "none" for one in every])
    found = np.array([bool(one.found) for one in every])
    sample = Sample(
        [one.judged.transcript_id for one in every],
        f"{len(every)} sentences, {int(truth.sum())} judge, {int(found.sum())} found",
    )
    promised = [
        sample.figure(
            way.named("judging sentences, precision"),
            lambda at: precision(truth[at], found[at]),
            target=way.target(PRECISION),
            baseline=f"always {truth.mean():.2f}",
        ),
        sample.figure(
            way.named("judging sentences, recall"),
            lambda at: recall(truth[at], found[at]),
            target=way.target(RECALL),
            baseline="always 1.00",
        ),
    ]
    always = f"always {f1(truth, np.ones_like(truth)):.2f}"
    others = [sample.figure(way.named("judging sentences, F1"), lambda at: f1(truth[at], found[at]), baseline=always)]
    both = [one for one in every if one.judged.second]
    if both:
        others += _against_both(both, way)
    return promised, others


def _flagged(every: list[Read], way: Way) -> list[Figure]:
    """Precision on the flagged sentences; recall among them is no recall of all, because most were flagged."""
    truth = np.array([one.judged.first != "none" for one in every])
    found = np.array([bool(one.found) for one in every])
    name = f"judging, flagged sentences, {len(every)}"
    sample = Sample([one.judged.transcript_id for one in every], f"{int(truth.sum())} judge, {int(found.sum())} found")
    return [
        sample.figure(
            way.named(f"{name}: precision"),
            lambda at: precision(truth[at], found[at]),
            target=way.target(PRECISION),
            baseline=f"always {truth.mean():.2f}",
        ),
        sample.figure(way.named(f"{name}: recall among them"), lambda at: recall(truth[at], found[at])),
    ]


def _against_both(both: list[Read], way: Way) -> list[Figure]:
    """Against sentences on which both readings agree whether they judge."""
    agreed = [one for one in both if (one.judged.first == "none") == (one.judged.second == "none")]
    truth = np.array([one.judged.first != "none" for one in agreed])
    found = np.array([bool(one.found) for one in agreed])
    sample = Sample(
        [one.judged.transcript_id for one in agreed],
        f"{len(agreed)} sentences, {int(truth.sum())} judge by both readings",
    )
    return [
        sample.figure(way.named(f"judging by both readings, {name}"), lambda at, of=of: of(truth[at], found[at]))
        for name, of in (("precision", precision), ("recall", recall))
    ]


def _agreement() -> list[Figure]:
    """Kappa of the two readings, where there is a second one."""
    both = [row for row in load() if row.second]
    if not both:
        return []
    codes = Codes(("none", "judging"))
    for row in both:
        codes.add(*("none" if label == "none" else "judging" for label in (row.first, row.second)))
    sample = Sample([row.transcript_id for row in both], f"{len(both)} sentences read twice")
    return [sample.figure("both readings, judging or not, kappa", codes.kappa())]


def _second() -> str:
    count = sum(bool(row.second) for row in load())
    return f"{count} of the sentences were read a second time." if count else "No sentence was read a second time yet."


def _errors(every: list[Read]) -> Errors:
    errors = Errors("judging")
    for one in every:
        case = quoted(
            one.spoken.before, one.spoken.text, f"{one.spoken.quality}, found {', '.join(one.found) or 'none'}"
        )
        if one.judged.first != "none" and not one.found:
            errors.add(f"missed: {one.judged.first}", case)
        elif one.found and one.judged.first == "none":
            errors.add(f"wrongly found: {one.found[0]}", case)
    return errors
