"""Files that must be covered whole, line and branch, by the unit tests: those named in packaging/perfect_files.txt."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "packaging" / "perfect_files.txt"


def perfect_files(text: str) -> list[str]:
    """The names in the list; “#” starts a comment."""
    return [name for line in text.splitlines() if (name := line.partition("#")[0].strip())]


def problems(names: Sequence[str], files: Mapping[str, Any]) -> list[str]:
    """What is not covered, one line a file. `files` is the part “files” of a coverage report in JSON."""
    by_name = {Path(name).as_posix(): facts for name, facts in files.items()}
    lines = []
    for name in names:
        facts = by_name.get(name)
        if facts is None:
            lines.append(f"{name}: not in the coverage report (renamed, or never imported by a test)")
        elif facts["missing_lines"] or facts.get("missing_branches"):
            branches = ", ".join(f"{start}->{end}" for start, end in facts.get("missing_branches", []))
            missing = ", ".join(str(line) for line in facts["missing_lines"])
            lines.append(f"{name}: lines not run: {missing or 'none'}; branches not taken: {branches or 'none'}")
    return lines


def main(arguments: Sequence[str]) -> int:
    """Compare the list with a report. 1 when a listed file is not covered whole, or there is no report."""
    report = Path(arguments[0])
    names = perfect_files(LIST.read_text(encoding="utf-8"))
    if not report.is_file():
        print("There is no coverage report: the unit tests did not finish.")
        return 1
    found = problems(names, json.loads(report.read_text(encoding="utf-8"))["files"])
    print("\n".join(found) or f"All {len(names)} listed files are covered whole.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
