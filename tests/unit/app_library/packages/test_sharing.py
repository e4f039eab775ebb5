"""Sharing: what is in the file, what is not, and that it opens somewhere else as the same session."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from app.library.library import Library
from app.library.packages import allowed
from app.library.packages.errors import PackageError
from app.library.packages.job import Job
from app.library.packages.opening import kind_of_file, look, open_package
from app.library.packages.packing import sealed_size
from app.library.packages.preview import preview
from app.library.packages.shared import read_shared
from app.library.packages.values import ShareChoice
from perception.pipeline.replay import replay_as_kept
from perception.recording.format import PICTURE_SIDE, SessionHeader, write_header
from perception.recording.reader import open_session
from perception.recording.records import KINDS
from perception.recording.review_notes import Comment, in_force, read_review
from perception.types import FaceObservation, PersonalBaseline, PoseObservation, VoiceObservation
from tests.unit.app_library.packages import package_samples as samples


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return samples.session(tmp_path / "learner" / "one")


@pytest.fixture
def coach(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "coach")
    yield library
    library.close()


def opened(session: Path, coach: Library, choice: ShareChoice) -> Path:
    file = session.parent / "call.attune"
    samples.package(session, file, choice)
    return open_package(file, samples.PASSPHRASE, coach, job=Job()).folder


def every_byte(folder: Path) -> bytes:
    return b"\n".join(samples.snapshot_of(folder).values())


def test_the_whole_session_opens_at_the_coach_s_with_picture_and_sound(session, coach):
    folder = opened(session, coach, ShareChoice())
    there, here = open_session(folder), open_session(session)
    assert there.scorecard() == here.scorecard()
    assert there.lines() == here.lines()
    assert (folder / "media.mkv").read_bytes() == (session / "media.mkv").read_bytes()
    assert [summary.folder for summary in coach.list()] == [folder]


@pytest.mark.parametrize("side", ["left", "right"])
def test_which_half_of_the_picture_is_whose_goes_along(session, coach, side):
    """Without it the coach would see both people as one."""
    header = open_session(session).header
    write_header(session, dataclasses.replace(header, devices={**header.devices, PICTURE_SIDE: side}))
    folder = opened(session, coach, ShareChoice())
    assert open_session(folder).header.devices == {PICTURE_SIDE: side}
    assert samples.SECRET_DEVICE.encode() not in every_byte(folder)


def test_an_opened_session_says_that_it_was_shared_and_cannot_be_shared_on(session, coach):
    folder = opened(session, coach, ShareChoice(variant="without_face"))
    mark = read_shared(folder)
    assert mark is not None
    assert (mark.variant, mark.sound) == ("without_face", False)
    assert read_shared(session) is None
    with pytest.raises(PackageError, match="only the person it shows"):
        samples.package(folder, folder.parent / "on.attune")


def test_the_learner_sees_what_there_is_before_choosing(session):
    shown = preview(session)
    assert (shown.title, shown.has_picture, shown.other_person) == ("Renewal at risk", True, True)
    assert 0 < shown.sound_bytes < shown.media_bytes
    assert (shown.self_check, shown.own_notes, shown.coach_notes) == (True, 2, 4)
    small = samples.session(session.parent / "two", media=False, notes=False)
    assert preview(small).bytes_of(ShareChoice()) == preview(small).record_bytes


def test_a_damaged_mark_still_says_that_it_was_shared(session):
    (session / "shared.json").write_bytes(b"{")
    assert read_shared(session) is not None


def test_by_default_neither_self_check_nor_notes_nor_device_names_go_in(session, coach):
    for variant in ("full", "without_face"):
        held = every_byte(opened(session, coach, ShareChoice(variant=variant)))
        for secret in (samples.SECRET_SELF_CHECK, samples.SECRET_NOTE, samples.SECRET_DEVICE, "Stay with it"):
            assert secret.encode() not in held
        coach.trash(coach.list()[0].folder)


@pytest.mark.parametrize(
    ("choice", "held"),
    [
        ("self_check", samples.SECRET_SELF_CHECK),
        ("own_notes", samples.SECRET_NOTE),
        ("coach_notes", "Stay with it"),
    ],
)
def test_each_kind_of_notes_goes_in_by_its_own_choice(session, coach, choice, held):
    folder = opened(session, coach, ShareChoice(**{choice: True}))
    said = every_byte(folder)
    secrets = {samples.SECRET_SELF_CHECK, samples.SECRET_NOTE, "Stay with it"}
    assert {one for one in secrets if one.encode() in said} == {held}


def test_a_withdrawal_goes_with_what_it_withdraws(session, coach):
    there = read_review(opened(session, coach, ShareChoice(coach_notes=True)))
    assert [entry.id for entry in there] == ["c1", "c2", "r1", "o1", "w1"]


def test_a_withdrawal_that_was_merged_before_what_it_withdraws_goes_along(session, coach):
    """Else what was taken back would count again at the other one's."""
    lines = (session / "notes.jsonl").read_bytes().splitlines(keepends=True)
    (session / "notes.jsonl").write_bytes(b"".join(lines[::-1]))
    there = read_review(opened(session, coach, ShareChoice(coach_notes=True)))
    assert {entry.id for entry in there} == {"c1", "c2", "r1", "o1", "w1"}
    assert "c1" not in {entry.id for entry in in_force(there)}


