"""The sound of a media file: as blocks for analysis, or behind the microphone port."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

import av
import av.error
import numpy as np
import soxr

from perception.devices.media_probe import AudioTrackInfo, open_container, probe, start_time_s, unknown_kind
from perception.devices.pace import Pace
from perception.errors import InvalidValueError, MediaError, PerceptionError
from perception.ports import Clock, MicrophoneInfo
from perception.types import AudioBlock, Float32Array, Speaker

Pick = Literal["mix", "left", "right"] | int

_GAP_S: Final = 0.05  # smaller steps between packets are rounding of their time stamps
_LONGEST_GAP_S: Final = 600.0  # a larger jump is a damaged time stamp, not a pause in the recording
_MISSING_END_S: Final = 1.0
_REPLAY_BLOCK_S: Final = 0.02
_NO_SOUND: Final = "Choose a file with sound, or another track."


class MediaAudioReader(Iterator[AudioBlock]):
    """Mono blocks of one track, `block_s` long (the last one shorter), times from the start of the medium.

    Holes between packets come as silence, so that time goes on; a track that starts later than the file starts at
    its own time. `truncated` tells after the end whether the track stopped early or held damaged packets.
    """

    def __init__(
        self, path: Path, track: AudioTrackInfo, *, rate_hz: int, pick: Pick, channel: Speaker, block_s: float
    ) -> None:
        self._path = path
        self._track = track
        self.rate_hz = rate_hz
        self._pick: Pick = pick
        self._channel: Speaker = channel
        self._block = max(1, round(block_s * rate_hz))
        self._damaged = 0
        self._end_s = 0.0
        self._start_s = 0.0
        self._blocks = self._generate()

    @property
    def truncated(self) -> bool:
        """Whether less came out than the file promised; known after the end."""
        return self._damaged > 0 or self._end_s - self._start_s < self._track.duration_s - _MISSING_END_S

    def __next__(self) -> AudioBlock:
        return next(self._blocks)

    def _generate(self) -> Iterator[AudioBlock]:
        pending: Float32Array = np.zeros(0, dtype=np.float32)
        given = 0
        for samples in self._resampled():
            pending = np.concatenate((pending, samples))
            while len(pending) >= self._block:
                yield self._make(pending[: self._block], given)
                given += self._block
                pending = pending[self._block :]
        if len(pending):
            yield self._make(pending, given)
            given += len(pending)
        self._end_s = self._start_s + given / self.rate_hz
        if given == 0:
            raise MediaError(f"The sound track of “{self._path.name}” is empty.", recovery=_NO_SOUND)

    def _make(self, samples: Float32Array, given: int) -> AudioBlock:
        return AudioBlock(
            t_s=self._start_s + given / self.rate_hz,
            samples=np.ascontiguousarray(samples),
            rate_hz=self.rate_hz,
            channel=self._channel,
        )

    def _resampled(self) -> Iterator[Float32Array]:
        if self._track.rate_hz == self.rate_hz:
            yield from self._mono()
            return
        stream = soxr.ResampleStream(self._track.rate_hz, self.rate_hz, 1, dtype="float32", quality="HQ")
        for samples in self._mono():
            yield stream.resample_chunk(samples)
        yield stream.resample_chunk(np.zeros(0, dtype=np.float32), last=True)

    def _mono(self) -> Iterator[Float32Array]:
        """The picked channel at the file's own rate, without holes."""
        with open_container(self._path) as container:
            zero_s = start_time_s(container)
            given: int | None = None
            for frame in self._decoded(container):
                samples = _pick(frame.to_ndarray(), self._pick)
                t_s = frame.time - zero_s if frame.time is not None else None
                if given is None:
                    self._start_s = max(0.0, t_s or 0.0)
                    given = 0
                hole = self._hole(t_s, given)
                if hole:
                    yield np.zeros(hole, dtype=np.float32)
                yield samples
                given += hole + len(samples)

    def _hole(self, t_s: float | None, given: int) -> int:
        """Missing samples before a packet of this time."""
        if t_s is None:
            return 0
        gap_s = t_s - (self._start_s + given / self._track.rate_hz)
        return round(gap_s * self._track.rate_hz) if _GAP_S < gap_s < _LONGEST_GAP_S else 0

    def _decoded(self, container: Any) -> Iterator[Any]:
        """Frames as planar float at the track's rate; damaged packets are counted and left out."""
        plane = av.AudioResampler(format="fltp", rate=self._track.rate_hz)
        packets = container.demux(container.streams.audio[self._track.index])
        while True:
            frames: list[Any] = []
            try:
                packet = next(packets, None)  # after an error in the container itself the next one is None
                if packet is None:
                    return
                frames = [planar for frame in packet.decode() for planar in plane.resample(frame)]
            except av.error.EOFError:
                return
            except (av.error.FFmpegError, ValueError):
                self._damaged += 1
            yield from frames


