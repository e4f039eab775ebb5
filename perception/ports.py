"""What perception needs from the outside: devices, models, storage and time, as Protocols.

Real and synthetic adapters implement the same port; tests/contract holds every adapter to it.
All calls may raise `PerceptionError` (see perception/errors.py) and nothing else of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from perception.types import (
    AudioBlock,
    FaceReading,
    Float32Array,
    Observation,
    PoseReading,
    VideoFrame,
    Word,
)


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """What an opened camera delivers. `fps` is what it claims; the frames' times are the truth."""

    name: str
    width_px: int
    height_px: int
    fps: float


@dataclass(frozen=True, slots=True)
class MicrophoneInfo:
    """What an opened microphone delivers."""

    name: str
    rate_hz: int
    channels: int


class Clock(Protocol):
    """Monotonic seconds since session start."""

    def now_s(self) -> float: ...


class Camera(Protocol):
    """A source of pictures. Used by one thread."""

    def open(self) -> CameraInfo:
        """Open the device. Raises DeviceError or MediaError."""
        ...

    def read(self) -> VideoFrame | None:
        """The next picture, blocking; None when the source has ended. Raises DeviceError when it is lost."""
        ...

    def close(self) -> None:
        """Release the device; may be called twice and from another thread while `read` blocks."""
        ...


class Microphone(Protocol):
    """A source of sound that pushes blocks from its own thread."""

    def start(
        self, on_block: Callable[[AudioBlock], None], on_end: Callable[[Exception | None], None]
    ) -> MicrophoneInfo:
        """Begin capture. `on_end(None)` tells the source has ended, `on_end(error)` that it was lost."""
        ...

    def stop(self) -> None:
        """End capture; may be called twice."""
        ...


class FaceModel(Protocol):
    """Finds faces in one picture after another of one video; times must not go back."""

    def detect(self, frame: VideoFrame) -> tuple[FaceReading, ...]: ...

    def close(self) -> None: ...


class PoseModel(Protocol):
    """Finds the body of the nearest person; None when nobody is seen."""

    def detect(self, frame: VideoFrame) -> PoseReading | None: ...

    def close(self) -> None: ...


class SpeechDetector(Protocol):
    """Speech probability of consecutive chunks of one channel. Keeps state; one instance a channel."""

    chunk_samples: int
    rate_hz: int

    def push(self, chunk: Float32Array) -> float:
        """Probability 0..1 that this chunk of exactly `chunk_samples` samples is speech."""
        ...

    def reset(self) -> None: ...


class Transcriber(Protocol):
    """Words of a run of 16 kHz mono speech, with times on the session clock (`t_s` is the first sample)."""

    def transcribe(self, samples: Float32Array, *, t_s: float, hotwords: Sequence[str] = ()) -> tuple[Word, ...]: ...


@runtime_checkable
class QuickTranscriber(Transcriber, Protocol):
    """A recogniser that can also tell the words alone, sooner; their times are guesses."""

    def glance(self, samples: Float32Array, *, t_s: float) -> tuple[Word, ...]: ...


class Voice(Protocol):
    """A built-in voice: text to mono float32 sound."""

    rate_hz: int

    def speak(self, text: str, *, speed: float = 1.0) -> Float32Array: ...


class SessionSink(Protocol):
    """Where a running session is kept. Methods never block longer than a queue put."""

    def observe(self, observation: Observation) -> None: ...

    def frame(self, frame: VideoFrame) -> None: ...

    def audio(self, block: AudioBlock) -> None: ...

    def close(self, *, reason: str) -> None: ...


@dataclass(frozen=True, slots=True)
class OutputInfo:
    """What an opened sound output takes. latency_s: from `write` to the ear, as far as the system knows it."""

    name: str
    rate_hz: int
    latency_s: float


class SoundOutput(Protocol):
    """Where a voice comes out. What is written sounds at once, piece after piece; in between there is silence."""

    def start(self, on_lost: Callable[[Exception], None], *, rate_hz: int) -> OutputInfo:
        """Open it for mono sound of this rate. `on_lost` tells that it went away. Raises DeviceError."""
        ...

    def write(self, samples: Float32Array) -> None:
        """Let this sound next. Never blocks; nothing happens after it was lost."""
        ...

    def clear(self) -> None:
        """Forget what was written and did not sound yet."""
        ...

    def stop(self) -> None:
        """Close it; may be called twice."""
        ...
