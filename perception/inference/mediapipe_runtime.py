"""Loading MediaPipe once, quietly, and saying plainly what is missing.

The library writes notices of its own start-up straight to the process's standard error, past Python's logging and
deaf to every environment variable (0.10.33). `quiet_stderr` keeps those known notices in the debug log and passes
everything else on.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging
import os
import re
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import IO, Any, Final, Literal

import numpy as np

from perception.errors import InvalidValueError, ModelError
from perception.types import ByteArray, VideoFrame

log = logging.getLogger(__name__)

RunningMode = Literal["video", "image"]

_STDERR_FD: Final = 2
_NOTICE: Final = re.compile(r"^(?:[IWE]\d{4} \d\d:|INFO: |WARNING: All log messages before absl)")
_QT_VARIABLES: Final = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")
# Taking every second pixel of 720p pictures changed blendshapes by .01 on average and the reading of gaze not at all,
# and saves copying and searching the rest.
_ENOUGH_PX: Final = 640
_INSTALL_MODELS: Final = "Run `attune models install` and try again."
_GRAPHICS: Final = (
    "Install the system's graphics libraries (on Debian: apt-get install libgles2 libegl1) and try again."
)
_REINSTALL: Final = "Run the set-up again (python3 packaging/dev.py run) and try again."


def load_vision() -> tuple[ModuleType, ModuleType, ModuleType]:
    """The modules (mediapipe, tasks.python.vision, tasks.python.core.base_options).

    Raises ModelError with the remedy when the library or a system library it links is missing.
    """
    before = {name: os.environ.get(name) for name in _QT_VARIABLES}
    try:
        with _without_plotting():
            return (
                importlib.import_module("mediapipe"),
                importlib.import_module("mediapipe.tasks.python.vision"),
                importlib.import_module("mediapipe.tasks.python.core.base_options"),
            )
    except (ImportError, OSError) as error:
        raise library_error(error) from error
    finally:
        # It imports OpenCV, which points Qt at its own plugins (see perception/devices/cv2_setup.py).
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def open_model(path: Path, create: Callable[[Any], Any], options: Any) -> Any:
    """`create(options)`, quietly. Raises ModelError for a damaged file or a missing system library.

    The library's own error is told, not chained: its traceback would keep the failed model's thread alive.
    """
    try:
        with quiet_stderr():
            return create(options)
    except OSError as error:  # the native library opens only now
        problem = library_error(error)
    except (RuntimeError, ValueError) as error:
        problem = model_error(path, error)
    gc.collect()  # the failed model sits in a cycle of references with its thread, which ends only when it is freed
    raise problem


@contextlib.contextmanager
def _without_plotting() -> Iterator[None]:
    """Let MediaPipe be imported without matplotlib.

    WORKAROUND for mediapipe 0.10.33: its drawing helpers import matplotlib.pyplot, which takes longer than all the
    rest together and is never used here. Remove when a later version imports it only where it draws.
    """
    names = ("matplotlib", "matplotlib.pyplot")
    if names[0] in sys.modules:
        yield
        return
    plotting, pyplot = ModuleType(names[0]), ModuleType(names[1])
    plotting.__dict__["pyplot"] = pyplot
    sys.modules.update(zip(names, (plotting, pyplot), strict=True))
    try:
        yield
    finally:
        for name in names:
            sys.modules.pop(name, None)


def library_error(error: Exception) -> ModelError:
    """What to say when the library cannot be loaded."""
    graphics = any(name in str(error) for name in ("GLES", "EGL", "libGL"))
    return ModelError(
        f"The part that sees faces and posture could not be loaded ({_first_line(error)}).",
        recovery=_GRAPHICS if graphics else _REINSTALL,
    )


def check_model_file(path: Path) -> None:
    """Raises ModelError when there is no such file."""
    if not path.is_file():
        raise ModelError(f"The model file {path.name} is missing.", recovery=_INSTALL_MODELS)


def model_error(path: Path, error: Exception) -> ModelError:
    """What to say when a model cannot be opened or fails at work."""
    return ModelError(f"The model {path.name} could not be used ({_first_line(error)}).", recovery=_INSTALL_MODELS)


def rgb_pixels(frame: VideoFrame, *, step: int = 1) -> ByteArray:
    """The frame's pixels as (h, w, 3) RGB in memory of their own, every `step`-th pixel of both directions.

    Raises InvalidValueError for anything but a non-empty (h, w, 3) uint8 picture.
    """
    bgr = frame.bgr
    if bgr.ndim != 3 or bgr.shape[2] != 3 or bgr.dtype != np.uint8 or 0 in bgr.shape:
        raise InvalidValueError(
            f"A picture must be (height, width, 3) of uint8, this one is {bgr.shape} of {bgr.dtype}.",
            recovery="Convert it to 8-bit BGR first.",
        )
    source = bgr[::step, ::step]
    rgb = np.empty(source.shape, np.uint8)
    # One plane after the other is three times faster than copying a reversed view.
    rgb[..., 0], rgb[..., 1], rgb[..., 2] = source[..., 2], source[..., 1], source[..., 0]
    return rgb


def thinning_step(frame: VideoFrame) -> int:
    """Take every n-th pixel so that the longer side of a video picture keeps at least 640 pixels."""
    height, width = frame.bgr.shape[:2]
    return max(1, int(max(height, width)) // _ENOUGH_PX)


class VideoClock:
    """Strictly increasing milliseconds for a model's VIDEO mode, from the frames' times."""

    def __init__(self) -> None:
        self._previous_ms = -1

    def next_ms(self, t_s: float) -> int:
        """`round(t_s * 1000)`, or one more than the last value where that would not increase."""
        self._previous_ms = max(self._previous_ms + 1, round(t_s * 1000))
        return self._previous_ms


class _StderrFilter:
    """Holds standard error in a file while at least one thread is inside; shared by all models of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._saved_fd = -1
        self._held: IO[bytes] | None = None

    def enter(self) -> None:
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                self._redirect()

    def leave(self) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                self._restore()

    def _redirect(self) -> None:
        try:
            if sys.stderr is not None:
                sys.stderr.flush()
            self._saved_fd = os.dup(_STDERR_FD)
        except (OSError, ValueError):  # no standard error at all (a windowed start): nothing to keep quiet
            self._saved_fd = -1
            return
        self._held = tempfile.TemporaryFile()  # noqa: SIM115 - closed in _restore
        os.dup2(self._held.fileno(), _STDERR_FD)

    def _restore(self) -> None:
        if self._saved_fd < 0 or self._held is None:
            return
        os.dup2(self._saved_fd, _STDERR_FD)
        os.close(self._saved_fd)
        self._held.seek(0)
        lines = self._held.read().decode("utf-8", "replace").splitlines(keepends=True)
        self._held.close()
        self._held, self._saved_fd = None, -1
        for line in lines:
            if _NOTICE.match(line):
                log.debug("mediapipe: %s", line.rstrip())
            else:
                os.write(_STDERR_FD, line.encode())


_filter: Final = _StderrFilter()


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Keep the library's start-up notices off standard error; other output arrives a moment later, unchanged."""
    _filter.enter()
    try:
        yield
    finally:
        _filter.leave()


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:160] if lines else type(error).__name__
