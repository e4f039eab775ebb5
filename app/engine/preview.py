"""The preview picture between two processes: one slot of shared memory, the newest picture wins.

Layout: a header of five float64 (sequence before, t_s, width, height, sequence after), then RGB bytes.
The writer raises the first sequence number, writes, then raises the second; a reader that sees two
different numbers met a write in progress and tries again at its next turn.
"""

from __future__ import annotations

import struct
from multiprocessing import shared_memory
from typing import Final

import numpy as np

from app.engine.messages import PreviewImage
from perception.types import ByteArray

MAX_WIDTH_PX: Final = 640
MAX_HEIGHT_PX: Final = 480
_HEADER: Final = struct.Struct("<5d")
_SIZE: Final = _HEADER.size + MAX_WIDTH_PX * MAX_HEIGHT_PX * 3


def _bytes_of(memory: shared_memory.SharedMemory) -> memoryview:
    """The memory's bytes; it has them until it is closed."""
    if memory.buf is None:
        raise ValueError("the preview memory is closed")
    return memory.buf


class PreviewWriter:
    """The engine's side. `name` comes from the reader, which owns the memory."""

    def __init__(self, name: str) -> None:
        self._memory = shared_memory.SharedMemory(name=name)
        self._sequence = 0.0

    def write(self, bgr: ByteArray, *, t_s: float) -> None:
        """Store a BGR picture (height, width, 3), made small enough by leaving out rows and columns."""
        step = max(1, -(-bgr.shape[1] // MAX_WIDTH_PX), -(-bgr.shape[0] // MAX_HEIGHT_PX))
        rgb = np.ascontiguousarray(bgr[::step, ::step, ::-1])
        height, width = rgb.shape[:2]
        self._sequence += 1.0
        buffer = _bytes_of(self._memory)
        _HEADER.pack_into(buffer, 0, self._sequence, t_s, width, height, self._sequence - 1.0)
        buffer[_HEADER.size : _HEADER.size + rgb.nbytes] = rgb.reshape(-1).data
        _HEADER.pack_into(buffer, 0, self._sequence, t_s, width, height, self._sequence)

    def close(self) -> None:
        """Let go of the memory."""
        self._memory.close()


class PreviewReader:
    """The window's side; makes and owns the memory."""

    def __init__(self) -> None:
        self._memory = shared_memory.SharedMemory(create=True, size=_SIZE)
        _HEADER.pack_into(_bytes_of(self._memory), 0, 0.0, 0.0, 0.0, 0.0, 0.0)
        self._seen = 0.0

    @property
    def name(self) -> str:
        """What the writer attaches to."""
        return self._memory.name

    def read(self) -> PreviewImage | None:
        """The newest whole picture, or None when there is none newer than the last one read."""
        before, t_s, width, height, after = _HEADER.unpack_from(_bytes_of(self._memory), 0)
        if before != after or before == self._seen:
            return None
        count = int(width) * int(height) * 3
        rgb = bytes(_bytes_of(self._memory)[_HEADER.size : _HEADER.size + count])
        if _HEADER.unpack_from(_bytes_of(self._memory), 0)[0] != before:
            return None
        self._seen = before
        return PreviewImage(t_s=t_s, width=int(width), height=int(height), stride=int(width) * 3, rgb=rgb)

    def reset(self) -> None:
        """Forget the last picture: a new engine starts counting at one."""
        self._seen = 0.0
        _HEADER.pack_into(_bytes_of(self._memory), 0, 0.0, 0.0, 0.0, 0.0, 0.0)

    def close(self) -> None:
        """Free the memory."""
        self._memory.close()
        self._memory.unlink()
