"""Copies chosen streams of media files into one Matroska file, packet by packet: nothing is encoded again."""

from __future__ import annotations

import errno
import heapq
import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import av.error

from perception.errors import SessionFormatError


@dataclass(frozen=True, slots=True)
class StreamChoice:
    """The n-th stream of a kind in a file."""

    path: Path
    kind: str
    index: int = 0


@dataclass(frozen=True, slots=True)
class MediaSpan:
    """A stretch of a media file, seconds of its own time. A picture must begin with a key frame: `key_frame_before`."""

    start_s: float = 0.0
    end_s: float = math.inf


def copy_streams(choices: Sequence[StreamChoice], target: Path, span: MediaSpan | None = None) -> None:
    """Write the chosen streams, in this order, to `target` (Matroska). Replaces `target` only when complete.

    span: of the files only this stretch, with times from 0. Raises SessionFormatError when a stream cannot be kept in
    Matroska; a source that ends early is copied as far as it goes.
    """
    partial = target.with_name(target.name + ".part")
    try:
        _copy(choices, partial, span)
        partial.replace(target)
    except av.error.FFmpegError as error:
        partial.unlink(missing_ok=True)
        if error.errno == errno.ENOSPC:
            raise SessionFormatError(
                "The disk is full: picture and sound could not be copied into the session.",
                recovery="Free some space and import it again.",
            ) from error
        raise SessionFormatError(
            f"The picture and sound could not be copied into the session ({error.strerror or error}).",
            recovery="Convert the recording to mp4 or mkv and import it again.",
        ) from error


def all_streams(path: Path) -> tuple[StreamChoice, ...]:
    """Pictures and sounds of a file in its order; () for one that cannot be read."""
    try:
        with av.open(str(path)) as media:
            found = ((kind, len(getattr(media.streams, kind))) for kind in ("video", "audio"))
            return tuple(StreamChoice(path, kind, number) for kind, count in found for number in range(count))
    except (av.error.FFmpegError, ValueError):
        return ()


def key_frame_before(path: Path, t_s: float) -> float:
    """Where a picture can begin: the time of the last key frame at or before `t_s`; `t_s` itself without a picture.

    Raises SessionFormatError when the file cannot be read.
    """
    try:
        with av.open(str(path)) as media:
            if not media.streams.video:
                return t_s
            times = [_key_time(packet) for packet in media.demux(media.streams.video[0]) if packet.is_keyframe]
    except av.error.FFmpegError as error:
        raise SessionFormatError(
            f"The picture of “{path.name}” cannot be read ({error.strerror or error}).",
            recovery="Check that the disk is connected and that you may read the folder.",
        ) from error
    return max((time for time in times if time is not None and time <= t_s), default=t_s)


def _key_time(packet: Any) -> float | None:
    return None if packet.pts is None else float(packet.pts * packet.time_base)


def _copy(choices: Sequence[StreamChoice], partial: Path, span: MediaSpan | None) -> None:
    # Where a stretch is cut out, pictures may be decoded before time 0; they must not push the others back.
    options = {} if span is None else {"avoid_negative_ts": "disabled"}
    with ExitStack() as stack:
        output = stack.enter_context(av.open(str(partial), "w", format="matroska", options=options))
        containers: dict[Path, Any] = {}
        routes: dict[Path, dict[int, Any]] = {}
        for choice in choices:
            if choice.path not in containers:
                containers[choice.path] = stack.enter_context(av.open(str(choice.path)))
            source = [s for s in containers[choice.path].streams if s.type == choice.kind][choice.index]
            routes.setdefault(choice.path, {})[source.index] = output.add_stream_from_template(source, opaque=True)
        packets = [_packets(containers[path], routes[path]) for path in containers]
        for _, _, packet, target_stream in heapq.merge(*packets, key=lambda item: item[:2]):
            if span is not None and not _move(packet, span):
                continue
            packet.stream = target_stream
            output.mux(packet)


def _packets(container: Any, route: dict[int, Any]) -> Iterator[tuple[float, int, Any, Any]]:
    streams = [container.streams[index] for index in route]
    waiting: dict[int, list[Any]] = {}  # the first pictures of a file, whose time to be decoded it does not tell
    for packet in _readable(container.demux(*streams)):
        index = packet.stream.index
        if packet.dts is None:
            if packet.pts is not None:
                waiting.setdefault(index, []).append(packet)
            continue
        early = waiting.pop(index, [])
        first = min([packet.dts, *(one.pts for one in early)]) - len(early)
        for number, one in enumerate(early):
            one.dts = first + number
        for one in (*early, packet):
            yield float(one.dts * one.time_base), index, one, route[index]


def _readable(packets: Iterator[Any]) -> Iterator[Any]:
    """A cut file ends with an error: what came before is kept."""
    while True:
        try:
            yield next(packets)
        except (StopIteration, av.error.FFmpegError):
            return


def _move(packet: Any, span: MediaSpan) -> bool:
    """Whether the packet is in the stretch; its times then count from there.

    At the end pictures are told by when they are decoded, so that none is missing that others are made from.
    """
    base = packet.time_base
    shown = packet.pts if packet.pts is not None else packet.dts
    ends = packet.dts if packet.stream.type == "video" else shown
    if float(shown * base) < span.start_s - float(base) or float(ends * base) >= span.end_s:
        return False
    ticks = round(span.start_s / float(base))
    packet.dts -= ticks
    packet.pts = max(0, shown - ticks)
    return True
