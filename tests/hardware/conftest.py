"""The virtual microphone and camera as fixtures; skipped with the reason where their tools are missing."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.virtual_devices import (
    CAMERA_TOOLS,
    SOUND_TOOLS,
    CameraService,
    SoundService,
    missing_tools,
    virtual_camera,
    virtual_sound,
)


def _need(tools: tuple[str, ...]) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("virtual devices are made with Linux tools")
    missing = missing_tools(tools)
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder with a short path: names of sockets must stay below 108 bytes."""
    with tempfile.TemporaryDirectory(prefix="att", dir="/tmp", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture
def sound_service(short_folder: Path) -> Iterator[SoundService]:
    """A microphone "TestMicrophone" that hears what is played into it, and speakers with a monitor."""
    _need(SOUND_TOOLS)
    with virtual_sound(short_folder) as service:
        yield service


@pytest.fixture
def camera_service(short_folder: Path) -> Iterator[CameraService]:
    """/dev/video0 with 640x480 pictures at 30 a second, for programs started through pw-v4l2."""
    _need(CAMERA_TOOLS)
    with virtual_camera(short_folder) as service:
        yield service
