"""How far the letters A, H and Y move when 15 % of the words are misheard, and how fast words are understood.

Calls are the written examples marked good or poor, and the coded interviews. The examples are what the sentence reader
learned from: their letters show how much noise moves a letter, not how right it is.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np

from app.cli.text_letters import TEXT_LETTERS, letters_of_lines
from perception.inference.lexicon_files import load_lexicon
from perception.language.types import Line
from tests.evaluation.language_interviews import INTERVIEWS, coded
from tests.evaluation.language_noise import Heard
from tests.evaluation.language_reader import ROOT, Way, asked, lines_a_second, ways
from tests.evaluation.language_scores import Sample, auc_of
from tests.evaluation.tables import Figure, IntArray, Table

MOST_MOVED: Final = 8.0
LINES_A_SECOND: Final = 100.0
LEAST_LINES: Final = 12
MOST_CALLS: Final = 100
_NINE_IN_TEN: Final = 90
_TIMED_LINES: Final = 400


@dataclass(frozen=True, slots=True)
class Call:
    """A conversation. good: None where nothing is known."""

    key: str
    good: bool | None
    lines: tuple[Line, ...]


def written_calls() -> list[Call]:
    """The written examples marked good or poor of at least 12 lines; every second one where they are many."""
    sys.path.insert(0, str(ROOT / "packaging"))
    from training.examples import load

    found = []
    every = groupby(load(), key=lambda one: (one.place.partition(":")[0], one.topic, one.quality))
    for (file, topic, quality), sentences in every:
        turns = groupby(sentences, key=lambda one: one.speaker)
        lines = tuple(Line(speaker, " ".join(one.text for one in turn)) for speaker, turn in turns)
        if quality != "mixed" and len(lines) >= LEAST_LINES:
            found.append(Call(f"{file} {topic}", quality == "good", lines))
    return found[:: -(-len(found) // MOST_CALLS)] if found else []


def interview_calls(data: Path) -> list[Call]:
    """The coded interviews as written."""
    every = coded(data / INTERVIEWS)
    heard = Heard(())
    return [Call(one.name, one.good, tuple(one.lines("written", heard))) for one in every]


Letters = dict[str, float | None]


def letters(calls: Sequence[Sequence[Line]], way: Way) -> list[Letters]:
    """A, H and Y of each call, as the product gives them for text."""
    if way.reader is not None:
        way.reader.remember(one for lines in calls for one in asked(lines))
    found = [letters_of_lines(lines, load_lexicon(), way.reader) for lines in calls]
    return [{letter: records[letter]["value"] for letter in TEXT_LETTERS} for records in found]


def tables(data: Path, plots: Path) -> list[Table]:
    """Both tables. Raises FileNotFoundError without the interviews."""
    del plots
    interviews = interview_calls(data)
    made = [
        _table(
            interviews,
            "Letters of interviews when words are misheard",
            "AnnoMI development part, interviews as calls; research only, not part of Attune. 15 % of the words of "
            "both sides are dropped, replaced or joined by another, by chance.",
            _speed(interviews),
        )
    ]
    written = written_calls()
    if written:
        made.append(
            _table(
                written,
                "Letters of written calls when words are misheard",
                f"{len(written)} of the calls written for this programme, at least {LEAST_LINES} lines each, marked "
                "good or poor by their writers. The sentence reader learned from these calls, so only the movement is "
                "a measurement. 15 % of the words of both sides change.",
                [],
            )
        )
    return made


def _table(calls: Sequence[Call], title: str, data: str, more: list[Figure]) -> Table:
    heard = Heard(line.text for call in calls for line in call.lines)
    figures: list[Figure] = []
    details: list[Figure] = []
    for way in ways():
        plain = letters([call.lines for call in calls], way)
        noisy = letters([[Line(one.speaker, heard.noisy(one.text)) for one in call.lines] for call in calls], way)
        for letter in TEXT_LETTERS:
            (figures if way.shipped else details).append(_moved(calls, plain, noisy, letter, way))
            details.append(_largest(calls, plain, noisy, letter, way))
            details.append(_ranked(calls, plain, letter, way))
    return Table(
        part="language", title=title, data=data, figures=(*figures, *more), details=tuple(details),
        notes=("The target is held against nine calls in ten; what the other calls do stands beside it.",),
    )  # fmt: skip


def _moves(plain: Sequence[Letters], noisy: Sequence[Letters], letter: str) -> tuple[np.ndarray, list[int], int]:
    """Points moved where both have a value, which calls those are, how many had a value on one side only."""
    pairs = [(one[letter], two[letter]) for one, two in zip(plain, noisy, strict=True)]
    both = [at for at, (one, two) in enumerate(pairs) if one is not None and two is not None]
    moved = np.array([abs(pairs[at][0] - pairs[at][1]) for at in both])  # type: ignore[operator]
    return moved, both, sum((one is None) != (two is None) for one, two in pairs)


def _moved(calls: Sequence[Call], plain: Sequence[Letters], noisy: Sequence[Letters], letter: str, way: Way) -> Figure:
    moved, both, lost = _moves(plain, noisy, letter)

    def nine_in_ten(at: IntArray) -> float:
        return float(np.percentile(moved[at], _NINE_IN_TEN)) if len(at) else float("nan")

    half = f"half move by at most {np.median(moved):.1f}, the largest {moved.max():.0f}" if len(moved) else ""
    gone = f"; {lost} lost or gained the letter" if lost else ""
    return Sample([calls[at].key for at in both], f"{len(both)} calls{gone}").figure(
        way.named(f"{letter} moves by at most, in nine calls of ten"),
        nine_in_ten,
        target=way.target(MOST_MOVED),
        better="lower",
        unit="points",
        digits=1,
        baseline=half,
    )


def _largest(
    calls: Sequence[Call], plain: Sequence[Letters], noisy: Sequence[Letters], letter: str, way: Way
) -> Figure:
    moved, both, _ = _moves(plain, noisy, letter)
    within = float(np.mean(moved <= MOST_MOVED)) if len(moved) else None
    return Figure(
        way.named(f"{letter}: share of calls that move by at most {MOST_MOVED:.0f}"),
        within,
        sample=f"{len(both)} calls",
    )


def _ranked(calls: Sequence[Call], plain: Sequence[Letters], letter: str, way: Way) -> Figure:
    scored = [
        (call.key, call.good, one[letter]) for call, one in zip(calls, plain, strict=True) if one[letter] is not None
    ]
    good = np.array([bool(one) for _, one, _ in scored])
    values = np.array([value for _, _, value in scored], dtype=np.float64)
    medians = " and ".join(
        f"{name} {np.median(values[side]):.0f}" for name, side in (("good", good), ("poor", ~good)) if side.any()
    )
    sample = Sample([key for key, _, _ in scored], f"{len(scored)} calls")
    return sample.figure(
        way.named(f"good above poor by {letter}, AUC"), auc_of(values, good), baseline=f"medians {medians}"
    )


def _speed(calls: Sequence[Call]) -> list[Figure]:
    chosen: list[Sequence[Line]] = []
    for call in calls:
        if sum(map(len, chosen)) < _TIMED_LINES:
            chosen.append(call.lines)
    return [
        Figure(
            way.named("lines a second on one core"),
            lines_a_second(chosen, read=way.reader is not None),
            target=way.target(LINES_A_SECOND),
            unit="lines/s",
            digits=0,
            sample=f"{sum(map(len, chosen))} lines of {len(chosen)} interviews",
        )
        for way in ways()
    ]
