"""A live call: rates, delays, processor time and memory, in the real window.

The camera and the microphone are the virtual ones of the hardware tests where their tools are installed (the real
V4L2 and PortAudio paths), else recordings played at the speed of life; the table says which. ATTUNE_BENCH_LIVE_S
shortens the three minutes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import psutil

from perception.devices.media_file import iter_audio
from perception.inference.model_files import MODELS_VARIABLE, default_models_dir
from tests.benchmarks.clip import LENGTH_S, benchmark_clip
from tests.benchmarks.table import Figure
from tests.benchmarks.watch import resident_bytes
from tests.virtual_devices import CAMERA_TOOLS, SOUND_TOOLS, missing_tools, virtual_camera, virtual_sound

_DEFAULT_S = 180.0
_SAMPLE_S = 1.0
_FIRST_MINUTE_S = 60.0
_ROOM_S = 60.0  # start, settling and finishing around the measured time
_RATE_HZ = 48_000


@dataclass(frozen=True)
class Devices:
    """What the call is started with. prefix: a program that shows the camera to the window's process."""

    name: str
    camera: str
    microphone: str
    customer: str
    environment: dict[str, str]
    prefix: tuple[str, ...] = ()


@dataclass(frozen=True)
class Load:
    """One look at all processes: seconds since the first one, processor seconds so far, bytes."""

    at_s: float
    cpu_s: float
    resident: int


def run() -> list[Figure]:
    """One call of three minutes."""
    length_s = float(os.environ.get("ATTUNE_BENCH_LIVE_S", _DEFAULT_S))
    with tempfile.TemporaryDirectory(prefix="atb", dir="/tmp" if os.name != "nt" else None) as name:
        folder = Path(name)
        with devices(folder, benchmark_clip(folder), length_s) as used:
            result, loads = live_call(folder, used, length_s)
    return figures(result, loads, f"{length_s:.0f} s, {used.name}, {os.cpu_count()} cores")


def figures(result: dict[str, Any], loads: list[Load], where: str) -> list[Figure]:
    """The table's lines."""
    cpu = 100.0 * (loads[-1].cpu_s - loads[0].cpu_s) / (loads[-1].at_s - loads[0].at_s)
    rest = f"picture rate on the screen {result['preview_fps']:.0f}/s, dropped {result['dropped']}"
    rest += f" of {result['captured']}, recorder drops {result['recorder_drops']}, overflows {result['overflows']}"
    if result["problems"]:
        where += f"; told during the call: {' '.join(result['problems'])}"
    return [
        Figure("live: face readings a second", result["face_fps"], "1/s", 15.0, "higher", where),
        Figure("live: pose readings a second", result["pose_fps"], "1/s", 5.0, "higher"),
        Figure("live: processor time of all processes, of one core", cpu, "%", 100.0),
        Figure("live: memory growth after the first minute", growth_mb(loads), "MB/min", 10.0),
        Figure("live: preview lag, median", result["preview_lag_s"], "s", 0.1, "lower", rest),
        Figure("live: preview lag, p99", result["preview_lag_p99_s"], "s"),
        Figure("live: capture to gauge for E, M and P, median", result["gauge_s"], "s", 0.2),
        Figure("live: event-loop gap of the window, p99", 1000 * result["gap_p99_s"], "ms", 33.0),
        Figure("live: event-loop gap of the window, longest", 1000 * result["gap_max_s"], "ms"),
        Figure("live: peak memory of all processes", max(load.resident for load in loads) / 1e9, "GB", 1.2),
    ]


def growth_mb(loads: list[Load]) -> float:
    """Slope after the first minute (in a shortened run: after the first third), MB a minute."""
    after_s = min(_FIRST_MINUTE_S, loads[-1].at_s / 3)
    late = [load for load in loads if load.at_s >= after_s]
    return float(np.polyfit([load.at_s for load in late], [load.resident for load in late], 1)[0]) * 60.0 / 1e6


# ---------------------------------------------------------------- the call


