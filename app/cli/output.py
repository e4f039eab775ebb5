"""What the commands print: one JSON document, or a scorecard a person can read."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from app.reports.view import ScorecardView, scorecard_view
from perception.types import Scorecard


def print_json(document: Mapping[str, Any]) -> None:
    """One JSON document on stdout and nothing else."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2, allow_nan=False)
    sys.stdout.write("\n")


def print_scorecard(scorecard: Scorecard, *, notices: Sequence[str] = ()) -> None:
    """The seven letters with value or band, and the reason that weighs most."""
    view: ScorecardView = scorecard_view(scorecard)
    print("What an observer would notice (for personal training; not for assessment)\n")
    for row in view.rows:
        print(f"  {row.letter}  {row.name:<26} {row.value_text:>12}   {row.headline}")
    for notice in notices:
        print(f"\nNote: {notice}")
