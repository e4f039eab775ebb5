"""A recording of half an hour: a short piece encoded once, its packets laid end to end."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
import numpy as np

from tests import media_samples as make

FPS = 30
RATE_HZ = 48000
TONES_HZ = (440.0, 700.0)  # for the CSM and for the customer
_OPUS_SAMPLES = 960  # in a packet of 20 ms
Codec = Literal["libvpx-vp9", "libx264"]
# As the recorder writes: a key picture each second; and as other programmes do: one in ten seconds.
KEY_EVERY_S: dict[Codec, int] = {"libvpx-vp9": 1, "libx264": 10}
_OPTIONS: dict[Codec, dict[str, str]] = {
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8", "row-mt": "1"},
    "libx264": {"preset": "veryfast", "sc_threshold": "0"},
}


def write_long_media(
    path: Path, *, minutes: float, codec: Codec, width: int = 640, height: int = 480, piece_s: int = 20
) -> Path:
    """Write picture and two sound tracks. Every picture shows the drawn person and, below, its number in 16 bits."""
    pieces = max(1, round(minutes * 60 / piece_s))
    packets, hums = _encoded(codec, piece_s, width, height), [_hum(piece_s, hz) for hz in TONES_HZ]
    with av.open(str(path), "w") as out:
        stream = _stream(out, codec, width, height)
        sound = [out.add_stream("libopus", rate=RATE_HZ, layout="mono") for _ in range(2)]
        video = [(pts / FPS, stream, data, pts, FPS, key) for pts, data, key in packets]
        audio = [
            (pts / RATE_HZ, one, data, pts, RATE_HZ, True)
            for one, hum in zip(sound, hums, strict=True)
            for pts, data in hum
        ]
        # In order of time, as a recorder writes them: a player looks only seconds ahead for sound.
        ordered = sorted([*video, *audio], key=lambda one: one[0])
        for piece in range(pieces):
            for _, to, data, pts, rate, key in ordered:
                _mux(out, to, data, pts + piece * piece_s * rate, Fraction(1, rate), is_key=key)
    return path


def _mux(out: Any, stream: Any, data: bytes, pts: int, base: Fraction, *, is_key: bool) -> None:
    packet = av.Packet(data)
    packet.stream, packet.time_base = stream, base
    packet.pts = packet.dts = pts
    packet.is_keyframe = is_key
    out.mux(packet)


def _stream(out: Any, codec: Codec, width: int, height: int) -> Any:
    stream = out.add_stream(codec, rate=FPS, options=dict(_OPTIONS[codec]))
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    stream.gop_size = KEY_EVERY_S[codec] * FPS
    stream.codec_context.max_b_frames = 0
    stream.time_base = Fraction(1, FPS)
    return stream


def _encoded(codec: Codec, seconds: int, width: int, height: int) -> list[tuple[int, bytes, bool]]:
    """The packets of a piece: number of the picture, bytes, whether it is a key picture."""
    found: list[tuple[int, bytes, bool]] = []
    drawn = [make.person(t_s / 4, width=width, height=height) for t_s in range(4 * seconds)]
    with av.open(os.devnull, "w", format="matroska") as out:
        stream = _stream(out, codec, width, height)
        for number in range(seconds * FPS):
            picture = np.array(drawn[number * 4 // FPS])
            _number_in(picture, number)
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            found += [(p.pts, bytes(p), p.is_keyframe) for p in stream.encode(frame)]
        found += [(p.pts, bytes(p), p.is_keyframe) for p in stream.encode(None)]
    base = found[0][0]
    step = found[1][0] - base if len(found) > 1 else 1
    return [((pts - base) // step, data, key) for pts, data, key in found]


def _number_in(picture: np.ndarray, number: int) -> None:
    """Sixteen light or dark squares along the lower edge."""
    side = picture.shape[1] // 16
    for bit in range(16):
        picture[-side:, bit * side : (bit + 1) * side] = 235 if number >> bit & 1 else 20


def number_of(grey: np.ndarray) -> int:
    """The number a picture shows. grey: (height, width)."""
    side = grey.shape[1] // 16
    middle = grey.shape[0] - side // 2
    return sum(1 << bit for bit in range(16) if grey[middle, bit * side + side // 2] > 128)


def _hum(seconds: int, hz: float) -> list[tuple[int, bytes]]:
    """The packets of a tone: first sample, bytes."""
    found: list[tuple[int, bytes]] = []
    samples = (0.2 * np.sin(2 * np.pi * hz * np.arange(seconds * RATE_HZ) / RATE_HZ)).astype(np.float32)
    with av.open(os.devnull, "w", format="matroska") as out:
        stream = out.add_stream("libopus", rate=RATE_HZ, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="flt", layout="mono")
        frame.sample_rate = RATE_HZ
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            found.append((len(found) * _OPUS_SAMPLES, bytes(packet)))
    return found
