"""Mending interrupted sessions of every kind, again and again without harm."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from perception.errors import SessionFormatError
from perception.recording.folder_lock import FolderLock
from perception.recording.format import write_header
from perception.recording.media_writer import MediaWriter
from perception.recording.reader import open_session
from perception.recording.records import to_line
from perception.recording.recover import REASON, recover
from perception.recording.unfinished import is_unfinished
from perception.types import AudioBlock, Gap, VideoFrame
from tests.unit.perception_recording import session_samples


def interrupted(folder: Path, *, media: bool, cut_bytes: int = 0) -> Path:
    """A session as a dying recorder leaves it; `cut_bytes` of the media never reached the disk."""
    folder.mkdir(parents=True)
    write_header(folder, session_samples.header())
    lines = b"".join(to_line(o) for o in session_samples.observations())
    (folder / "events.jsonl").write_bytes(lines + b'{"kind":"fa')
    if media:
        writer = MediaWriter(folder / "media.mkv", width=160, height=120, audio=(("csm", 16_000), ("customer", 16_000)))
        for i in range(150):
            writer.write_frame(VideoFrame(i / 30, np.full((120, 160, 3), i, dtype=np.uint8)))
            for speaker in ("csm", "customer"):
                tone = np.sin(np.arange(533) * 0.1).astype(np.float32)
                writer.write_audio(AudioBlock(i / 30, tone, 16_000, speaker))  # type: ignore[arg-type]
        writer.abandon()
        data = (folder / "media.mkv").read_bytes()
        (folder / "media.mkv").write_bytes(data[: len(data) - cut_bytes])
    return folder


@pytest.mark.parametrize("cut_bytes", [0, 1, 37, 2000])
def test_media_cut_anywhere_is_mended_with_both_voices(tmp_path: Path, cut_bytes: int) -> None:
    folder = interrupted(tmp_path / "s", media=True, cut_bytes=cut_bytes)
    report = recover(folder)
    assert report.mended_media == ("media.mkv",)
    assert report.truncated_lines == 1
    assert report.end_s == pytest.approx(4.7, abs=0.6)
    with av.open(str(folder / "media.mkv")) as container:
        assert container.duration == pytest.approx(report.end_s * 1e6, abs=100_000)
        assert [s.metadata["title"] for s in container.streams.audio] == ["You", "Customer"]
        frames = [float(f.time) for f in container.decode(video=0)]
    assert frames[0] == 0.0
    assert np.allclose(np.diff(frames), 1 / 30, atol=0.002)
    gap = [o for o in open_session(folder).observations() if isinstance(o, Gap)][-1]
    assert (gap.start_s, gap.end_s) == (4.0, report.end_s)
    assert not list(folder.glob("*.part"))


def test_a_session_without_media_is_closed(tmp_path: Path) -> None:
    folder = interrupted(tmp_path / "s", media=False)
    report = recover(folder)
    assert not report.scored
    session = open_session(folder)
    ended = session.ended_record()
    assert ended is not None
    assert (ended.reason, ended.recovered, ended.t_s) == (REASON, True, 4.0)
    assert len(list(session.observations())) == len(session_samples.observations()) + 1


@pytest.mark.parametrize("content", [b"", b"this is no media", b"\x1aE\xdf\xa3" + bytes(200)])
def test_media_in_which_nothing_can_be_read_is_left_and_named(tmp_path: Path, content: bytes) -> None:
    folder = interrupted(tmp_path / "s", media=False)
    (folder / "media.mkv").write_bytes(content)
    assert recover(folder).unreadable_media == ("media.mkv",)
    assert (folder / "media.mkv").read_bytes() == content
    assert open_session(folder).ended


def test_a_recovery_that_was_itself_interrupted_is_simply_done_again(tmp_path: Path) -> None:
    folder = interrupted(tmp_path / "s", media=True)
    (folder / "media.mkv.part").write_bytes(b"half a copy")
    (folder / "recording.lock").write_bytes(b"")
    (folder / "recording.reserve").write_bytes(bytes(100))
    assert recover(folder).mended_media == ("media.mkv",)
    assert recover(folder).already_ended
    assert {path.name for path in folder.iterdir()} == {"session.json", "events.jsonl", "media.mkv"}


def test_a_result_that_is_there_already_is_kept(tmp_path: Path) -> None:
    folder = interrupted(tmp_path / "s", media=False)
    with (folder / "events.jsonl").open("ab") as events:
        events.write(b"\n" + to_line(session_samples.scorecard()))

    def never(session: object) -> None:
        raise AssertionError("there is a result already")

    assert not recover(folder, score=never).scored
    assert open_session(folder).scorecard() == session_samples.scorecard()


def test_a_session_being_written_is_left_alone(tmp_path: Path) -> None:
    folder = interrupted(tmp_path / "s", media=False)
    before = (folder / "events.jsonl").read_bytes()
    lock = FolderLock.acquire(folder)
    assert lock is not None
    assert not is_unfinished(folder)
    with pytest.raises(SessionFormatError, match="still being recorded"):
        recover(folder)
    lock.release()
    assert (folder / "events.jsonl").read_bytes() == before
    assert is_unfinished(folder)


def test_only_sessions_are_unfinished(tmp_path: Path) -> None:
    (tmp_path / "loose.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    (damaged / "session.json").write_text("{")
    assert not any(is_unfinished(tmp_path / name) for name in ("absent", "loose.txt", "empty", "damaged"))
