"""The library: found again by time, title and words; the folders are the truth, the index can always be made anew."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.library.database import DATABASE_NAME
from app.library.library import Library
from app.library.wanted import Wanted
from perception.errors import SessionFormatError
from perception.recording.folder_lock import FolderLock
from perception.recording.format import Source
from perception.recording.reader import open_session
from perception.recording.recover import recover
from perception.recording.writer import SessionWriter
from perception.types import Scorecard, Utterance
from tests.unit.perception_recording import session_samples


def make_session(
    folder: Path,
    *,
    title: str = "Renewal",
    day: int = 1,
    said: str = "We lost a whole morning",
    scorecard: Scorecard | None = None,
    end: bool = True,
    source: Source = "live",
) -> Path:
    header = dataclasses.replace(
        session_samples.header(session_id=f"id-{folder.name}", title=title),
        started_at=f"2026-03-{day:02d}T09:30:00+01:00",
        source=source,
    )
    writer = SessionWriter(folder, header, video=False, audio=())
    writer.observe(Utterance(1.0, 3.0, "customer", said))
    if scorecard is not None:
        writer.write_scorecard(scorecard)
    writer.close(reason="done")
    if not end:
        events = folder / "events.jsonl"
        lines = events.read_bytes().splitlines(keepends=True)
        events.write_bytes(b"".join(lines[:-1]))
    return folder


def titles(library: Library, words: str) -> list[str]:
    return [session.title for session in library.list(Wanted(words=words))]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "lib räry"


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    library = Library(root)
    yield library
    library.close()


def test_an_empty_library_makes_its_folder(library: Library, root: Path) -> None:
    assert root.is_dir()
    assert library.list() == []
    assert library.search("anything") == []
    assert library.integrity_check() == []
    assert library.notice is None


def test_sessions_come_newest_first_with_their_letters(library: Library, root: Path) -> None:
    make_session(root / "a", day=1, title="First", scorecard=session_samples.scorecard())
    make_session(root / "b", day=9, title="Latest")
    make_session(root / "c", day=4, title="Between")
    assert library.sync() == 3
    assert [summary.title for summary in library.list()] == ["Latest", "Between", "First"]
    assert [summary.title for summary in library.list(limit=1, offset=1)] == ["Between"]
    first = library.list()[-1]
    assert first.started_at == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    assert first.duration_s == 65.0
    assert (first.letters["E"].value, first.letters["E"].state) == (82.4, "scored")
    assert first.letters["M"].middle == pytest.approx(64.0)
    assert first.letters["P"].middle is None
    assert first.ended
    assert not first.recovered
    assert library.list()[0].letters == {}


def test_words_of_title_and_transcript_are_found_without_accents_and_by_their_beginning(
    library: Library, root: Path
) -> None:
    make_session(root / "a", title="Café outage", said="Nobody called us back about the invoices")
    make_session(root / "b", title="Onboarding", said="The importer is slow")
    library.sync()
    assert titles(library, "cafe") == ["Café outage"]
    assert titles(library, "called invoi") == ["Café outage"]
    assert titles(library, "called slow") == []
    hits = library.search("invoices")
    assert [hit.session.title for hit in hits] == ["Café outage"]
    assert (hits[0].found.place, hits[0].found.t_s) == ("customer", 1.0)
    assert "about the invoices" in hits[0].found.text


@pytest.mark.parametrize("query", ['"', "'", "NEAR(", "a OR", "*", "title:", "-", "(", "%", "a\x00b"])
def test_no_query_breaks_the_search(library: Library, root: Path, query: str) -> None:
    make_session(root / "a")
    library.sync()
    assert library.list(Wanted(words=query)) == []
    assert library.count(Wanted(words=query)) == 0
    assert library.search(query) == []


def test_an_empty_query_lists_everything(library: Library, root: Path) -> None:
    make_session(root / "a")
    library.sync()
    assert titles(library, "") == titles(library, "  ") == ["Renewal"]


def test_changes_made_behind_its_back_are_noticed(library: Library, root: Path) -> None:
    folder = make_session(root / "a", title="Before")
    assert library.sync() == 1
    assert library.sync() == 0
    header = folder / "session.json"
    header.write_text(header.read_text().replace("Before", "Afterwards"))
    assert library.sync() == 1
    assert [s.title for s in library.list()] == ["Afterwards"]
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    library.sync()
    assert library.list() == []


def test_a_session_elsewhere_stays_on_the_list_until_it_is_gone(library: Library, tmp_path: Path) -> None:
    folder = make_session(tmp_path / "elsewhere" / "x", title="Outside")
    library.add_folder(folder)
    library.rebuild()
    assert [s.folder for s in library.list()] == [folder]
    (folder / "session.json").unlink()
    library.sync()
    assert library.list() == []


def test_a_title_is_changed_in_the_folder_itself(library: Library, root: Path) -> None:
    folder = make_session(root / "a", title="Old")
    assert library.rename(folder, "  Neuer Titel ü ").title == "Neuer Titel ü"
    assert open_session(folder).header.title == "Neuer Titel ü"
    assert titles(library, "neuer") == ["Neuer Titel ü"]
    with pytest.raises(SessionFormatError, match="needs a title"):
        library.rename(folder, "   ")


def test_trash_and_back(library: Library, root: Path) -> None:
    folder = make_session(root / "a", title="Gone")
    library.sync()
    trashed = library.trash(folder)
    assert not folder.exists()
    assert library.list() == []
    assert library.rebuild() == 0
    make_session(root / "a", title="Took the name")
    restored = library.restore(trashed)
    assert restored.folder == root / "a-2"
    assert restored.title == "Gone"
    library.sync()
    assert {s.title for s in library.list()} == {"Gone", "Took the name"}


def test_what_is_recorded_or_gone_cannot_be_trashed(library: Library, root: Path) -> None:
    folder = make_session(root / "a")
    lock = FolderLock.acquire(folder)
    assert lock is not None
    with pytest.raises(SessionFormatError, match="still being recorded"):
        library.trash(folder)
    lock.release()
    with pytest.raises(SessionFormatError, match="not there any more"):
        library.trash(root / "never")


def test_interrupted_sessions_are_mended_and_listed(library: Library, root: Path) -> None:
    folder = make_session(root / "a", end=False)
    library.sync()
    assert not library.list()[0].ended
    mended = library.recover_unfinished(recover)
    assert [s.folder for s in mended] == [folder]
    assert library.list()[0].recovered
    assert library.list()[0].duration_s == 3.0
    assert library.recover_unfinished(recover) == []


def test_a_session_that_cannot_be_mended_is_told_and_left(library: Library, root: Path) -> None:
    make_session(root / "a", end=False)
    library.sync()

    def fails(folder: Path) -> None:
        raise SessionFormatError("The disk is read-only.", recovery="Mount it for writing.")

    assert library.recover_unfinished(fails) == []
    assert library.notice == "The disk is read-only."


def test_a_session_by_id_or_folder_name(library: Library, root: Path) -> None:
    folder = make_session(root / "2026-a")
    library.sync()
    for name in ("id-2026-a", "2026-a"):
        found = library.find(name)
        assert found is not None
        assert found.folder == folder
    assert library.find("absent") is None


def test_a_damaged_session_is_left_out_and_named_by_the_check(library: Library, root: Path) -> None:
    make_session(root / "good")
    damaged = root / "bad"
    damaged.mkdir()
    (damaged / "session.json").write_text("{")
    assert library.sync() == 1
    assert [s.folder.name for s in library.list()] == ["good"]
    assert [one.message for one in library.integrity_check()] == ["session.json of “bad” is damaged."]
    assert library.problems == {"bad": "session.json of “bad” is damaged."}


def test_a_session_missing_from_the_list_is_named_by_the_check(library: Library, root: Path) -> None:
    make_session(root / "a")
    assert [one.message for one in library.integrity_check()] == ["The session “a” is not on the list."]


# ------------------------------------------------------------ the index itself


@pytest.mark.parametrize("damage", ["text", "cut", "schema"])
def test_a_damaged_index_is_moved_aside_and_made_anew(root: Path, damage: str) -> None:
    first = Library(root)
    make_session(root / "a", title="Kept")
    first.sync()
    first.close()
    path = root / DATABASE_NAME
    if damage == "text":
        path.write_bytes(b"this is no database at all" * 200)
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    else:
        with sqlite3.connect(path) as db:
            db.execute("DROP TABLE sessions")
        db.close()
    again = Library(root)
    assert again.notice is not None
    assert "made anew" in again.notice
    assert [s.title for s in again.list()] == ["Kept"]
    assert again.integrity_check() == []
    assert len(list(root.glob(f"{DATABASE_NAME}.damaged-*"))) == 1
    again.close()
    third = Library(root)
    assert third.notice is None
    third.close()


def test_where_nothing_can_be_written_the_list_is_kept_in_memory(root: Path) -> None:
    make_session(root / "a", title="Readable")
    (root / DATABASE_NAME).mkdir()
    library = Library(root)
    assert library.notice is not None
    assert "cannot be saved" in library.notice
    assert [s.title for s in library.list()] == ["Readable"]
    library.close()


def test_a_root_that_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SessionFormatError, match="cannot be used"):
        Library(tmp_path / "file")


def test_the_index_is_safe_against_a_power_cut(library: Library) -> None:
    writer = library._index._writer
    assert writer.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert writer.execute("PRAGMA synchronous").fetchone()[0] == 2
