"""Every source of pictures and sound that needs no hardware, held to the same promises."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from perception.devices.media_file import MediaCamera, MediaMicrophone
from perception.devices.synthetic import SyntheticMicrophone
from perception.pipeline.clock import SessionClock
from tests.unit.perception_devices.media_samples import tone, write_video, write_wav


class Listener:
    def __init__(self) -> None:
        self.blocks: list = []
        self.ends: list = []
        self.ended, self.heard = threading.Event(), threading.Event()

    def on_block(self, block) -> None:
        self.blocks.append(block)
        self.heard.set()

    def on_end(self, error) -> None:
        self.ends.append(error)
        self.ended.set()


def _media(tmp_path, seconds, clock):
    path = write_wav(tmp_path / "sound.wav", tone(200, seconds, 16000), 16000)
    return MediaMicrophone(path, realtime=clock is not None, clock=clock)


def _synthetic(tmp_path, seconds, clock):
    return SyntheticMicrophone(tone(200, seconds, 16000).astype(np.float32), clock=clock)


@pytest.fixture(params=[_media, _synthetic], ids=["media", "synthetic"])
def make(request, tmp_path):
    return lambda seconds, clock=None: request.param(tmp_path, seconds, clock)


def test_sound_comes_whole_and_in_order(make):
    listener = Listener()
    microphone = make(0.5)
    info = microphone.start(listener.on_block, listener.on_end)
    assert listener.ended.wait(10)
    microphone.stop()
    assert info.rate_hz == 16000
    assert listener.ends == [None]
    assert sum(len(block.samples) for block in listener.blocks) == 8000
    assert [block.t_s for block in listener.blocks] == pytest.approx([0.02 * k for k in range(25)])
    assert all(block.samples.dtype == np.float32 for block in listener.blocks)


def test_sound_starts_again_after_stop(make):
    microphone = make(0.1)
    for _ in range(2):
        listener = Listener()
        microphone.start(listener.on_block, listener.on_end)
        assert listener.ended.wait(10)
        microphone.stop()
        microphone.stop()
        assert len(listener.blocks) == 5


def test_at_the_speed_of_life_times_are_session_times(make):
    clock, listener = SessionClock(start_s=50.0), Listener()
    microphone = make(0.2, clock)
    began_s = clock.now_s()
    microphone.start(listener.on_block, listener.on_end)
    assert listener.ended.wait(10)
    assert clock.now_s() - began_s >= 0.19
    microphone.stop()
    assert listener.blocks[0].t_s >= began_s
    assert np.diff([block.t_s for block in listener.blocks]) == pytest.approx(0.02, abs=1e-6)


def test_stop_ends_long_sound_at_once(make):
    listener = Listener()
    microphone = make(60.0, SessionClock())
    microphone.start(listener.on_block, listener.on_end)
    assert listener.heard.wait(10)
    microphone.stop()
    assert listener.ended.wait(10)
    assert len(listener.blocks) < 500


def test_a_played_video_keeps_the_speed_of_life_and_can_be_closed(tmp_path):
    clock = SessionClock(start_s=7.0)
    camera = MediaCamera(write_video(tmp_path / "v.mkv", [0.0, 0.1, 0.2, 30.0]), realtime=True, clock=clock)
    camera.open()
    frames = [camera.read() for _ in range(3)]
    assert all(frame is not None for frame in frames)
    assert np.diff([frame.t_s for frame in frames]) == pytest.approx(0.1, abs=1e-6)
    assert clock.now_s() >= frames[2].t_s
    left: list = []
    reader = threading.Thread(target=lambda: left.append(camera.read()))
    reader.start()
    camera.close()
    reader.join(10)
    assert left == [None]
