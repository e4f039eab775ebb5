"""The same answers with and without marks: nearly the same scores (they lay 10 points apart before runs were cut)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from typing import Final

import pytest

from perception.language.annotate import annotate_line
from perception.language.lexicon import Lexicon
from perception.language.types import AnnotatedLine, Line
from tests.evaluation.language_noise import bare
from tests.unit.perception_scoring.scoring_streams import lexicon
from tests.unit.perception_scoring.written_calls import CALLS, lines_of

_PAIRS: Final = Path(__file__).parents[2] / "evaluation" / "tuning_pairs.tsv"


def answers() -> Iterator[tuple[str, str]]:
    """What the customer said, and an answer to it."""
    with _PAIRS.open(encoding="utf-8") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            yield row["customer"], row["better"]
            yield row["customer"], row["worse"]
    for name in CALLS:
        said = lines_of(name)
        yield from ((before.text, line.text) for before, line in pairwise(said) if line.speaker == "csm")


@pytest.fixture(scope="module")
def both() -> list[tuple[AnnotatedLine, AnnotatedLine]]:
    """Each answer annotated with and without marks."""
    words: Lexicon = lexicon()
    return [
        (annotate_line(Line("csm", text), before, words), annotate_line(Line("csm", bare(text)), bare(before), words))
        for before, text in answers()
    ]


def test_answers_score_alike_with_and_without_marks(both: list[tuple[AnnotatedLine, AnnotatedLine]]) -> None:
    apart = [abs(_score(one) - _score(other)) for one, other in both]
    assert mean(apart) <= 5.5
    assert median(apart) <= 1.5


def test_as_many_questions_are_heard(both: list[tuple[AnnotatedLine, AnnotatedLine]]) -> None:
    assert mean(_questions(one) == _questions(other) for one, other in both) >= 0.82


def _score(line: AnnotatedLine) -> float:
    assert line.response is not None
    return line.response.score


def _questions(line: AnnotatedLine) -> int:
    return sum(sentence.question != "none" for sentence in line.sentences)