def test_without_face_there_is_no_picture_no_sound_and_no_measure_of_a_face(session, coach):
    folder = opened(session, coach, ShareChoice(variant="without_face", coach_notes=True))
    there = open_session(folder)
    assert there.media_files() == ()
    assert not (folder / "voice").exists()
    assert all(entry.voice is None for entry in read_review(folder) if isinstance(entry, Comment))
    for record in there.records(("face", "pose")):
        if isinstance(record, FaceObservation):
            assert (record.raw, record.eye_span_px, record.distance_cm) == ({}, None, None)
        if isinstance(record, PoseObservation):
            assert (record.head_span_px, record.ear_shoulder_ratio) == (None, None)
    own = there.header.baseline
    assert own is not None
    assert (set(own.display_rest.values()), own.display_full, own.eye_span_px) == ({0.0}, {}, None)
    assert b"0.3125" not in every_byte(folder)


def test_without_face_the_figure_the_level_and_the_words_are_there(session, coach):
    there = open_session(opened(session, coach, ShareChoice(variant="without_face")))
    faces = [record for record in there.records(("face",)) if isinstance(record, FaceObservation)]
    assert [face.yaw_deg for face in faces] == [None, -3.25, 4.5]
    voice = next(record for record in there.records(("voice",)) if isinstance(record, VoiceObservation))
    assert voice.level_dbfs.tolist() == [-60.0, -25.5, -24.25]
    assert [line.text for line in there.utterances()] == [line.text for line in open_session(session).utterances()]


def test_without_face_a_line_that_was_struck_is_not_in_it(session, coach):
    folder = opened(session, coach, ShareChoice(variant="without_face"))
    assert samples.STRUCK.encode() not in every_byte(folder)
    assert not open_session(folder).outdated


def test_without_face_the_result_is_the_same_and_comes_out_the_same_when_scored_again(session, coach):
    folder = opened(session, coach, ShareChoice(variant="without_face", self_check=True))
    there, here = open_session(folder), open_session(session)
    assert there.scorecard() == here.scorecard()
    assert not there.outdated
    again, before = replay_as_kept(there), replay_as_kept(here)
    assert {letter: score.value for letter, score in again.letters.items()} == {
        letter: score.value for letter, score in before.letters.items()
    }


def test_without_face_the_sound_may_be_kept_and_the_picture_is_not_in_it(session, coach):
    folder = opened(session, coach, ShareChoice(variant="without_face", sound=True, coach_notes=True))
    with av.open(str(folder / "media.mkv")) as media:
        assert (len(media.streams.audio), len(media.streams.video)) == (2, 0)
        assert sum(1 for _ in media.decode(media.streams.audio[0])) > 40
    assert (folder / "voice" / samples.SPOKEN).read_bytes() == (session / "voice" / samples.SPOKEN).read_bytes()


@pytest.mark.parametrize(
    ("kind", "names", "left_out"),
    [
        (FaceObservation, allowed.RECORDS["face"], {"raw", "eye_span_px", "distance_cm"}),
        (PoseObservation, allowed.RECORDS["pose"], {"head_span_px", "ear_shoulder_ratio"}),
        (SessionHeader, allowed.HEADER, {"devices"}),
        (
            PersonalBaseline,
            allowed.BASELINE | allowed.BASELINE_NAMES,
            {
                "gaze_targets",
                "yaw_per_offset",
                "pitch_per_offset",
                "offset_x",
                "offset_y",
                "eyes_open_blink",
                "display_rest_speaking",
                "display_full",
                "eye_span_px",
                "shoulder_span_px",
                "head_span_px",
                "ear_shoulder_ratio",
                "distance_cm",
            },
        ),
    ],
)
def test_every_field_was_decided_on(kind, names, left_out):
    """A new field asks: may it go into a package without face? Name it in allowed.py, or here."""
    fields = {field.name: field for field in dataclasses.fields(kind)}
    assert set(fields) == names | left_out
    no_default = dataclasses.MISSING
    assert all(
        fields[name].default is not no_default or fields[name].default_factory is not no_default for name in left_out
    )
    assert not names & left_out


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"face", "pose"}))
def test_every_field_of_the_other_records_may_go_in(kind):
    assert {field.name for field in dataclasses.fields(KINDS[kind])} == allowed.RECORDS[kind]