def iter_audio(
    path: Path | str,
    *,
    track: int = 0,
    rate_hz: int | None = 16000,
    pick: Pick = "mix",
    channel: Speaker = "csm",
    block_s: float = 0.5,
) -> MediaAudioReader:
    """The sound of a file as mono blocks; see MediaAudioReader.

    track: counts the sound tracks from 0. pick: 'mix' (mean of all channels), 'left', 'right' or the channel's
    number. rate_hz: None keeps the file's own. Raises MediaError when there is no such track or channel.
    """
    path = Path(path)
    tracks = probe(path).audio_tracks
    if not tracks:
        raise MediaError(f"“{path.name}” holds no sound.", recovery=_NO_SOUND)
    if not 0 <= track < len(tracks):
        raise MediaError(f"“{path.name}” has no sound track {track}; it has {len(tracks)}.", recovery=_NO_SOUND)
    info = tracks[track]
    if info.rate_hz <= 0 or info.channels <= 0:
        raise unknown_kind(path)
    if _channel_number(pick) >= info.channels:
        raise MediaError(
            f"“{path.name}” has {info.channels} sound channel(s), so there is no “{pick}” one.", recovery=_NO_SOUND
        )
    return MediaAudioReader(path, info, rate_hz=rate_hz or info.rate_hz, pick=pick, channel=channel, block_s=block_s)


class MediaMicrophone:
    """The sound of a file behind the microphone port: at the speed of life, or as fast as it is taken.

    Stamped with session time when realtime, else in seconds from the start of the medium.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        realtime: bool = True,
        clock: Clock | None = None,
        track: int = 0,
        pick: Pick = "mix",
        channel: Speaker = "csm",
        rate_hz: int | None = None,
        block_s: float = _REPLAY_BLOCK_S,
        loop: bool = False,
    ) -> None:
        if realtime and clock is None:
            raise InvalidValueError("A file played at the speed of life needs a clock.", recovery="Pass the clock.")
        self._path = Path(path)
        self._clock = clock if realtime else None
        self._open: Callable[[], MediaAudioReader] = partial(
            iter_audio, self._path, track=track, rate_hz=rate_hz, pick=pick, channel=channel, block_s=block_s
        )
        self._loop = loop
        self._track = track
        self._stopping = threading.Event()
        self._pace: Pace | None = None
        self._thread: threading.Thread | None = None

    def start(
        self, on_block: Callable[[AudioBlock], None], on_end: Callable[[Exception | None], None]
    ) -> MicrophoneInfo:
        """Begin to play. Raises MediaError when the file holds no such sound."""
        self.stop()
        reader = self._open()
        info = probe(self._path)
        self._stopping.clear()
        self._pace = Pace(self._clock) if self._clock is not None else None
        self._thread = threading.Thread(
            target=self._play, args=(reader, info.duration_s, on_block, on_end), name="media-microphone", daemon=True
        )
        self._thread.start()
        track = info.audio_tracks[self._track]
        return MicrophoneInfo(name=self._path.name, rate_hz=reader.rate_hz, channels=track.channels)

    def stop(self) -> None:
        """Stop playing and wait for the thread; may be called twice and from a callback."""
        self._stopping.set()
        if self._pace is not None:
            self._pace.stop()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout=5.0)
            self._thread = None

    def _play(
        self,
        reader: MediaAudioReader,
        duration_s: float,
        on_block: Callable[[AudioBlock], None],
        on_end: Callable[[Exception | None], None],
    ) -> None:
        error: Exception | None = None
        try:
            offset_s = 0.0
            self._play_once(reader, offset_s, on_block)
            while self._loop and not self._stopping.is_set():
                offset_s += duration_s
                self._play_once(self._open(), offset_s, on_block)
        except PerceptionError as caught:
            error = caught
        on_end(error)

    def _play_once(self, reader: MediaAudioReader, offset_s: float, on_block: Callable[[AudioBlock], None]) -> None:
        if self._pace is not None:
            self._pace.begin()
        for block in reader:
            media_s = block.t_s + offset_s
            if self._pace is not None:
                # A microphone hands a block over when its last sample has been heard.
                if not self._pace.wait(media_s + block.duration_s):
                    return
                media_s = self._pace.session_s(media_s)
            elif self._stopping.is_set():
                return
            on_block(AudioBlock(t_s=media_s, samples=block.samples, rate_hz=block.rate_hz, channel=block.channel))


def _channel_number(pick: Pick) -> int:
    if isinstance(pick, int):
        return pick
    return {"mix": 0, "left": 0, "right": 1}[pick]


def _pick(planes: Any, pick: Pick) -> Float32Array:
    """(channels, n) -> (n,) of the picked channel."""
    chosen = planes.mean(axis=0) if pick == "mix" else planes[_channel_number(pick)]
    return np.ascontiguousarray(chosen, dtype=np.float32)
