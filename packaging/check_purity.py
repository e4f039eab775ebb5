"""Purity: the rules that judge (types, features, language, scoring, the drawn character, presenters) compute only.

They may import numpy, a few standard modules without side effects and each other, and may not open, print or ask.
Given the same observations they give the same numbers, live and in review.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

_ALLOWED = """
__future__ abc bisect collections dataclasses enum fractions functools heapq itertools math numbers numpy operator re
statistics string types typing unicodedata
"""
ALLOWED = frozenset(_ALLOWED.split())
# Presenters write dates and shorten paths, too.
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
# Presenters turn values into words for the window; these Qt-free rooms of the application may serve them.
_PRESENTER_ROOMS = (
    "perception.",
    "app.practice",
    "app.library",
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
        f"{path.relative_to(root).as_posix()}:{text}" for path, pure in _modules(root) for text in _faults(path, pure)
    ]


def _modules(root: Path) -> Iterator[tuple[Path, bool]]:
    """The files to look at; True for the strictly pure, False for presenters."""
    for name in PURE:
        place = root / name
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            yield path, True
    for path in sorted((root / "app" / "ui").rglob("*.py")):
        if (
            "presenter" in path.stem
            or "presenters" in path.parts
            or path.name in ("words.py", "ports.py", "speakers.py")
        ):
            yield path, False


def _faults(path: Path, pure: bool) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        for name in _imported(node):
            if not _may_import(name, pure):
                yield f"{node.lineno}: imports {name}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS:
            yield f"{node.lineno}: calls {node.func.id}()"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return ["." if node.level else node.module or ""]
    return []


def _may_import(name: str, pure: bool) -> bool:
    if name == "." or name.split(".")[0] in (ALLOWED if pure else ALLOWED_IN_PRESENTERS):
        return not name.startswith("numpy.random")
    inside = any(name == module or name.startswith(f"{module}.") for module in _PURE_MODULES)
    if pure or inside:
        return inside or name == "perception"
    return name.startswith(_PRESENTER_ROOMS) or (name.startswith("app.ui.") and "presenter" in name)


def main() -> int:
    """Print every fault. 1 when there is one."""
    found = problems(Path(__file__).resolve().parents[1])
    print("\n".join(found) or "The judging rules are pure.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
