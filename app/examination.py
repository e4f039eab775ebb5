"""The checks of `attune doctor`: each gives one finding with a remedy."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np

from perception.errors import PerceptionError
from perception.ports import Camera, Microphone
from perception.types import AudioBlock

_TEST_S: Final = 3.0
_LOW_DISK_GB: Final = 2.0  # about four hours of recording
_SILENT_DBFS: Final = -75.0  # a muted or dead input; a quiet room lies above
_SLOW_FPS: Final = 12.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. remedy is '' when there is nothing to do."""

    check: str
    state: Literal["ok", "notice", "fail"]
    message: str
    remedy: str = ""


def check_disk(folder: Path) -> Finding:
    """Free space where sessions are kept."""
    place = folder
    while not place.exists():
        place = place.parent
    free_gb = shutil.disk_usage(place).free / 1e9
    if free_gb < _LOW_DISK_GB:
        return Finding("disk", "notice", f"Only {free_gb:.1f} GB free.", "A 30-minute call takes about 0.25 GB.")
    return Finding("disk", "ok", f"{free_gb:.0f} GB free.")


def check_camera(name: str, make: Callable[[], Camera]) -> Finding:
    """Three seconds of pictures from one camera."""
    camera = make()
    try:
        camera.open()
        frames, dark, began_s = 0, 0.0, time.monotonic()
        while time.monotonic() - began_s < _TEST_S:
            frame = camera.read()
            if frame is None:
                break
            frames += 1
            dark = float(frame.bgr.mean())
        fps = frames / max(time.monotonic() - began_s, 1e-3)
    except PerceptionError as error:
        return Finding("camera", "notice", f"{name}: {error.message}", error.recovery)
    finally:
        camera.close()
    if dark < 4.0:
        return Finding("camera", "notice", f"{name} gives a black picture.", "Open its cover or privacy switch.")
    if fps < _SLOW_FPS:
        return Finding(
            "camera", "notice", f"{name} gives {fps:.0f} pictures a second.", "Add light; close other users."
        )
    return Finding("camera", "ok", f"{name} gives {fps:.0f} pictures a second.")


def check_microphone(name: str, make: Callable[[], Microphone]) -> Finding:
    """Three seconds of sound from one microphone."""
    blocks: list[AudioBlock] = []
    ended = threading.Event()
    lost: list[Exception] = []

    def on_end(error: Exception | None) -> None:
        if error is not None:
            lost.append(error)
        ended.set()

    microphone = make()
    try:
        microphone.start(blocks.append, on_end)
        ended.wait(_TEST_S)
    except PerceptionError as error:
        return Finding("microphone", "notice", f"{name}: {error.message}", error.recovery)
    finally:
        microphone.stop()
    if lost and isinstance(lost[0], PerceptionError):
        return Finding("microphone", "notice", f"{name}: {lost[0].message}", lost[0].recovery)
    level_dbfs = _level_dbfs(blocks)
    if level_dbfs < _SILENT_DBFS:
        return Finding(
            "microphone", "notice", f"{name} is silent.", "Unmute it, or choose another in the set-up check."
        )
    return Finding("microphone", "ok", f"{name} hears sound ({level_dbfs:.0f} dBFS).")


def _level_dbfs(blocks: Sequence[AudioBlock]) -> float:
    if not blocks:
        return -100.0
    samples = np.concatenate([block.samples for block in blocks]).astype(np.float64)
    return max(-100.0, 10.0 * float(np.log10(np.mean(samples**2) + 1e-12)))
