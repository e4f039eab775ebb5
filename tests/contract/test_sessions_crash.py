"""A recorder killed in the middle of a call: what it wrote is readable, mended once, and little is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import av
import pytest

from perception.errors import SessionFormatError
from perception.recording.reader import open_session
from perception.recording.recover import recover
from perception.recording.unfinished import is_unfinished
from perception.types import FaceObservation, Gap, Scorecard

_ROOT = Path(__file__).parents[2]
_MEDIA_LOSS_S = 0.5
_RECORD_LOSS_S = 1.0

# Records a call in real time, the customer silent, and prints how far it has got; ended from outside.
_RECORDER = """
import sys, time
from pathlib import Path
import numpy as np
from perception.recording.writer import SessionWriter
from perception.types import AudioBlock, FaceObservation, VideoFrame
from tests.unit.perception_recording import session_samples

writer = SessionWriter(Path(sys.argv[1]), session_samples.header(), video=True, audio=("csm", "customer"))
rng = np.random.default_rng(1)
noise = rng.integers(0, 255, (120, 160, 3), dtype=np.uint8)
tone = (0.3 * np.sin(np.arange(1600) * 0.1)).astype(np.float32)
begun = time.monotonic()
for i in range(100_000):
    t_s = i / 30
    time.sleep(max(0.0, begun + t_s - time.monotonic()))
    writer.observe(FaceObservation(t_s=t_s, found=False))
    writer.frame(VideoFrame(t_s, np.roll(noise, i, axis=1)))
    writer.audio(AudioBlock(t_s, tone, 48_000))
    print(t_s, flush=True)
"""


def record_and_kill(folder: Path, *, after_s: float) -> float:
    """The session time the recorder had reached when it was killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", _RECORDER, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
    )
    assert process.stdout is not None
    reached_s = 0.0
    with process.stdout as lines:
        for line in lines:
            reached_s = float(line)
            if reached_s >= after_s:
                break
        assert not is_unfinished(folder), "a session that is being written must be left alone"
        with pytest.raises(SessionFormatError, match="still being recorded"):
            recover(folder)
        process.send_signal(signal.SIGKILL)
        reached_s = max([reached_s, *(float(line) for line in lines if line.endswith("\n"))])
    process.wait()
    return reached_s


def last_times(media: Path) -> dict[str, float]:
    """The end of the last frame that decodes, for each stream kind."""
    ends: dict[str, float] = {}
    with av.open(str(media)) as container:
        for kind in ("video", "audio"):
            times: list[float] = []
            container.seek(0)
            times.extend(float(f.time) for f in container.decode(**{kind: 0}))
            ends[kind] = max(times)
    return ends


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_a_killed_recorder_leaves_a_session_that_is_mended(tmp_path: Path) -> None:
    folder = tmp_path / "call ünï"
    reached_s = record_and_kill(folder, after_s=3.0)
    session = open_session(folder)
    faces = [o.t_s for o in session.observations() if isinstance(o, FaceObservation)]
    assert reached_s - faces[-1] <= _RECORD_LOSS_S
    assert not session.ended
    assert is_unfinished(folder)

    scorecard = Scorecard(duration_s=3.0, letters={}, moments=(), talk_share=None, interruptions=())
    report = recover(folder, score=lambda session: scorecard)
    assert report.mended_media == ("media.mkv",)
    assert report.scored
    media = session.media()
    assert media is not None
    ends = last_times(media)
    assert reached_s - ends["video"] <= _MEDIA_LOSS_S
    assert reached_s - ends["audio"] <= _MEDIA_LOSS_S
    with av.open(str(media)) as container:
        assert container.duration is not None, "a mended file knows its length and can be searched"

    again = open_session(folder)
    ended = again.ended_record()
    assert ended is not None
    assert ended.recovered
    assert again.scorecard() == scorecard
    assert [o.what for o in again.observations() if isinstance(o, Gap)] == ["all"]
    assert not is_unfinished(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert recover(folder).already_ended
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert set(before) == {"session.json", "events.jsonl", "media.mkv"}
