"""Rendered heads, whose angles are known exactly: needs no labelled data.

The whole sweep of every movement of the drawn person is told by `python -m tests.evaluation.drawn_person`.
"""

from __future__ import annotations

from pathlib import Path

from tests.evaluation.head import rendered
from tests.evaluation.tables import Table


def tables(_data: Path, _plots: Path) -> list[Table]:
    """Head angles of the drawn person and of a turned portrait."""
    return [rendered()]
