"""A comment that was spoken, as one small sound file in the session folder."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Final, cast

import av
import numpy as np
from av.audio.stream import AudioStream

from perception.errors import SessionFormatError
from perception.recording.format import not_writable
from perception.recording.review_notes import VOICE_FOLDER, is_plain_name
from perception.types import Float32Array

RATE_HZ: Final = 16_000
_BIT_RATE: Final = 24_000  # bit/s: clear speech of one voice
_FRAME: Final = 320  # 20 ms


def write_voice(folder: Path, name: str, samples: Float32Array) -> Path:
    """Keep 16 kHz mono sound, float32 in -1..1, below `voice/` of the session. Put there whole or not at all.

    Raises SessionFormatError when it cannot be written, or the session folder is not there.
    """
    if not is_plain_name(name):
        raise SessionFormatError(f"“{name}” is no name of a sound file.", recovery="Speak the comment again.")
    target = folder / VOICE_FOLDER / name
    part = target.with_name(f"{name}.part")
    try:
        target.parent.mkdir(exist_ok=True)
        _encode(part, samples)
        part.replace(target)
    except OSError as error:
        with suppress(OSError):  # where nothing can be written, nothing may be there to take away
            part.unlink(missing_ok=True)
        raise not_writable(folder, error) from error
    return target


def _encode(path: Path, samples: Float32Array) -> None:
    sound = np.clip(np.nan_to_num(np.asarray(samples, dtype=np.float32).reshape(-1)), -1.0, 1.0)
    sound = np.pad(sound, (0, -len(sound) % _FRAME))
    with path.open("wb") as file, av.open(file, "w", format="ogg") as container:
        stream = cast("AudioStream", container.add_stream("libopus", rate=RATE_HZ, layout="mono"))
        stream.bit_rate = _BIT_RATE
        stream.codec_context.options = {"application": "voip"}
        for start in range(0, len(sound), _FRAME):
            frame = av.AudioFrame.from_ndarray(sound[np.newaxis, start : start + _FRAME], format="flt", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, start, Fraction(1, RATE_HZ)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
