import os
import time
from dataclasses import replace

import pytest

from app.library.calibration_packs.pack import PACK_NAME, Pack, PackClip, PackError, check, merged
from app.library.packages.job import Job
from app.library.packages.shared import SharedMark, write_shared
from perception.types import Span
from tests.unit.app_library.calibration_packs import pack_samples as samples

ONE, TWO, THREE = ("1" * 32, "2" * 32, "3" * 32)


def made(*ids, changed="2026-03-01T10:00:00+00:00", name="Outages"):
    return Pack("a" * 32, name, "2026-03-01T09:00:00+00:00", changed, clips=tuple(PackClip(i, i[:1], 9.0) for i in ids))


def test_a_pack_is_changed_put_away_and_brought_back(tmp_path):
    shelf, kept = samples.pack(tmp_path)
    first, second = kept.pack.clips
    changed = replace(kept.pack, name="  New\nname ", clips=(second, replace(first, question="Which words?")))
    shelf.change(kept, changed)
    (again,), problems = shelf.all()
    assert not problems
    assert again.pack.name == "New name"
    assert [clip.title for clip in again.pack.clips] == ["Clip 2", "Clip 1"]
    assert again.pack.clips[1].question == "Which words?"
    binned = shelf.put_away(kept.folder)
    assert shelf.all() == ((), ())
    shelf.tidy()
    shelf.bring_back(binned)
    assert [one.pack.name for one in shelf.all()[0]] == ["New name"]


def test_a_clip_taken_out_comes_back_with_undo(tmp_path):
    shelf, kept = samples.pack(tmp_path)
    less = shelf.change(kept, replace(kept.pack, clips=kept.pack.clips[:1]))
    shelf.tidy()
    back = shelf.change(less, kept.pack)
    assert shelf.read(back.folder).pack.clips == kept.pack.clips


def test_a_clip_that_another_window_added_meanwhile_stays(tmp_path):
    shelf, stale = samples.pack(tmp_path, 1)
    more = samples.source(tmp_path / "more")
    shelf.add_clip(stale, more, Span(0.0, 6.0), title="Third", score=samples.score, job=Job())
    shelf.change(stale, replace(stale.pack, name="Renamed"))
    now = shelf.read(stale.folder).pack
    assert (now.name, [clip.title for clip in now.clips]) == ("Renamed", ["Clip 1", "Third"])


def test_a_pack_of_somebody_else_cannot_be_changed(tmp_path):
    shelf, kept = samples.pack(tmp_path, 1)
    write_shared(kept.folder, SharedMark("p1", "full", "", "", "Robin"))
    shared = shelf.read(kept.folder)
    assert not shared.own
    with pytest.raises(PackError, match="only who made it"):
        shelf.change(shared, replace(shared.pack, name="x"))


def test_a_damaged_pack_is_told_and_the_others_stay(tmp_path):
    shelf, kept = samples.pack(tmp_path, 1)
    bad = shelf.make("Bad")
    (bad.folder / PACK_NAME).write_bytes(b'{"id": 3}')
    found, problems = shelf.all()
    assert [one.pack.id for one in found] == [kept.pack.id]
    assert len(problems) == 1
    assert "damaged" in problems[0]


def test_picture_and_sound_of_clips_go_after_the_days_chosen(tmp_path):
    shelf, kept = samples.pack(tmp_path, 2, media=True)
    new, old = (kept.clip_folder(clip) for clip in kept.pack.clips)
    then = time.time() - 31 * 24 * 3600
    os.utime(old / "events.jsonl", (then, then))
    assert shelf.expire_media(days=0) == []
    assert shelf.expire_media(days=30) == [old]
    assert (new / "media.mkv").is_file()
    assert not (old / "media.mkv").exists()
    assert len(shelf.read(kept.folder).pack.clips) == 2


def test_two_versions_are_merged_without_losing_a_clip():
    here = made(ONE, TWO)
    newer = made(THREE, ONE, changed="2026-03-02T10:00:00+00:00", name="Outages 2")
    both = merged(here, newer)
    assert both == merged(newer, here)
    assert both.name == "Outages 2"
    assert [clip.id for clip in both.clips] == [THREE, ONE, TWO]


@pytest.mark.parametrize(
    "bad",
    [
        made(ONE, ONE),
        made("../x"),
        made(name=" "),
        made(name="x" * 200),
        replace(made(), clips=(PackClip(ONE, "x", float("nan")),)),
        replace(made(), clips=tuple(PackClip(f"{n:032x}", "x", 9.0) for n in range(61))),
    ],
)
def test_what_no_pack_may_be(bad):
    with pytest.raises(ValueError, match=r"."):
        check(bad)