def test_the_clear_beginning_says_nothing_of_a_person(session, tmp_path):
    file = tmp_path / "call.attune"
    samples.package(session, file, ShareChoice(self_check=True))
    held = file.read_bytes()
    for secret in ("Renewal at risk", "5e551055", "morning", "media.mkv", "session"):
        assert secret.encode() not in held
    assert kind_of_file(file) == "session"


def test_a_file_is_as_large_as_was_said_and_two_of_one_session_share_nothing(session, tmp_path):
    one, two = tmp_path / "one.attune", tmp_path / "two.attune"
    contents = samples.package(session, one)
    samples.package(session, two)
    assert contents.size < one.stat().st_size <= sealed_size(contents.size + 4000)
    assert one.read_bytes()[10:40] != two.read_bytes()[10:40]


def test_looking_tells_what_is_inside_and_writes_nothing(session, tmp_path):
    file = tmp_path / "call.attune"
    samples.package(session, file, ShareChoice(variant="without_face", self_check=True))
    before = samples.snapshot_of(tmp_path)
    contents = look(file, samples.PASSPHRASE, job=Job())
    assert (contents.title, contents.variant, contents.extras) == ("Renewal at risk", "without_face", ("self_check",))
    assert {one.name for one in contents.files} >= {"session.json", "events.jsonl", "notes.jsonl"}
    assert samples.snapshot_of(tmp_path) == before


def test_words_of_a_stranger_s_list_are_fit_for_a_line_and_a_terminal(session, tmp_path):
    header = open_session(session).header
    write_header(session, dataclasses.replace(header, title="Call\x1b[2J\nat risk"))
    samples.package(session, tmp_path / "call.attune")
    assert look(tmp_path / "call.attune", samples.PASSPHRASE, job=Job()).title == "Call [2J at risk"


def test_a_session_that_is_there_already_is_opened_and_gets_the_new_notes(session, coach):
    first = opened(session, coach, ShareChoice(variant="without_face"))
    file = session.parent / "again.attune"
    samples.package(session, file, ShareChoice(coach_notes=True))
    second = open_package(file, samples.PASSPHRASE, coach, job=Job())
    assert (second.folder, second.new, second.notes, second.fuller) == (first, False, 5, True)
    assert len(coach.list()) == 1
    assert open_package(file, samples.PASSPHRASE, coach, job=Job()).notes == 0


def test_the_learner_s_own_package_opens_the_session_it_came_from(session):
    library = Library(session.parent)
    try:
        file = session.parent / "call.attune"
        samples.package(session, file)
        before = samples.snapshot_of(session)
        found = open_package(file, samples.PASSPHRASE, library, job=Job())
        assert (found.folder, found.new) == (session, False)
        assert samples.snapshot_of(session) == before
    finally:
        library.close()


def test_an_id_that_is_the_name_of_another_folder_finds_nothing(session, coach, tmp_path):
    samples.session(coach.root / "5e551055", session_id="another")
    coach.sync()
    folder = opened(session, coach, ShareChoice(coach_notes=True))
    assert folder.name != "5e551055"
    assert len(read_review(coach.root / "5e551055")) == len(samples.COMMENTS)


def test_a_session_that_is_gone_from_its_place_is_opened_anew(session, coach):
    shutil.rmtree(opened(session, coach, ShareChoice()))
    assert open_session(opened(session, coach, ShareChoice())).media() is not None


def test_what_another_window_takes_away_at_the_same_moment_is_no_trouble(session, coach, monkeypatch):
    (coach.root / ".opening-old").mkdir()
    found = Path.glob

    def glob(self, pattern):
        for path in list(found(self, pattern)):
            shutil.rmtree(path)
            yield path

    monkeypatch.setattr(Path, "glob", glob)
    assert open_session(opened(session, coach, ShareChoice())).ended


def test_what_a_crash_left_behind_is_taken_away(session, coach):
    left = coach.root / ".opening-old"
    left.mkdir()
    (left / "session.json").write_text("{}", encoding="utf-8")
    os.utime(left, (0, 0))
    opened(session, coach, ShareChoice())
    assert not list(coach.root.glob(".opening-*"))
    assert not list(session.parent.glob(".sharing-*"))
