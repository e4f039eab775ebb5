"""Nothing talks to a network: no internet socket is opened, and without any network the scores are the same.

Beside it what else is promised of words: no log holds them, and of a drill's answers nothing is kept.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from perception.inference.asset_files import assets_dir
from perception.recording.reader import open_session
from tests import media_samples as make

pytestmark = [pytest.mark.models, pytest.mark.timeout(300)]

_ROOT = Path(__file__).parents[2]
_CALL_S = 10.0
SCENARIO = assets_dir() / "scenarios" / "outage-closing-day.yaml"
ANSWER = "It sounds like you are furious, and this zeppelin is ours to mend."
_STRACE = ("strace", "-f", "--seccomp-bpf", "-e", "trace=socket,connect")
_NO_NETWORK = ("unshare", "-rn")

# A part of the engine's life in its own process: file devices, the real models. Each script ends with what it does.
_ENGINE = """
import sys, time
from app.bootstrap.engine import engine_main
from app.engine.client import EngineClient
from app.engine.drill_messages import *
from app.engine.messages import *
from app.engine.practice_messages import CustomerStops
from pathlib import Path

def wait(kind, seconds, wanted=lambda event: True):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for event in engine.poll():
            if isinstance(event, Problem) and event.severity != "notice":
                sys.exit(f"{event.message} {event.recovery}")
            if isinstance(event, kind) and wanted(event):
                return event
        time.sleep(0.05)  # the engine is asked, it does not call
    sys.exit(f"no {kind.__name__} within {seconds} s")

def until(state):
    wait(StateChanged, 90, lambda event: event.state == state)

def call(until_heard=None, **more):
    engine.send(StartCall(folder, "Live", camera_id=f"file:{clip}", microphone_id=f"file:{clip}", **more))
    until("calling")
    if until_heard is not None:
        wait(until_heard, 120)
    wait(SnapshotTaken, 90, lambda event: event.snapshot.now_s >= seconds)
    engine.send(StopCall())
    assert wait(CallFinished, 60).folder == folder
    assert (Path(folder) / "media.mkv").stat().st_size > 10_000

if __name__ == "__main__":
    clip, folder, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    engine = EngineClient(engine_main)
    engine.start()
    until("ready")
"""
_LIVE_CALL = """
    call(customer_audio_id=f"file:{clip}#track=1")
    engine.close()
"""
_PRACTICE_CALL = """
    call(until_heard=CustomerStops, practice=PracticePlan(sys.argv[4], speaker_id="silent"))
    engine.close()
"""
_DRILL = """
    engine.send(JudgeAnswer(sys.argv[4], "I am furious about the outage.", 1))
    assert wait(AnswerJudged, 60).judged.said == sys.argv[4]
    engine.send(SaySentence("Good morning, everybody.", speaker_id="silent"))
    engine.send(StartDrill(camera_id=f"file:{clip}", microphone_id=f"file:{clip}"))
    for _ in range(20):
        wait(DrillReading, 60)
    engine.send(StopDrill())
    until("ready")
    engine.close()
"""


@functools.cache
def works(tool: tuple[str, ...]) -> bool:
    """Whether a tool is here and may do its work (containers often forbid it)."""
    if not sys.platform.startswith("linux") or shutil.which(tool[0]) is None:
        return False
    done = subprocess.run([*tool, *(["-o", os.devnull] if tool is _STRACE else []), "true"], capture_output=True)
    return done.returncode == 0


def need(tool: tuple[str, ...]) -> None:
    if not works(tool):
        pytest.skip(f"{tool[0]} is not here or not allowed")


def run(command: Sequence[str], *, prefix: Sequence[str] = ()) -> str:
    """Run to the end, telemetry switches of other programs unset; gives stdout."""
    env = {name: value for name, value in os.environ.items() if name not in ("ORT_DISABLE_TELEMETRY", "CI")}
    env["PYTHONPATH"] = str(_ROOT)
    done = subprocess.run([*prefix, *command], cwd=_ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def logged(command: Sequence[str]) -> str:
    """Everything a run writes to the log and the screen when all of it is asked for."""
    env = {**os.environ, "PYTHONPATH": str(_ROOT), "ATTUNE_LOG": "DEBUG"}
    done = subprocess.run(command, cwd=_ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout + done.stderr


def internet_calls(trace: Path) -> list[str]:
    """The traced lines that made or used an internet socket."""
    return [line for line in trace.read_text(errors="replace").splitlines() if "AF_INET" in line]


def analyze(clip: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "app", "analyze", str(clip), "--out", str(out), "--json"]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Longer than the live call, so that its devices do not end before it."""
    folder = tmp_path_factory.mktemp("network")
    return make.call_clip(folder / "call.mkv", seconds=_CALL_S + 2.0)


