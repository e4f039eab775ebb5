"""Speech probability by the Silero voice-activity model (v6, one file, ONNX).

The model takes rows of 64 + 512 samples at 16 kHz (the end of the chunk before, then the chunk) and carries a state of
two (1, 1, 128) arrays from row to row. Many rows in one call give the same numbers as one row a call, and cost less.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np

from perception.errors import InvalidValueError, ModelError
from perception.types import Float32Array

_RATE_HZ: Final = 16000
_CHUNK: Final = 512
_CONTEXT: Final = 64
_STATE: Final = (1, 1, 128)
_REMEDY: Final = "Install the models again: attune models install."


class SileroVad:
    """Speech probability of consecutive 32 ms chunks of one channel. Latency: one chunk."""

    chunk_samples: int = _CHUNK
    rate_hz: int = _RATE_HZ

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        self._session = _load(path, threads)
        self._path = path
        self.reset()

    def reset(self) -> None:
        """Forget everything heard."""
        self._context: Float32Array = np.zeros(_CONTEXT, dtype=np.float32)
        self._h: Float32Array = np.zeros(_STATE, dtype=np.float32)
        self._c: Float32Array = np.zeros(_STATE, dtype=np.float32)

    def push(self, chunk: Float32Array) -> float:
        """Probability 0..1 that this chunk of 512 samples is speech. Raises InvalidValueError, ModelError."""
        if chunk.shape != (_CHUNK,):
            raise InvalidValueError(f"Expected ({_CHUNK},) samples, got {chunk.shape}.", recovery="Cut the sound anew.")
        return float(self.probabilities(chunk)[0])

    def probabilities(self, samples: Float32Array) -> Float32Array:
        """Probabilities of all chunks of (n * 512,) samples, as that many calls of `push` would give them."""
        if samples.ndim != 1 or len(samples) % _CHUNK:
            raise InvalidValueError(
                f"Expected a multiple of {_CHUNK} mono samples, got {samples.shape}.", recovery="Cut the sound anew."
            )
        if len(samples) == 0:
            return np.zeros(0, dtype=np.float32)
        whole = np.concatenate((self._context, samples.astype(np.float32, copy=False)))
        rows = np.lib.stride_tricks.sliding_window_view(whole, _CONTEXT + _CHUNK)[::_CHUNK]
        self._context = whole[-_CONTEXT:].copy()
        try:
            found, self._h, self._c = self._session.run(
                None, {"input": np.ascontiguousarray(rows), "h": self._h, "c": self._c}
            )
        except Exception as error:
            raise ModelError("The speech detector failed.", recovery=_REMEDY) from error
        return np.asarray(found, dtype=np.float32).reshape(-1)


def _load(path: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    if not path.is_file():
        raise ModelError(f"The speech detector “{path.name}” is missing.", recovery=_REMEDY)
    try:
        session = onnxruntime.InferenceSession(str(path), sess_options=options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelError(f"The speech detector “{path.name}” is damaged.", recovery=_REMEDY) from error
    if {entry.name for entry in session.get_inputs()} != {"input", "h", "c"}:
        raise ModelError(f"“{path.name}” is not the speech detector Attune knows.", recovery=_REMEDY)
    return session
