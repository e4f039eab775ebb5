"""`attune batch` with the real models: the same as `analyze`, stopped and gone on with, and on a cluster."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.bootstrap import media as bootstrap_media
from app.bootstrap.media import MediaTools
from app.bootstrap.perception_parts import Models
from app.cli.main import run_command_line
from app.engine.half_done import list_half_done, work_folder
from app.engine.import_messages import ImportMedia
from app.engine.media_import import import_media
from perception.pipeline.offline import Cancelled
from perception.pipeline.stretches import StretchedLooker
from perception.recording.folder_lock import is_being_written
from tests import media_samples as make

pytestmark = [pytest.mark.models, pytest.mark.timeout(400)]

_ROOT = Path(__file__).parents[2]
_OWN = ("session", "folder", "media")


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people side by side on two tracks, and a call on two channels."""
    folder = tmp_path_factory.mktemp("calls")
    own, other = make.by_turns(6.0)
    make.write_media(folder / "a side by side.mkv", make.two_talkers(), make.times(6.0), [own, other])
    make.write_wav(folder / "b.wav", np.stack([own, other], 1), make.RATE_HZ)
    return folder


def attune(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, words)], cwd=_ROOT, capture_output=True, text=True, timeout=300
    )


def events(session: Path) -> list[str]:
    """What was observed and scored, without when it was written."""
    lines = (session / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if '"kind":"ended"' not in line.replace(" ", "")]


