"""The preview picture between two processes: one slot of shared memory, the newest picture wins.

Layout: a header of five float64 (number when writing began, t_s, width, height, number when writing ended), then RGB
bytes. The writer sets the first number, writes, then sets the last; the reader looks at them in the opposite order.
Two different numbers mean a write in progress, and the reader tries again at its next turn. Each number is stored
whole: `struct` would clear the header first, which a reader could see as a picture of no size.
"""

from __future__ import annotations

from multiprocessing import shared_memory
from typing import Final

import numpy as np

from app.engine.messages import PreviewImage
from perception.types import ByteArray

MAX_WIDTH_PX: Final = 640
MAX_HEIGHT_PX: Final = 480
_FIELDS: Final = 5
_BEGUN, _TIME, _WIDTH, _HEIGHT, _ENDED = range(_FIELDS)
_HEADER_BYTES: Final = 8 * _FIELDS
_SIZE: Final = _HEADER_BYTES + MAX_WIDTH_PX * MAX_HEIGHT_PX * 3


def _bytes_of(memory: shared_memory.SharedMemory) -> memoryview:
    """The memory's bytes; it has them until it is closed."""
    if memory.buf is None:
        raise ValueError("the preview memory is closed")
    return memory.buf


def _header_of(memory: shared_memory.SharedMemory) -> memoryview[float]:
    """The header's numbers; to be released before the memory is closed."""
    return _bytes_of(memory)[:_HEADER_BYTES].cast("d")


class PreviewWriter:
    """The engine's side. `name` comes from the reader, which owns the memory."""

    def __init__(self, name: str) -> None:
        self._memory = shared_memory.SharedMemory(name=name)
        self._header = _header_of(self._memory)
        self._number = 0.0

    def write(self, bgr: ByteArray, *, t_s: float) -> None:
        """Store a BGR picture (height, width, 3), made small enough by leaving out rows and columns."""
        step = max(1, -(-bgr.shape[1] // MAX_WIDTH_PX), -(-bgr.shape[0] // MAX_HEIGHT_PX))
        rgb = np.ascontiguousarray(bgr[::step, ::step, ::-1])
        header = self._header
        self._number += 1.0
        header[_BEGUN] = self._number
        header[_TIME], header[_HEIGHT], header[_WIDTH] = t_s, float(rgb.shape[0]), float(rgb.shape[1])
        _bytes_of(self._memory)[_HEADER_BYTES : _HEADER_BYTES + rgb.nbytes] = rgb.reshape(-1).data
        header[_ENDED] = self._number

    def close(self) -> None:
        """Let go of the memory."""
        self._header.release()
        self._memory.close()


class PreviewReader:
    """The window's side; makes and owns the memory."""

    def __init__(self) -> None:
        self._memory = shared_memory.SharedMemory(create=True, size=_SIZE)
        self._header = _header_of(self._memory)
        self._seen = 0.0
        self.reset()

    @property
    def name(self) -> str:
        """What the writer attaches to."""
        return self._memory.name

    def read(self) -> PreviewImage | None:
        """The newest whole picture, or None when there is none newer than the last one read."""
        header = self._header
        number = header[_ENDED]
        if number == self._seen:
            return None
        t_s, width, height = header[_TIME], int(header[_WIDTH]), int(header[_HEIGHT])
        rgb = bytes(_bytes_of(self._memory)[_HEADER_BYTES : _HEADER_BYTES + width * height * 3])
        if header[_BEGUN] != number:
            return None
        self._seen = number
        return PreviewImage(t_s=t_s, width=width, height=height, stride=width * 3, rgb=rgb)

    def reset(self) -> None:
        """Forget the last picture: a new engine starts counting at one."""
        self._seen = 0.0
        for field in range(_FIELDS):
            self._header[field] = 0.0

    def close(self) -> None:
        """Free the memory."""
        self._header.release()
        self._memory.close()
        self._memory.unlink()
