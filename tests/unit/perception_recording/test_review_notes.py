from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perception.errors import SessionFormatError
from perception.recording.notes import Note, append_note, read_notes
from perception.recording.review_notes import (
    MOST_ENTRIES,
    CoachRating,
    Comment,
    Override,
    ReviewEntry,
    Withdrawal,
    append_review,
    first_ids,
    in_force,
    new_id,
    read_review,
    review_from_json,
    review_to_json,
    standing_entries,
)
from perception.types import LETTERS

KIM, SAM = "Kim", "Sam"


def at(minute: int) -> str:
    return f"2026-11-26T10:{minute:02d}:00.000000+01:00"


def comment(id_: str, text: str = "Good pause", minute: int = 0, author: str = KIM, **more: object) -> Comment:
    return Comment(id_, author, "coach", at(minute), text, **more)  # type: ignore[arg-type]


# ------------------------------------------------------------ entries of any kind

ids = st.sampled_from([f"id{number}" for number in range(12)])
names = st.sampled_from([KIM, SAM, "Ada ü"])
moments = st.one_of(st.integers(0, 59).map(at), st.just("yesterday"), st.just("2026-11-26T10:05:00"))
texts = st.text(max_size=40)
times = st.one_of(st.none(), st.floats(0, 5000, allow_nan=False))
letters = st.sampled_from(LETTERS)
entries_of_any_kind = st.one_of(
    st.builds(
        Comment,
        ids,
        names,
        st.sampled_from(["coach", "learner"]),
        moments,
        texts,
        times,
        times,
        st.one_of(st.none(), ids),
        st.booleans(),
        st.one_of(st.none(), ids),
    ),
    st.builds(
        CoachRating,
        ids,
        names,
        moments,
        st.dictionaries(letters, st.integers(1, 5), max_size=7),
        st.lists(letters, max_size=3).map(tuple),
        st.booleans(),
        st.booleans(),
    ),
    st.builds(Override, ids, names, moments, letters, st.floats(0, 100), texts),
    st.builds(Withdrawal, ids, names, moments, ids, st.booleans()),
)


def with_own_ids(entries: Sequence[ReviewEntry]) -> tuple[ReviewEntry, ...]:
    """An id stands for one entry: it is made once."""
    return tuple({entry.id: entry for entry in entries}.values())


books = st.lists(entries_of_any_kind, max_size=14).map(with_own_ids)


def kept(*batches: Sequence[ReviewEntry]) -> tuple[ReviewEntry, ...]:
    """What a folder holds after these were merged into it, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        for batch in batches:
            append_review(Path(folder), batch)
        return read_review(Path(folder))


def by_id(entries: Sequence[ReviewEntry]) -> dict[str, ReviewEntry]:
    return {entry.id: entry for entry in entries}


@settings(max_examples=60, deadline=None)
@given(books, st.randoms(use_true_random=False))
def test_merging_goes_in_any_order_as_often_as_one_likes_and_loses_nothing(book, random) -> None:
    cut = random.randrange(len(book) + 1)
    overlap = random.randrange(len(book) + 1)
    mine, theirs = book[:cut], book[min(cut, overlap) :]
    one, other = kept(mine, theirs), kept(theirs, mine)
    assert by_id(one) == by_id(other) == by_id(book)
    assert kept(mine, theirs, mine, theirs) == one
    assert len(one) == len(by_id(one))
    assert in_force(one) == in_force(other)


@given(books, st.randoms(use_true_random=False))
def test_what_counts_depends_on_the_entries_and_not_on_their_order(book, random) -> None:
    shuffled = list(book)
    random.shuffle(shuffled)
    assert in_force(book) == in_force(shuffled)
    assert {entry.id for entry in in_force(book)} <= {entry.id for entry in standing_entries(book)}


@given(entries_of_any_kind)
def test_an_entry_comes_back_from_its_line_as_it_was(entry) -> None:
    assert review_from_json(review_to_json(entry)) == entry


@given(books)
def test_nobody_can_take_back_or_replace_what_another_wrote(book) -> None:
    foreign = [entry for entry in book if entry.author != KIM]
    by_kim = [entry for entry in book if entry.author == KIM]
    assert [one for one in in_force(book) if one.author != KIM] == list(in_force(foreign))
    assert [one for one in in_force(book) if one.author == KIM] == list(in_force(by_kim))


# ------------------------------------------------------------ what counts


def test_words_put_right_twice_read_as_last_and_can_go_back_step_by_step() -> None:
    first, second = comment("a", "Helo", 1), comment("b", "Hello", 2, replaces="a")
    third = comment("c", "Hello there", 3, replaces="b")
    assert in_force((first, second, third)) == (third,)
    assert set(first_ids((first, second, third)).values()) == {"a"}
    undone = Withdrawal("w", KIM, at(4), "c")
    assert in_force((first, second, third, undone)) == (second,)
    again = Withdrawal("x", KIM, at(5), "c", back=True)
    assert in_force((first, second, third, undone, again)) == (third,)


def test_taking_back_the_first_takes_back_all_that_put_it_right() -> None:
    entries = (comment("a", minute=1), comment("b", minute=2, replaces="a"), Withdrawal("w", KIM, at(3), "a"))
    assert in_force(entries) == ()
    assert in_force((*entries, Withdrawal("x", KIM, at(4), "a", back=True))) == (entries[1],)


def test_of_two_corrections_made_apart_the_later_counts() -> None:
    entries = (comment("a", minute=1), comment("b", "here", 3, replaces="a"), comment("c", "there", 2, replaces="a"))
    assert in_force(entries) == (entries[1],)
    assert {entry.id for entry in kept(entries)} == {"a", "b", "c"}


def test_of_ratings_and_values_the_last_of_each_author_counts() -> None:
    entries = (
        CoachRating("r1", KIM, at(1), {"E": 2}),
        CoachRating("r2", KIM, at(2), {"E": 3}),
        CoachRating("r3", SAM, at(3), {"E": 5}),
        Override("o1", KIM, at(4), "A", 50.0, "said it back"),
        Override("o2", KIM, at(5), "A", 55.0, "said it back twice"),
        Override("o3", KIM, at(6), "H", 20.0, "asked nothing"),
    )
    assert [entry.id for entry in in_force(entries)] == ["r2", "r3", "o2", "o3"]
    undone = Withdrawal("w", KIM, at(7), "o2")
    assert [entry.id for entry in in_force((*entries, undone))] == ["r2", "r3", "o1", "o3"]


def test_as_many_entries_as_a_session_may_have_are_worked_out_at_once() -> None:
    """A stranger's file: one comment, put right again and again, and once taken back."""
    long = [comment("c0")]
    long += [comment(f"c{number}", minute=1, replaces=f"c{number - 1}") for number in range(1, MOST_ENTRIES)]
    assert [entry.id for entry in in_force(long)] == [f"c{MOST_ENTRIES - 1}"]
    assert set(first_ids(long).values()) == {"c0"}
    taken_back = [*long, Withdrawal("w", KIM, at(2), "c9")]
    assert [entry.id for entry in in_force(taken_back)] == ["c8"]


