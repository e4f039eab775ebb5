"""The media file of one part of a session: opened when its picture size is known, given up when the disk is full."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from perception.recording.media_writer import MediaWriter, OpenFile
from perception.recording.tracks import RATE_HZ
from perception.types import AudioBlock, Speaker, VideoFrame

MediaItem = VideoFrame | AudioBlock

_WAIT_FOR_PICTURE_S: Final = 1.5  # sound waits this long for the first picture, which tells the size
_DEFAULT_SIZE: Final = (640, 480)
_LARGEST: Final = (1280, 720)  # a head and shoulders need no more, and the encoder would cost a core
_SMALLEST: Final = 16


class MediaPart:
    """Takes pictures and sound in order of time and writes them. Not for several threads."""

    def __init__(
        self, path: Path, *, video: bool, audio: tuple[Speaker, ...], from_start: bool, open_file: OpenFile
    ) -> None:
        """from_start: sound is kept from session time 0 on, else from the first item on."""
        self._path = path
        self._video = video
        self._audio = audio
        self._from_start = from_start
        self._open_file = open_file
        self._writer: MediaWriter | None = None
        self._early: list[MediaItem] = []
        self._given_up = False

    @property
    def refused_frames(self) -> int:
        """Pictures whose time went back."""
        return self._writer.refused_frames if self._writer else 0

    def write(self, item: MediaItem) -> None:
        """Encode one picture or block. Raises OSError, PerceptionError; then give up."""
        if self._given_up:
            return
        if self._writer is not None:
            _write(self._writer, item)
            return
        self._early.append(item)
        if not self._video or isinstance(item, VideoFrame) or item.t_s - self._early[0].t_s > _WAIT_FOR_PICTURE_S:
            self._open()

    def close(self) -> None:
        """Finish the file. Raises OSError, PerceptionError."""
        if self._given_up:
            return
        if self._writer is None and self._early:
            self._open()
        if self._writer is not None:
            self._writer.close()

    def give_up(self) -> None:
        """Write no more; what was written stays readable."""
        self._given_up = True
        self._early.clear()
        if self._writer is not None:
            self._writer.abandon()

    def _open(self) -> None:
        width, height = self._size()
        self._writer = MediaWriter(
            self._path,
            width=width if self._video else None,
            height=height if self._video else None,
            audio=tuple((speaker, RATE_HZ) for speaker in self._audio),
            start_s=0.0 if self._from_start else self._early[0].t_s,
            open_file=self._open_file,
        )
        early, self._early = self._early, []
        for item in early:
            _write(self._writer, item)

    def _size(self) -> tuple[int, int]:
        for item in self._early:
            if isinstance(item, VideoFrame):
                height, width = item.bgr.shape[:2]
                return recorded_size(width=width, height=height)
        return _DEFAULT_SIZE


def recorded_size(*, width: int, height: int) -> tuple[int, int]:
    """The size a picture is kept in, pixels: the same shape, at most 1280x720, even numbers."""
    shrink = min(1.0, _LARGEST[0] / width, _LARGEST[1] / height)
    return _even(width * shrink), _even(height * shrink)


def _even(pixels: float) -> int:
    return max(_SMALLEST, round(pixels / 2) * 2)


def _write(writer: MediaWriter, item: MediaItem) -> None:
    if isinstance(item, VideoFrame):
        writer.write_frame(item)
    else:
        writer.write_audio(item)
