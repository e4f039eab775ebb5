"""The sound tracks of a media file: mono blocks in, encoded packets out, silence where nothing was heard."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final, Literal, cast

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet

from perception.errors import InvalidValueError
from perception.types import AudioBlock, Float32Array, Speaker

AudioCodec = Literal["opus", "flac"]

RATE_HZ: Final = 48_000  # the only rate Opus keeps without resampling inside
OPUS_BIT_RATE: Final = 48_000  # bit/s a voice: speech is transparent there
SYNC_TOLERANCE_S: Final = 0.020  # well under the 45 ms at which lips and voice come apart
_LONG_GAP: Final = RATE_HZ * 20  # longer pauses get a time stamp instead of encoded silence: that takes no time
_STEPPING_STONE: Final = RATE_HZ * 10  # and a short silent frame this often, so that readers see time go on
_FLAC_FRAME: Final = 4608
_OPUS_FRAME: Final = 960  # 20 ms
_TITLES: Final = {"csm": "You", "customer": "Customer", "unknown": "Speaker"}


class AudioTrack:
    """One speaker's track. Samples are placed by their time: gaps become silence, overlaps are cut."""

    def __init__(
        self, container: OutputContainer, *, speaker: Speaker, rate_hz: int, codec: AudioCodec, start_s: float = 0.0
    ) -> None:
        if rate_hz <= 0:
            raise InvalidValueError(
                f"An audio rate of {rate_hz} Hz cannot be recorded.", recovery="Give a rate above 0."
            )
        name = "libopus" if codec == "opus" else "flac"
        self._stream = cast("AudioStream", container.add_stream(name, rate=RATE_HZ, layout="mono"))
        self._stream.time_base = Fraction(1, RATE_HZ)
        self._stream.metadata["title"] = _TITLES[speaker]
        if codec == "opus":
            self._stream.bit_rate = OPUS_BIT_RATE
            self._stream.codec_context.options = {"application": "voip", "compression_level": "5"}
        else:
            self._stream.codec_context.format = "s16"
        self._frame_size = _OPUS_FRAME if codec == "opus" else _FLAC_FRAME
        self._is_float = codec == "opus"
        self._resampler = _Resampler(rate_hz)
        self._pending: list[Float32Array] = []
        self._pending_samples = 0
        self._placed = round(start_s * RATE_HZ)  # up to here the track is filled, samples since session start

    @property
    def end_s(self) -> float:
        """Session time up to which the track is filled."""
        return self._placed / RATE_HZ

    def write(self, block: AudioBlock) -> Iterator[Packet[Any]]:
        """Packets that are complete with this block."""
        samples = np.nan_to_num(np.asarray(block.samples, dtype=np.float32).reshape(-1))
        samples = self._resampler.push(samples, rate_hz=block.rate_hz)
        late = round(block.t_s * RATE_HZ) - self._placed
        if late > SYNC_TOLERANCE_S * RATE_HZ:
            yield from self._fill(late)
        elif late < -SYNC_TOLERANCE_S * RATE_HZ:
            samples = samples[-late:]
        yield from self._place(samples)

    def flush(self) -> Iterator[Packet[Any]]:
        """The packets still inside, the last frame padded with silence."""
        yield from self._pad_frame()
        yield from self._stream.encode(None)

    def _fill(self, samples: int) -> Iterator[Packet[Any]]:
        if samples > _LONG_GAP:
            end = self._placed + samples
            yield from self._pad_frame()
            while end - self._placed > _STEPPING_STONE:
                yield from self._encode(np.zeros(self._frame_size, dtype=np.float32), pts=self._placed)
                self._placed += _STEPPING_STONE
            samples = end - self._placed
        yield from self._place(np.zeros(samples, dtype=np.float32))

    def _pad_frame(self) -> Iterator[Packet[Any]]:
        if self._pending_samples:
            yield from self._place(np.zeros(self._frame_size - self._pending_samples, dtype=np.float32))

    def _place(self, samples: Float32Array) -> Iterator[Packet[Any]]:
        if not len(samples):
            return
        first = self._placed - self._pending_samples
        self._placed += len(samples)
        self._pending.append(samples)
        joined = np.concatenate(self._pending)
        whole = len(joined) - len(joined) % self._frame_size
        for start in range(0, whole, self._frame_size):
            yield from self._encode(joined[start : start + self._frame_size], pts=first + start)
        self._pending = [joined[whole:]]
        self._pending_samples = len(joined) - whole

    def _encode(self, samples: Float32Array, *, pts: int) -> list[Packet[Any]]:
        if self._is_float:
            frame = av.AudioFrame.from_ndarray(samples[np.newaxis, :], format="flt", layout="mono")
        else:
            whole = np.round(np.clip(samples, -1.0, 1.0) * 32767.0).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(whole[np.newaxis, :], format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        frame.time_base = Fraction(1, RATE_HZ)
        frame.pts = pts
        return list(self._stream.encode(frame))


class _Resampler:
    """To 48 kHz, keeping its filter between blocks; a new rate begins anew."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._inner = _make_resampler() if rate_hz != RATE_HZ else None

    def push(self, samples: Float32Array, *, rate_hz: int) -> Float32Array:
        if rate_hz != self._rate_hz:
            self._rate_hz = rate_hz
            self._inner = _make_resampler() if rate_hz != RATE_HZ else None
        if self._inner is None or not len(samples):
            return samples
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis, :], format="flt", layout="mono")
        frame.sample_rate = rate_hz
        pieces = [piece.to_ndarray().reshape(-1) for piece in self._inner.resample(frame)]
        return np.concatenate(pieces).astype(np.float32) if pieces else np.zeros(0, dtype=np.float32)


def _make_resampler() -> av.AudioResampler:
    return av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