def test_comments_that_replace_each_other_in_a_ring_do_no_harm() -> None:
    ring = (comment("a", replaces="b"), comment("b", replaces="a"), comment("c", replaces="c"))
    assert {entry.id for entry in in_force(ring)} <= {"a", "b", "c"}
    assert first_ids(ring)["c"] == "c"


# ------------------------------------------------------------ the file


def test_entries_stand_beside_the_notes_and_a_cut_line_is_left_out(tmp_path: Path) -> None:
    note = Note("self_check", "learner", at(0), ratings={"E": 60.0})
    append_note(tmp_path, note)
    assert append_review(tmp_path, [comment("a"), comment("a"), comment("b")]) == 2
    with (tmp_path / "notes.jsonl").open("ab") as file:
        file.write(b'{"kind":"review_comment","id":"zz","auth')
    assert append_review(tmp_path, [comment("c"), comment("b")]) == 1
    assert [entry.id for entry in read_review(tmp_path)] == ["a", "b", "c"]
    assert read_notes(tmp_path) == (note,)
    assert read_review(tmp_path / "none") == ()


def test_a_line_that_was_written_twice_counts_where_it_stood_first(tmp_path: Path) -> None:
    """As when two windows merge the same file of notes at the same moment."""
    append_review(tmp_path, [comment("a"), comment("b")])
    lines = (tmp_path / "notes.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "notes.jsonl").write_bytes(b"".join([*lines, lines[0]]))
    assert [entry.id for entry in read_review(tmp_path)] == ["a", "b"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(SessionFormatError, match="cannot be written"):
        append_review(tmp_path / "gone", [comment("a")])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": "comment"}, "no entry of a review"),
        ({"id": "../a"}, "letters and digits"),
        ({"id": ""}, "letters and digits"),
        ({"id": "a" * 65}, "letters and digits"),
        ({"text": "x" * 4001}, "too long"),
        ({"voice": "../../x.opus"}, "plain file name"),
        ({"voice": ".hidden"}, "plain file name"),
        ({"role": "boss"}, "expected"),
        ({"text": 4}, "str is expected"),
        ({"author": None}, "str is expected"),
    ],
)
def test_a_comment_that_cannot_be_one_is_refused(change: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        review_from_json({**review_to_json(comment("a")), **change})


@pytest.mark.parametrize(
    "entry",
    [
        CoachRating("r", KIM, at(0), {"E": 6}),
        CoachRating("r", KIM, at(0), {"Q": 3}),
        CoachRating("r", KIM, at(0), {"EM": 3}),
        CoachRating("r", KIM, at(0), {"E": 0}),
        Override("o", KIM, at(0), "E", 101.0, "why not"),
        Override("o", KIM, at(0), "E", float("nan"), "why not"),
    ],
)
def test_values_out_of_range_are_refused(entry: ReviewEntry) -> None:
    with pytest.raises(ValueError, match=r"go from|expected|number"):
        review_from_json(review_to_json(entry))


def test_ids_are_never_the_same() -> None:
    assert len({new_id() for _ in range(100)}) == 100
