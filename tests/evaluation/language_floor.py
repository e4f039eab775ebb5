"""What the language rules reach on expert-coded interviews. Prints a small table; run by hand, not by the tests.

Usage: python -m tests.evaluation.language_floor INTERVIEWS.csv

The file has one row an utterance with the columns mi_quality, transcript_id, utterance_id, interlocutor,
utterance_text, question_exists, question_subtype and reflection_exists (the first coder's row counts).
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from perception.inference.lexicon_files import load_lexicon
from perception.language.annotate import annotate
from perception.language.types import AnnotatedLine, Line

Row = dict[str, str]
Pair = tuple[bool, bool]


def interviews(path: Path) -> dict[str, list[Row]]:
    """Rows by interview, one an utterance."""
    found: dict[str, dict[str, Row]] = {}
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["transcript_id"], {}).setdefault(row["utterance_id"], row)
    return {name: list(rows.values()) for name, rows in found.items()}


def f1(pairs: Sequence[Pair]) -> str:
    """Precision, recall and F1 of (coded, found) pairs."""
    hit = sum(coded and found for coded, found in pairs)
    precision = hit / max(1, sum(found for _, found in pairs))
    recall = hit / max(1, sum(coded for coded, _ in pairs))
    return f"P {precision:.2f}  R {recall:.2f}  F1 {2 * precision * recall / max(1e-9, precision + recall):.2f}"


def auc(high: Sequence[float], low: Sequence[float]) -> float:
    """Chance that a good interview has the larger value."""
    wins = sum((a > b) + 0.5 * (a == b) for a in high for b in low)
    return wins / max(1, len(high) * len(low))


def told(rows: Sequence[Row], lines: Sequence[AnnotatedLine]) -> Iterator[tuple[Row, AnnotatedLine]]:
    """The therapist's rows with what was understood of them."""
    return ((row, line) for row, line in zip(rows, lines, strict=True) if row["interlocutor"] == "therapist")


def main(path: Path) -> None:
    """Print the table."""
    lexicon = load_lexicon()
    asked: list[Pair] = []
    opened: list[Pair] = []
    reflected: list[Pair] = []
    rates: dict[str, dict[str, list[float]]] = {"judging": {}, "reflection": {}}
    count, start = 0, time.perf_counter()
    for rows in interviews(path).values():
        lines = annotate(
            [Line("csm" if r["interlocutor"] == "therapist" else "customer", r["utterance_text"]) for r in rows],
            lexicon,
        )
        count += len(lines)
        sentences = [s for _, line in told(rows, lines) for s in line.sentences]
        shares = {
            "judging": [bool(s.judging) for s in sentences],
            "reflection": [s.reflection != "none" for s in sentences],
        }
        for name, flags in shares.items():
            rates[name].setdefault(rows[0]["mi_quality"], []).append(sum(flags) / max(1, len(flags)))
        for row, line in told(rows, lines):
            kinds = {s.question for s in line.sentences} - {"none"}
            asked.append((row["question_exists"] == "True", bool(kinds)))
            reflected.append((row["reflection_exists"] == "True", any(s.reflection != "none" for s in line.sentences)))
            if kinds and row["question_subtype"] in ("open", "closed"):
                opened.append((row["question_subtype"] == "open", "open" in kinds))
    took = time.perf_counter() - start
    sys.stdout.write(f"{count} utterances, {count / took:.0f} a second\n")
    sys.stdout.write(f"question     {f1(asked)}\n")
    sys.stdout.write(f"open/closed  accuracy {sum(a == b for a, b in opened) / max(1, len(opened)):.2f}\n")
    sys.stdout.write(f"reflection   {f1(reflected)}\n")
    for name, by_quality in rates.items():
        sys.stdout.write(
            f"{name} share of sentences: AUC good over poor {auc(by_quality['high'], by_quality['low']):.2f}\n"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
