"""Both voices of a recording, kept on two tracks, sound while it is played."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from tests.long_media import TONES_HZ, write_long_media

_PROBE = Path(__file__).with_name("review_probe.py")
_RATE_HZ = 16000
_CLEAR = 20.0  # times as strong as between the two


def test_both_voices_are_heard(sound_service, tmp_path):
    media = write_long_media(tmp_path / "media.mkv", minutes=0.4, codec="libvpx-vp9", width=320, height=240)
    environment = {
        **sound_service.environment,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "QT_QPA_PLATFORM": "offscreen",
    }
    heard = tmp_path / "heard.raw"
    with heard.open("wb") as out:
        listener = subprocess.Popen(
            ["parec", "--device=speaker.monitor", f"--rate={_RATE_HZ}", "--channels=1", "--format=s16le"],
            env=sound_service.environment,
            stdout=out,
            text=True,
        )
        sound_service.children.append(listener)
        player = subprocess.run(
            [sys.executable, str(_PROBE), str(media), "8"], env=environment, capture_output=True, text=True, timeout=60
        )
        listener.terminate()
        listener.wait(10)
    assert player.returncode == 0, player.stderr[-2000:]
    samples = np.frombuffer(heard.read_bytes(), "<i2").astype(float)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    hz = np.fft.rfftfreq(len(samples), 1 / _RATE_HZ)
    between = float(np.max(spectrum[(hz > 500) & (hz < 640)]))
    for tone_hz in TONES_HZ:
        around = np.abs(hz - tone_hz) < 5.0
        assert float(np.max(spectrum[around])) > _CLEAR * between, tone_hz
