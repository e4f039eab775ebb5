"""Purity: the rules that judge, what is worked out from kept values, and presenters compute only.

They may import numpy, a few standard modules without side effects and each other, and may not open, print or ask.
Given the same observations they give the same numbers, live and in review.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

Kind = Literal["pure", "room", "presenter"]
_ALLOWED = """
__future__ abc bisect collections dataclasses enum fractions functools heapq itertools math numbers numpy operator re
statistics string types typing unicodedata
"""
ALLOWED = frozenset(_ALLOWED.split())
# Presenters, and what works with kept values for them, write dates and shorten paths, too.
ALLOWED_IN_PRESENTERS = ALLOWED | {"datetime", "pathlib"}
FORBIDDEN_CALLS = frozenset({"open", "print", "input", "eval", "exec", "__import__"})
PURE = (
    "perception/errors.py",
    "perception/types",
    "perception/features",
    "perception/language",
    "perception/scoring",
    "perception/character",
)
_PURE_MODULES = tuple(path.removesuffix(".py").replace("/", ".") for path in PURE)
# What the library works out from what was kept, for the window and reports to show.
PURE_ROOMS = (
    "app/library/agreement",
    "app/library/progress",
    "app/library/review",
    "app/library/snippets.py",
    "app/library/summary.py",
    "app/library/wanted.py",
)
# These read the folders for the others.
READERS = frozenset(
    {
        "app/library/agreement/rated.py",
        "app/library/review/read_lines.py",
        "app/library/review/read_series.py",
    }
)
_ROOMS = ("perception.", "app.practice", "app.library")
# Presenters turn values into words for the window; these Qt-free rooms of the application may serve them.
_PRESENTER_ROOMS = (
    *_ROOMS,
    "app.reports",
    "app.batch.values",
    "app.engine.messages",
    "app.settings",
    "app.ui.words",
    "app.ui.ports",
    "app.ui.speakers",
)


def problems(root: Path) -> list[str]:
    """Every import or call below `root` that a pure module may not have."""
    return [
        f"{path.relative_to(root).as_posix()}:{text}" for path, kind in _modules(root) for text in _faults(path, kind)
    ]


def _modules(root: Path) -> Iterator[tuple[Path, Kind]]:
    """The files to look at, and what each may import."""
    for name in PURE:
        for path in _files(root / name):
            yield path, "pure"
    for name in PURE_ROOMS:
        for path in _files(root / name):
            if path.relative_to(root).as_posix() not in READERS:
                yield path, "room"
    for path in sorted((root / "app" / "ui").rglob("*.py")):
        if (
            "presenter" in path.stem
            or "presenters" in path.parts
            or path.name in ("words.py", "ports.py", "speakers.py")
        ):
            yield path, "presenter"


def _files(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


def _faults(path: Path, kind: Kind) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        for name in _imported(node):
            if not _may_import(name, kind):
                yield f"{node.lineno}: imports {name}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS:
            yield f"{node.lineno}: calls {node.func.id}()"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return ["." if node.level else node.module or ""]
    return []


def _may_import(name: str, kind: Kind) -> bool:
    if name == "." or name.split(".")[0] in (ALLOWED if kind == "pure" else ALLOWED_IN_PRESENTERS):
        return not name.startswith("numpy.random")
    inside = any(name == module or name.startswith(f"{module}.") for module in _PURE_MODULES)
    if kind == "pure" or inside:
        return inside or name == "perception"
    if kind == "room":
        return name.startswith(_ROOMS)
    return name.startswith(_PRESENTER_ROOMS) or (name.startswith("app.ui.") and "presenter" in name)


def main() -> int:
    """Print every fault. 1 when there is one."""
    found = problems(Path(__file__).resolve().parents[1])
    print("\n".join(found) or "The judging rules are pure.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
