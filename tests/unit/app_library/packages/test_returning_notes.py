"""A coach's notes come back: nothing is lost, nothing doubled, in any order, any number of times, from anybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.library.library import Library
from app.library.packages import returning
from app.library.packages.errors import PackageError, SessionMissingError, WrongPassphraseError
from app.library.packages.gather import Piece
from app.library.packages.job import Job
from app.library.packages.opening import kind_of_file, open_package
from app.library.packages.packing import contents_for, write_package
from app.library.packages.returning import send_notes, take_in_notes
from perception.errors import SessionFormatError
from perception.recording.format import NOTES_NAME
from perception.recording.notes import read_corrections, read_notes
from perception.recording.reader import open_session
from perception.recording.records import dump_line
from perception.recording.review_notes import (
    CoachRating,
    Comment,
    Override,
    ReviewEntry,
    Withdrawal,
    append_review,
    in_force,
    read_review,
    review_to_json,
)
from tests.unit.app_library.packages import package_samples as samples


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Library]:
    root = tmp_path / "learner"
    samples.session(root / "one", media=False, notes=False)
    library = Library(root)
    yield library
    library.close()


def coach_copy(learner: Library, place: Path, entries: tuple[ReviewEntry, ...] = samples.COMMENTS) -> Path:
    """The session as a coach has it, with notes."""
    file = place.with_suffix(".attune")
    samples.package(learner.root / "one", file)
    library = Library(place)
    try:
        folder = open_package(file, samples.PASSPHRASE, library, job=Job()).folder
    finally:
        library.close()
    append_review(folder, entries)
    (folder / "voice").mkdir(exist_ok=True)
    (folder / "voice" / samples.SPOKEN).write_bytes(b"OggS" * 50)
    return folder


def sent(folder: Path, file: Path) -> Path:
    send_notes(folder, file, samples.PASSPHRASE, by="Dana", job=Job(), cost=samples.COST)
    return file


def taken(file: Path, library: Library) -> returning.TakenNotes:
    return take_in_notes(file, samples.PASSPHRASE, library, job=Job())


def test_the_coach_s_notes_come_back_with_their_voices(learner, tmp_path):
    file = sent(coach_copy(learner, tmp_path / "coach"), tmp_path / "x.notes.attune")
    assert kind_of_file(file) == "notes"
    found = taken(file, learner)
    assert (found.folder.name, found.title, found.new, found.known) == ("one", "Renewal at risk", 6, 0)
    assert found.authors == ("Dana", "me")
    assert read_review(found.folder) == samples.COMMENTS
    assert (found.folder / "voice" / samples.SPOKEN).read_bytes() == b"OggS" * 50


def test_taking_them_in_again_adds_nothing(learner, tmp_path):
    file = sent(coach_copy(learner, tmp_path / "coach"), tmp_path / "x.notes.attune")
    taken(file, learner)
    before = samples.snapshot_of(learner.root)
    again = taken(file, learner)
    assert (again.new, again.known) == (0, 6)
    assert samples.snapshot_of(learner.root) == before


def test_later_notes_of_the_same_coach_bring_only_what_is_new(learner, tmp_path):
    copy = coach_copy(learner, tmp_path / "coach", samples.COMMENTS[:3])
    first = sent(copy, tmp_path / "1.notes.attune")
    append_review(copy, samples.COMMENTS)
    second = sent(copy, tmp_path / "2.notes.attune")
    assert [taken(file, learner).new for file in (second, first, second)] == [6, 0, 0]


def test_what_the_learner_wrote_and_corrected_stays(learner, tmp_path):
    file = sent(coach_copy(learner, tmp_path / "coach"), tmp_path / "x.notes.attune")
    samples.write_notes(learner.root / "one")
    notes, corrections = read_notes(learner.root / "one"), read_corrections(learner.root / "one")
    assert taken(file, learner).known == 6
    assert (read_notes(learner.root / "one"), read_corrections(learner.root / "one")) == (notes, corrections)


def test_a_session_that_is_not_there_is_named(learner, tmp_path):
    file = sent(coach_copy(learner, tmp_path / "coach"), tmp_path / "x.notes.attune")
    learner.trash(learner.root / "one")
    with pytest.raises(SessionMissingError, match=r"Renewal at risk” of 2026-03-02.*5e551055") as caught:
        taken(file, learner)
    assert "bin" in caught.value.recovery


def test_nothing_to_send(learner, tmp_path):
    with pytest.raises(PackageError, match="no notes to send"):
        sent(learner.root / "one", tmp_path / "x.notes.attune")


def test_a_wrong_passphrase_changes_nothing(learner, tmp_path):
    file = sent(coach_copy(learner, tmp_path / "coach"), tmp_path / "x.notes.attune")
    before = samples.snapshot_of(learner.root)
    with pytest.raises(WrongPassphraseError):
        take_in_notes(file, "another passphrase", learner, job=Job())
    assert samples.snapshot_of(learner.root) == before


def test_a_voice_that_is_missing_or_too_large_leaves_its_words(learner, tmp_path, monkeypatch):
    copy = coach_copy(learner, tmp_path / "coach")
    monkeypatch.setattr(returning, "MOST_VOICE", 10)
    made = send_notes(copy, tmp_path / "x.notes.attune", samples.PASSPHRASE, job=Job(), cost=samples.COST)
    assert (made.entries, made.silent) == (6, 1)
    taken(tmp_path / "x.notes.attune", learner)
    spoken = [entry for entry in read_review(learner.root / "one") if isinstance(entry, Comment) and entry.id == "c2"]
    assert spoken[0].voice is None


def test_a_voice_that_is_there_already_is_not_replaced(learner, tmp_path):
    file = sent(coach_copy(learner, tmp_path / "coach"), tmp_path / "x.notes.attune")
    place = learner.root / "one" / "voice" / samples.SPOKEN
    place.parent.mkdir()
    place.write_bytes(b"mine")
    taken(file, learner)
    assert place.read_bytes() == b"mine"


def test_when_the_notes_cannot_be_written_no_voice_stays(learner, tmp_path):
    file = sent(coach_copy(learner, tmp_path / "coach"), tmp_path / "x.notes.attune")
    (learner.root / "one" / NOTES_NAME).mkdir()
    with pytest.raises(SessionFormatError, match="notes"):
        taken(file, learner)
    assert not (learner.root / "one" / "voice" / samples.SPOKEN).exists()


@pytest.mark.parametrize("lines", [b"", b"{}\n", b"\xff\xff\n", b'{"kind":"review_comment"}\n' * 3])
def test_a_file_without_a_note(lines, learner, tmp_path):
    (tmp_path / NOTES_NAME).write_bytes(lines)
    contents = contents_for(open_session(learner.root / "one").header, "notes", "")
    file = tmp_path / "x.notes.attune"
    write_package([Piece(NOTES_NAME, tmp_path / NOTES_NAME)], contents, file, samples.PASSPHRASE, job=Job(), cost=4)
    with pytest.raises(PackageError, match="holds no notes"):
        taken(file, learner)


# ---------------------------------------------------------------- merging commutes

_TIMES = st.integers(0, 59).map(lambda second: f"2026-03-03T10:00:{second:02d}+00:00")


@st.composite
def notes_of(draw: st.DrawFn, author: str) -> list[ReviewEntry]:
    """What one coach wrote, in the order of time, with ids of their own."""
    times = sorted(draw(st.lists(_TIMES, min_size=1, max_size=6)))
    entries: list[ReviewEntry] = []
    for number, at in enumerate(times):
        ident = f"{author}{number}"
        earlier = [entry.id for entry in entries if not isinstance(entry, Withdrawal)]
        made: list[ReviewEntry] = [
            Comment(ident, author, "coach", at, draw(st.text(max_size=8)), t_s=1.0),
            CoachRating(ident, author, at, {"E": draw(st.integers(1, 5))}),
            Override(ident, author, at, "A", float(draw(st.integers(0, 100))), "why"),
        ]
        if earlier:
            about = draw(st.sampled_from(earlier))
            made += [
                Withdrawal(ident, author, at, about, back=draw(st.booleans())),
                Comment(ident, author, "coach", at, "put right", replaces=about),
            ]
        entries.append(draw(st.sampled_from(made)))
    return entries


@given(
    sources=st.tuples(*(notes_of(author) for author in ("ann", "bob", "coach"))),
    cuts=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 6)), max_size=4),
    order=st.randoms(use_true_random=False),
)
@settings(max_examples=60)
def test_merging_commutes(sources, cuts, order, tmp_path_factory):
    """Files of three coaches, older and newer ones of each, in any order: the same counts in the end."""
    files = [list(source) for source in sources] + [sources[who][:length] for who, length in cuts]
    ends = []
    for _ in range(2):
        order.shuffle(files)
        folder = tmp_path_factory.mktemp("merge")
        for file in files:
            append_review(folder, file)
        ends.append(folder)
    one, two = (read_review(folder) for folder in ends)
    everything = {entry.id: entry for source in sources for entry in source}
    assert {entry.id: entry for entry in one} == {entry.id: entry for entry in two} == everything
    assert len(one) == len(everything)
    assert {entry.id for entry in in_force(one)} == {entry.id for entry in in_force(two)}


def test_two_coaches_of_one_name_count_by_time_whichever_file_came_first(tmp_path):
    early = CoachRating("a1", "Coach", "2026-03-03T10:00:00+00:00", {"E": 2})
    late = CoachRating("b1", "Coach", "2026-03-03T12:30:00+02:00", {"E": 5})
    for first, second in ((early, late), (late, early)):
        folder = tmp_path / first.id
        folder.mkdir()
        append_review(folder, [first])
        append_review(folder, [second])
        assert in_force(read_review(folder)) == (late,)


def test_a_time_that_cannot_be_read_comes_before_all_others(tmp_path):
    odd = CoachRating("a1", "Dana", "yesterday", {"E": 2})
    good = CoachRating("b1", "Dana", "2026-03-03T12:30:00+02:00", {"E": 5})
    assert in_force([good, odd]) == (good,)


def test_notes_in_a_package_of_the_learner_s_own_merge_as_well(learner, tmp_path):
    copy = coach_copy(learner, tmp_path / "coach")
    lines = [dump_line(review_to_json(entry)) for entry in samples.COMMENTS]
    assert (copy / NOTES_NAME).read_bytes() == b"".join(lines)