def test_the_trace_sees_internet_sockets(tmp_path: Path) -> None:
    need(_STRACE)
    trace = tmp_path / "trace"
    code = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"
    run([sys.executable, "-c", code], prefix=[*_STRACE, "-o", str(trace)])
    assert internet_calls(trace)


def test_analyze_opens_no_internet_socket_and_needs_none(clip: Path, tmp_path: Path) -> None:
    prefixes: list[list[str]] = [[]]
    if works(_STRACE):
        prefixes.append([*_STRACE, "-o", str(tmp_path / "trace")])
    if works(_NO_NETWORK):
        prefixes.append([*_NO_NETWORK])
    if len(prefixes) == 1:
        pytest.skip("neither strace nor unshare works here")
    found = []
    for number, prefix in enumerate(prefixes):
        document = json.loads(run(analyze(clip, tmp_path / f"s{number}"), prefix=prefix))
        found.append({name: value for name, value in document.items() if name not in ("session", "folder")})
    assert all(document == found[0] for document in found)
    if works(_STRACE):
        assert internet_calls(tmp_path / "trace") == []


def test_a_batch_on_this_machine_opens_no_internet_socket(clip: Path, tmp_path: Path) -> None:
    """Nor do its worker processes; only `--scheduler ADDRESS` does, to that address."""
    need(_STRACE)
    folder, trace = tmp_path / "calls", tmp_path / "trace"
    folder.mkdir()
    shutil.copy(clip, folder / "call.mkv")
    words = [sys.executable, "-m", "app", "batch", str(folder), "--out", str(tmp_path / "out"), "--json"]
    document = json.loads(run(words, prefix=[*_STRACE, "-o", str(trace)]))
    assert len(document["done"]) == 1
    assert internet_calls(trace) == []


def engine_script(tmp_path: Path, does: str, clip: Path, *words: str) -> list[str]:
    script = tmp_path / "engine_script.py"
    script.write_text(_ENGINE + does, encoding="utf-8")
    return [sys.executable, str(script), str(clip), str(tmp_path / "session"), str(_CALL_S), *words]


@pytest.mark.parametrize(
    ("does", "words"),
    [(_LIVE_CALL, ()), (_PRACTICE_CALL, (str(SCENARIO),)), (_DRILL, (ANSWER,))],
    ids=["live call", "practice call", "drill"],
)
def test_nothing_the_engine_does_opens_an_internet_socket(
    does: str, words: tuple[str, ...], clip: Path, tmp_path: Path
) -> None:
    need(_STRACE)
    trace = tmp_path / "trace"
    run(engine_script(tmp_path, does, clip, *words), prefix=[*_STRACE, "-o", str(trace)])
    assert internet_calls(trace) == []


def test_the_log_holds_no_words_of_a_practice_call(clip: Path, tmp_path: Path) -> None:
    log = logged(engine_script(tmp_path, _PRACTICE_CALL, clip, str(SCENARIO)))
    said = open_session(tmp_path / "session").utterances()
    assert said, "the customer spoke"
    for line in said:
        assert line.text not in log
        assert line.text[:24] not in log


def test_nothing_of_an_answer_in_a_drill_is_kept(clip: Path, tmp_path: Path, own_home: Path) -> None:
    assert ANSWER not in logged(engine_script(tmp_path, _DRILL, clip, ANSWER))
    kept = [path for path in (*own_home.rglob("*"), *tmp_path.rglob("*")) if path.is_file()]
    assert not [path for path in kept if ANSWER.encode() in path.read_bytes()]
    assert not [path for path in kept if path.suffix in (".wav", ".mkv", ".jsonl")]


def test_the_libraries_leave_no_device_number_behind(own_home: Path) -> None:
    """A sign of usage figures being gathered, seen without waiting for them to be sent."""
    code = (
        "from app.bootstrap.perception_parts import Models; m = Models(); m.voice_chain('csm'); m.transcriber();"
        "from perception.inference.hibari_voice import HibariVoice; HibariVoice().speak('Hello.')"
    )
    run([sys.executable, "-c", code])
    vendors = {path.name for path in own_home.rglob("*") if path.is_dir()}
    assert vendors.isdisjoint({"Microsoft", "DeveloperTools", "onnxruntime"})
