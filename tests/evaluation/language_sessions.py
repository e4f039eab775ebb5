"""Whole coded interviews: which measures rank good above poor ones, and how near they come to people's own count.

A rate of reflections that takes advice for reflection ranks interviews the wrong way on interviews nobody tuned on, so
this is what decides whether reflections may be scored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from app.cli.text_letters import letters_of_lines
from perception.inference.lexicon_files import load_lexicon
from perception.scoring.params import H5_LEAST_QUESTIONS
from tests.evaluation import plots as drawing
from tests.evaluation.language_heads import crossed
from tests.evaluation.language_interviews import INTERVIEWS, SOURCE, Session, has, understood
from tests.evaluation.language_reader import Way, asked, ways
from tests.evaluation.language_scores import Array, Mask, Sample, auc_of, spearman
from tests.evaluation.language_utterances import strongest
from tests.evaluation.tables import Figure, Table

# Sixty-seven interviews carry three weights only when these are held back firmly.
_HEAD_RIDGE: Final = 30.0
QUALITY_AUC, TOGETHER_AUC, RATIO_SPEARMAN = 0.88, 0.92, 0.75
# A high value of these speaks for a poor interview.
AGAINST: Final = frozenset({"telling", "judging", "words", "talk"})
NAMES: Final = {
    "cured": "the rate of giving back that neither tells nor judges",
    "plain": "the rate of giving back by itself",
    "telling": "little telling",
    "judging": "few judging sentences",
    "words": "few words a turn",
    "talk": "small talk share",
    "ratio": "giving back for each question",
}
# What is put together. The first is what the published figure rests on.
TOGETHER: Final = (
    ("cured", "judging", "words"),
    ("cured", "ratio", "telling", "judging"),
    ("cured", "telling", "judging", "words", "talk"),
)


@dataclass(frozen=True, slots=True)
class Measures:
    """One interview. values: the measures by name. people: people's reflections for each question; None: no question.

    letter: H from words, None without enough evidence.
    """

    name: str
    good: bool
    values: dict[str, float]
    people: float
    letter: float | None


def measured(session: Session, way: Way) -> Measures:
    """The measures of one interview."""
    told = list(session.told())
    found = [strongest(one.line.sentences) for one in told]
    sentences = [sentence for one in told for sentence in one.line.sentences]
    questions = max(H5_LEAST_QUESTIONS, sum(one.asks != "none" for one in found))
    own, theirs = _words_of(session, "csm"), _words_of(session, "customer")
    values = {
        "cured": _mean(sentence.giving_back for sentence in sentences),
        "plain": _mean(_plain(session, way)),
        "telling": _mean(sentence.telling for sentence in sentences),
        "judging": _mean(bool(sentence.judging) for sentence in sentences),
        "words": float(np.median([len(one.line.line.text.split()) for one in told])),
        "talk": own / max(1, own + theirs),
        "ratio": sum(max((s.giving_back for s in one.line.sentences), default=0.0) for one in told) / questions,
    }
    mirrored, asking = (sum(has(one.row, what) for one in told) for what in ("reflection", "question"))
    score = letters_of_lines([one.line for one in session.lines], load_lexicon(), way.reader)["H"]["value"]
    return Measures(
        session.interview.name,
        session.interview.good,
        values,
        mirrored / max(1, asking),
        None if score is None else float(score),
    )


def _words_of(session: Session, speaker: str) -> int:
    return sum(len(one.line.text.split()) for one in session.lines if one.line.speaker == speaker)


def _mean(values: Iterable[float]) -> float:
    each = [float(value) for value in values]
    return float(np.mean(each)) if each else 0.0


def _plain(session: Session, way: Way) -> list[float]:
    """Reflecting by itself, telling and vetoes left out: the trap. The rules alone have only their decision."""
    if way.reader is None:
        return [float(s.reflection != "none") for one in session.told() for s in one.line.sentences]
    own = [one for one in asked([one.line for one in session.lines]) if one.speaker == "csm"]
    return [signals.reflection for signals in way.reader.read(own)]


def tables(data: Path, plots: Path) -> list[Table]:
    """The table. Raises FileNotFoundError without the interviews."""
    figures: list[Figure] = []
    details: list[Figure] = []
    pictures: list[str] = []
    for way in ways():
        found = [measured(session, way) for session in understood(data / INTERVIEWS, "written", way)]
        promised, others = _figures(found, way)
        details += others if way.shipped else [*promised, *others]
        if way.shipped:
            figures += promised
            pictures.append(_plot(plots, found))
    return [
        Table(
            part="language",
            title="Good against poor interviews",
            data=SOURCE,
            figures=tuple(figures),
            details=tuple(details),
            notes=(
                "Three measures: giving back that neither tells nor judges, judging, words a turn; four: that giving "
                "back, also for each question, telling, judging; five: the three, telling and talk share. Together "
                "means a logistic head fitted on all interviews but the one it judges; its interval draws interviews "
                "again without fitting anew. The lower end is to be 0.80 or more.",
                "The letter H is the programme's own, from words alone, fitted on nothing.",
                "The poor interviews are staged, to show how not to do it: a contrast, not a sample of practice.",
            ),
            plots=tuple(pictures),
        )
    ]


def _figures(found: list[Measures], way: Way) -> tuple[list[Figure], list[Figure]]:
    good = np.array([one.good for one in found])
    sample = Sample([one.name for one in found], f"{int(good.sum())} good, {int((~good).sum())} poor interviews")

    def ranking(name: str, target: float | None = None) -> Figure:
        scores = _column(found, name) * (-1.0 if name in AGAINST else 1.0)
        title = way.named(f"good above poor by {NAMES[name]}, AUC")
        return sample.figure(title, auc_of(scores, good), target=target, baseline="chance 0.50")

    promised = [ranking("cured", way.target(QUALITY_AUC)), _ratio(found, sample, way)]
    promised += [_together(found, good, sample, way, TOGETHER[0], way.target(TOGETHER_AUC)), _letter(found, way)]
    others = [ranking(name) for name in NAMES if name != "cured"]
    others += [_together(found, good, sample, way, names, None) for names in TOGETHER[1:]]
    for names in TOGETHER[:2]:
        equal = np.sum([_standard(_column(found, name)) * (-1.0 if name in AGAINST else 1.0) for name in names], axis=0)
        title = way.named(f"good above poor by {len(names)} measures with equal weights, AUC")
        others.append(sample.figure(title, auc_of(equal, good)))
    people = np.array([one.people for one in found])
    others.append(sample.figure(way.named("good above poor by people's own ratio, AUC"), auc_of(people, good)))
    return promised, others


def _column(found: list[Measures], name: str) -> Array:
    return np.array([one.values[name] for one in found])


def _standard(values: Array) -> Array:
    return (values - values.mean()) / max(1e-9, float(values.std()))


def _ratio(found: list[Measures], sample: Sample, way: Way) -> Figure:
    people, ratio = np.array([one.people for one in found]), _column(found, "ratio")
    words = -_column(found, "words")
    title = way.named("giving back for each question, against people's count, Spearman")
    return sample.figure(
        title,
        lambda at: spearman(ratio[at], people[at]),
        target=way.target(RATIO_SPEARMAN),
        baseline=f"few words a turn {spearman(words, people):.2f}",
        words=f"{len(found)} interviews",
    )


def _together(
    found: list[Measures], good: Mask, sample: Sample, way: Way, names: tuple[str, ...], target: float | None
) -> Figure:
    features = np.column_stack([_column(found, name) for name in names])
    scores = crossed(features, good, np.arange(len(found)), ridge=_HEAD_RIDGE, balanced=1.0)
    plain: Callable[[str], float] = lambda name: auc_of(  # noqa: E731 - one line of words, used twice
        _column(found, name) * (-1.0 if name in AGAINST else 1.0), good
    )(np.arange(len(found)))
    title = way.named(f"good above poor by {len(names)} measures together, AUC")
    best = max(names, key=plain)
    return sample.figure(title, auc_of(scores, good), target=target, baseline=f"{NAMES[best]} alone {plain(best):.2f}")


def _letter(found: list[Measures], way: Way) -> Figure:
    scored = [one for one in found if one.letter is not None]
    good = np.array([one.good for one in scored], dtype=bool)
    letters = np.array([one.letter for one in scored], dtype=np.float64)
    words = (
        f"{int(good.sum())} good, {int((~good).sum())} poor interviews; {len(found) - len(scored)} without the letter"
    )
    title = way.named("good above poor by the letter H from words, AUC")
    return Sample([one.name for one in scored], words).figure(
        title, auc_of(letters, good), target=way.target(TOGETHER_AUC), baseline="chance 0.50"
    )


def _plot(plots: Path, found: list[Measures]) -> str:
    good = np.array([one.good for one in found])
    curves = {NAMES[name]: (good, _column(found, name)) for name in ("cured", "plain")}
    curves |= {NAMES[name]: (good, -_column(found, name)) for name in ("telling", "judging", "words")}
    name = drawing.file_name("language", "sessions")
    return drawing.roc(plots, name, title="Good against poor interviews", curves=curves)
