"""A private sound service with a microphone, and a private camera, both fed from files (no kernel module needed).

Used by tests/hardware and by the live benchmark.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

SOUND_TOOLS = ("pulseaudio", "pactl", "paplay")
CAMERA_TOOLS = ("dbus-daemon", "pipewire", "wireplumber", "gst-launch-1.0", "pw-v4l2", "ffmpeg")
_REPOSITORY = Path(__file__).parents[1]


def missing_tools(tools: tuple[str, ...]) -> list[str]:
    """What has to be installed first; everything where the system is not Linux."""
    if not sys.platform.startswith("linux"):
        return list(tools)
    return [tool for tool in tools if shutil.which(tool) is None]


def wait_until(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Look again and again, as these services tell nobody when they are ready."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not happen within {seconds} s")
        time.sleep(0.05)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(5)


@dataclass
class SoundService:
    """A running private PulseAudio: `environment` for programs that shall use it."""

    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    children: list[subprocess.Popen[str]] = field(default_factory=list)

    def play(self, samples: np.ndarray, *, rate_hz: int = 48000) -> subprocess.Popen[bytes]:
        """Speak into the microphone, in the background."""
        path = Path(self.environment["HOME"]) / "play.wav"
        with wave.open(str(path), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(rate_hz)
            out.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
        return subprocess.Popen(["paplay", "--device=mic_in", str(path)], env=self.environment)

    def pactl(self, *words: str) -> bool:
        done = subprocess.run(["pactl", *words], env=self.environment, capture_output=True)
        return done.returncode == 0

    def unplug(self) -> None:
        _end(self.process)

    def freeze(self) -> None:
        """Stay alive and answer nobody any more."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def end(self) -> None:
        """End the service, and a program of a failed test that still waits for it."""
        for child in self.children:
            if child.poll() is None:
                child.kill()
                child.communicate()
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGCONT)
        _end(self.process)


def service_environment(folder: Path) -> dict[str, str]:
    """The variables of a session of its own below a folder, whose path must be short."""
    run, home = folder / "run", folder / "home"
    run.mkdir(mode=0o700, exist_ok=True)
    home.mkdir(exist_ok=True)
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(run), "HOME": str(home)}
    for name in ("PULSE_SERVER", "PULSE_RUNTIME_PATH", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        environment.pop(name, None)
    return environment


@contextmanager
def virtual_sound(folder: Path) -> Iterator[SoundService]:
    """A microphone "TestMicrophone" that hears what is played into it, and speakers with a monitor."""
    environment = service_environment(folder)
    home = folder / "home"
    (home / ".asoundrc").write_text(
        "pcm.!default { type pulse }\nctl.!default { type pulse }\npcm.pulse { type pulse }\n"
    )
    modules = [
        "module-native-protocol-unix",
        "module-null-sink sink_name=speaker rate=48000 channels=2",
        "module-null-sink sink_name=mic_in rate=48000 channels=1",
        "module-remap-source source_name=testmic master=mic_in.monitor"
        " source_properties=device.description=TestMicrophone",
    ]
    process = subprocess.Popen(
        ["pulseaudio", "--daemonize=no", "--exit-idle-time=-1", "-n", *(w for m in modules for w in ("-L", m))],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    service = SoundService(environment, process)
    try:
        wait_until(lambda: service.pactl("set-default-source", "testmic"), seconds=10, what="the sound service")
        assert service.pactl("set-default-sink", "speaker")
        yield service
    finally:
        service.end()


@dataclass
class CameraService:
    """A running private camera: run a program with `environment` through `pw-v4l2`."""

    environment: dict[str, str]
    feed: subprocess.Popen[bytes]
    children: list[subprocess.Popen[str]] = field(default_factory=list)

    def unplug(self) -> None:
        _end(self.feed)


TEST_PICTURE = "-f lavfi -i testsrc=size=640x480:rate=30"


@contextmanager
def virtual_camera(folder: Path, *, picture: str = TEST_PICTURE) -> Iterator[CameraService]:
    """/dev/video0 with 640x480 pictures at 30 a second, for programs started through pw-v4l2.

    picture: ffmpeg's words for what the camera sees.
    """
    environment = service_environment(folder)
    run = folder / "run"
    environment["PYTHONPATH"] = str(_REPOSITORY)
    environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={run}/bus"
    started: list[subprocess.Popen[bytes]] = []
    service: CameraService | None = None

    def start(command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            ["bash", "-c", command],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        started.append(process)
        return process

    try:
        start(f"exec dbus-daemon --session --nofork --address=unix:path={run}/bus")
        wait_until((run / "bus").exists, seconds=10, what="the message bus")
        start("exec pipewire")
        wait_until((run / "pipewire-0").exists, seconds=10, what="pipewire")
        start("exec wireplumber")
        feed = start(
            f"ffmpeg -loglevel quiet -re {picture} -an -f rawvideo -pix_fmt yuyv422 pipe:1 | "
            "gst-launch-1.0 -q fdsrc fd=0 ! rawvideoparse format=yuy2 width=640 height=480 framerate=30/1 ! "
            "pipewiresink mode=provide stream-properties="
            '"props,media.class=Video/Source,media.role=Camera,node.name=testcam"'
        )
        wait_until(lambda: _has_camera(environment), seconds=20, what="the camera")
        service = CameraService(environment, feed)
        yield service
    finally:
        for child in service.children if service is not None else ():
            if child.poll() is None:
                child.kill()
                child.communicate()
        for process in reversed(started):
            _end(process)


def _has_camera(environment: dict[str, str]) -> bool:
    lister = shutil.which("pw-cli")
    if lister is None:
        time.sleep(4)
        return True
    listed = subprocess.run([lister, "ls", "Node"], env=environment, capture_output=True, text=True)
    return "testcam" in listed.stdout
