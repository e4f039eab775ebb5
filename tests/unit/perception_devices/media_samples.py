"""Small media files drawn and played by the tests themselves."""

from __future__ import annotations

import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np


def write_wav(path: Path, samples: np.ndarray, rate_hz: int) -> Path:
    """samples: (n,) or (n, channels) float -1..1."""
    samples = samples if samples.ndim == 2 else samples[:, None]
    with wave.open(str(path), "wb") as out:
        out.setnchannels(samples.shape[1])
        out.setsampwidth(2)
        out.setframerate(rate_hz)
        out.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def tone(hz: float, seconds: float, rate_hz: int, level: float = 0.3) -> np.ndarray:
    return level * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)


def write_video(
    path: Path,
    times_s: list[float],
    *,
    size: tuple[int, int] = (64, 48),
    sound: np.ndarray | None = None,
    sound_start_s: float = 0.0,
    rate_hz: int = 16000,
    rotation: int = 0,
) -> Path:
    """Pictures whose brightness tells their number, at these times; the top left quarter is white."""
    with av.open(str(path), "w") as out:
        video = out.add_stream("mpeg4", rate=30, options={"qscale": "2"})
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        video.time_base = Fraction(1, 1000)
        video.codec_context.time_base = Fraction(1, 1000)
        if rotation:
            video.set_display_rotation(rotation)
        audio = out.add_stream("pcm_s16le", rate=rate_hz, layout="mono") if sound is not None else None
        for number, t_s in enumerate(times_s):
            picture = np.full((size[1], size[0], 3), 20 + number * 2 % 100, dtype=np.uint8)
            picture[: size[1] // 2, : size[0] // 2] = 255
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = round(t_s * 1000), Fraction(1, 1000)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        if audio is not None:
            block = av.AudioFrame.from_ndarray((sound[None] * 32767).astype("<i2"), format="s16", layout="mono")
            block.sample_rate, block.pts = rate_hz, round(sound_start_s * rate_hz)
            block.time_base = Fraction(1, rate_hz)
            out.mux(audio.encode(block))
            out.mux(audio.encode(None))
    return path
