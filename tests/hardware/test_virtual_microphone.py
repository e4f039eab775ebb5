from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

_PROBE = Path(__file__).with_name("microphone_probe.py")


def _start(service, device_id: str, seconds: float, out: Path) -> subprocess.Popen[str]:
    environment = {**service.environment, "PYTHONPATH": str(_PROBE.parents[2])}
    probe = subprocess.Popen(
        [sys.executable, str(_PROBE), device_id, str(seconds), str(out)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    service.children.append(probe)
    return probe


def _speech_like(seconds: float) -> np.ndarray:
    """Noise of changing loudness below 4 kHz: has one clear peak when compared with itself."""
    rng = np.random.default_rng(0)
    n = round(seconds * 48000)
    noise = np.convolve(rng.standard_normal(n), np.hanning(24) / 12, "same")
    return 0.2 * noise * (0.3 + np.abs(np.sin(2 * np.pi * 1.7 * np.arange(n) / 48000)))


@pytest.mark.parametrize("device_id", ["mic:default", "mic:pulse", "mic:pulse/testmic"])
def test_what_is_played_is_heard(sound_service, tmp_path, device_id):
    played = _speech_like(2.0)
    probe = _start(sound_service, device_id, 4.0, tmp_path / "heard.npz")
    ready = json.loads(probe.stdout.readline())
    player = sound_service.play(played)
    rest = json.loads(probe.stdout.readline())
    probe.communicate(timeout=20)
    player.wait(10)
    heard = np.load(tmp_path / "heard.npz")
    assert ready["microphones"] == [["mic:pulse/testmic", "TestMicrophone", True]]
    assert rest["lost"] is None
    assert rest["overflows"] == 0
    assert _best_correlation(heard["samples"], played, ready["rate_hz"]) > 0.98
    expected = heard["times"][0] + np.cumsum(np.concatenate(([0], heard["lengths"][:-1]))) / ready["rate_hz"]
    assert heard["times"] == pytest.approx(expected, abs=1e-6)
    assert abs(rest["drift_ms"]) < 60


def _best_correlation(heard: np.ndarray, played: np.ndarray, rate_hz: int) -> float:
    import soxr

    reference = soxr.resample(played, 48000, rate_hz)
    size = 1 << int(np.ceil(np.log2(len(heard) + len(reference))))
    cross = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(reference, size)), size)
    start = int(cross[: len(heard)].argmax())
    piece = heard[start : start + len(reference)]
    return float(np.corrcoef(piece, reference[: len(piece)])[0, 1])


def test_speakers_are_a_customer_source(sound_service, tmp_path):
    probe = _start(sound_service, "loopback:pulse/speaker.monitor", 1.0, tmp_path / "heard.npz")
    ready = json.loads(probe.stdout.readline())
    probe.communicate(timeout=20)
    assert "loopback:pulse/speaker.monitor" in [entry[0] for entry in ready["sources"]]
    assert ready["name"].startswith("Monitor of")


def test_unplugged_microphone_is_reported_within_two_seconds(sound_service, tmp_path):
    probe = _start(sound_service, "mic:pulse/testmic", 15.0, tmp_path / "heard.npz")
    probe.stdout.readline()
    unplugged_at = time.monotonic()
    sound_service.unplug()
    rest = json.loads(probe.stdout.readline())
    probe.communicate(timeout=20)
    assert rest["lost"] is not None
    lost_at, message = rest["lost"]
    assert "unplugged" in message
    assert lost_at - unplugged_at < 2.0


def test_frozen_sound_service_keeps_nothing_from_ending(sound_service, tmp_path):
    probe = _start(sound_service, "mic:pulse/testmic", 15.0, tmp_path / "heard.npz")
    probe.stdout.readline()
    frozen_at = time.monotonic()
    sound_service.freeze()
    rest = json.loads(probe.stdout.readline())
    assert rest["lost"][0] - frozen_at < 2.0
    probe.communicate(timeout=10)
    assert probe.returncode == 0
