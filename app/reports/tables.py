"""The result as a table for a spreadsheet: one row a letter, a component, or a reason."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from typing import Final

from app.reports.words import DISCLAIMER, LETTER_NAMES
from app.spreadsheet import plain_cell
from perception.recording.review_notes import CoachRating, Override, ReviewEntry
from perception.types import LETTERS, LetterScore, Scorecard

COLUMNS: Final = (
    "record",
    "letter",
    "name",
    "value",
    "low",
    "high",
    "unit",
    "target",
    "coverage",
    "state",
    "points",
    "start_s",
    "end_s",
    "text",
    "quote",
)

Cell = str | float | None


def scores_table(scorecard: Scorecard, entries: Sequence[ReviewEntry] = ()) -> str:
    """CSV with a header line. Empty cells are "not measured". The last row says what the numbers are for.

    entries: what counts of the review; a coach's value is a row of its own (record "coach value", 0..100, or "coach
    rating", 1..5) beside the measured one.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for letter in LETTERS:
        score = scorecard.letters.get(letter)
        if score is not None:
            writer.writerows({name: _cell(value) for name, value in row.items()} for row in _rows(score))
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in _coach_rows(entries))
    writer.writerow({"record": "note", "text": DISCLAIMER})
    return out.getvalue()


def _rows(score: LetterScore) -> Iterator[dict[str, Cell]]:
    yield {
        "record": "letter",
        "letter": score.letter,
        "name": LETTER_NAMES[score.letter],
        "value": score.value if score.state == "scored" else None,
        "low": score.low,
        "high": score.high,
        "unit": "points",
        "coverage": score.coverage,
        "state": score.state,
        "text": score.note,
    }
    for part in score.components:
        yield {
            "record": "component",
            "letter": score.letter,
            "name": part.name,
            "value": part.value,
            "unit": part.unit,
            "target": part.target,
            "coverage": part.coverage,
        }
    for reason in score.reasons:
        first = reason.spans[0] if reason.spans else None
        yield {
            "record": "reason",
            "letter": score.letter,
            "name": reason.component,
            "points": reason.delta,
            "start_s": first.start_s if first else None,
            "end_s": first.end_s if first else None,
            "text": reason.text,
            "quote": reason.quote,
        }


def _coach_rows(entries: Sequence[ReviewEntry]) -> Iterator[dict[str, Cell]]:
    for entry in entries:
        if isinstance(entry, Override):
            yield {
                "record": "coach value",
                "letter": entry.letter,
                "name": entry.author,
                "value": entry.value,
                "unit": "points",
                "text": entry.reason,
            }
        elif isinstance(entry, CoachRating):
            for letter, value in entry.values.items():
                row: dict[str, Cell] = {"record": "coach rating", "letter": letter, "name": entry.author}
                yield {**row, "value": float(value), "unit": "1 to 5", "text": entry.rubric}


def _cell(value: Cell) -> str:
    """A number, '' for unknown, or text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, str):
        return plain_cell(value)
    return f"{value:.3f}".rstrip("0").rstrip(".") if math.isfinite(value) else ""
