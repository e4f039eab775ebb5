"""A camera through OpenCV: newest picture first, every picture stamped right after it was taken.

An own thread reads all the time, so that no old picture waits in the driver's buffer, and so that a driver which
never comes back from a read (an unplugged camera) cannot hold up the reader.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import Any, Final

from perception.devices.cv2_setup import cv2
from perception.errors import DeviceError
from perception.ports import CameraInfo, Clock
from perception.types import VideoFrame

_FIRST_FRAME_S: Final = 8.0  # cameras that focus and measure the light take up to some seconds to start
_LOST_AFTER_S: Final = 1.0  # thirty missing pictures are not a hiccup
_CLOSE_S: Final = 3.0
_LOST: Final = "The camera was unplugged or is used by another program."
_LOST_REMEDY: Final = "Check its cable and close other programs that show it; it is looked for again by itself."


class OpenCvCamera:
    """A camera by its number, or (Linux) by its path such as '/dev/video0'."""

    def __init__(
        self, index_or_path: int | str, *, clock: Clock, width: int = 640, height: int = 480, fps: float = 30.0
    ) -> None:
        self._device = index_or_path
        self._clock = clock
        self._wanted = (width, height, fps)
        self._condition = threading.Condition()
        self._newest: VideoFrame | None = None
        self._taken = True
        self._lost = False
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self) -> CameraInfo:
        """Open the camera and wait for its first picture. Raises DeviceError."""
        self.close()
        capture = self._open_capture()
        self._stopping = threading.Event()
        self._newest, self._taken, self._lost = None, True, False
        self._thread = threading.Thread(
            target=self._grab_all, args=(capture, self._stopping), name="camera", daemon=True
        )
        self._thread.start()
        with self._condition:
            self._condition.wait_for(lambda: self._newest is not None or self._lost, timeout=_FIRST_FRAME_S)
            first = self._newest
        if first is None:
            self.close()
            raise self._no_picture()
        height, width = first.bgr.shape[:2]
        return CameraInfo(name=self._name(), width_px=width, height_px=height, fps=self._claimed_fps)

    def read(self) -> VideoFrame | None:
        """The next picture not yet given out; None once closed. Raises DeviceError when none comes for a second."""
        stopping = self._stopping
        with self._condition:
            self._condition.wait_for(lambda: not self._taken or self._lost or stopping.is_set(), timeout=_LOST_AFTER_S)
            if stopping.is_set():
                return None
            if self._taken or self._newest is None:
                raise DeviceError(_LOST, recovery=_LOST_REMEDY)
            self._taken = True
            return self._newest

    def close(self) -> None:
        """Release the camera; a waiting `read` returns None. Twice is fine."""
        thread, self._thread = self._thread, None
        self._stopping.set()
        with self._condition:
            self._condition.notify_all()
        if thread is not None and thread is not threading.current_thread():
            # A driver that hangs keeps its thread; the thread releases the camera whenever it comes back.
            thread.join(timeout=_CLOSE_S)

    # ------------------------------------------------------------ the reading thread

    def _grab_all(self, capture: Any, stopping: threading.Event) -> None:
        index = 0
        try:
            while not stopping.is_set():
                if not capture.grab():
                    break
                t_s = self._clock.now_s()
                ok, bgr = capture.retrieve()
                if not ok or bgr is None or bgr.ndim != 3:
                    break
                bgr.flags.writeable = False
                self._publish(VideoFrame(t_s=t_s, bgr=bgr, index=index), stopping)
                index += 1
        except cv2.error:
            # The reader is told below exactly as for a read that failed.
            index = -1
        finally:
            capture.release()
            self._report_end(stopping)

    def _publish(self, frame: VideoFrame, stopping: threading.Event) -> None:
        with self._condition:
            if stopping is self._stopping:
                self._newest, self._taken = frame, False
                self._condition.notify_all()

    def _report_end(self, stopping: threading.Event) -> None:
        with self._condition:
            if stopping is self._stopping:
                self._lost = True
                self._condition.notify_all()

    # ------------------------------------------------------------ opening

    def _open_capture(self) -> Any:
        width, height, fps = self._wanted
        capture = cv2.VideoCapture(self._device, backend())
        if not capture.isOpened():
            capture.release()
            raise self._cannot_open()
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
        capture.set(cv2.CAP_PROP_FPS, fps)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        self._claimed_fps = float(capture.get(cv2.CAP_PROP_FPS) or fps)
        return capture

    def _name(self) -> str:
        return f"Camera {self._device}" if isinstance(self._device, int) else self._device

    def _path(self) -> Path | None:
        """The device file, where the system has such files."""
        if not sys.platform.startswith("linux"):
            return None
        return Path(f"/dev/video{self._device}" if isinstance(self._device, int) else self._device)

    def _cannot_open(self) -> DeviceError:
        path = self._path()
        if path is not None and not path.exists():
            return DeviceError(
                f"There is no camera “{self._device}”.", recovery="Plug a camera in, or choose another one."
            )
        if path is not None and not os.access(path, os.R_OK | os.W_OK):
            return DeviceError(
                "You are not allowed to use the camera.",
                recovery="Add your user to the group “video”, then log in again.",
            )
        if path is None:
            return DeviceError(
                "The camera cannot be opened.",
                recovery="Allow camera use in the system's privacy settings, and close other programs that show it.",
            )
        return DeviceError("The camera is used by another program.", recovery="Close that program, then try again.")

    def _no_picture(self) -> DeviceError:
        return DeviceError(
            "The camera was opened but sends no picture.",
            recovery="Close other programs that use it, open its privacy shutter or switch, then try again.",
        )


def backend() -> int:
    """OpenCV's way to cameras on this system, named so that it does not try all of them in turn."""
    if sys.platform.startswith("linux"):
        return int(cv2.CAP_V4L2)
    if sys.platform == "darwin":
        return int(cv2.CAP_AVFOUNDATION)
    return int(cv2.CAP_DSHOW)  # opens at once; Media Foundation took up to 20 s (opencv/opencv#17687)
