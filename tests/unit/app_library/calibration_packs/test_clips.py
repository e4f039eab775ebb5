import av
import pytest

from app.library.calibration_packs.pack import PackError, read_pack
from app.library.packages.errors import PackageError
from app.library.packages.job import Job
from app.library.packages.shared import SharedMark, write_shared
from perception.pipeline.replay import replay_as_kept
from perception.recording.reader import open_session
from perception.recording.records import EndedRecord, PartRecord
from perception.types import Scorecard, Span
from tests.unit.app_library.calibration_packs import pack_samples as samples


def test_a_clip_is_a_session_of_its_own_measured_by_itself(tmp_path):
    shelf = samples.PackShelf(tmp_path)
    kept, made = shelf.add_clip(
        shelf.make("Outages"), samples.source(tmp_path), Span(1.0, 6.2), title=" One ", score=replay_as_kept, job=Job()
    )
    session = open_session(kept.clip_folder(made.clip))
    records = list(session.records())
    assert session.header.session_id == made.clip.id
    assert session.header.title == "One"
    assert session.ended
    assert made.earlier_s == 0.0
    assert isinstance(records[0], PartRecord)
    assert isinstance(records[-1], EndedRecord)
    assert session.last_time_s() == pytest.approx(5.2)
    (card,) = [one for one in records if isinstance(one, Scorecard)]
    assert card.duration_s == pytest.approx(5.2)
    assert not session.notes()
    assert "0:01 to 0:06" in session.header.notices[-1]


def test_the_picture_is_cut_at_a_key_frame_and_the_clip_begins_there(tmp_path):
    source = samples.source(tmp_path, media=True)
    with av.open(str(source / "media.mkv")) as media:
        keys = [float(one.pts * one.time_base) for one in media.demux(video=0) if one.is_keyframe and one.pts]
    shelf = samples.PackShelf(tmp_path)
    begins = 0.9
    kept, made = shelf.add_clip(shelf.make("x"), source, Span(begins, 6.5), title="One", score=samples.score, job=Job())
    key = max([0.0, *(one for one in keys if one <= begins)])
    assert made.earlier_s == pytest.approx(begins - key, abs=1e-3)
    assert made.clip.duration_s == pytest.approx(6.5 - key, abs=1e-3)
    session = open_session(kept.clip_folder(made.clip))
    with av.open(str(session.media())) as media:
        assert (len(media.streams.video), len(media.streams.audio)) == (1, 2)
        frames = [frame.time for frame in media.decode(video=0)]
    assert frames[0] == pytest.approx(0.0, abs=0.05)
    assert frames[-1] == pytest.approx(made.clip.duration_s, abs=0.15)


def test_a_stretch_too_short_or_too_long_is_refused_and_nothing_stays(tmp_path):
    shelf = samples.PackShelf(tmp_path)
    kept = shelf.make("Outages")
    source = samples.source(tmp_path)
    with pytest.raises(PackError, match="at least 5 seconds"):
        shelf.add_clip(kept, source, Span(1.0, 3.0), title="x", score=samples.score, job=Job())
    assert [one.name for one in (kept.folder / "clips").iterdir()] == []
    assert read_pack(kept.folder).clips == ()


def test_only_the_person_shown_may_make_clips(tmp_path):
    shelf = samples.PackShelf(tmp_path)
    source = samples.source(tmp_path)
    write_shared(source, SharedMark("p1", "full", "", ""))
    with pytest.raises(PackageError, match="only the person it shows"):
        shelf.add_clip(shelf.make("x"), source, Span(0.0, 6.0), title="x", score=samples.score, job=Job())


def test_a_cancelled_clip_leaves_nothing(tmp_path):
    shelf = samples.PackShelf(tmp_path)
    kept, job = shelf.make("x"), Job()
    job.cancel()
    with pytest.raises(PackageError, match="stopped"):
        shelf.add_clip(kept, samples.source(tmp_path), Span(0.0, 6.0), title="x", score=samples.score, job=job)
    assert [one.name for one in shelf.root.iterdir()] == [kept.folder.name]
