"""What is looked for: every filter, every order, and where the words stand."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path

import pytest

from app.library.library import Library
from app.library.shelf import LibraryShelf
from app.library.snippets import LONGEST, Found, find_place
from app.library.summary import SearchLine, SessionSummary
from app.library.wanted import ORDERS, Wanted
from perception.errors import SessionFormatError
from perception.recording.review_notes import CoachRating, Comment, append_review
from perception.scoring.params import LIVE_GOOD
from tests.benchmarks.sessions import COMMON, RARE, RARE_EVERY, make_sessions
from tests.unit.app_library.test_library import make_session

AT = "2026-11-26T10:00:00+00:00"
NOW = datetime(2026, 11, 26, 12, 0)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    root = tmp_path_factory.mktemp("many") / "library"
    make_sessions(root, 300, lines=6)
    library = Library(root)
    yield library
    library.close()


FILTERS = (
    Wanted(source="practice"),
    Wanted(scenario="scenario-3"),
    Wanted(watch=("A", "Y")),
    Wanted(since=datetime(2020, 2, 1)),
    Wanted(until=datetime(2020, 2, 1)),
    Wanted(commented=True),
    Wanted(tag="board"),
    Wanted(words=COMMON),
    Wanted(words="stay breath"),
)


def fits(one: SessionSummary, wanted: Wanted) -> bool:
    """The same in plain Python, without words."""
    low = {letter for letter, short in one.letters.items() if short.middle is not None and short.middle < LIVE_GOOD}
    started = one.started_at
    assert started is not None
    return (
        wanted.source in ("", one.source)
        and wanted.scenario in ("", one.scenario)
        and (not wanted.watch or bool(low & set(wanted.watch)))
        and (wanted.since is None or started.timestamp() >= wanted.since.timestamp())
        and (wanted.until is None or started.timestamp() < wanted.until.timestamp())
        and (not wanted.commented or one.comments > 0)
        and (not wanted.tag or wanted.tag in one.tags)
    )


@pytest.mark.parametrize("wanted", FILTERS)
def test_each_filter_alone(library: Library, wanted: Wanted) -> None:
    found = library.list(wanted, limit=None)
    assert 0 < len(found) < 300
    assert library.count(wanted) == len(found)
    assert all(fits(one, wanted) for one in found)
    if not wanted.words:
        assert sum(fits(one, wanted) for one in library.list(limit=None)) == len(found)
    assert [one.folder for one in library.listed(wanted)] == [one.folder for one in found]


@pytest.mark.parametrize(("one", "two"), list(itertools.combinations(FILTERS, 2)))
def test_two_filters_leave_what_both_leave(library: Library, one: Wanted, two: Wanted) -> None:
    differs = {f.name: getattr(two, f.name) for f in fields(Wanted) if getattr(two, f.name) != f.default}
    if differs.keys() & {f.name for f in fields(Wanted) if getattr(one, f.name) != f.default}:
        pytest.skip("the same part twice")
    both = {s.folder for s in library.list(replace(one, **differs), limit=None)}
    left, right = ({s.folder for s in library.list(part, limit=None)} for part in (one, two))
    assert both == left & right


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("words", ["", COMMON])
def test_every_order_lists_the_same(library: Library, order: str, words: str) -> None:
    expected = {one.folder for one in library.list(Wanted(words=words), limit=None)}
    found = library.list(Wanted(words=words, order=order), limit=None)  # type: ignore[arg-type]
    assert len(found) == len(expected)
    assert {one.folder for one in found} == expected
    starts = [one.started_at for one in found]
    if order in ("newest", "oldest"):
        assert starts == sorted(starts, reverse=order == "newest")
    if order == "title":
        assert [one.title.lower() for one in found] == sorted(one.title.lower() for one in found)


def test_pages_of_a_search_do_not_overlap(library: Library) -> None:
    wanted = Wanted(words=COMMON)
    pages = [library.search(wanted, limit=7, offset=start) for start in range(0, 300, 7)]
    folders = [hit.session.folder for page in pages for hit in page]
    assert len(folders) == len(set(folders)) == library.count(wanted)


def test_a_word_in_a_few_of_many(tmp_path: Path) -> None:
    make_sessions(tmp_path, RARE_EVERY + 1, lines=8)
    library = Library(tmp_path)
    assert [hit.found.t_s for hit in library.search(RARE)] == [63.0, 63.0]
    library.close()


def test_a_hit_says_who_and_when(tmp_path: Path) -> None:
    folder = make_session(tmp_path / "a", said="Nobody called us back about the invoices")
    append_review(folder, [Comment("c1", "Kim", "coach", AT, "Ask what the invoices cost them.", 12.0)])
    append_review(folder, [CoachRating("r1", "Kim", AT, {"E": 3}, tuple("MPATHY"), done=True)])
    library = Library(tmp_path)
    (hit,) = library.search("cost")
    assert (hit.found.place, hit.found.author, hit.found.t_s) == ("comment", "Kim", 12.0)
    (hit,) = library.search("nobody invoices")
    assert (hit.found.place, hit.found.t_s) == ("customer", 1.0)
    assert library.count(Wanted(coach_rated=True)) == library.count(Wanted(commented=True)) == 1
    assert library.count(Wanted(shared=True)) == 0
    library.close()


# ------------------------------------------------------------ where words stand

LINES = [SearchLine("csm", "We will look at it", 3.0), SearchLine("customer", "Café Größe naïve " + "word " * 60, 9.0)]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (["renew"], "title"),
        (["boa"], "tag"),
        (["look"], "csm"),
        (["cafe", "NAIVE"], "customer"),
        (["größ"], "customer"),
        (["nowhere"], "title"),
        (["look", "nowhere"], "csm"),
        (["ook"], "title"),
    ],
)
def test_the_place_with_most_of_the_words(words: list[str], place: str) -> None:
    assert find_place(words, "Renewal", ("board",), LINES).place == place


def test_a_snippet_is_short_and_marks_what_was_looked_for() -> None:
    text = "before " * 30 + "Zebra crossing " + "after " * 40
    found = find_place(["zeb", "cross"], "", (), [SearchLine("csm", text, 1.0)])
    assert found.text.startswith("… ")
    assert found.text.endswith(" …")
    assert len(found.text) <= LONGEST + 4
    assert [found.text[start:end] for start, end in found.marked] == ["Zebra", "crossing"]


def test_a_word_longer_than_a_snippet() -> None:
    found = find_place(["x"], "", (), [SearchLine("csm", "x" * 500, 1.0)])
    assert isinstance(found, Found)
    assert found.text


# ------------------------------------------------------------ as the window uses it


def test_the_shelf_tags_renames_and_takes_back(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        make_session(tmp_path / name, title=name)
    library = Library(tmp_path)
    shelf = LibraryShelf(library, clock=lambda: NOW)
    folders = [tmp_path / "a", tmp_path / "b"]
    shelf.retag(folders, add=["Board", "price"])
    shelf.retag([tmp_path / "b"], remove=["PRICE"])
    assert shelf.choices().tags == (("Board", 2), ("price", 1))
    assert shelf.rename_tag("board", "the board") == 2
    assert [one.folder.name for one in shelf.look(Wanted(tag="The Board", order="title"))] == ["a", "b"]
    put = shelf.trash_all([*folders, tmp_path / "never"])
    assert (put.count, shelf.recent(5)[1]) == (2, 1)
    assert put.failed is not None
    assert [one.at for one in shelf.bin()] == [NOW.astimezone()] * 2
    put.undo()
    assert {one.title for one in shelf.recent(5)[0]} == {"a", "b", "c"}
    assert shelf.choices().tags == (("price", 1), ("the board", 2))
    with pytest.raises(SessionFormatError, match="2 of 3 sessions"):
        shelf.retag([tmp_path / "x", tmp_path / "y", tmp_path / "a"], add=["z"])
    assert library.count(Wanted(tag="z")) == 1
    assert shelf.new_folder("Zoë / call").parent == tmp_path
    library.close()


def test_tags_outlive_the_index(tmp_path: Path) -> None:
    make_session(tmp_path / "a")
    library = Library(tmp_path)
    library.retag(tmp_path / "a", add=["board"], author="me", now=NOW)
    assert library.rebuild() == 1
    assert library.tags() == [("board", 1)]
    library.close()


def test_steps_bring_it_up_to_date_the_newest_first(tmp_path: Path) -> None:
    make_sessions(tmp_path, 30, lines=2)
    library = Library(tmp_path, sync=False)
    shelf = LibraryShelf(library)
    states = [shelf.freshen(0.0)]
    while states[-1].left != 0:
        states.append(shelf.freshen(0.0))
    assert states[0].left is None
    lefts = [state.left for state in states if state.left is not None]
    assert lefts == sorted(lefts, reverse=True)
    assert states[-1].revision != states[0].revision
    assert library.count() == 30
    assert shelf.freshen(5.0).revision == states[-1].revision
    library.close()


def test_many_sessions_are_written_in_few_steps(tmp_path: Path) -> None:
    make_sessions(tmp_path, 400, lines=2)
    library = Library(tmp_path)
    assert library.revision <= 30  # one step in a second, whatever the machine
    library.close()
