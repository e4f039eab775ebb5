"""Size budgets: a module has at most 400 lines, a function 60, the main window 300. Exceptions are listed by name.

The lists of exceptions may only shrink: an entry that is no longer needed is reported as well.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

MODULE_LINES = 400
FUNCTION_LINES = 60
# Files with a budget of their own.
MODULE_BUDGETS: Mapping[str, int] = {"app/ui/main_window.py": 300}
# Why each is longer than it should be; “path” for modules, “path:function” for functions.
EXCEPTIONS: Mapping[str, str] = {}
FOLDERS = ("app", "perception", "packaging", "tests")


def problems(root: Path, exceptions: Mapping[str, str] = EXCEPTIONS) -> list[str]:
    """What is over budget below `root`, and exceptions that are not needed any more."""
    over = dict(
        found for folder in FOLDERS for path in sorted((root / folder).rglob("*.py")) for found in _over(root, path)
    )
    lines = [f"{name}: {text}" for name, text in over.items() if name not in exceptions]
    return lines + [f"{name}: listed as an exception but within its budget" for name in exceptions if name not in over]


def _over(root: Path, path: Path) -> Iterator[tuple[str, str]]:
    name = path.relative_to(root).as_posix()
    source = path.read_text(encoding="utf-8")
    lines = len(source.splitlines())
    allowed = MODULE_BUDGETS.get(name, MODULE_LINES)
    if lines > allowed:
        yield name, f"{lines} lines, at most {allowed}"
    for node in ast.walk(ast.parse(source, filename=str(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{name}:{node.name}", f"{length} lines, at most {FUNCTION_LINES}"


def main() -> int:
    """Print what is over budget. 1 when something is."""
    found = problems(Path(__file__).resolve().parents[1])
    print("\n".join(found) or "Every module and function is within its budget.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
