"""EPITOME: answers to posts with the levels that people gave them. Read here for measuring, also by the training."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Answered:
    """A post, an answer to it and the level people gave the answer: 0 no, 1 weak, 2 strong. key: which post it is."""

    post: str
    answer: str
    level: int
    key: str


def answered(data: Path, kind: str) -> list[Answered]:
    """One of EPITOME's files: the answers by 'explorations' or 'interpretations'."""
    with (data / "text" / "epitome" / f"{kind}-reddit.csv").open(encoding="utf-8", newline="") as file:
        return [
            Answered(row["seeker_post"], row["response_post"], int(row["level"]), row["sp_id"])
            for row in csv.DictReader(file)
        ]
