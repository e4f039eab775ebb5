"""16 kHz mono from sound of any rate, block by block, with exact times."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from perception.types import AudioBlock, Float32Array

RATE_HZ: Final = 16000
_GAP_S: Final = 0.05  # a larger step between blocks means that sound was lost


class BlockResampler:
    """Resamples consecutive blocks of one channel (band-limited, linear phase, its delay taken off).

    A block may come out empty-handed (None) while the filter still needs sound, and the times of what comes out are
    the first block's time plus the number of samples given out: exact to the sample. After a hole in the input the
    filter starts afresh at the new block's time.
    """

    def __init__(self, rate_hz: int = RATE_HZ) -> None:
        self._out_hz = rate_hz
        self._in_hz = 0
        self._stream: Any = None
        self._anchor_s = 0.0
        self._taken = 0
        self._given = 0

    def push(self, block: AudioBlock) -> AudioBlock | None:
        """The resampled sound that is ready after this block; None when there is none yet."""
        if block.rate_hz == self._out_hz:
            return block
        if block.rate_hz != self._in_hz or abs(block.t_s - self._expected_s()) > _GAP_S:
            self._begin(block)
        self._taken += len(block.samples)
        return self._give(self._stream.resample_chunk(block.samples), block)

    def flush(self, like: AudioBlock) -> AudioBlock | None:
        """The last samples the filter still holds, with the channel of `like`; None when there are none."""
        if self._stream is None:
            return None
        rest = self._stream.resample_chunk(np.zeros(0, dtype=np.float32), last=True)
        self._stream, self._in_hz = None, 0
        return self._give(rest, like)

    def _expected_s(self) -> float:
        return self._anchor_s + self._taken / max(self._in_hz, 1)

    def _begin(self, block: AudioBlock) -> None:
        import soxr

        self._in_hz = block.rate_hz
        self._stream = soxr.ResampleStream(self._in_hz, self._out_hz, 1, dtype="float32", quality="HQ")
        self._anchor_s, self._taken, self._given = block.t_s, 0, 0

    def _give(self, samples: Float32Array, like: AudioBlock) -> AudioBlock | None:
        if len(samples) == 0:
            return None
        t_s = self._anchor_s + self._given / self._out_hz
        self._given += len(samples)
        return AudioBlock(t_s=t_s, samples=samples, rate_hz=self._out_hz, channel=like.channel)
