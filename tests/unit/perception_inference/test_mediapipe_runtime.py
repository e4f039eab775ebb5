from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from perception.errors import InvalidValueError, ModelError
from perception.inference import mediapipe_runtime
from perception.inference.mediapipe_face import MediaPipeFace
from perception.inference.mediapipe_pose import MediaPipePose
from perception.inference.mediapipe_runtime import (
    VideoClock,
    library_error,
    load_vision,
    quiet_stderr,
    rgb_pixels,
    thinning_step,
)
from perception.types import VideoFrame


def test_times_always_increase() -> None:
    clock = VideoClock()
    assert [clock.next_ms(t_s) for t_s in (0.0, 0.0, 0.0004, 0.05, 0.02, 1.0)] == [0, 1, 2, 50, 51, 1000]


def test_pixels_come_as_rgb_in_memory_of_their_own() -> None:
    bgr = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)
    bgr.setflags(write=False)
    rgb = rgb_pixels(VideoFrame(0.0, bgr))
    assert np.array_equal(rgb, bgr[..., ::-1])
    assert rgb.flags.c_contiguous
    assert rgb_pixels(VideoFrame(0.0, bgr), step=2).shape == (2, 3, 3)


@pytest.mark.parametrize("bgr", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)])
def test_anything_but_a_picture_is_refused(bgr: np.ndarray) -> None:
    with pytest.raises(InvalidValueError, match="picture"):
        rgb_pixels(VideoFrame(0.0, bgr))


@pytest.mark.parametrize(("size", "step"), [((480, 640), 1), ((720, 1280), 2), ((1080, 1920), 3), ((2, 2), 1)])
def test_large_pictures_are_thinned(size: tuple[int, int], step: int) -> None:
    assert thinning_step(VideoFrame(0.0, np.zeros((*size, 3), np.uint8))) == step


def test_missing_graphics_libraries_are_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise OSError("libGLESv2.so.2: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(mediapipe_runtime.importlib, "import_module", refuse)
    with pytest.raises(ModelError) as caught:
        load_vision()
    assert "libgles2" in caught.value.recovery
    assert "set-up" in library_error(ImportError("No module named 'mediapipe'")).recovery


def test_loading_leaves_qt_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_FONTDIR", "/mine")
    monkeypatch.delenv("QT_QPA_PLATFORM_PLUGIN_PATH", raising=False)

    def spoil(name: str) -> object:
        os.environ["QT_QPA_FONTDIR"] = os.environ["QT_QPA_PLATFORM_PLUGIN_PATH"] = "/theirs"
        return object()

    monkeypatch.setattr(mediapipe_runtime.importlib, "import_module", spoil)
    load_vision()
    assert os.environ["QT_QPA_FONTDIR"] == "/mine"
    assert "QT_QPA_PLATFORM_PLUGIN_PATH" not in os.environ


@pytest.mark.parametrize("model", [MediaPipeFace, MediaPipePose])
def test_a_missing_model_file_says_how_to_get_it(model: type, tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        model(tmp_path / "face.task")
    assert "missing" in caught.value.message
    assert "attune models install" in caught.value.recovery


@pytest.mark.parametrize("model", [MediaPipeFace, MediaPipePose])
def test_a_damaged_model_file_is_a_model_error(model: type, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "face.task"
    path.write_bytes(b"not a model" * 100)
    with pytest.raises(ModelError) as caught:
        model(path)
    assert "attune models install" in caught.value.recovery
    assert capfd.readouterr().err == ""


def test_known_notices_are_kept_off_standard_error_and_everything_else_passes(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with quiet_stderr(), quiet_stderr():
        os.write(2, b"W0000 00:00:1.2 3 graph.cc:1] chatter\nINFO: Created delegate\nsomething real\n")
    os.write(2, b"afterwards\n")
    assert capfd.readouterr().err.splitlines() == ["something real", "afterwards"]


def test_the_library_loads_without_its_plotting_helpers() -> None:
    program = (
        "import sys\n"
        "from perception.inference.mediapipe_runtime import load_vision\n"
        "vision = load_vision()[1]\n"
        "assert vision.FaceLandmarker and vision.PoseLandmarker\n"
        "assert not [name for name in sys.modules if name.startswith('matplotlib')]\n"
        "import matplotlib.pyplot\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
