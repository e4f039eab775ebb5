"""The bin: what was put away can be brought back whatever becomes of the index, until it is deleted for good."""

from __future__ import annotations

import errno
import json
import shutil
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from app.library.library import Library
from app.library.trash import TRASH_NAME, delete_for_good, free_name, move_session
from perception.errors import SessionFormatError
from tests.unit.app_library.test_library import make_session

NOW = datetime(2026, 11, 26, 12, 0)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for name, title in (("a", "First"), ("b", "Second"), ("c", "Third")):
        make_session(tmp_path / "library" / name, title=title)
    return Library(tmp_path / "library")


def test_the_last_put_away_comes_first_with_when_and_where_from(library: Library) -> None:
    library.trash(library.root / "a", now=NOW - timedelta(days=2))
    library.trash(library.root / "b", now=NOW)
    assert [(one.title, one.origin) for one in library.bin()] == [
        ("Second", library.root / "b"),
        ("First", library.root / "a"),
    ]
    assert library.bin()[0].at == NOW.astimezone()
    assert library.bin()[0].started_at is not None
    library.close()


def test_the_bin_outlives_the_index(library: Library, tmp_path: Path) -> None:
    outside = make_session(tmp_path / "elsewhere" / "x", title="Outside")
    library.add_folder(outside)
    library.trash(outside, now=NOW)
    library.close()
    (library.root / "library.db").unlink()
    again = Library(library.root)
    (one,) = again.bin()
    assert again.restore(one.folder).folder == outside
    assert again.bin() == []
    assert list((library.root / TRASH_NAME).iterdir()) == []
    again.close()


def test_where_it_came_from_is_gone(library: Library, tmp_path: Path) -> None:
    outside = make_session(tmp_path / "stick" / "x", title="Outside")
    trashed = library.trash(outside, now=NOW)
    outside.parent.rmdir()
    assert library.restore(trashed).folder == library.root / "x"
    library.close()


@pytest.mark.parametrize("about", [b"", b"[]", b'{"origin": 3, "at": []}', b"\xff", b'{"at": "0001-01-01T00:00:00"}'])
def test_a_damaged_note_of_where_it_came_from(library: Library, about: bytes) -> None:
    trashed = library.trash(library.root / "a", now=NOW)
    trashed.with_name("a.away.json").write_bytes(about)
    (one,) = library.bin()
    assert one.title == "First"
    assert library.restore(trashed).folder == library.root / "a"
    library.close()


def test_a_full_disk_keeps_nobody_from_making_room(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.library.trash.write_atomically", full)
    trashed = library.trash(library.root / "a", now=NOW)
    assert library.count() == 2
    assert library.restore(trashed).folder == library.root / "a"
    library.close()


def test_for_good_means_for_good(library: Library) -> None:
    trashed = library.trash(library.root / "a", now=NOW)
    library.delete_for_good(trashed)
    assert library.bin() == []
    assert list((library.root / TRASH_NAME).iterdir()) == []
    library.delete_for_good(trashed)  # another window was quicker
    with pytest.raises(SessionFormatError, match="not in the bin"):
        library.delete_for_good(library.root / "b")
    assert (library.root / "b").is_dir()
    with pytest.raises(SessionFormatError, match="not there any more"):
        library.restore(trashed)
    library.close()


def test_a_link_in_the_bin_goes_without_what_it_leads_to(library: Library) -> None:
    (library.root / TRASH_NAME).mkdir()
    link = library.root / TRASH_NAME / "link"
    link.symlink_to(library.root / "a")
    library.delete_for_good(link)
    assert not link.is_symlink()
    assert (library.root / "a" / "session.json").is_file()
    library.close()


def test_half_a_deletion_is_finished_at_the_next_tidying(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    trashed = library.trash(library.root / "a", now=NOW)

    def in_use(*_args: object) -> None:
        raise OSError(16, "Device or resource busy")

    with monkeypatch.context() as patched:
        patched.setattr("app.library.trash.shutil.rmtree", in_use)
        with pytest.raises(SessionFormatError, match="could not be deleted as a whole"):
            library.delete_for_good(trashed)
    assert library.bin() == []  # half a session never comes back
    library.tidy_bin(days=0, now=NOW)
    assert list((library.root / TRASH_NAME).iterdir()) == []
    library.close()


@pytest.mark.parametrize(("days", "left"), [(0, 2), (30, 1), (5, 0), (60, 2)])
def test_what_was_long_in_the_bin_goes(library: Library, days: int, left: int) -> None:
    library.trash(library.root / "a", now=NOW - timedelta(days=31))
    library.trash(library.root / "b", now=NOW - timedelta(days=6))
    library.tidy_bin(days=days, now=NOW)
    assert len(library.bin()) == left
    assert library.count() == 1
    library.close()


def test_a_name_that_another_window_takes_at_the_same_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = make_session(tmp_path / "a")
    taken = make_session(tmp_path / "bin" / "a", title="Other")
    names = iter([taken, tmp_path / "bin" / "a-2"])
    monkeypatch.setattr("app.library.trash.free_name", lambda _path: next(names))
    assert move_session(source, taken) == tmp_path / "bin" / "a-2"
    assert json.loads((taken / "session.json").read_text())["title"] == "Other"


def test_free_names_see_links_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "nowhere")
    assert free_name(tmp_path / "a") == tmp_path / "a-2"


def test_only_the_bin_is_ever_emptied(tmp_path: Path) -> None:
    with pytest.raises(SessionFormatError):
        delete_for_good(tmp_path)
    assert tmp_path.is_dir()


def test_a_name_as_long_as_the_system_allows(library: Library) -> None:
    """There is no room then for the file beside it, nor for a mark before its name."""
    folder = make_session(library.root / ("n" * 255), title="Long")
    library.add_folder(folder)
    trashed = library.trash(folder, now=NOW)
    assert [one.title for one in library.bin()] == ["Long"]
    assert library.restore(trashed).folder == folder
    library.delete_for_good(library.trash(folder, now=NOW))
    assert list((library.root / TRASH_NAME).iterdir()) == []
    library.close()


def other_file_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the bin lies on another disk: session folders cannot be renamed into it."""
    rename = Path.rename

    def renamed(self: Path, target: Path) -> Path:
        if self.parent != Path(target).parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", renamed)


def test_a_bin_on_another_disk(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    other_file_system(monkeypatch)
    before = (library.root / "a" / "events.jsonl").read_bytes()
    trashed = library.trash(library.root / "a", now=NOW)
    assert not (library.root / "a").exists()
    assert library.restore(trashed).folder == library.root / "a"
    assert (library.root / "a" / "events.jsonl").read_bytes() == before
    assert list((library.root / TRASH_NAME).iterdir()) == []
    library.close()


def test_a_copy_to_another_disk_that_breaks_off_leaves_all_as_it_was(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_file_system(monkeypatch)
    copied: list[str] = []

    def full(source: str, target: str, **_more: object) -> str:
        if copied:
            raise OSError(errno.ENOSPC, "No space left on device")
        copied.append(source)
        return str(shutil.copyfile(source, target))

    monkeypatch.setattr("app.library.trash.shutil.copy2", full)
    monkeypatch.setattr("app.library.trash.shutil.copytree", partial(shutil.copytree, copy_function=full))
    before = {path.name: path.read_bytes() for path in (library.root / "a").iterdir()}
    with pytest.raises(SessionFormatError, match="cannot be moved"):
        library.trash(library.root / "a", now=NOW)
    assert {path.name: path.read_bytes() for path in (library.root / "a").iterdir()} == before
    assert list((library.root / TRASH_NAME).iterdir()) == []
    library.close()
