"""The project's own checks find what they are for."""

from __future__ import annotations

from pathlib import Path

import check_budgets
import check_coverage
import check_purity
from devtools.checks import read_report


def _write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def test_budgets_find_a_long_module_and_a_long_function(tmp_path: Path) -> None:
    _write(tmp_path, "app/long.py", "x = 1\n" * 401)
    _write(tmp_path, "app/ui/main_window.py", "x = 1\n" * 301)
    _write(tmp_path, "perception/f.py", "def f():\n" + "    x = 1\n" * 60)
    _write(tmp_path, "perception/fits.py", "def f():\n" + "    x = 1\n" * 59)
    assert check_budgets.problems(tmp_path, {}) == [
        "app/long.py: 401 lines, at most 400",
        "app/ui/main_window.py: 301 lines, at most 300",
        "perception/f.py:f: 61 lines, at most 60",
    ]


def test_budgets_know_exceptions_and_tell_when_they_are_over(tmp_path: Path) -> None:
    _write(tmp_path, "app/long.py", "x = 1\n" * 401)
    assert check_budgets.problems(tmp_path, {"app/long.py": "reason"}) == []
    _write(tmp_path, "app/long.py", "x = 1\n")
    assert check_budgets.problems(tmp_path, {"app/long.py": "reason"}) != []


def test_purity_finds_imports_and_calls(tmp_path: Path) -> None:
    _write(tmp_path, "perception/scoring/a.py", "import math\nimport time\nfrom perception.types import Word\n")
    _write(tmp_path, "perception/language/b.py", "def f():\n    from os import path\n    print(open('x'))\n")
    _write(tmp_path, "perception/features/c.py", "import numpy.random\nfrom perception.devices import x\n")
    assert sorted(check_purity.problems(tmp_path)) == [
        "perception/features/c.py:1: imports numpy.random",
        "perception/features/c.py:2: imports perception.devices",
        "perception/language/b.py:2: imports os",
        "perception/language/b.py:3: calls open()",
        "perception/language/b.py:3: calls print()",
        "perception/scoring/a.py:2: imports time",
    ]


def test_what_the_library_works_out_reads_no_files_and_knows_no_window(tmp_path: Path) -> None:
    _write(
        tmp_path, "app/library/progress/a.py", "from datetime import date\nimport sqlite3\nfrom app.ui import words\n"
    )
    _write(tmp_path, "app/library/review/read_lines.py", "import orjson\n")
    _write(tmp_path, "app/library/wanted.py", "from perception.types import LETTERS\nopen('x')\n")
    assert sorted(check_purity.problems(tmp_path)) == [
        "app/library/progress/a.py:2: imports sqlite3",
        "app/library/progress/a.py:3: imports app.ui",
        "app/library/wanted.py:2: calls open()",
    ]


def test_presenters_may_read_rooms_but_no_qt(tmp_path: Path) -> None:
    _write(tmp_path, "app/ui/call/presenter.py", "from app.engine.messages import X\nfrom PySide6.QtCore import Qt\n")
    _write(tmp_path, "app/ui/call/view.py", "from PySide6.QtCore import Qt\n")
    assert check_purity.problems(tmp_path) == ["app/ui/call/presenter.py:2: imports PySide6.QtCore"]


def test_coverage_tells_lines_branches_and_absent_files() -> None:
    files = {
        "a.py": {"missing_lines": [], "missing_branches": []},
        "b.py": {"missing_lines": [3], "missing_branches": [[4, -1]]},
    }
    assert check_coverage.problems(["a.py"], files) == []
    assert check_coverage.problems(["b.py"], files) == ["b.py: lines not run: 3; branches not taken: 4->-1"]
    assert "renamed" in check_coverage.problems(["gone.py"], files)[0]
    assert check_coverage.perfect_files("# why\na.py # x\n\n") == ["a.py"]


REPORT = """<testsuites><testsuite>
<testcase classname="t" name="good"/>
<testcase classname="t" name="bad"><failure message="x"/></testcase>
<testcase classname="t" name="broken"><error message="x"/></testcase>
<testcase classname="t" name="out"><skipped message="no camera here"/></testcase>
</testsuite></testsuites>"""


def test_a_test_report_is_counted(tmp_path: Path) -> None:
    _write(tmp_path, "r.xml", REPORT)
    tally = read_report(tmp_path / "r.xml")
    assert (tally.passed, tally.failed, tally.skipped) == (1, 2, 1)
    assert tally.failures == ["t::bad", "t::broken"]
    assert tally.reasons == {"no camera here": 1}
