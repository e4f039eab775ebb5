"""The pictures of a media file behind the camera port."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import av
import av.error

from perception.devices.media_audio import MediaAudioReader, MediaMicrophone, iter_audio
from perception.devices.media_probe import (
    AudioTrackInfo,
    MediaInfo,
    nothing_inside,
    open_container,
    pixel_aspect,
    probe,
    start_time_s,
    video_stream,
)
from perception.devices.pace import Pace
from perception.devices.picture_shape import as_seen, shrunk
from perception.errors import InvalidValueError, MediaError
from perception.ports import CameraInfo, Clock
from perception.types import VideoFrame

__all__ = [
    "AudioTrackInfo",
    "MediaAudioReader",
    "MediaCamera",
    "MediaInfo",
    "MediaMicrophone",
    "iter_audio",
    "probe",
]

_LATE_S: Final = 0.10  # a real camera would have overwritten a picture that nobody took for three frame times
_MISSING_END_S: Final = 1.0  # less than that is the usual rounding of containers, not a cut file


class MediaCamera:
    """The pictures of a video file, in order, with their real times (a variable frame rate keeps its times).

    realtime: play at the speed of life on `clock`, stamped with session time, leaving out pictures that nobody took
    in time. Otherwise as fast as they are read, stamped in seconds from the start of the medium.
    wanted: called with the time of every picture; a picture it refuses is decoded but not converted (that is most of
    the work) and `read` goes on to the next. loop: start over at the end, times going on.
    Rotation and non-square pixels are undone; pictures higher than `max_height` are made smaller.
    `truncated` tells after the end whether the file stopped early or held damaged pictures.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        realtime: bool = False,
        clock: Clock | None = None,
        max_height: int = 720,
        loop: bool = False,
        threads: int = 2,
        wanted: Callable[[float], bool] | None = None,
    ) -> None:
        if realtime and clock is None:
            raise InvalidValueError("A file played at the speed of life needs a clock.", recovery="Pass the clock.")
        self._path = Path(path)
        self._pace = Pace(clock) if realtime and clock is not None else None
        self._max_height = max_height
        self._loop = loop
        self._threads = threads
        self._wanted = wanted
        self._closed = False
        self._frames: Iterator[tuple[float, Any]] | None = None
        self._duration_s = 0.0
        self._index = -1
        self._damaged = 0
        self._last_s = 0.0
        self._pixel_aspect = 1.0

    @property
    def truncated(self) -> bool:
        """Whether less came out than the file promised; known after the end."""
        return self._damaged > 0 or self._last_s < self._duration_s - _MISSING_END_S

    def open(self) -> CameraInfo:
        """Open the file. Raises MediaError."""
        info = probe(self._path)
        if not info.has_video:
            raise MediaError(f"“{self._path.name}” holds no picture.", recovery="Only its sound can be analysed.")
        self._duration_s = info.duration_s
        self._closed = False
        self._frames = self._all_frames()
        width, height = shrunk(info.width, info.height, max_height=self._max_height)
        return CameraInfo(name=self._path.name, width_px=width, height_px=height, fps=info.fps)

    def read(self) -> VideoFrame | None:
        """The next picture; None at the end or once closed. Raises MediaError when not opened."""
        if self._frames is None:
            raise MediaError("The video file was not opened.", recovery="Open it before reading.")
        if self._pace is not None:
            self._pace.begin()
        for media_s, picture in self._frames:
            if self._closed:
                break
            self._index += 1
            frame = self._deliver(media_s, picture)
            if frame is not None:
                return frame
        return None

    def close(self) -> None:
        """Stop; a waiting `read` returns None."""
        self._closed = True
        if self._pace is not None:
            self._pace.stop()

    def _deliver(self, media_s: float, picture: Any) -> VideoFrame | None:
        t_s = media_s
        if self._pace is not None:
            if self._pace.late_s(media_s) > _LATE_S or not self._pace.wait(media_s):
                return None
            t_s = self._pace.session_s(media_s)
        if self._wanted is not None and not self._wanted(t_s):
            return None
        bgr = as_seen(picture, pixel_aspect=self._pixel_aspect, max_height=self._max_height)
        return VideoFrame(t_s=t_s, bgr=bgr, index=self._index)

    def _all_frames(self) -> Iterator[tuple[float, Any]]:
        """Every picture with its media time; with `loop` over and over, one file length later each time."""
        offset_s = 0.0
        while True:
            count = 0
            for media_s, picture in self._one_pass():
                count += 1
                yield media_s + offset_s, picture
            if not self._loop or count == 0 or self._closed:
                return
            offset_s += max(self._duration_s, self._last_s)

    def _one_pass(self) -> Iterator[tuple[float, Any]]:
        with open_container(self._path) as container:
            stream = video_stream(container)
            if stream is None:
                raise nothing_inside(self._path)
            stream.thread_type = "AUTO"
            stream.codec_context.thread_count = self._threads
            zero_s = start_time_s(container)
            self._pixel_aspect = pixel_aspect(stream)
            step_s = 1.0 / float(stream.average_rate or 30)
            self._last_s = -step_s
            for picture in self._decoded(container, stream):
                media_s = picture.time - zero_s if picture.time is not None else self._last_s + step_s
                if media_s <= self._last_s:
                    continue  # times must increase; a damaged file may repeat one
                self._last_s = media_s
                yield media_s, picture
            self._last_s += step_s

    def _decoded(self, container: Any, stream: Any) -> Iterator[Any]:
        packets = container.demux(stream)
        while not self._closed:
            pictures: list[Any] = []
            try:
                packet = next(packets, None)  # after an error in the container itself the next one is None
                if packet is None:
                    return
                pictures = packet.decode()
            except av.error.EOFError:
                return
            except av.error.FFmpegError:
                self._damaged += 1
            yield from pictures
