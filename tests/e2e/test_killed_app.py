"""The whole application killed in mid-call: nothing is unreadable, and the next start brings the call back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from app.library.folders import library_root
from app.settings import Settings, SettingsStore
from perception.recording.reader import open_session
from perception.types import FaceObservation

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")

_ROOT = Path(__file__).parents[2]
_DRIVEN = Path(__file__).parent / "driven_app.py"
_CALL_FOR_S = 6


@pytest.fixture(autouse=True)
def consented(trial: Path) -> None:
    given = {"consent_camera": True, "consent_microphone": True, "consent_recording": True}
    SettingsStore().save(Settings().changed(**given, consent_given_on="2026-11-01"))


@contextmanager
def driven(what: str) -> Iterator[subprocess.Popen[str]]:
    """The application with the hand at work, in a process group of its own."""
    process = subprocess.Popen(
        [sys.executable, str(_DRIVEN), what],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def read_until(process: subprocess.Popen[str], wanted: Callable[[str], bool]) -> str:
    """The first line that is as wanted."""
    assert process.stdout is not None
    for line in process.stdout:
        if wanted(line.strip()):
            return line.strip()
    pytest.fail("the application ended before it showed what was expected")


def in_call(line: str) -> bool:
    minutes, seconds = line.split(":")
    return 60 * int(minutes) + int(seconds) >= _CALL_FOR_S


def the_session() -> Path:
    (folder,) = [path for path in library_root().iterdir() if (path / "session.json").exists()]
    return folder


def seen_until_s(folder: Path) -> float:
    return max(o.t_s for o in open_session(folder).observations() if isinstance(o, FaceObservation))


def test_killed_with_its_engine_the_call_is_recovered_at_the_next_start() -> None:
    with driven("call") as process:
        read_until(process, in_call)
        os.killpg(process.pid, signal.SIGKILL)
    folder = the_session()
    assert not open_session(folder).ended
    assert seen_until_s(folder) > _CALL_FOR_S - 1.5

    with driven("list") as process:
        shown = json.loads(read_until(process, lambda line: "recovered" in line))
    assert [title for title, _about in shown] == ["Cut off"]
    session = open_session(folder)
    ended = session.ended_record()
    assert ended is not None
    assert ended.recovered
    assert session.scorecard() is not None
    assert session.media() is not None


def test_killed_alone_its_engine_ends_the_call_in_good_order() -> None:
    with driven("call") as process:
        read_until(process, in_call)
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        gone, alive = psutil.wait_procs(children, timeout=40)
        assert gone
        assert not alive, "the engine does not outlive its window"
    session = open_session(the_session())
    assert session.ended
    assert session.scorecard() is not None
