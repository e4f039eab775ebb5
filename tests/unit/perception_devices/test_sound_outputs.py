"""Sound outputs without a sound card: what the device is given, and what happens when it goes away."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import numpy as np
import pytest

from perception.devices import discovery, portaudio, sound_outputs
from perception.devices.sound_outputs import SilentOutput, SoundDeviceOutput
from perception.errors import DeviceError

RATE = 16_000


class PretendedPortAudio:
    """A sound library whose device the test plays itself."""

    class PortAudioError(Exception):
        pass

    def __init__(self, *, opens: bool = True, there: bool = True, rate_hz: float = RATE) -> None:
        self.opens, self.there, self.rate_hz = opens, there, rate_hz
        self.streams: list[SimpleNamespace] = []

    def query_devices(self, device=None, kind=None):
        if not self.there:
            raise ValueError("no device")
        return {"name": "pretended", "default_samplerate": self.rate_hz, "max_output_channels": 2}

    def OutputStream(self, **options):
        def start() -> None:
            if not self.opens:
                raise self.PortAudioError("busy")

        stream = SimpleNamespace(**options, start=start, abort=lambda **_: None, close=lambda **_: None)
        stream.latency, stream.wanted_latency = 0.03, options["latency"]
        self.streams.append(stream)
        return stream


@pytest.fixture
def library(monkeypatch):
    pretended = PretendedPortAudio()
    monkeypatch.setattr(sound_outputs, "import_sounddevice", lambda: pretended)
    monkeypatch.setattr(sound_outputs, "_WATCH_S", 0.01)
    return pretended


def ask(library: PretendedPortAudio, frames: int = 320) -> np.ndarray:
    """What the device plays next."""
    out = np.full((frames, library.streams[-1].channels), 9.0, dtype=np.float32)
    library.streams[-1].callback(out, frames, None, None)
    return out


def test_what_is_written_sounds_once_and_silence_in_between(library):
    output = SoundDeviceOutput("x")
    info = output.start(lambda error: None, rate_hz=RATE)
    assert (info.name, info.rate_hz, info.latency_s) == ("pretended", RATE, 0.03)
    assert not ask(library).any()
    output.write(np.full(200, 0.5, dtype=np.float32))
    output.write(np.full(200, 0.25, dtype=np.float32))
    played = np.concatenate([ask(library), ask(library)])
    assert played.shape[1] == 2
    assert np.all(played[:200] == 0.5)
    assert np.all(played[200:400] == 0.25)
    assert not played[400:].any()
    output.stop()


def test_what_did_not_sound_yet_can_be_taken_back(library):
    output = SoundDeviceOutput("x")
    output.start(lambda error: None, rate_hz=RATE)
    output.write(np.full(1000, 0.5, dtype=np.float32))
    assert ask(library, 100).all()
    output.clear()
    assert not ask(library).any()
    output.stop()
    output.stop()
    output.write(np.ones(10, dtype=np.float32))  # nothing happens any more


def test_sound_of_another_rate_is_resampled_without_losing_any(library):
    library.rate_hz = 48_000.0
    output = SoundDeviceOutput("x")
    output.start(lambda error: None, rate_hz=24_000)
    for _ in range(50):
        output.write(np.full(480, 0.5, dtype=np.float32))
    played = np.concatenate([ask(library, 960) for _ in range(52)])[:, 0]
    assert np.count_nonzero(np.abs(played) > 0.4) == pytest.approx(48_000, abs=960)
    output.stop()


@pytest.mark.parametrize(
    ("there", "opens", "words"), [(False, True, "no loudspeaker"), (True, False, "cannot be opened")]
)
def test_absent_or_busy(monkeypatch, there, opens, words):
    pretended = PretendedPortAudio(there=there, opens=opens)
    monkeypatch.setattr(sound_outputs, "import_sounddevice", lambda: pretended)
    with pytest.raises(DeviceError) as told:
        SoundDeviceOutput("x").start(lambda error: None, rate_hz=RATE)
    assert words in told.value.message
    assert "captions" in told.value.recovery


@pytest.mark.parametrize("how", ["finished", "silent"])
def test_an_output_that_goes_away_is_told(library, monkeypatch, how):
    monkeypatch.setattr(sound_outputs, "_LOST_AFTER_S", 0.05)
    monkeypatch.setattr(sound_outputs, "_SETTLES_S", 0.05)
    lost, told = threading.Event(), []

    def on_lost(error: Exception) -> None:
        told.append(error)
        lost.set()

    output = SoundDeviceOutput("x")
    output.start(on_lost, rate_hz=RATE)
    if how == "finished":
        library.streams[0].finished_callback()
    assert lost.wait(5)
    assert "unplugged" in told[0].message
    output.write(np.ones(10, dtype=np.float32))
    output.stop()


def test_silence_is_an_output_too():
    output = SilentOutput()
    info = output.start(lambda error: None, rate_hz=24_000)
    output.write(np.ones(10, dtype=np.float32))
    output.clear()
    output.stop()
    assert (info.rate_hz, info.latency_s) == (24_000, 0.0)


def test_outputs_are_found_by_id(monkeypatch):
    assert isinstance(discovery.output_from_id("silent"), SilentOutput)
    assert isinstance(discovery.output_from_id(None), SoundDeviceOutput)
    assert isinstance(discovery.output_from_id("speaker:pulse/headset"), SoundDeviceOutput)
    with pytest.raises(DeviceError):
        discovery.output_from_id("mic:default")


def test_outputs_are_listed_with_the_default_first(monkeypatch):
    devices = [
        {"name": "HDMI", "max_output_channels": 2, "max_input_channels": 0, "hostapi": 0},
        {"name": "Headset", "max_output_channels": 2, "max_input_channels": 1, "hostapi": 0},
        {"name": "Microphone", "max_output_channels": 0, "max_input_channels": 1, "hostapi": 0},
        {"name": "dmix", "max_output_channels": 2, "max_input_channels": 0, "hostapi": 0},
    ]
    library = SimpleNamespace(
        query_hostapis=lambda: [{"name": "ALSA"}],
        query_devices=lambda kind=None: devices if kind is None else devices[1],
        PortAudioError=RuntimeError,
    )
    monkeypatch.setattr(discovery, "import_sounddevice", lambda: library)
    found = discovery.list_outputs()
    assert [(one.id, one.is_default) for one in found] == [("speaker:Headset", True), ("speaker:HDMI", False)]


def test_without_a_sound_library_there_is_no_output(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "sounddevice", None)
    assert discovery.list_outputs() == []
    with pytest.raises(DeviceError, match="PortAudio"):
        portaudio.import_sounddevice()
