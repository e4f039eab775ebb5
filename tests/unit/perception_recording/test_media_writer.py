"""The media file: what goes in at a time comes out at that time, on every track."""

from __future__ import annotations

import errno
from io import FileIO
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perception.errors import InvalidValueError
from perception.recording.media_writer import MediaWriter
from perception.types import AudioBlock, Float32Array, Speaker, VideoFrame

_SYNC_LIMIT_S = 0.045


def picture(*, t_s: float, level: int = 0, width: int = 160, height: int = 120) -> VideoFrame:
    bgr = np.full((height, width, 3), level, dtype=np.uint8)
    bgr.flags.writeable = False
    return VideoFrame(t_s=t_s, bgr=bgr)


def beeps(*, rate_hz: int, seconds: float, at: tuple[float, ...], length_s: float = 0.1) -> Float32Array:
    t_s = np.arange(int(rate_hz * seconds)) / rate_hz
    gate = np.zeros(len(t_s), dtype=bool)
    for start in at:
        gate |= (t_s >= start) & (t_s < start + length_s)
    return (0.5 * np.sin(2 * np.pi * 440 * t_s) * gate).astype(np.float32)


def blocks(samples: Float32Array, *, rate_hz: int, speaker: Speaker, start_s: float = 0.0) -> list[AudioBlock]:
    size = rate_hz // 50
    return [
        AudioBlock(t_s=start_s + i / rate_hz, samples=samples[i : i + size], rate_hz=rate_hz, channel=speaker)
        for i in range(0, len(samples), size)
    ]


def read_audio(path: Path, track: int) -> tuple[Float32Array, float]:
    """A track at 48 kHz, every decoded frame at its time, and the time of the first sample."""
    with av.open(str(path)) as container:
        frames = [(float(f.time), f.to_ndarray().reshape(-1)) for f in container.decode(audio=track)]
    start = frames[0][0]
    placed = np.zeros(round((frames[-1][0] - start) * 48_000) + len(frames[-1][1]), dtype=np.float32)
    for time, samples in frames:
        at = round((time - start) * 48_000)
        placed[at : at + len(samples)] = samples[: len(placed) - at]
    return placed, start


