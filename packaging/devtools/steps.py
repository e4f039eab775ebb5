"""The steps of the whole check: what each runs and where it can run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from devtools.environment import venv_python
from devtools.telling import ROOT

# A hung step must not eat the time of the others; single tests have their own limit of 60 s.
STEP_LIMIT_S = 1200
PERFECT_LIST = ROOT / "packaging" / "perfect_files.txt"


@dataclass(frozen=True)
class Step:
    """One step. `tests`: the folders of a pytest step. `skip`: why it cannot run here, or empty."""

    name: str
    command: Sequence[str]
    tests: Sequence[str] = ()
    skip: str = ""
    env: dict[str, str] = field(default_factory=dict)


def all_steps(work: Path, *, quick: bool) -> list[Step]:
    """The steps in order; `work` is where results (coverage, test reports) are written."""
    steps = [*_static_steps(), _unit_step(work), _perfect_step(work), _gui_step(work)]
    left_out = "left out by --quick" if quick else ""
    return [*steps, _e2e_step(work, left_out), _hardware_step(work, left_out)]


def _static_steps() -> list[Step]:
    python = str(venv_python())
    lint_imports = str(venv_python().with_name("lint-imports"))
    own = [str(ROOT / "packaging" / name) for name in ("check_purity.py", "check_budgets.py")]
    return [
        Step("format", [python, "-m", "ruff", "format", "--check", "--output-format=concise", "."]),
        Step("lint", [python, "-m", "ruff", "check", "--output-format=concise", "."]),
        Step("types", [python, "-m", "mypy"]),
        Step("layers", [lint_imports, "--no-logo"]),
        Step("purity", [python, own[0]]),
        Step("budgets", [python, own[1]]),
    ]


def _pytest(work: Path, name: str, *more: str) -> list[str]:
    return [str(venv_python()), "-m", "pytest", "-q", f"--junitxml={work / name}.xml", *more]


def _offscreen() -> dict[str, str]:
    return {"QT_QPA_PLATFORM": "offscreen"}


def _folders(*names: str) -> list[str]:
    return [f"tests/{name}" for name in names if any((ROOT / "tests" / name).rglob("test_*.py"))]


def _unit_step(work: Path) -> Step:
    tests = _folders("unit", "contract")
    report = f"--cov-report=json:{work / 'coverage.json'}"
    cover = ["--cov=perception", "--cov=app", "--cov-branch", report, "--cov-report="]
    command = [*_pytest(work, "unit"), *cover, *tests]
    return Step("unit and contract tests", command, tests, "" if tests else "no tests there yet", _offscreen())


def _perfect_step(work: Path) -> Step:
    script = str(ROOT / "packaging" / "check_coverage.py")
    return Step("full coverage of scoring", [str(venv_python()), script, str(work / "coverage.json")])


def _gui_step(work: Path) -> Step:
    tests = _folders("gui")
    return Step(
        "window tests", [*_pytest(work, "gui"), *tests], tests, "" if tests else "no tests there yet", _offscreen()
    )


def _e2e_step(work: Path, left_out: str) -> Step:
    tests = _folders("e2e")
    skip = left_out or ("" if tests else "no tests there yet")
    if not skip and not shutil.which("xvfb-run"):
        skip = "xvfb-run is not installed here (Debian package xvfb)"
    command = [*_on_a_screen(), *_pytest(work, "e2e"), "-m", "e2e", *tests]
    return Step("whole calls in the window", command, tests, skip, {"QT_QPA_PLATFORM": "xcb"})


def _on_a_screen() -> list[str]:
    """A screen of its own with a message bus and a window manager, as far as they are installed."""
    bus = ["dbus-run-session", "--"] if shutil.which("dbus-run-session") else []
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]
    if not shutil.which("openbox"):
        return [*bus, *screen]
    managed = 'openbox >/dev/null 2>&1 & wm=$!; "$@"; status=$?; kill $wm; exit $status'
    return [*bus, *screen, "sh", "-c", managed, "sh"]


def _hardware_step(work: Path, left_out: str) -> Step:
    tests = _folders("hardware")
    skip = left_out or ("" if tests else "no tests there yet")
    if not skip and os.name == "nt":
        skip = "the virtual camera and microphone need Linux"
    return Step("real camera and microphone paths", [*_pytest(work, "hardware"), "-m", "hardware", *tests], tests, skip)
