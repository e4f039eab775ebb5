"""A session folder while it is written: order, queues, full disks and folders that cannot be written."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
import pytest

from perception.errors import InvalidValueError, SessionFormatError
from perception.recording.folder_lock import FolderLock, is_being_written
from perception.recording.queues import MAX_FRAMES, MAX_RECORDS, RecorderQueues
from perception.recording.reader import open_session
from perception.recording.records import EndedRecord
from perception.recording.reserve import RESERVE_BYTES, RESERVE_NAME
from perception.recording.writer import MIN_FREE_TO_GO_ON, MIN_FREE_TO_START, SessionWriter
from perception.types import AudioBlock, FaceObservation, Gap, Mark, Utterance, VideoFrame
from tests.unit.perception_recording import session_samples


def frame(t_s: float, *, width: int = 160, height: int = 120) -> VideoFrame:
    return VideoFrame(t_s, np.full((height, width, 3), int(t_s * 50) % 250, dtype=np.uint8))


def sound(t_s: float, speaker: str = "csm") -> AudioBlock:
    return AudioBlock(t_s, np.zeros(320, dtype=np.float32), 16_000, speaker)  # type: ignore[arg-type]


def feed(writer: SessionWriter, *, until_s: float, from_s: float = 0.0) -> None:
    for i in range(round(from_s * 30), round(until_s * 30)):
        writer.observe(FaceObservation(t_s=i / 30, found=False))
        writer.frame(frame(i / 30))


def test_everything_written_is_read_back(tmp_path: Path) -> None:
    folder = tmp_path / "séance été"
    writer = SessionWriter(folder, session_samples.header(), video=True, audio=("csm", "customer"))
    for observation in session_samples.observations():
        writer.observe(observation)
    for i in range(20):
        writer.frame(frame(i / 30))
        writer.audio(sound(i / 50))
        writer.audio(sound(i / 50, "customer"))
    writer.write_scorecard(session_samples.scorecard())
    writer.close(reason="ended by the user")
    session = open_session(folder)
    assert session.header == session_samples.header()
    assert [type(o) for o in session.observations()] == [type(o) for o in session_samples.observations()]
    assert session.scorecard() == session_samples.scorecard()
    assert session.ended_record() == EndedRecord(t_s=4.0, reason="ended by the user")
    assert session.truncated_lines == 0
    assert writer.problem is None
    media = session.media()
    assert media is not None
    with av.open(str(media)) as container:
        assert [s.type for s in container.streams] == ["video", "audio", "audio"]
        assert [s.metadata.get("title") for s in container.streams.audio] == ["You", "Customer"]
        assert sum(1 for _ in container.decode(video=0)) == 20
    assert not list(folder.glob("*.lock"))


def test_closing_twice_and_writing_afterwards_changes_nothing(tmp_path: Path) -> None:
    writer = SessionWriter(tmp_path / "s", session_samples.header(), video=False, audio=())
    writer.close(reason="first")
    writer.close(reason="second")
    writer.observe(Mark(t_s=1.0, label="late"))
    writer.frame(frame(1.0))
    session = open_session(tmp_path / "s")
    assert session.ended_record() == EndedRecord(t_s=0.0, reason="first")
    assert list(session.observations()) == []
    assert session.media() is None


def test_time_that_goes_back_is_refused_and_counted(tmp_path: Path) -> None:
    writer = SessionWriter(tmp_path / "s", session_samples.header(), video=False, audio=())
    for t_s in (1.0, 2.0, 1.5, 2.0, float("nan")):
        writer.observe(FaceObservation(t_s=t_s, found=False))
    writer.observe(Utterance(0.2, 0.9, "csm", "words come later than pictures"))
    writer.close(reason="done")
    session = open_session(tmp_path / "s")
    assert [o.t_s for o in session.observations() if isinstance(o, FaceObservation)] == [1.0, 2.0, 2.0]
    assert any(isinstance(o, Utterance) for o in session.observations())
    ended = session.ended_record()
    assert ended is not None
    assert ended.refused == writer.refused == 2


def test_what_is_no_record_is_refused(tmp_path: Path) -> None:
    writer = SessionWriter(tmp_path / "s", session_samples.header(), video=False, audio=())
    with pytest.raises(InvalidValueError):
        writer.observe("nod")  # type: ignore[arg-type]
    writer.close(reason="done")


def test_a_second_part_goes_on_in_the_same_folder_and_notes_the_gap(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    first = SessionWriter(folder, session_samples.header(), video=True, audio=())
    feed(first, until_s=1.0)
    first.close(reason="engine restarted")
    second = SessionWriter(folder, session_samples.header(title="ignored"), video=True, audio=(), segment=1)
    feed(second, from_s=3.0, until_s=4.0)
    second.close(reason="ended by the user")
    session = open_session(folder)
    assert session.header.title == session_samples.header().title
    assert [part.number for part in session.parts()] == [0, 1]
    assert [path.name for path in session.media_files()] == ["media.mkv", "media-1.mkv"]
    gaps = [o for o in session.observations() if isinstance(o, Gap)]
    assert [(round(g.start_s, 2), round(g.end_s, 2), g.what) for g in gaps] == [(0.97, 3.0, "all")]
    assert session.ended


def test_a_part_after_a_cut_line_starts_on_a_line_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    SessionWriter(folder, session_samples.header(), video=False, audio=()).close(reason="x")
    with (folder / "events.jsonl").open("ab") as events:
        events.write(b'{"kind":"face","t_s":1.0,"fou')
    second = SessionWriter(folder, session_samples.header(), video=False, audio=(), segment=1)
    second.observe(Mark(t_s=2.0, label="after"))
    second.close(reason="done")
    session = open_session(folder)
    assert Mark(t_s=2.0, label="after") in list(session.observations())
    assert session.truncated_lines == 1


def test_an_existing_session_is_never_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    SessionWriter(folder, session_samples.header(), video=False, audio=()).close(reason="x")
    before = (folder / "events.jsonl").read_bytes()
    with pytest.raises(SessionFormatError, match="holds a session already"):
        SessionWriter(folder, session_samples.header(), video=False, audio=())
    assert (folder / "events.jsonl").read_bytes() == before


def test_a_folder_is_written_by_one_writer_only(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    writer = SessionWriter(folder, session_samples.header(), video=False, audio=())
    assert is_being_written(folder)
    with pytest.raises(SessionFormatError, match="being recorded already"):
        SessionWriter(folder, session_samples.header(), video=False, audio=(), segment=1)
    writer.close(reason="done")
    assert not is_being_written(folder)


def test_the_lock_may_be_released_twice(tmp_path: Path) -> None:
    lock = FolderLock.acquire(tmp_path)
    assert lock is not None
    lock.release()
    lock.release()
    assert not is_being_written(tmp_path)


def test_a_value_that_cannot_be_kept_is_told_and_hurts_nothing_else(tmp_path: Path) -> None:
    writer = SessionWriter(tmp_path / "s", session_samples.header(), video=False, audio=())
    writer.observe(Mark(t_s=1.0, label=object()))  # type: ignore[arg-type]
    writer.observe(Mark(t_s=2.0, label="fine"))
    writer.close(reason="done")
    assert writer.problem is not None
    assert "could not be kept" in writer.problem.message
    assert list(open_session(tmp_path / "s").observations()) == [Mark(t_s=2.0, label="fine")]


@pytest.mark.expects_log
def test_a_fault_of_the_recorder_is_told_and_never_blocks_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Exception] = []

    def fails(self: object, item: object) -> None:
        raise RuntimeError("the encoder broke")

    monkeypatch.setattr("perception.recording.media_part.MediaPart.write", fails)
    writer = SessionWriter(tmp_path / "s", session_samples.header(), video=True, audio=(), on_problem=told.append)
    writer.frame(frame(0.0))
    writer.close(reason="done")
    for i in range(MAX_RECORDS + 1):
        writer.observe(Mark(t_s=float(i), label=""))
    assert "the encoder broke" in str(told[0])
    assert not is_being_written(tmp_path / "s")


# ------------------------------------------------------------ queues


def test_pictures_beyond_the_queue_are_counted_and_records_are_not() -> None:
    queues = RecorderQueues()
    for i in range(MAX_FRAMES + 5):
        queues.put_media(frame(i / 30))
        queues.put_media(sound(i / 30))
        queues.put_record(Mark(t_s=float(i), label=""))
    assert queues.drops == 5
    records, media, done = queues.take(timeout_s=0.0)
    assert len(records) == MAX_FRAMES + 5
    assert [item.t_s for item in media] == sorted(item.t_s for item in media)
    assert not done


def test_the_writer_thread_gets_everything_before_the_end() -> None:
    queues = RecorderQueues()
    for i in range(20):
        queues.put_media(sound(i / 50))
    queues.close(EndedRecord(1.0, "x"))
    queues.put_media(sound(1.0))
    taken, done = 0, False
    while not done:
        _, media, done = queues.take(timeout_s=0.0)
        taken += len(media)
    assert taken == 20


# ------------------------------------------------------------ disks


class Disk:
    """Files on one disk on which the `fail_at`-th write fails, alone or with every later one."""

    def __init__(self, fail_at: int, *, stays_full: bool, code: int = errno.ENOSPC) -> None:
        self.writes = 0
        self._fail_at = fail_at
        self._stays_full = stays_full
        self._code = code
        self._lock = threading.Lock()
        disk = self

        class File(FileIO):
            def write(self, data: bytes) -> int:  # type: ignore[override]
                if disk.refuses():
                    super().write(bytes(data)[: len(data) // 2])  # a full disk takes a part
                    raise OSError(disk._code, os.strerror(disk._code))
                return super().write(data)

        self.open = File

    def refuses(self) -> bool:
        with self._lock:
            self.writes += 1
            return self.writes == self._fail_at or (self._stays_full and self.writes > self._fail_at)


@pytest.mark.parametrize("stays_full", [False, True])
@pytest.mark.parametrize("fail_at", [1, 2, 3, 4, 5, 6, 8, 12, 16])
def test_whichever_write_fails_the_session_stays_readable(tmp_path: Path, fail_at: int, stays_full: bool) -> None:
    disk = Disk(fail_at, stays_full=stays_full)
    told: list[Exception] = []
    folder = tmp_path / "s"
    writer = SessionWriter(
        folder, session_samples.header(), video=True, audio=(), on_problem=told.append, open_file=disk.open
    )
    feed(writer, until_s=1.2)
    writer.close(reason="ended by the user")
    failed = disk.writes >= fail_at
    assert failed == bool(told)
    assert len(told) <= 2
    assert writer.problem is (told[0] if told else None)
    assert all("disk" in str(error).lower() for error in told)
    session = open_session(folder)
    assert session.truncated_lines == 0
    if not stays_full:
        faces = [o for o in session.observations() if isinstance(o, FaceObservation)]
        assert len(faces) == 36
        assert session.ended


def test_a_disk_that_fills_up_leaves_room_for_the_records(tmp_path: Path) -> None:
    """The media takes the last byte; only giving up the reserve makes room for the rest."""
    folder = tmp_path / "s"

    class File(FileIO):
        def write(self, data: bytes) -> int:  # type: ignore[override]
            if (folder / RESERVE_NAME).exists() and Path(self.name).suffix == ".mkv":
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(data)

    writer = SessionWriter(folder, session_samples.header(), video=True, audio=(), open_file=File)
    assert (folder / RESERVE_NAME).stat().st_size == RESERVE_BYTES
    feed(writer, until_s=0.5)
    assert writer.wait_for_room()
    writer.write_scorecard(session_samples.scorecard())
    writer.close(reason="done")
    session = open_session(folder)
    assert session.ended
    assert session.scorecard() is not None
    assert not (folder / RESERVE_NAME).exists()


def test_another_disk_fault_is_told_in_its_own_words(tmp_path: Path) -> None:
    disk = Disk(2, stays_full=True, code=errno.EIO)
    writer = SessionWriter(tmp_path / "s", session_samples.header(), video=True, audio=(), open_file=disk.open)
    feed(writer, until_s=0.5)
    writer.close(reason="x")
    assert writer.problem is not None
    assert "cannot be written" in writer.problem.message


def test_a_disk_that_is_nearly_full_is_refused_before_the_call(tmp_path: Path) -> None:
    with pytest.raises(SessionFormatError, match="150 MB free, 200 MB are needed"):
        SessionWriter(tmp_path / "s", session_samples.header(), video=False, audio=(), free=lambda _: 150_000_000)
    assert not (tmp_path / "s" / "session.json").exists()


def test_media_stops_while_there_is_still_room_for_the_records(tmp_path: Path) -> None:
    free = iter([MIN_FREE_TO_START])
    writer = SessionWriter(
        tmp_path / "s",
        session_samples.header(),
        video=True,
        audio=(),
        free=lambda _: next(free, MIN_FREE_TO_GO_ON - 1),
    )
    feed(writer, until_s=0.5)
    writer.close(reason="x")
    assert writer.problem is not None
    assert "99 MB left" in writer.problem.message
    assert open_session(tmp_path / "s").ended


@pytest.fixture
def read_only() -> Iterator[Path]:
    """A folder that this process may read but not write."""
    with TemporaryDirectory(prefix="attune-test-") as name:
        folder = Path(name)
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        SessionWriter(folder / "s", session_samples.header(), video=False, audio=()).close(reason="x")
        for path in (folder, folder / "s"):
            path.chmod(0o555)
        for path in (folder / "s").iterdir():
            path.chmod(0o444)
        if is_root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if is_root:
                os.seteuid(0)
            folder.chmod(0o755)
            (folder / "s").chmod(0o755)


def test_a_read_only_folder_is_told_in_one_line_and_can_still_be_read(read_only: Path) -> None:
    with pytest.raises(SessionFormatError, match="cannot be written"):
        SessionWriter(read_only / "new", session_samples.header(), video=False, audio=())
    with pytest.raises(SessionFormatError, match="cannot be written"):
        SessionWriter(read_only / "s", session_samples.header(), video=False, audio=(), segment=1)
    assert open_session(read_only / "s").ended


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "s").write_text("not a folder")
    with pytest.raises(SessionFormatError, match="cannot be written"):
        SessionWriter(tmp_path / "s", session_samples.header(), video=False, audio=())
