"""The very picture a recording shows at a time, and small pictures and times of all of it. Seconds of the medium."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import av
import av.error

from perception.devices.media_probe import nothing_inside, open_container, pixel_aspect, start_time_s, video_stream
from perception.devices.picture_shape import as_seen
from perception.types import ByteArray

_NEAR_S: Final = 1.5  # so far ahead it is quicker to go on than to look for a key picture
_LAST_S: Final = 1.0  # how long the last picture stays
_ROUNDING_S: Final = 0.002  # the times of containers are rounded to milliseconds


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """A picture, shown from `t_s` until `end_s`. bgr: (height, width, 3), read-only."""

    t_s: float
    end_s: float
    bgr: ByteArray


class MediaPictures:
    """Looks up pictures of one video file in any order; going on is quick. Not for several threads."""

    def __init__(self, path: Path, *, max_height: int = 720) -> None:
        """Raises MediaError when it cannot be read or holds no picture."""
        self._max_height = max_height
        self._container = open_container(path)
        stream = video_stream(self._container)
        if stream is None:
            self._container.close()
            raise nothing_inside(path)
        self._stream: Any = stream
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = 1
        self._zero_s = start_time_s(self._container)
        self._aspect = pixel_aspect(stream)
        self._pictures: Iterator[tuple[float, Any]] = iter(())
        self._now: tuple[float, Any] | None = None
        self._ahead: tuple[float, Any] | None = None

    def at(self, t_s: float) -> Still | None:
        """The picture shown at a time; None before the first and where none can be read."""
        t_s += _ROUNDING_S
        if self._now is None or not self._now[0] <= t_s <= self._now[0] + _NEAR_S:
            self._look_up(t_s)
        while self._ahead is not None and self._ahead[0] <= t_s:
            self._step()
        if self._now is None:
            return None
        start_s, picture = self._now
        end_s = self._ahead[0] if self._ahead is not None else start_s + _LAST_S
        bgr = as_seen(picture, pixel_aspect=self._aspect, max_height=self._max_height)
        return Still(start_s, end_s, bgr)

    def close(self) -> None:
        """Let go of the file."""
        self._container.close()

    def _look_up(self, t_s: float) -> None:
        self._container.seek(
            max(0, int((t_s + self._zero_s) / self._stream.time_base)), stream=self._stream, backward=True
        )
        self._pictures = self._decoded()
        self._now, self._ahead = None, next(self._pictures, None)
        if self._ahead is not None:
            self._step()

    def _step(self) -> None:
        self._now, self._ahead = self._ahead, next(self._pictures, None)

    def _decoded(self) -> Iterator[tuple[float, Any]]:
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
                pictures = packet.decode() if packet is not None else []
            except av.error.EOFError:
                return
            except av.error.FFmpegError:
                continue  # a damaged picture; the next one may be whole
            if packet is None:
                return
            yield from ((one.time - self._zero_s, one) for one in pictures if one.time is not None)


def picture_times(path: Path) -> list[float]:
    """The time of every picture, in order; nothing is decoded. Raises MediaError."""
    with open_container(path) as container:
        stream = video_stream(container)
        if stream is None:
            return []
        zero_s, base = start_time_s(container), float(stream.time_base)
        times = [float(p.pts) * base - zero_s for p in container.demux(stream) if p.pts is not None and p.size]
    return sorted(times)


def small_pictures(path: Path, *, every_s: float, max_height: int, keys_only: bool) -> Iterator[Still]:
    """Small pictures, one about every so many seconds; of key pictures only that is quick. Raises MediaError."""
    with open_container(path) as container:
        stream: Any = video_stream(container)
        if stream is None:
            return
        stream.codec_context.thread_count = 1
        stream.codec_context.skip_frame = "NONKEY" if keys_only else "NONREF"
        zero_s, aspect, next_s = start_time_s(container), pixel_aspect(stream), float("-inf")
        for packet in container.demux(stream):
            try:
                pictures = packet.decode()
            except av.error.FFmpegError:
                continue
            for picture in pictures:
                t_s = picture.time - zero_s if picture.time is not None else None
                if t_s is not None and t_s >= next_s:
                    next_s = t_s + every_s
                    yield Still(t_s, next_s, as_seen(picture, pixel_aspect=aspect, max_height=max_height))


def scattered_pictures(path: Path, *, every_s: float, max_height: int) -> Iterator[Still]:
    """A key picture near each of so many seconds: the whole recording at a glance, quickly. Raises MediaError."""
    with open_container(path) as container:
        stream: Any = video_stream(container)
        if stream is None or not container.duration:
            return
        stream.codec_context.thread_count = 1
        zero_s, aspect, last_s = start_time_s(container), pixel_aspect(stream), -1.0
        length_s = float(container.duration) / av.time_base
        for number in range(int(length_s / every_s) + 1):
            try:
                container.seek(int((zero_s + number * every_s) / stream.time_base), stream=stream, backward=True)
                picture = next(container.decode(stream), None)
            except av.error.FFmpegError:
                continue
            if picture is None or picture.time is None or picture.time - zero_s <= last_s:
                continue
            last_s = picture.time - zero_s
            yield Still(last_s, last_s + every_s, as_seen(picture, pixel_aspect=aspect, max_height=max_height))