def live_call(folder: Path, used: Devices, length_s: float) -> tuple[dict[str, Any], list[Load]]:
    """Run the window in a process of its own and watch it and its engine from outside."""
    call = {
        "folder": str(folder / "sessions" / "live"),
        "title": "Live benchmark",
        "camera_id": used.camera,
        "microphone_id": used.microphone,
        "customer_audio_id": used.customer,
    }
    plan = folder / "plan.json"
    plan.write_text(json.dumps({"length_s": length_s, "call": call}), encoding="utf-8")
    environment = {
        **used.environment,
        "ATTUNE_LIBRARY": str(folder / "sessions"),
        MODELS_VARIABLE: str(default_models_dir()),
    }
    with screen(environment) as shown:
        process = subprocess.Popen(
            [*used.prefix, sys.executable, "-m", "tests.benchmarks.live_window", str(plan)],
            stdout=subprocess.PIPE,
            text=True,
            env={**environment, **shown},
        )
        loads: list[Load] = []
        ended = threading.Event()
        lines = []
        try:
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(json.loads(line))
                if lines[-1].get("measuring"):
                    threading.Thread(target=_watch, args=(process.pid, length_s, loads, ended), daemon=True).start()
        finally:
            ended.set()
            if process.poll() is None and not lines:
                process.kill()
            process.wait(60)
    if process.returncode != 0 or not lines or "face_fps" not in lines[-1]:
        raise RuntimeError(f"the live call did not end well: {lines}")
    return lines[-1], loads


def _watch(pid: int, length_s: float, loads: list[Load], ended: threading.Event) -> None:
    root, began_s = psutil.Process(pid), time.monotonic()
    while time.monotonic() - began_s < length_s:
        loads.append(Load(time.monotonic() - began_s, _cpu_s(root), resident_bytes(root)))
        if ended.wait(_SAMPLE_S):
            return


def _cpu_s(root: psutil.Process) -> float:
    total = 0.0
    for process in [root, *root.children(recursive=True)]:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


@contextmanager
def screen(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """Variables for a screen: the one that is there, else one of Xvfb, else none (offscreen)."""
    if environment.get("DISPLAY") or sys.platform in ("win32", "darwin"):
        yield {}
        return
    if shutil.which("Xvfb") is None:
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            yield {"DISPLAY": f":{answer.readline().strip()}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        process.terminate()
        process.wait(10)


# ---------------------------------------------------------------- devices


@contextmanager
def devices(folder: Path, clip: Path, length_s: float) -> Iterator[Devices]:
    """Virtual devices where they can be made, else a long recording."""
    if missing_tools((*SOUND_TOOLS, *CAMERA_TOOLS)):
        long = str(repeated(clip, folder / "long.mkv", length_s + _ROOM_S))
        yield Devices("recordings as devices", f"file:{long}", f"file:{long}", f"file:{long}#track=1", {**os.environ})
        return
    with ExitStack() as stack:
        camera = stack.enter_context(virtual_camera(folder, picture=f"-stream_loop -1 -i {clip}"))
        sound = stack.enter_context(virtual_sound(folder))
        for track, sink in enumerate(("mic_in", "speaker")):
            stack.enter_context(playing(sound.environment, clip, track, sink, folder))
        environment = {**camera.environment, **sound.environment, **_bus(camera.environment)}
        yield Devices(
            "virtual camera and microphone",
            "camera:0",
            "mic:pulse/testmic",
            "loopback:pulse/speaker.monitor",
            environment,
            ("pw-v4l2",),
        )


def _bus(environment: dict[str, str]) -> dict[str, str]:
    return {name: environment[name] for name in ("DBUS_SESSION_BUS_ADDRESS", "PYTHONPATH")}


@contextmanager
def playing(environment: dict[str, str], clip: Path, track: int, sink: str, folder: Path) -> Iterator[None]:
    """Play one sound track into a sink, over and over."""
    raw = folder / f"track-{track}.raw"
    samples = np.concatenate([b.samples for b in iter_audio(clip, track=track, rate_hz=_RATE_HZ, channel="csm")])
    raw.write_bytes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    player = f"pacat --playback --device={sink} --rate={_RATE_HZ} --channels=1 --format=s16le"
    play = f"while cat {raw}; do :; done | exec {player}"
    process = subprocess.Popen(["bash", "-c", play], env=environment, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        os.killpg(process.pid, 15)
        process.wait(10)


def repeated(clip: Path, target: Path, length_s: float) -> Path:
    """The clip again and again in one file; packets are copied."""
    with av.open(str(target), "w", format="matroska") as output:
        routes: dict[int, Any] = {}
        for number in range(int(length_s / LENGTH_S) + 1):
            with av.open(str(clip)) as source:
                for stream in source.streams if not routes else ():
                    routes[stream.index] = output.add_stream_from_template(stream)
                for packet in source.demux():
                    if packet.dts is None:
                        continue
                    later = int(Fraction(int(number * LENGTH_S)) / packet.time_base)
                    packet.pts, packet.dts = packet.pts + later, packet.dts + later
                    packet.stream = routes[packet.stream.index]
                    output.mux(packet)
    return target
