"""Copies chosen streams of media files into one Matroska file, packet by packet: nothing is encoded again."""

from __future__ import annotations

import errno
import heapq
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


def copy_streams(choices: Sequence[StreamChoice], target: Path) -> None:
    """Write the chosen streams, in this order, to `target` (Matroska). Replaces `target` only when complete.

    Raises SessionFormatError when a stream cannot be kept in Matroska; a source that ends early is copied
    as far as it goes.
    """
    partial = target.with_name(target.name + ".part")
    try:
        _copy(choices, partial)
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


def _copy(choices: Sequence[StreamChoice], partial: Path) -> None:
    with ExitStack() as stack:
        output = stack.enter_context(av.open(str(partial), "w", format="matroska"))
        containers: dict[Path, Any] = {}
        routes: dict[Path, dict[int, Any]] = {}
        for choice in choices:
            if choice.path not in containers:
                containers[choice.path] = stack.enter_context(av.open(str(choice.path)))
            source = [s for s in containers[choice.path].streams if s.type == choice.kind][choice.index]
            routes.setdefault(choice.path, {})[source.index] = output.add_stream_from_template(source, opaque=True)
        packets = [_packets(containers[path], routes[path]) for path in containers]
        for _, _, packet, target_stream in heapq.merge(*packets, key=lambda item: item[:2]):
            packet.stream = target_stream
            output.mux(packet)


def _packets(container: Any, route: dict[int, Any]) -> Iterator[tuple[float, int, Any, Any]]:
    streams = [container.streams[index] for index in route]
    packets = container.demux(*streams)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, av.error.FFmpegError):  # a cut file ends with an error: what came before is kept
            return
        if packet.dts is None:
            continue
        yield float(packet.dts * packet.time_base), packet.stream.index, packet, route[packet.stream.index]