def onsets(samples: Float32Array, *, start_s: float) -> list[float]:
    hop = 240
    level = np.abs(samples[: len(samples) // hop * hop]).reshape(-1, hop).max(axis=1)
    loud = np.concatenate([[False], level > 0.1])
    return [start_s + i * hop / 48_000 for i in np.flatnonzero(loud[1:] & ~loud[:-1])]


def flashes(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        seen = [(float(f.time), f.to_ndarray(format="gray").mean() > 128) for f in container.decode(video=0)]
    return [t for (t, bright), (_, before) in zip(seen[1:], seen[:-1], strict=True) if bright and not before]


def write_call(path: Path, *, at: tuple[float, ...], rates: tuple[int, int], codec: str = "opus") -> None:
    """A flash and a beep on both tracks at each of the times."""
    sound = [
        *blocks(beeps(rate_hz=rates[0], seconds=4.0, at=at), rate_hz=rates[0], speaker="csm"),
        *blocks(beeps(rate_hz=rates[1], seconds=4.0, at=at), rate_hz=rates[1], speaker="customer"),
    ]
    frames = [picture(t_s=i / 30, level=255 if any(0 <= i / 30 - s < 0.1 for s in at) else 0) for i in range(120)]
    audio: tuple[tuple[Speaker, int], ...] = (("csm", rates[0]), ("customer", rates[1]))
    with MediaWriter(path, width=160, height=120, audio=audio, audio_codec=codec) as media:  # type: ignore[arg-type]
        for item in sorted([*sound, *frames], key=lambda item: item.t_s):
            if isinstance(item, VideoFrame):
                media.write_frame(item)
            else:
                media.write_audio(item)


@pytest.mark.parametrize(("rates", "codec"), [((16_000, 48_000), "opus"), ((8_000, 44_100), "flac")])
def test_picture_and_both_voices_stay_together(tmp_path: Path, rates: tuple[int, int], codec: str) -> None:
    at = (0.5, 1.5, 3.2)
    path = tmp_path / "call.mkv"
    write_call(path, at=at, rates=rates, codec=codec)
    heard = [onsets(samples, start_s=start) for samples, start in (read_audio(path, 0), read_audio(path, 1))]
    for found in (flashes(path), *heard):
        assert len(found) == len(at)
        assert max(abs(a - b) for a, b in zip(found, at, strict=True)) < _SYNC_LIMIT_S


@pytest.mark.parametrize("pause_s", [0.3, 12.0, 26.0, 700.0])
def test_what_was_not_heard_is_silent_and_the_rest_keeps_its_place(tmp_path: Path, pause_s: float) -> None:
    path = tmp_path / "gap.mkv"
    tone = beeps(rate_hz=16_000, seconds=0.5, at=(0.0,), length_s=0.5)
    with MediaWriter(path, width=None, height=None, audio=(("csm", 16_000),)) as media:
        for start in (1.0, 1.5 + pause_s):
            for block in blocks(tone, rate_hz=16_000, speaker="csm", start_s=start):
                media.write_audio(block)
    samples, start_s = read_audio(path, 0)
    assert onsets(samples, start_s=start_s) == pytest.approx([1.0, 1.5 + pause_s], abs=_SYNC_LIMIT_S)
    assert len(samples) / 48_000 == pytest.approx(2.0 + pause_s, abs=0.1)


def test_a_later_part_begins_at_its_own_time(tmp_path: Path) -> None:
    path = tmp_path / "part.mkv"
    tone = beeps(rate_hz=48_000, seconds=0.5, at=(0.0,), length_s=0.5)
    with MediaWriter(path, width=160, height=120, audio=(("csm", 48_000),), start_s=300.0) as media:
        media.write_frame(picture(t_s=300.1))
        for block in blocks(tone, rate_hz=48_000, speaker="csm", start_s=300.2):
            media.write_audio(block)
    samples, start_s = read_audio(path, 0)
    assert start_s == pytest.approx(300.0, abs=_SYNC_LIMIT_S)
    assert onsets(samples, start_s=start_s) == pytest.approx([300.2], abs=_SYNC_LIMIT_S)


def test_a_block_that_overlaps_the_one_before_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "overlap.mkv"
    with MediaWriter(path, width=None, height=None, audio=(("csm", 48_000),)) as media:
        for start in (0.0, 0.5, 0.6):
            media.write_audio(AudioBlock(start, np.zeros(48_000, dtype=np.float32), 48_000))
    assert len(read_audio(path, 0)[0]) / 48_000 == pytest.approx(1.6, abs=0.05)


def test_pictures_keep_their_own_times_and_none_goes_back(tmp_path: Path) -> None:
    path = tmp_path / "vfr.mkv"
    times = (0.0, 0.033, 0.2, 0.2, 0.1, 1.75, 1.76)
    with MediaWriter(path, width=160, height=120) as media:
        for t_s in times:
            media.write_frame(picture(t_s=t_s))
        assert media.refused_frames == 2
    with av.open(str(path)) as container:
        kept = [float(f.time) for f in container.decode(video=0)]
    assert kept == pytest.approx([0.0, 0.033, 0.2, 1.75, 1.76], abs=0.002)


def test_a_key_frame_comes_at_least_every_second_whatever_the_rate(tmp_path: Path) -> None:
    path = tmp_path / "keys.mkv"
    with MediaWriter(path, width=160, height=120) as media:
        for i in range(50):
            media.write_frame(picture(t_s=i * 0.11, level=i * 5))
    with av.open(str(path)) as container:
        keys = [float(p.pts * p.time_base) for p in container.demux(video=0) if p.is_keyframe and p.pts is not None]
    assert max(np.diff(keys)) <= 1.12


def test_a_picture_of_another_shape_keeps_its_shape(tmp_path: Path) -> None:
    path = tmp_path / "wide.mkv"
    with MediaWriter(path, width=160, height=120) as media:
        media.write_frame(picture(t_s=0.0, level=255, width=320, height=120))
    with av.open(str(path)) as container:
        gray = next(container.decode(video=0)).to_ndarray(format="gray")
    assert gray[60].mean() > 230
    assert gray[5].mean() < 40
    assert gray[-5].mean() < 40


def test_pictures_of_another_size_are_scaled(tmp_path: Path) -> None:
    path = tmp_path / "ü ber größe.mkv"
    with MediaWriter(path, width=160, height=120) as media:
        media.write_frame(picture(t_s=0.0, width=2, height=3))
        media.write_frame(picture(t_s=0.1, width=1921, height=1081))
    with av.open(str(path)) as container:
        assert [(f.width, f.height) for f in container.decode(video=0)] == [(160, 120)] * 2


@pytest.mark.parametrize(
    "bgr", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3), np.float32), np.zeros((0, 4, 3), np.uint8)]
)
def test_what_is_no_picture_is_refused(tmp_path: Path, bgr: np.ndarray) -> None:
    with MediaWriter(tmp_path / "x.mkv", width=16, height=16) as media, pytest.raises(InvalidValueError, match="shape"):
        media.write_frame(VideoFrame(0.0, bgr))


def test_tracks_that_were_not_asked_for_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError):
        MediaWriter(tmp_path / "none.mkv", width=None, height=None)
    with MediaWriter(tmp_path / "x.mkv", width=None, height=None, audio=(("csm", 16_000),)) as media:
        with pytest.raises(InvalidValueError):
            media.write_frame(picture(t_s=0.0))
        with pytest.raises(InvalidValueError):
            media.write_audio(AudioBlock(0.0, np.zeros(10, np.float32), 16_000, "customer"))


@settings(max_examples=8, deadline=None)
@given(
    sizes=st.lists(st.integers(min_value=0, max_value=3000), min_size=1, max_size=12),
    rate=st.sampled_from([8000, 44100]),
)
def test_blocks_of_any_length_add_up(tmp_path_factory: pytest.TempPathFactory, sizes: list[int], rate: int) -> None:
    path = tmp_path_factory.mktemp("any") / "x.mkv"
    at = 0
    with MediaWriter(path, width=None, height=None, audio=(("csm", rate),)) as media:
        for size in [*sizes, rate]:
            media.write_audio(AudioBlock(at / rate, np.zeros(size, np.float32), rate))
            at += size
    assert len(read_audio(path, 0)[0]) / 48_000 == pytest.approx(at / rate, abs=0.04)


class FullDisk(FileIO):
    """A file on a disk that is full after `room` writes."""

    room = 60

    def write(self, data: object) -> int:
        self.room -= 1
        if self.room < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)  # type: ignore[arg-type]


def test_a_full_disk_comes_through_as_such_and_what_was_written_stays(tmp_path: Path) -> None:
    path = tmp_path / "full.mkv"
    media = MediaWriter(path, width=160, height=120, open_file=FullDisk)

    def write_until_full() -> None:
        for i in range(2000):
            media.write_frame(picture(t_s=i / 30, level=i % 250))

    with pytest.raises(OSError) as raised:
        write_until_full()
    assert raised.value.errno == errno.ENOSPC
    media.abandon()
    with av.open(str(path)) as container:
        assert sum(1 for _ in container.decode(video=0)) > 20
