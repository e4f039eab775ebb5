from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

_PROBE = Path(__file__).with_name("camera_probe.py")


def _start(service, frames: int, then: str) -> subprocess.Popen[str]:
    probe = subprocess.Popen(
        ["pw-v4l2", sys.executable, str(_PROBE), str(frames), then],
        env=service.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    service.children.append(probe)
    return probe


def _line(probe: subprocess.Popen[str]) -> dict:
    line = probe.stdout.readline()
    if not line:
        pytest.fail("the camera program said nothing: " + probe.stderr.read()[-2000:])
    return json.loads(line)


def test_pictures_come_at_their_rate(camera_service):
    probe = _start(camera_service, 90, "stop")
    seen = _line(probe)
    probe.communicate(timeout=20)
    assert seen["info"] == [640, 480]
    assert seen["shapes"] == [[480, 640, 3]]
    assert not seen["writeable"]
    steps = np.diff(seen["times"])
    assert np.all(steps > 0)
    assert 1.0 / np.median(steps) == pytest.approx(30.0, abs=2.0)


def test_unplugged_camera_is_reported(camera_service):
    probe = _start(camera_service, 10, "until-lost")
    _line(probe)
    unplugged_at = time.monotonic()
    camera_service.unplug()
    lost = _line(probe)
    probe.communicate(timeout=20)
    assert "unplugged" in lost["message"]
    assert lost["lost"] - unplugged_at < 2.0
