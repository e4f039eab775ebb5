"""The whole check: every step, then a summary with what was skipped and why, then one line of sums."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from devtools.environment import quiet_environment
from devtools.steps import STEP_LIMIT_S, Step, all_steps
from devtools.telling import ROOT

_NOTHING_COLLECTED = 5  # pytest's exit status when no test matched


@dataclass
class Tally:
    """What pytest counted. `reasons`: why tests were skipped, with how many."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: list[str] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Add another step's counts."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.failures += other.failures
        self.reasons += other.reasons


@dataclass(frozen=True)
class Result:
    """How a step ended. state: 'ok', 'FAILED' or 'skipped'."""

    name: str
    state: str
    seconds: float
    note: str = ""


def check(*, quick: bool) -> int:
    """Run every step, also after a failure. 0 when nothing failed."""
    results, total = [], Tally()
    with tempfile.TemporaryDirectory(prefix="attune-check-") as folder:
        for step in all_steps(Path(folder), quick=quick):
            result, tally = _run(step, Path(folder))
            results.append(result)
            total.add(tally)
    _summary(results, total)
    return 1 if total.failed or any(result.state == "FAILED" for result in results) else 0


def _run(step: Step, work: Path) -> tuple[Result, Tally]:
    if step.skip:
        return Result(step.name, "skipped", 0.0, step.skip), Tally()
    print(f"\n=== {step.name} ===", flush=True)
    started = time.monotonic()
    status = _limited(step)
    seconds = time.monotonic() - started
    tally = _read_reports(work)
    if step.tests and status == _NOTHING_COLLECTED:
        return Result(step.name, "skipped", seconds, "no tests there yet"), tally
    note = f"stopped after {STEP_LIMIT_S} s" if status is None else f"{tally.passed} passed" if step.tests else ""
    return Result(step.name, "ok" if status == 0 else "FAILED", seconds, note), tally


def _limited(step: Step) -> int | None:
    """Run the command with its whole family; None when it had to be stopped."""
    env = {**quiet_environment(), **step.env}
    process = subprocess.Popen(list(step.command), cwd=ROOT, env=env, start_new_session=os.name != "nt")
    try:
        return process.wait(timeout=STEP_LIMIT_S)
    except subprocess.TimeoutExpired:
        _stop(process)
        return None
    except KeyboardInterrupt:
        _stop(process)
        raise


def _stop(process: subprocess.Popen[bytes]) -> None:
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read_reports(work: Path) -> Tally:
    """Count and remove the test report that a step has written."""
    total = Tally()
    for report in work.glob("*.xml"):
        total.add(read_report(report))
        report.unlink()
    return total


def read_report(report: Path) -> Tally:
    """Count a pytest report in junit form."""
    tally = Tally()
    for case in ElementTree.parse(report).iter("testcase"):
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            tally.failed += 1
            tally.failures.append(f"{case.get('classname', '')}::{case.get('name', '')}")
        elif skipped is not None:
            tally.skipped += 1
            tally.reasons[skipped.get("message") or "no reason given"] += 1
        else:
            tally.passed += 1
    return tally


def _summary(results: Iterable[Result], total: Tally) -> None:
    print("\n=== summary ===")
    for result in results:
        note = f"   ({result.note})" if result.note else ""
        print(f"{result.state:>8}  {result.name:<34}{result.seconds:7.1f} s{note}")
    for reason, count in total.reasons.most_common():
        print(f" skipped  {count} test{'s' if count > 1 else ''}: {reason}")
    for failure in total.failures:
        print(f"  FAILED  {failure}")
    broken = [result.name for result in results if result.state == "FAILED"]
    if broken:
        print(f"Failed steps: {', '.join(broken)}")
    sys.stdout.flush()
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped", flush=True)
