"""The real adapters against pretended drivers."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import numpy as np
import pytest

from perception.devices import discovery, opencv_camera, portaudio, sounddevice_mic
from perception.devices.cv2_setup import cv2
from perception.devices.media_file import MediaCamera, MediaMicrophone
from perception.devices.opencv_camera import OpenCvCamera
from perception.devices.sounddevice_mic import SoundDeviceMicrophone
from perception.errors import DeviceError


class HandClock:
    def __init__(self) -> None:
        self.t_s = 10.0

    def now_s(self) -> float:
        return self.t_s


class PretendedPortAudio:
    """A sound library whose device the test plays itself."""

    class PortAudioError(Exception):
        pass

    def __init__(self, *, opens: bool = True, devices: int = 1) -> None:
        self._opens = opens
        self._devices = devices
        self.streams: list[SimpleNamespace] = []

    def _exit_handler(self) -> None:
        pass

    def query_devices(self, device=None, kind=None):
        if not self._devices:
            raise ValueError("no device")
        return {"name": "pretended", "default_samplerate": 16000.0, "max_input_channels": 1}

    def InputStream(self, **options):
        def start() -> None:
            if not self._opens:
                raise self.PortAudioError("busy")

        stream = SimpleNamespace(
            **options, start=start, abort=lambda **_: None, close=lambda **_: options["finished_callback"]()
        )
        self.streams.append(stream)
        return stream


class Listener:
    def __init__(self) -> None:
        self.blocks: list = []
        self.ends: list = []
        self.heard = threading.Semaphore(0)
        self.ended = threading.Event()

    def on_block(self, block) -> None:
        self.blocks.append(block)
        self.heard.release()

    def on_end(self, error) -> None:
        self.ends.append(error)
        self.ended.set()


@pytest.fixture
def port_audio(monkeypatch):
    library = PretendedPortAudio()
    monkeypatch.setattr(sounddevice_mic, "import_sounddevice", lambda: library)
    return library


def _play(stream, clock, *, t_s: float, overflow: bool = False, value: float = 0.1) -> None:
    clock.t_s = t_s
    stream.callback(np.full((320, 1), value, dtype=np.float32), 320, None, SimpleNamespace(input_overflow=overflow))


def test_microphone_times_count_samples_not_arrivals(port_audio):
    clock, listener = HandClock(), Listener()
    microphone = SoundDeviceMicrophone("x", clock=clock)
    info = microphone.start(listener.on_block, listener.on_end)
    for k, late in enumerate((0.0, 0.013, 0.004, 0.019)):
        _play(port_audio.streams[0], clock, t_s=10.02 + 0.02 * k + late)
        assert listener.heard.acquire(timeout=5)
    microphone.stop()
    assert info.rate_hz == 16000
    assert [block.t_s for block in listener.blocks] == pytest.approx([10.0, 10.02, 10.04, 10.06])
    assert listener.ends == [None]
    assert microphone.overflows == 0


def test_microphone_counts_what_the_device_lost_and_keeps_time(port_audio):
    clock, listener = HandClock(), Listener()
    microphone = SoundDeviceMicrophone("x", clock=clock)
    microphone.start(listener.on_block, listener.on_end)
    _play(port_audio.streams[0], clock, t_s=10.02)
    _play(port_audio.streams[0], clock, t_s=10.34, overflow=True)
    assert listener.heard.acquire(timeout=5)
    assert listener.heard.acquire(timeout=5)
    microphone.stop()
    assert listener.blocks[1].t_s == pytest.approx(10.32)
    assert microphone.overflows == 1


def test_microphone_that_stops_by_itself_is_lost(port_audio):
    clock, listener = HandClock(), Listener()
    microphone = SoundDeviceMicrophone("x", clock=clock)
    microphone.start(listener.on_block, listener.on_end)
    _play(port_audio.streams[0], clock, t_s=10.02)
    port_audio.streams[0].finished_callback()
    assert listener.ended.wait(5)
    assert isinstance(listener.ends[0], DeviceError)
    microphone.stop()
    assert len(listener.ends) == 1


def test_microphone_that_falls_silent_is_lost(port_audio):
    listener = Listener()
    microphone = SoundDeviceMicrophone("x", clock=HandClock())
    microphone.start(listener.on_block, listener.on_end)
    _play(port_audio.streams[0], HandClock(), t_s=1.0)
    assert listener.ended.wait(2.0)
    assert isinstance(listener.ends[0], DeviceError)
    microphone.stop()


def test_a_sound_service_that_hangs_keeps_neither_stop_nor_the_process_from_ending(port_audio, monkeypatch):
    gate, given_up = threading.Event(), []
    monkeypatch.setattr(portaudio, "_CLOSE_S", 0.05)
    monkeypatch.setattr("atexit.unregister", given_up.append)
    microphone = SoundDeviceMicrophone("x", clock=HandClock())
    microphone.start(lambda _: None, lambda _: None)
    port_audio.streams[0].abort = lambda **_: gate.wait(20)
    microphone.stop()
    assert given_up == [port_audio._exit_handler]
    gate.set()


def test_microphone_starts_again_after_stop(port_audio):
    clock = HandClock()
    microphone = SoundDeviceMicrophone("x", clock=clock)
    for round_number in range(2):
        listener = Listener()
        microphone.start(listener.on_block, listener.on_end)
        _play(port_audio.streams[round_number], clock, t_s=20.0)
        assert listener.heard.acquire(timeout=5)
        microphone.stop()
        microphone.stop()


@pytest.mark.parametrize(
    ("library", "words"),
    [
        (PretendedPortAudio(devices=0), "no microphone"),
        (PretendedPortAudio(opens=False), "cannot be opened"),
    ],
)
def test_microphone_absent_or_busy(monkeypatch, library, words):
    monkeypatch.setattr(sounddevice_mic, "import_sounddevice", lambda: library)
    with pytest.raises(DeviceError, match=words):
        SoundDeviceMicrophone("x", clock=HandClock()).start(lambda _: None, lambda _: None)


def test_missing_sound_library_has_a_remedy(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(DeviceError, match="PortAudio") as caught:
        sounddevice_mic.import_sounddevice()
    assert "libportaudio2" in caught.value.recovery
    assert discovery.list_customer_sources() == []


class PretendedCapture:
    """Gives `pictures` pictures, then waits on `gate` and fails."""

    def __init__(self, *, opened: bool = True, pictures: int = 3) -> None:
        self.opened, self.left = opened, pictures
        self.gate, self.taken, self.released = threading.Event(), threading.Semaphore(0), False

    def isOpened(self) -> bool:
        return self.opened

    def set(self, *_):
        return True

    def get(self, _):
        return 30.0

    def grab(self) -> bool:
        if self.left == 0:
            self.gate.wait(10)
            return False
        return True

    def retrieve(self):
        self.left -= 1
        return True, np.full((48, 64, 3), self.left, dtype=np.uint8)

    def release(self) -> None:
        self.released = True


@pytest.fixture
def capture(monkeypatch):
    pretended = PretendedCapture()
    monkeypatch.setattr(cv2, "VideoCapture", lambda *_: pretended)
    yield pretended
    pretended.gate.set()


def test_camera_gives_the_newest_read_only_picture(capture):
    camera = OpenCvCamera(0, clock=HandClock())
    info = camera.open()
    frame = camera.read()
    while frame.index < 2:
        frame = camera.read()
    assert (info.width_px, info.height_px, info.fps) == (64, 48, 30.0)
    assert frame.t_s == 10.0
    assert not frame.bgr.flags.writeable
    capture.gate.set()
    camera.close()
    assert capture.released


def test_camera_that_hangs_is_lost_within_seconds(capture, monkeypatch):
    monkeypatch.setattr(opencv_camera, "_LOST_AFTER_S", 0.05)
    camera = OpenCvCamera(0, clock=HandClock())
    camera.open()
    while camera.read().index < 2:
        pass
    with pytest.raises(DeviceError, match="unplugged"):
        camera.read()
    capture.gate.set()
    camera.close()


def test_close_wakes_a_waiting_reader(capture):
    camera = OpenCvCamera(0, clock=HandClock())
    camera.open()
    results: list = []
    while camera.read().index < 2:
        pass
    reader = threading.Thread(target=lambda: results.append(camera.read()))
    reader.start()
    capture.gate.set()
    camera.close()
    reader.join(5)
    assert results in ([None], [])


@pytest.mark.parametrize(
    ("exists", "allowed", "words"),
    [
        (False, False, "no camera"),
        (True, False, "not allowed"),
        (True, True, "another program"),
    ],
)
def test_camera_that_cannot_be_opened(monkeypatch, tmp_path, exists, allowed, words):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(cv2, "VideoCapture", lambda *_: PretendedCapture(opened=False))
    monkeypatch.setattr("os.access", lambda *_: allowed)
    device = tmp_path / "video7"
    if exists:
        device.touch()
    with pytest.raises(DeviceError, match=words):
        OpenCvCamera(str(device), clock=HandClock()).open()


def test_camera_without_pictures(monkeypatch):
    pretended = PretendedCapture(pictures=0)
    pretended.gate.set()
    monkeypatch.setattr(cv2, "VideoCapture", lambda *_: pretended)
    with pytest.raises(DeviceError, match="no picture"):
        OpenCvCamera(0, clock=HandClock()).open()


def test_linux_cameras_are_named_and_their_second_files_left_out(tmp_path):
    listed, devices = tmp_path / "sys", tmp_path / "dev"
    devices.mkdir()
    for number, place, name in ((2, "0", "Desk Cam"), (0, "0", "Lid Cam"), (1, "1", "Lid Cam")):
        folder = listed / f"video{number}"
        folder.mkdir(parents=True)
        (folder / "index").write_text(place + "\n")
        (folder / "name").write_text(name + "\n")
        (devices / f"video{number}").touch()
    found = discovery._linux_cameras(listed, devices)
    assert [(device.id, device.name, device.is_default) for device in found] == [
        ("camera:0", "Lid Cam", True),
        ("camera:2", "Desk Cam", False),
    ]
    assert discovery._linux_cameras(tmp_path / "none", devices) == []


def test_pulse_sources_are_told_apart(monkeypatch):
    sources = [
        {"name": "out.monitor", "description": "Monitor of Speakers", "monitor_source": "out", "is_default": False},
        {"name": "usb", "description": "USB Headset", "monitor_source": "", "is_default": True},
    ]
    monkeypatch.setattr(discovery, "_pulse_sources", lambda: sources)
    assert [(d.id, d.name) for d in discovery.list_microphones()] == [("mic:pulse/usb", "USB Headset")]
    assert [d.id for d in discovery.list_customer_sources()] == ["loopback:pulse/out.monitor"]


def test_ids_open_what_they_name(monkeypatch):
    clock = HandClock()
    monkeypatch.setattr(discovery, "_pulse_sources", list)
    assert isinstance(discovery.camera_from_id("camera:0", clock=clock), OpenCvCamera)
    assert isinstance(discovery.camera_from_id("file:/a b.mp4", clock=clock), MediaCamera)
    assert isinstance(discovery.microphone_from_id("file:/a.mp4#track=1", clock=clock), MediaMicrophone)
    assert isinstance(discovery.microphone_from_id("mic:default", clock=clock), SoundDeviceMicrophone)
    assert isinstance(discovery.microphone_from_id("loopback:pulse/a", clock=clock), SoundDeviceMicrophone)
    for wrong in ("", "camera:", "mic:x", "robot:1"):
        with pytest.raises(DeviceError):
            discovery.camera_from_id(wrong, clock=clock)
    with pytest.raises(DeviceError):
        discovery.microphone_from_id("camera:0", clock=clock)


def test_opencv_leaves_qt_alone():
    import os

    assert "cv2" not in os.environ.get("QT_QPA_PLATFORM_PLUGIN_PATH", "")
    assert "cv2" not in os.environ.get("QT_QPA_FONTDIR", "")
