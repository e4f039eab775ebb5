"""A crash-safe media file: VP9 and Opus in Matroska, written through an unbuffered file.

What was written half a second ago survives a killed process; what was synced survives a power cut. An
unfinished file plays; recover.py makes it seekable.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from fractions import Fraction
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import av
import numpy as np
from av.packet import Packet
from av.video.frame import PictureType
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from perception.errors import InvalidValueError, MediaError
from perception.recording.syncing import SYNC_S, Syncer, sync_file
from perception.recording.tracks import AudioCodec, AudioTrack
from perception.types import AudioBlock, ByteArray, Speaker, VideoFrame

VIDEO_BIT_RATE: Final = 1_000_000  # bit/s at 640x480: a talking head stays clear
KEY_FRAME_S: Final = 1.0  # seeking lands within a second
_CLUSTER_MS: Final = 250  # what a killed process loses at most is the cluster being filled
_INTERLEAVE_US: Final = 200_000  # a silent track holds the others back no longer than this
_SAME_SHAPE: Final = 0.02
_MS: Final = Fraction(1, 1000)
_VP9_REALTIME: Final = {
    "deadline": "realtime",
    "cpu-used": "8",
    "lag-in-frames": "0",
    "row-mt": "0",
    "static-thresh": "0",
    "auto-alt-ref": "0",
}


OpenFile = Callable[[Path, str], FileIO]


def open_unbuffered(path: Path, mode: str) -> FileIO:
    """A file whose every write goes to the system at once, so that a killed process loses nothing written."""
    return FileIO(path, mode)


class MediaWriter:
    """Writes pictures and sound on the session clock; either may be absent.

    Picture times come from `t_s` (variable frame rate); a picture that is not later than the one before is
    refused and counted in `refused_frames`. Sound is placed by its time: gaps become silence. Calls come in order of
    time and from one thread. Disk errors come through as OSError; the file then holds what was written.
    """

    def __init__(
        self,
        path: Path,
        *,
        width: int | None,
        height: int | None,
        fps: float = 30.0,
        audio: tuple[tuple[Speaker, int], ...] = (),
        start_s: float = 0.0,
        audio_codec: AudioCodec = "opus",
        sync_s: float = SYNC_S,
        open_file: OpenFile = open_unbuffered,
    ) -> None:
        """Open `path` (replaced when it exists). width, height in pixels; None for sound only.

        audio: one (speaker, rate in Hz) a track. start_s: session time from which on sound is kept.
        open_file: gives the unbuffered file to write to.
        Raises InvalidValueError, OSError.
        """
        if (width is None or height is None) and not audio:
            raise InvalidValueError("A recording needs pictures or sound.", recovery="Give a size or a track.")
        self.refused_frames = 0
        self._closed = False
        self._scaler = VideoReformatter()
        self._last_pts = -1
        self._last_key_s = float("-inf")
        self._raw = open_file(path, "w")
        try:
            self._container = av.open(
                self._raw,
                "w",
                format="matroska",
                options={
                    "cluster_time_limit": str(_CLUSTER_MS),
                    "flush_packets": "1",
                    "max_interleave_delta": str(_INTERLEAVE_US),
                },
            )
            self._video = self._add_video(width, height, fps) if width is not None and height is not None else None
            self._tracks = {
                speaker: AudioTrack(
                    self._container, speaker=speaker, rate_hz=rate_hz, codec=audio_codec, start_s=start_s
                )
                for speaker, rate_hz in audio
            }
        except BaseException:
            self._raw.close()
            raise
        self._syncer = Syncer(self._raw, every_s=sync_s)

    def __enter__(self) -> MediaWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write_frame(self, frame: VideoFrame) -> None:
        """Add a picture; it is scaled when its size is another. Raises OSError, InvalidValueError."""
        if self._video is None:
            raise InvalidValueError("This recording has no picture track.", recovery="Open it with a size.")
        pts = round(frame.t_s * 1000)
        if pts <= self._last_pts:
            self.refused_frames += 1
            return
        self._last_pts = pts
        pixels = _letterboxed(_checked(frame), aspect=self._video.width / self._video.height)
        bgr = av.VideoFrame.from_numpy_buffer(pixels, format="bgr24")
        picture = self._scaler.reformat(bgr, width=self._video.width, height=self._video.height, format="yuv420p")
        picture.pts = pts
        picture.time_base = _MS
        if frame.t_s - self._last_key_s >= KEY_FRAME_S:
            picture.pict_type = PictureType.I
            self._last_key_s = frame.t_s
        self._mux(self._video.encode(picture))

    def write_audio(self, block: AudioBlock) -> None:
        """Add sound to the track of `block.channel`. Raises OSError, InvalidValueError."""
        track = self._tracks.get(block.channel)
        if track is None:
            raise InvalidValueError(
                f"This recording has no sound track for {block.channel!r}.", recovery="Open it with that track."
            )
        self._mux(track.write(block))

    def close(self) -> None:
        """Finish the file; may be called twice. Raises OSError when the end could not be written."""
        if self._closed:
            return
        self._closed = True
        try:
            self._finish()
        finally:
            self._syncer.stop()
            self._raw.close()

    def abandon(self) -> None:
        """Let go of the file without writing more (the disk is full); what was written stays readable."""
        if self._closed:
            return
        self._closed = True
        self._syncer.stop()
        self._raw.close()

    def _finish(self) -> None:
        if self._video is not None:
            self._mux(self._video.encode(None))
        for track in self._tracks.values():
            self._mux(track.flush())
        self._container.close()
        sync_file(self._raw)

    def _add_video(self, width: int, height: int, fps: float) -> VideoStream:
        stream: VideoStream = self._container.add_stream("libvpx-vp9", rate=Fraction(fps).limit_denominator(1000))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = _MS
        stream.bit_rate = max(150_000, int(VIDEO_BIT_RATE * width * height / (640 * 480)))
        stream.gop_size = 10_000  # key frames are asked for by time, see write_frame
        stream.codec_context.thread_count = 1
        stream.codec_context.options = dict(_VP9_REALTIME)
        return stream

    def _mux(self, packets: Iterable[Packet[Any]]) -> None:
        for packet in packets:
            try:
                self._container.mux(packet)
            except av.error.FFmpegError as error:
                raise _as_os_error(error) from error


def _checked(frame: VideoFrame) -> ByteArray:
    bgr = frame.bgr
    if bgr.ndim != 3 or bgr.shape[2] != 3 or bgr.dtype != np.uint8 or 0 in bgr.shape:
        raise InvalidValueError(
            f"A picture of shape (height, width, 3) uint8 is expected, not {bgr.shape} {bgr.dtype}.",
            recovery="Convert it to BGR first.",
        )
    return np.ascontiguousarray(bgr)


def _letterboxed(bgr: ByteArray, *, aspect: float) -> ByteArray:
    """The picture with black borders where its shape differs clearly (another camera took over)."""
    height, width = bgr.shape[:2]
    if abs(width / height / aspect - 1.0) < _SAME_SHAPE:
        return bgr
    full_width, full_height = max(width, round(height * aspect)), max(height, round(width / aspect))
    canvas = np.zeros((full_height, full_width, 3), dtype=np.uint8)
    top, left = (full_height - height) // 2, (full_width - width) // 2
    canvas[top : top + height, left : left + width] = bgr
    return canvas


def _as_os_error(error: Exception) -> Exception:
    if isinstance(error, OSError):
        return error
    if getattr(error, "errno", None) in (errno.ENOSPC, errno.EIO, errno.EROFS):
        return OSError(error.errno, str(error))  # type: ignore[attr-defined]
    return MediaError("The recording could not be encoded.", recovery="Restart the call; what was recorded is kept.")