@pytest.fixture(scope="module")
def document(calls: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a batch of two processes says."""
    done = attune("batch", calls, "--out", tmp_path_factory.mktemp("batch"), "--jobs", "2", "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_batch_gives_what_analyze_gives(document: dict[str, Any], tmp_path: Path) -> None:
    assert (document["failed"], document["skipped"], document["stopped"]) == ([], [], False)
    for number, entry in enumerate(document["done"]):
        alone = tmp_path / f"alone{number}"
        shown = attune("analyze", entry["media"], "--out", alone, "--json")
        assert shown.returncode == 0, shown.stderr
        scores = json.loads(shown.stdout)
        session = Path(entry["session"])
        assert events(session) == events(alone)
        for letter, values in entry["letters"].items():
            assert values == {name: scores["letters"][letter][name] for name in values}
        kept = json.loads((session / "scores.json").read_text(encoding="utf-8"))
        assert {k: v for k, v in kept.items() if k not in _OWN} == {k: v for k, v in scores.items() if k not in _OWN}
        assert (session / "report.pdf").exists()


def stop_after(share: float, command: ImportMedia) -> None:
    """An import that is cancelled there."""
    cancelled = threading.Event()

    def tell(fraction: float, _step: str) -> None:
        if fraction >= share:
            cancelled.set()

    with pytest.raises(Cancelled):
        import_media(command, MediaTools(Models()), on_progress=tell, cancelled=cancelled)


def test_a_stopped_import_goes_on_to_the_same_session(
    calls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap_media, "StretchedLooker", partial(StretchedLooker, stretch_s=2.0))
    media, folder = calls / "a side by side.mkv", tmp_path / "sessions" / "call"

    def whole(command: ImportMedia) -> list[str]:
        import_media(command, MediaTools(Models()), on_progress=lambda *_told: None, cancelled=threading.Event())
        return events(Path(command.folder))

    at_once = whole(ImportMedia(str(media), str(tmp_path / "once"), "Call"))
    command = ImportMedia(str(media), str(folder), "Call", work=str(work_folder(folder)))
    stop_after(0.7, command)
    (half,) = list_half_done(folder.parent)
    assert any(path.suffix == ".stretch" for path in half.work.iterdir())
    assert whole(command) == at_once
    assert list_half_done(folder.parent) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_ctrl_c_stops_and_says_how_to_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "calls"
    folder.mkdir()
    own, other = make.by_turns(12.0)
    for name in ("a.wav", "b.wav", "c.wav"):
        make.write_wav(folder / name, np.stack([own, other], 1), make.RATE_HZ)
    out = tmp_path / "out"
    words = [sys.executable, "-m", "app", "batch", str(folder), "--out", str(out), "--jobs", "1", "--json"]
    process = subprocess.Popen(words, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 200
    while not list(out.glob("*/session.json")) and time.monotonic() < end and process.poll() is None:
        time.sleep(0.05)  # the other process is asked, it does not call
    process.send_signal(signal.SIGINT)
    shown, told = process.communicate(timeout=100)
    assert process.returncode == 130, told
    first = json.loads(shown)
    assert first["stopped"]
    assert told.strip().splitlines()[-1].startswith("attune: Stopped; ")
    assert "--resume" in told
    done = attune("batch", folder, "--out", out, "--resume", "--json")
    assert done.returncode == 0, done.stderr
    second = json.loads(done.stdout)
    names = [sorted(Path(entry["media"]).name for entry in one["done"]) for one in (first, second)]
    assert sorted(names[0] + names[1]) == ["a.wav", "b.wav", "c.wav"]
    assert {entry["reason"] for entry in second["skipped"]} == {"done before"}


@pytest.mark.skipif(sys.platform == "win32", reason="a process is ended in another way there")
def test_a_batch_that_was_killed_goes_on(calls: Path, document: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = [sys.executable, "-m", "app", "batch", str(calls), "--out", str(out), "--jobs", "1"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(words, cwd=_ROOT, stdout=quiet, stderr=quiet)
    end = time.monotonic() + 200
    while not list(out.glob(".half-done/*/import.json")) and time.monotonic() < end:
        time.sleep(0.05)  # the other process is asked, it does not call
    process.kill()
    process.wait()
    while any(map(is_being_written, out.glob(".half-done/*"))) and time.monotonic() < end:
        time.sleep(0.05)  # its workers see that it is gone, and end
    done = attune("batch", calls, "--out", out, "--resume", "--json")
    assert done.returncode == 0, done.stderr
    letters = {Path(entry["media"]).name: entry["letters"] for entry in json.loads(done.stdout)["done"]}
    whole = {Path(entry["media"]).name: entry["letters"] for entry in document["done"]}
    assert letters == {name: whole[name] for name in letters}
    assert "a side by side.mkv" in letters
    assert not list(out.glob(".half-done/*"))


@pytest.fixture
def scheduler() -> Iterator[str]:
    """A cluster of two processes on this machine."""
    pytest.importorskip("distributed")
    code = (
        "import sys\n"
        "from distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        "    with LocalCluster(n_workers=2, threads_per_worker=1, host='127.0.0.1', dashboard_address=None) as made:\n"
        "        print(made.scheduler_address, flush=True)\n"
        "        sys.stdin.read()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.communicate(input="", timeout=60)


def test_a_cluster_gives_the_same(calls: Path, document: dict[str, Any], tmp_path: Path, scheduler: str) -> None:
    there = attune("batch", calls, "--out", tmp_path / "there", "--scheduler", scheduler, "--json")
    assert there.returncode == 0, there.stderr

    def letters(shown: dict[str, Any]) -> list[Any]:
        return [(Path(entry["media"]).name, entry["letters"]) for entry in shown["done"]]

    assert letters(json.loads(there.stdout)) == letters(document)


def test_a_scheduler_that_does_not_answer_is_told(calls: Path, tmp_path: Path) -> None:
    told = attune("batch", calls, "--out", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:9")
    assert told.returncode == 1
    assert "No Dask scheduler answers at tcp://127.0.0.1:9." in told.stderr
    assert len(told.stderr.strip().splitlines()) == 1


def test_a_missing_part_is_told_with_how_to_get_it(
    calls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    status = run_command_line(["batch", str(calls), "--out", str(tmp_path / "out"), "--scheduler", "tcp://127.0.0.1:9"])
    assert status == 1
    assert "attune[cluster]" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["/no/such/folder"], ["--jobs", "0"], ["--jobs", "9999"]])
def test_bad_usage_is_told(words: list[str], calls: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = words if words[0].startswith("/") else [str(calls), *words]
    assert run_command_line(["batch", *words]) in (1, 2)
    assert capsys.readouterr().err.startswith("attune: ")
