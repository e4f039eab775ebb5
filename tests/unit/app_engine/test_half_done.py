"""An import that is stopped, crashes or fails: what is kept, what is not, and that nothing half-done stays."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engine import half_done, media_import
from app.engine.half_done import expire_half_done, list_half_done, open_work, remove_half_done, work_folder
from app.engine.import_job import ImportJob
from app.engine.import_messages import ImportMedia
from app.engine.import_plan import MediaFacts, Plan, TrackChoice
from app.engine.media_import import import_media
from app.engine.messages import Event, Problem
from perception.errors import MediaError, SessionFormatError
from perception.pipeline.offline import Cancelled, OfflineParts
from perception.pipeline.stretches import KeptWork, StretchedLooker
from perception.pipeline.vision_chain import PoseChain
from perception.types import AudioBlock, Observation, PersonalBaseline, Scorecard, Speaker, VideoFrame
from tests.unit.app_engine.fakes import empty_scorecard
from tests.unit.perception_pipeline.test_live_and_offline import Body, Film

STRETCH_S = 10.0


class Tools:
    """Pictures of a drawn film, no sound. Writes the observations as lines."""

    def __init__(self, *, model: str = "a") -> None:
        self.looked: list[float] = []
        self.model = model
        self.before_write: Callable[[], None] = lambda: None

    def facts(self, path: Path) -> MediaFacts:
        if not path.is_file():
            raise MediaError(f"There is no file “{path}”.", recovery="Check the name.")
        return MediaFacts(100.0, True, 0)

    def side_by_side(self, path: Path) -> bool:
        return False

    def channels_apart(self, path: Path) -> bool:
        return False

    def versions(self) -> Mapping[str, str]:
        return {"pose": self.model}

    def video(self, path: Path, wanted: Callable[[float], bool]) -> Film:
        return Film(wanted)

    def audio(self, choice: TrackChoice, speaker: Speaker) -> Iterator[AudioBlock]:
        return iter(())

    def parts(self, plan: Plan, *, kept: KeptWork | None = None) -> OfflineParts:
        def model() -> Body:
            return self._body()

        chain = PoseChain(model=model(), baseline=PersonalBaseline())
        return OfflineParts(
            make_video=Film,
            make_lookers=(lambda: StretchedLooker(chain, model, name="pose", kept=kept, stretch_s=STRETCH_S),),
            audio={},
            make_voice=lambda _who: None,  # type: ignore[arg-type, return-value]
            make_transcriber=None,
            duration_s=plan.duration_s,
        )

    def _body(self) -> Body:
        looked = self.looked

        class Counts(Body):
            def detect(self, frame: VideoFrame):
                looked.append(frame.t_s)
                return super().detect(frame)

        return Counts()

    def score(self, plan: Plan, observations: Sequence[Observation], duration_s: float) -> Scorecard:
        return empty_scorecard(duration_s)

    def write(
        self, command: ImportMedia, plan: Plan, observations: Sequence[Observation], scorecard: Scorecard
    ) -> None:
        self.before_write()
        lines = [json.dumps(dataclasses.asdict(one), default=np.ndarray.tolist) for one in observations]
        (Path(command.folder) / "events.jsonl").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def command(tmp_path: Path) -> ImportMedia:
    media = tmp_path / "call.mkv"
    media.write_bytes(b"film")
    folder = tmp_path / "sessions" / "call"
    return ImportMedia(str(media), str(folder), "Call", work=str(work_folder(folder)))


def run(command: ImportMedia, tools: Tools | None = None, *, stop_at: float | None = None) -> str:
    """The events of the session."""
    cancelled = threading.Event()

    def tell(share: float, _step: str) -> None:
        if stop_at is not None and share >= stop_at:
            cancelled.set()

    import_media(command, tools or Tools(), on_progress=tell, cancelled=cancelled)
    return (Path(command.folder) / "events.jsonl").read_text(encoding="utf-8")


def stopped(command: ImportMedia, at: float = 0.5) -> None:
    with pytest.raises(Cancelled):
        run(command, stop_at=at)


def test_a_stopped_import_goes_on_to_the_same_session(command: ImportMedia, tmp_path: Path) -> None:
    whole = run(dataclasses.replace(command, folder=str(tmp_path / "whole"), work=None))
    stopped(command)
    assert not Path(command.folder).exists()
    (one,) = list_half_done(tmp_path / "sessions")
    assert one.command == command
    assert 0.3 < one.share < 0.7
    tools = Tools()
    assert run(command, tools) == whole
    assert min(tools.looked) >= 30.0
    assert list_half_done(tmp_path / "sessions") == []
    assert not (tmp_path / "sessions" / half_done.WORK_ROOM).exists()


def test_without_a_work_folder_nothing_is_kept(command: ImportMedia, tmp_path: Path) -> None:
    stopped(dataclasses.replace(command, work=None))
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["call.mkv"]


def test_stopped_before_anything_was_finished_nothing_is_kept(command: ImportMedia, tmp_path: Path) -> None:
    stopped(command, at=0.02)
    assert list_half_done(tmp_path / "sessions") == []


@pytest.mark.parametrize("change", ["media", "answer", "models"])
def test_kept_work_of_another_question_is_not_used(command: ImportMedia, change: str) -> None:
    stopped(command)
    tools = Tools(model="b" if change == "models" else "a")
    if change == "media":
        Path(command.media).write_bytes(b"another film")
    if change == "answer":
        command = dataclasses.replace(command, layout="single")
    run(command, tools)
    assert min(tools.looked) == 0.0
    assert len(tools.looked) > 99 * 5


def test_title_and_date_may_change(command: ImportMedia) -> None:
    stopped(command)
    tools = Tools()
    run(dataclasses.replace(command, title="Another title", started_at="2026-05-12"), tools)
    assert min(tools.looked) >= 30.0


def test_a_crash_while_writing_leaves_no_session_and_can_be_gone_on_from(command: ImportMedia, tmp_path: Path) -> None:
    whole = run(dataclasses.replace(command, folder=str(tmp_path / "whole"), work=None))
    stopped(command, at=0.93)
    work = Path(command.work or "")
    (work / "session").mkdir()  # what a crash of the process leaves behind
    (work / "session" / "events.jsonl").write_text("half", encoding="utf-8")
    assert not Path(command.folder).exists()
    assert run(command) == whole


@pytest.mark.parametrize("what", ["vanished", "growing"])
def test_a_file_that_vanishes_or_grows_is_told_as_such(command: ImportMedia, tmp_path: Path, what: str) -> None:
    tools = Tools()

    def change() -> None:
        if what == "vanished":
            Path(command.media).unlink()
            raise OSError(errno.ENOENT, "gone")
        Path(command.media).write_bytes(b"film and more")

    tools.before_write = change
    with pytest.raises(MediaError, match="not there any more" if what == "vanished" else "changed while it was read"):
        run(command, tools)
    assert not Path(command.folder).exists()
    assert list_half_done(tmp_path / "sessions") == []


def test_a_full_disk_is_told_before_the_work(command: ImportMedia, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(media_import.shutil, "disk_usage", lambda _place: usage._replace(free=1000))
    tools = Tools()
    with pytest.raises(SessionFormatError, match="The disk is full"):
        run(command, tools)
    assert tools.looked == []


def test_a_disk_that_fills_up_leaves_nothing(command: ImportMedia, tmp_path: Path) -> None:
    tools = Tools()

    def fill() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    tools.before_write = fill
    with pytest.raises(OSError):
        run(command, tools)
    assert not Path(command.folder).exists()
    assert list_half_done(tmp_path / "sessions") == []


def test_one_import_at_a_time_works_in_a_folder(command: ImportMedia) -> None:
    open_one = open_work(command, models={})
    try:
        with pytest.raises(SessionFormatError, match="another window"):
            open_work(command, models={})
        assert list_half_done(Path(command.folder).parent) == []
        remove_half_done(Path(command.work or ""))
        assert Path(command.work or "").is_dir()
    finally:
        open_one.close(keep=False)
    assert not Path(command.work or "").exists()


def test_the_list_says_what_cannot_go_on_as_it_was(command: ImportMedia, tmp_path: Path) -> None:
    stopped(command)
    Path(command.media).write_bytes(b"another film")
    assert "begins anew" in list_half_done(tmp_path / "sessions")[0].trouble
    Path(command.media).unlink()
    assert "not there any more" in list_half_done(tmp_path / "sessions")[0].trouble


def test_a_damaged_label_is_left_out_and_expires(command: ImportMedia, tmp_path: Path) -> None:
    stopped(command)
    (Path(command.work or "") / "import.json").write_text("{", encoding="utf-8")
    assert list_half_done(tmp_path / "sessions") == []
    later = datetime.now() + timedelta(days=31)
    assert expire_half_done(tmp_path / "sessions", days=30, now=later) == [Path(command.work or "")]


def test_half_done_imports_go_with_the_retention(command: ImportMedia, tmp_path: Path) -> None:
    stopped(command)
    now = datetime.now()
    assert expire_half_done(tmp_path / "sessions", days=0, now=now + timedelta(days=400)) == []
    assert expire_half_done(tmp_path / "sessions", days=30, now=now) == []
    assert expire_half_done(tmp_path / "sessions", days=30, now=now + timedelta(days=31))
    assert list_half_done(tmp_path / "sessions") == []


def test_the_window_is_told_what_a_stop_kept(command: ImportMedia) -> None:
    class Builder:
        def import_media(self, asked: ImportMedia, *_rest: Any) -> Scorecard:
            stopped(asked)
            raise Cancelled

    events: list[Event] = []
    job = ImportJob(command, builder=Builder(), emit=events.append)  # type: ignore[arg-type]
    job.start()
    job.join()
    (told,) = events
    assert isinstance(told, Problem)
    assert "is kept" in told.kept
