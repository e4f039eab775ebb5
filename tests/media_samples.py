"""Small recordings that the tests draw and speak themselves: good ones, odd ones and broken ones.

Nobody real is in them: the person is the drawn one, the voice a buzz shaped like a vowel.
"""

from __future__ import annotations

import math
import wave
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from perception.character.draw import draw
from perception.character.looks import LOOKS
from perception.character.rig import RigPose
from perception.devices.raster import rasterize

WIDTH, HEIGHT, FPS = 640, 480, 30
RATE_HZ = 48_000
_MILLI = Fraction(1, 1000)

Picture = np.ndarray
Painter = Callable[[float], Picture]


# ---------------------------------------------------------------- pictures


def person(t_s: float, *, width: int = WIDTH, height: int = HEIGHT, look: str = "") -> Picture:
    """The drawn person at this time: turns slowly, talks, blinks, nods a little. (height, width, 3) BGR."""
    pose = RigPose(
        yaw_deg=8.0 * math.sin(0.9 * t_s),
        pitch_deg=4.0 * math.sin(2 * math.pi * 1.8 * t_s) if t_s % 4.0 < 1.5 else 0.0,
        lids=1.0 if t_s % 3.0 < 0.15 else 0.0,
        smile=0.5 + 0.5 * math.sin(0.7 * t_s),
        jaw=0.3 * abs(math.sin(7.0 * t_s)),
        lean=0.3 * math.sin(0.4 * t_s),
    )
    return rasterize(
        draw(pose, LOOKS[look or next(iter(LOOKS))], width=width, height=height), width=width, height=height
    )


def two_people(t_s: float) -> Picture:
    """Two drawn people side by side in a 1280x480 picture."""
    looks = list(LOOKS)
    return np.hstack([person(t_s, look=looks[0]), person(t_s + 1.0, look=looks[1])])


def empty_room(t_s: float, *, width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """A wall with a slowly moving light and nobody in front of it."""
    across = np.linspace(60, 140, width)[None, :] + 20 * math.sin(t_s)
    return np.repeat(np.broadcast_to(across, (height, width))[..., None], 3, axis=2).astype(np.uint8)


def repeated(paint: Painter, *, every_s: float) -> Painter:
    """The same pictures again every so often: drawn once, for long recordings."""
    drawn: dict[int, Picture] = {}

    def again(t_s: float) -> Picture:
        number = round((t_s % every_s) * FPS)
        if number not in drawn:
            drawn[number] = paint(number / FPS)
        return drawn[number]

    return again


def times(seconds: float, fps: float = FPS) -> list[float]:
    """Evenly spaced picture times."""
    return [number / fps for number in range(round(seconds * fps))]


def uneven_times(seconds: float) -> list[float]:
    """As a phone writes them: 30, then 12, then 24 pictures a second, with a hole of most of a second between."""
    parts = [(0.0, seconds / 3, 30), (seconds / 3 + 0.8, 2 * seconds / 3, 12), (2 * seconds / 3, seconds, 24)]
    return [start + n / fps for start, end, fps in parts for n in range(max(0, int((end - start) * fps)))]


# ---------------------------------------------------------------- sound


def voice(seconds: float, rate_hz: int = RATE_HZ, *, f0_hz: float = 120.0) -> np.ndarray:
    """(n,) a buzz with the resonances of a vowel, in syllables and phrases: loud enough to count as speech."""
    t = np.arange(round(seconds * rate_hz)) / rate_hz
    phase = 2 * np.pi * np.cumsum(f0_hz * (1 + 0.08 * np.sin(2 * np.pi * 0.6 * t))) / rate_hz
    sound = np.zeros_like(t)
    for harmonic in range(1, int(min(3_600.0, rate_hz / 2.2) / f0_hz)):
        hz = harmonic * f0_hz
        gain = sum(
            amp / (1 + ((hz - at) / width) ** 2)
            for at, width, amp in ((650, 90, 1), (1100, 110, 0.6), (2500, 160, 0.3))
        )
        sound += gain * np.sin(harmonic * phase)
    syllables = np.clip(np.sin(2 * np.pi * 4.0 * t) + 0.4, 0, 1)
    phrases = (t % 2.6 < 1.9).astype(float)
    sound = sound * syllables * phrases
    return 0.25 * sound / max(float(np.abs(sound).max()), 1e-9)


def write_wav(path: Path, samples: np.ndarray, rate_hz: int) -> Path:
    """samples: (n,) or (n, channels), -1..1."""
    columns = samples.reshape(len(samples), -1) if samples.size else samples.reshape(0, 1)
    with wave.open(str(path), "wb") as out:
        out.setnchannels(columns.shape[1])
        out.setsampwidth(2)
        out.setframerate(rate_hz)
        out.writeframes((np.clip(columns, -1, 1) * 32767).astype("<i2").tobytes())
    return path


# ---------------------------------------------------------------- files


def write_media(
    path: Path,
    paint: Painter | None,
    when: Sequence[float] = (),
    sounds: Iterable[np.ndarray] = (),
    *,
    rate_hz: int = RATE_HZ,
) -> Path:
    """A file of these pictures and sound tracks; the ending of `path` chooses the container."""
    tracks = list(sounds)
    opus = path.suffix in (".mkv", ".webm")
    with av.open(str(path), "w") as out:
        video = None
        if paint is not None:
            first = paint(when[0])
            video = out.add_stream("mpeg4", rate=FPS, options={"qscale": "3"})
            video.width, video.height, video.pix_fmt = first.shape[1], first.shape[0], "yuv420p"
            video.time_base = video.codec_context.time_base = _MILLI
        audio = [out.add_stream("libopus" if opus else "aac", rate=rate_hz, layout="mono") for _ in tracks]
        if video is not None and paint is not None:
            for t_s in when:
                frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(paint(t_s)), format="bgr24")
                frame.pts, frame.time_base = round(t_s * 1000), _MILLI
                out.mux(video.encode(frame))
            out.mux(video.encode(None))
        for stream, samples in zip(audio, tracks, strict=True):
            _encode_sound(out, stream, samples, rate_hz)
    return path


