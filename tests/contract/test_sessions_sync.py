"""A whole recording through the session writer: picture and both voices stay together, pauses and losses included."""

from __future__ import annotations

import itertools
from pathlib import Path

import av
import numpy as np
import pytest

from perception.recording.reader import open_session
from perception.recording.writer import SessionWriter
from perception.types import AudioBlock, Speaker, VideoFrame
from tests.unit.perception_recording import session_samples

_LIMIT_S = 0.045
_SIGNALS_S = (1.0, 2.5, 7.0)  # a flash and a beep at once; the second 3 to 6 of the call are missing
_LENGTH_S = 8.0


def _recorded(t_s: float) -> bool:
    return not 3.0 <= t_s < 6.0


def _on(t_s: float) -> bool:
    return any(start <= t_s < start + 0.2 for start in _SIGNALS_S)


def _frames() -> list[VideoFrame]:
    times = [i / 30 for i in range(round(_LENGTH_S * 30))]
    return [
        VideoFrame(t, np.full((120, 160, 3), 255 if _on(t + 1e-6) else 0, dtype=np.uint8))
        for t in times
        if _recorded(t)
    ]


def _blocks(speaker: Speaker, rate_hz: int, block: int) -> list[AudioBlock]:
    t_s = np.arange(round(_LENGTH_S * rate_hz)) / rate_hz
    gate = np.any([(t_s >= start) & (t_s < start + 0.2) for start in _SIGNALS_S], axis=0)
    samples = (0.5 * gate * np.sin(2 * np.pi * 500 * t_s)).astype(np.float32)
    starts = [i for i in range(0, len(samples), block) if _recorded(i / rate_hz)]
    return [AudioBlock(i / rate_hz, samples[i : i + block], rate_hz, speaker) for i in starts]


def _flashes(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        seen = [(float(f.time), f.to_ndarray(format="gray").mean() > 128) for f in container.decode(video=0)]
    return [t for (_, before), (t, bright) in itertools.pairwise(seen) if bright and not before]


def _beeps(path: Path, track: int) -> list[float]:
    found: list[float] = []
    loud_until_s = -1.0
    with av.open(str(path)) as container:
        for frame in container.decode(audio=track):
            samples = np.abs(frame.to_ndarray().reshape(-1))
            for offset in np.flatnonzero(samples > 0.15):
                t_s = float(frame.time) + offset / frame.sample_rate
                if t_s > loud_until_s + 0.1:
                    found.append(t_s)
                loud_until_s = t_s
    return found


def test_picture_and_both_voices_stay_within_45_ms_over_a_pause(tmp_path: Path) -> None:
    writer = SessionWriter(tmp_path / "s", session_samples.header(), video=True, audio=("csm", "customer"))
    items = sorted(
        [*_frames(), *_blocks("csm", 16_000, 320), *_blocks("customer", 44_100, 1024)], key=lambda item: item.t_s
    )
    for number, item in enumerate(items):
        if number % 20 == 0:
            assert writer.wait_for_room()
        if isinstance(item, VideoFrame):
            writer.frame(item)
        else:
            writer.audio(item)
    writer.close(reason="done")
    assert writer.drops == 0
    media = open_session(tmp_path / "s").media()
    assert media is not None
    for found in (_flashes(media), _beeps(media, 0), _beeps(media, 1)):
        assert found == pytest.approx(_SIGNALS_S, abs=_LIMIT_S)
