from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from app.practice.demo.builder import FPS, DemoCall, DemoStoppedError, build_demo_call
from app.practice.demo.performance import ENVELOPE_HZ, Performance, envelope_of
from app.practice.demo.script import parse_script
from app.practice.demo.timeline import lay_out
from perception.character.rig import RigPose
from perception.errors import ModelError
from perception.types import AudioBlock, Float32Array, VideoFrame

RATE = 8000
SCRIPT = """
[call]
title = "T"
csm = "A"
csm_look = "kenji"
customer = "B"
customer_role = "C"
[[line]]
speaker = "csm"
text = "Hello you there"
[[line]]
speaker = "customer"
pause_s = 0.5
text = "one two three four five six"
do = [
  { what = "nod", at_s = 1.0, cycles = 3, level = 6.0 },
  { what = "smile", at_s = 3.0, for_s = 2.0, level = 0.8 },
  { what = "look_away", at_s = 3.0, for_s = 2.0 },
]
[[line]]
speaker = "csm"
overlap_s = 0.5
gain_db = 6.0
text = "stop now please"
"""


class Tone:
    """Speaks a word a second as a tone between two silences."""

    def __init__(self, rate_hz: int = RATE, size: float = 0.3) -> None:
        self.rate_hz, self.size, self.asked = rate_hz, size, 0

    def speak(self, text: str, *, speed: float = 1.0, pitch_st: float = 0.0) -> Float32Array:
        self.asked += 1
        count = int(len(text.split()) * self.rate_hz / speed)
        tone = self.size * np.sin(np.arange(count) * 0.3)
        quiet = np.zeros(self.rate_hz // 4)
        return np.concatenate([quiet, tone, quiet]).astype(np.float32)


class Shelf:
    """Keeps what is written and leaves a file behind."""

    def __init__(self, path: Path) -> None:
        self.path, self.frames, self.sound = path, [], {}
        path.write_bytes(b"")

    def write_frame(self, frame: VideoFrame) -> None:
        self.frames.append(frame)

    def write_audio(self, block: AudioBlock) -> None:
        parts = self.sound.setdefault(block.channel, [])
        assert block.t_s == pytest.approx(sum(len(part) for part in parts) / block.rate_hz)
        parts.append(block.samples)

    def close(self) -> None:
        self.path.write_bytes(b"closed")


class Workshop:
    def __init__(self, folder: Path, script: str = SCRIPT) -> None:
        self.script = folder / "call.toml"
        self.script.write_text(script, encoding="utf-8")
        self.out, self.voices, self.shelves = folder / "out", (Tone(), Tone(size=0.1)), []
        self.shares: list[float] = []
        self.stop = threading.Event()

    def build(self, variant: str = "") -> DemoCall:
        def writer(path: Path, rate_hz: int) -> Shelf:
            assert rate_hz == RATE
            self.shelves.append(Shelf(path))
            return self.shelves[-1]

        return build_demo_call(
            self.out,
            voice_csm=self.voices[0],
            voice_customer=self.voices[1],
            draw_frame=lambda pose: np.full((4, 4, 3), round(50 + pose.yaw_deg), dtype=np.uint8),
            writer_factory=writer,
            progress=lambda share, _text: self.shares.append(share),
            stop=self.stop,
            script_file=self.script,
            variant=variant,
        )


def test_it_writes_pictures_and_both_tracks_to_the_end(tmp_path: Path) -> None:
    shop = Workshop(tmp_path)
    call = shop.build()
    (shelf,) = shop.shelves
    assert call.media.read_bytes() == b"closed"
    assert len(shelf.frames) == int(call.truth.duration_s * FPS)
    assert [frame.index for frame in shelf.frames] == list(range(len(shelf.frames)))
    for who in ("csm", "customer"):
        assert sum(len(part) for part in shelf.sound[who]) == round(call.truth.duration_s * RATE)
    assert shop.shares == sorted(shop.shares)
    assert shop.shares[-1] == 1.0
    assert not [path for path in shop.out.iterdir() if path.name.startswith(".")]


def test_sound_stands_where_the_truth_says(tmp_path: Path) -> None:
    shop = Workshop(tmp_path)
    truth = shop.build().truth
    tracks = {who: np.concatenate(parts) for who, parts in shop.shelves[0].sound.items()}
    for said in truth.utterances:
        inside = tracks[said.speaker][round((said.start_s + 0.1) * RATE) : round((said.end_s - 0.1) * RATE)]
        assert np.sqrt(np.mean(inside**2)) > 0.03
    assert np.abs(tracks["customer"][: int(truth.utterances[1].start_s * RATE) - 10]).max() < 0.01
    levels = [
        np.sqrt(np.mean(tracks["csm"][round((s.start_s + 0.1) * RATE) : round((s.end_s - 0.1) * RATE)] ** 2))
        for s in truth.utterances
        if s.speaker == "csm"
    ]
    assert 20 * np.log10(levels[1] / levels[0]) == pytest.approx(6.0, abs=0.5)


def test_both_speakers_are_about_as_loud(tmp_path: Path) -> None:
    shop = Workshop(tmp_path, SCRIPT.replace("gain_db = 6.0", ""))
    truth = shop.build().truth
    tracks = {who: np.concatenate(parts) for who, parts in shop.shelves[0].sound.items()}
    levels = [
        np.sqrt(np.mean(tracks[s.speaker][round((s.start_s + 0.1) * RATE) : round((s.end_s - 0.1) * RATE)] ** 2))
        for s in truth.utterances[:2]
    ]
    assert levels[0] == pytest.approx(levels[1], rel=0.05)


def test_the_second_time_it_is_there_at_once(tmp_path: Path) -> None:
    shop = Workshop(tmp_path)
    first = shop.build()
    asked = shop.voices[0].asked
    second = shop.build()
    assert second.media == first.media
    assert second.truth == first.truth
    assert shop.voices[0].asked == asked
    assert len(shop.shelves) == 1


def test_another_script_or_a_damaged_stamp_builds_again(tmp_path: Path) -> None:
    shop = Workshop(tmp_path)
    shop.build()
    shop.script.write_text(SCRIPT.replace("Hello you", "Hello dear you"), encoding="utf-8")
    shop.build()
    assert len(shop.shelves) == 2
    (shop.out / "call.json").write_text("{", encoding="utf-8")
    shop.build()
    assert len(shop.shelves) == 3
    shop.build("other voices")
    assert len(shop.shelves) == 4


def test_stopping_keeps_nothing_half_done(tmp_path: Path) -> None:
    shop = Workshop(tmp_path)
    shop.stop.set()
    with pytest.raises(DemoStoppedError):
        shop.build()
    assert not (shop.out / "call.mkv").exists()


def test_voices_of_different_rates_are_refused(tmp_path: Path) -> None:
    shop = Workshop(tmp_path)
    shop.voices = (Tone(), Tone(rate_hz=RATE * 2))
    with pytest.raises(ModelError):
        shop.build()


# ---------------------------------------------------------------- how the CSM moves


def performance() -> Performance:
    timeline = lay_out(parse_script(SCRIPT), [3.0, 6.0, 3.0])
    envelope = np.zeros(int(timeline.duration_s * ENVELOPE_HZ))
    envelope[60:200] = 0.8  # 1.2 to 4 s
    return Performance(timeline, envelope)


def test_nods_swing_two_times_a_second() -> None:
    play = performance()
    start_s = 1.2 + 3.0 + 0.5 + 1.0
    pitch = np.array([play.pose_at(start_s + i / 100).pitch_deg for i in range(150)])
    lows = [i for i in range(1, 149) if pitch[i] < pitch[i - 1] and pitch[i] <= pitch[i + 1]]
    assert len(lows) == 3
    assert np.diff(lows) == pytest.approx([50, 50], abs=3)
    assert 4.5 < np.ptp(pitch) < 8.0


def test_deeds_ease_in_and_out() -> None:
    play = performance()
    start_s = 1.2 + 3.0 + 0.5 + 3.0
    assert play.pose_at(start_s - 0.1).smile == 0.0
    assert 0.0 < play.pose_at(start_s + 0.15).smile < 0.8
    assert play.pose_at(start_s + 1.0).smile == pytest.approx(0.8)
    assert play.pose_at(start_s + 2.1).smile == 0.0
    assert play.pose_at(start_s + 1.0).yaw_deg > 15


def test_the_mouth_moves_only_while_the_csm_speaks() -> None:
    play = performance()
    assert play.pose_at(2.0).jaw > 0.3
    assert play.pose_at(6.0).jaw == 0.0


def test_it_blinks_as_often_as_people_do() -> None:
    timeline = lay_out(parse_script(SCRIPT), [100.0, 80.0, 60.0])
    play = Performance(timeline, np.zeros(1))
    shut = np.array([play.pose_at(i / 30).lids > 0.5 for i in range(int(timeline.duration_s * 30))])
    blinks = int(np.sum(shut[1:] & ~shut[:-1]))
    assert 11 <= blinks / (timeline.duration_s / 60) <= 19


def test_the_same_call_moves_the_same_and_idles_little() -> None:
    one, other = performance(), performance()
    for t_s in (0.3, 2.2, 5.0, 9.0):
        assert one.pose_at(t_s) == other.pose_at(t_s)
    still = [one.pose_at(t_s / 10) for t_s in range(45)]
    assert max(abs(pose.yaw_deg) for pose in still) < 8
    assert isinstance(still[0], RigPose)


def test_the_envelope_follows_loudness() -> None:
    sound = np.concatenate([np.zeros(RATE), 0.2 * np.sin(np.arange(RATE) * 0.5), np.zeros(RATE)]).astype(np.float32)
    envelope = envelope_of(sound, rate_hz=RATE)
    assert len(envelope) == 150
    assert envelope[:49].max() == 0.0
    assert envelope[60:99].min() > 0.8
    assert envelope[-20:].max() == 0.0
    assert envelope_of(np.zeros(0, dtype=np.float32), rate_hz=RATE).size == 0