def _encode_sound(out: Any, stream: Any, samples: np.ndarray, rate_hz: int) -> None:
    whole = np.ascontiguousarray((np.clip(samples, -1, 1) * 32767).astype("<i2"))[None]
    for start in range(0, whole.shape[1], rate_hz):
        block = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(whole[:, start : start + rate_hz]), format="s16", layout="mono"
        )
        block.sample_rate, block.pts, block.time_base = rate_hz, start, Fraction(1, rate_hz)
        out.mux(stream.encode(block))
    out.mux(stream.encode(None))


def call_clip(path: Path, *, seconds: float = 3.0, customer: bool = True) -> Path:
    """A short call: the drawn person, their voice on the first track, the customer's on the second."""
    own, other = voice(seconds), np.roll(voice(seconds, f0_hz=210.0), RATE_HZ)
    paint = repeated(person, every_s=4.0)
    return write_media(path, paint, times(seconds), [own, other] if customer else [own])


def by_turns(seconds: float, *, turn_s: float = 2.5, first: int = 0) -> list[np.ndarray]:
    """Two voices that speak by turns: (n,) each."""
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    whose = (t // turn_s + first) % 2
    inside = (t % turn_s > 0.25) & (t % turn_s < turn_s - 0.35)
    return [voice(seconds, f0_hz=hz) * (whose == who) * inside for who, hz in ((0, 120.0), (1, 210.0))]


def talker(t_s: float, *, talks: bool, look: str = "") -> Picture:
    """A drawn person who moves the mouth only while talking."""
    jaw = 0.35 * abs(math.sin(9.0 * t_s)) if talks else 0.0
    pose = RigPose(yaw_deg=4.0 * math.sin(0.9 * t_s), jaw=jaw, lids=1.0 if t_s % 3.0 < 0.12 else 0.0)
    return rasterize(
        draw(pose, LOOKS[look or next(iter(LOOKS))], width=WIDTH, height=HEIGHT), width=WIDTH, height=HEIGHT
    )


def two_talkers(*, turn_s: float = 2.5, left: int = 0) -> Painter:
    """Two people side by side; the one on the left moves the mouth with voice `left` of `by_turns`, the other with the
    other one."""
    looks = list(LOOKS)

    def paint(t_s: float) -> Picture:
        whose = int(t_s // turn_s) % 2
        return np.hstack(
            [talker(t_s, talks=whose == left, look=looks[0]), talker(t_s, talks=whose != left, look=looks[1])]
        )

    return repeated(paint, every_s=2 * turn_s)


def cut_off(source: Path, target: Path, *, share: float) -> Path:
    """The first part of a file, as a full disk or a pulled stick leaves it."""
    data = source.read_bytes()
    target.write_bytes(data[: int(len(data) * share)])
    return target
