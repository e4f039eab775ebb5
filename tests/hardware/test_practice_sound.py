"""A practice call through real sound devices: what is said into the microphone is heard, answered and recorded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from perception.inference.model_files import MODELS_VARIABLE, default_models_dir

_PROBE = Path(__file__).with_name("practice_probe.py")
_SCENARIO = "outage-closing-day"
_LINES = (
    "You sound furious, and six hours without reports on the last day of the quarter would do that. "
    "What was the day like for you and your team?",
)


def _play(service, folder: Path, *lines: str) -> dict:
    environment = {
        **service.environment,
        MODELS_VARIABLE: str(default_models_dir()),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    probe = subprocess.Popen(
        [sys.executable, str(_PROBE), _SCENARIO, str(folder), *lines],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    service.children.append(probe)
    out, errors = probe.communicate(timeout=180)
    assert out, errors[-2000:]
    return json.loads(out.splitlines()[-1])


@pytest.mark.hardware
def test_a_line_into_the_microphone_is_heard_and_answered(sound_service, tmp_path):
    told = _play(sound_service, tmp_path, *_LINES)
    assert told["path"] == ["on_hold", "the_night"]
    assert "furious" in told["heard"][0]
    assert "your team" in told["heard"][0]
    assert told["media"]
    assert told["problems"] == []


@pytest.mark.hardware
def test_loudspeakers_neither_stop_the_customer_nor_speak_for_the_csm(sound_service, tmp_path):
    assert sound_service.pactl(
        "load-module", "module-loopback", "source=speaker.monitor", "sink=mic_in", "latency_msec=40"
    )
    assert sound_service.pactl("set-sink-volume", "mic_in", "40%")
    told = _play(sound_service, tmp_path)
    scenario_lines = " ".join(told["customer"])
    assert len(told["customer"]) == 1  # said in one piece, not broken off
    assert len(scenario_lines.split()) > 10
    assert told["heard"] == []
