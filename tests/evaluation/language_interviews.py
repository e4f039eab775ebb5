"""Coded counselling interviews (AnnoMI), with what is understood of them.

The file (text/annomi/AnnoMI-full.csv of the labelled data) has one row an utterance and coder with the columns
mi_quality, transcript_id, utterance_id, interlocutor, utterance_text, question_exists, question_subtype,
reflection_exists, reflection_subtype, therapist_input_exists and main_therapist_behaviour. The first coder's row
counts; some utterances of three interviews were coded by ten people, which tells how far people agree.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from perception.language.types import AnnotatedLine, Line
from tests.evaluation.language_noise import Form, Heard
from tests.evaluation.language_reader import Way

INTERVIEWS: Final = Path("text") / "annomi" / "AnnoMI-full.csv"
SOURCE: Final = (
    "AnnoMI development part: counselling interviews coded by experts (the first coder counts); research only, not "
    "part of Attune, nothing was trained on it. Interviews about health, not calls with customers."
)
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview. utterances: in order, each with the rows of its coders. good: of high quality."""

    name: str
    good: bool
    utterances: tuple[tuple[Row, ...], ...]

    def lines(self, form: Form, heard: Heard) -> list[Line]:
        """Its lines in one of the forms in which words reach the programme."""
        return [
            Line(
                "csm" if rows[0]["interlocutor"] == "therapist" else "customer", heard(rows[0]["utterance_text"], form)
            )
            for rows in self.utterances
        ]


@cache
def coded(path: Path) -> tuple[Interview, ...]:
    """All interviews, with every coder's rows."""
    found: dict[str, dict[str, list[Row]]] = {}
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["transcript_id"], {}).setdefault(row["utterance_id"], []).append(row)
    return tuple(
        Interview(name, next(iter(rows.values()))[0]["mi_quality"] == "high", tuple(map(tuple, rows.values())))
        for name, rows in found.items()
    )


def interviews(path: Path) -> dict[str, list[Row]]:
    """The first coder's rows by interview, one an utterance."""
    return {one.name: [rows[0] for rows in one.utterances] for one in coded(path)}


@dataclass(frozen=True, slots=True)
class Told:
    """An utterance of the therapist as it was coded and understood. before: what the client said right before it."""

    interview: Interview
    coders: tuple[Row, ...]
    line: AnnotatedLine
    before: str

    @property
    def row(self) -> Row:
        """The first coder's codes."""
        return self.coders[0]


@dataclass(frozen=True, slots=True)
class Session:
    """A whole interview as understood; `lines` hold both speakers in order."""

    interview: Interview
    lines: tuple[AnnotatedLine, ...]

    def told(self) -> Iterator[Told]:
        """The therapist's utterances."""
        before = ""
        for coders, line in zip(self.interview.utterances, self.lines, strict=True):
            if line.line.speaker == "csm":
                yield Told(self.interview, coders, line, before)
            else:
                before = line.line.text


@cache
def understood(path: Path, form: Form, way: Way) -> tuple[Session, ...]:
    """All interviews in one form, understood in one way."""
    every, heard = coded(path), Heard(texts_of(coded(path)))
    annotated = way.understand([one.lines(form, heard) for one in every])
    return tuple(Session(one, tuple(lines)) for one, lines in zip(every, annotated, strict=True))


def texts_of(every: Sequence[Interview]) -> list[str]:
    """All that was said, for the words a recogniser may hear instead of others."""
    return [rows[0]["utterance_text"] for one in every for rows in one.utterances]


CODES: Final[Mapping[str, str]] = MappingProxyType(
    {"question": "question_exists", "reflection": "reflection_exists", "telling": "therapist_input_exists"}
)


def has(row: Row, what: str) -> bool:
    """Whether a coder found a question, a reflection or telling."""
    return row[CODES[what]] == "True"


def kind(row: Row, what: str) -> str:
    """open or closed, simple or complex, 'none' where the coder found none."""
    return row[f"{what}_subtype"] if has(row, what) else "none"


def main_behaviour(row: Row) -> str:
    """question, reflection, telling or other: what the utterance mainly is."""
    return row["main_therapist_behaviour"].replace("therapist_input", "telling")
