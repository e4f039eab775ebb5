"""Wrong cases by class, to be read by people: files under out/evaluation/errors, never kept or published.

They quote labelled data, some of it for research only.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

FOLDER: Final = "errors"
_MOST: Final = 60
_SEED: Final = 11
_HEAD: Final = "## "


def quoted(before: str, text: str, remark: str = "", *, most: int = 260) -> str:
    """One case on one line: what the customer said, what was said, a remark."""
    heard, said = (" ".join(part.split()) for part in (before, text))
    context = f"[…{heard[-120:]}] " if heard else ""
    return f"{context}{said[:most]}" + (f"   ({remark})" if remark else "")


@dataclass(slots=True)
class Errors:
    """Wrong cases of one task, by class."""

    name: str
    cases: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, kind: str, case: str) -> None:
        """One wrong case, told on one line. kind: what went wrong, such as “question missed”."""
        self.cases[kind].append(" ".join(case.split()))

    def write(self, plots: Path) -> None:
        """Write the file of this task, the largest class first, at most 60 cases of each, drawn by chance."""
        folder = plots / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.name}.txt").write_text("\n".join(self._lines()) + "\n", encoding="utf-8")

    def _lines(self) -> Iterator[str]:
        for kind, cases in sorted(self.cases.items(), key=lambda pair: -len(pair[1])):
            yield f"{_HEAD}{kind}: {len(cases)}"
            yield from random.Random(_SEED).sample(cases, min(_MOST, len(cases)))
            yield ""


def samples(plots: Path, most: int) -> Iterator[str]:
    """The first `most` cases of every class of every file, for the terminal."""
    for path in sorted((plots / FOLDER).glob("*.txt")):
        yield f"=== wrong cases: {path.stem} ==="
        shown = 0
        for line in path.read_text(encoding="utf-8").splitlines():
            shown = 0 if line.startswith(_HEAD) else shown + 1
            if line and shown <= most:
                yield line
        yield ""
