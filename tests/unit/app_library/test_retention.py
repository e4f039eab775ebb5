"""Old picture and sound go, everything else stays."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from app.library.library import Library
from app.library.packages.shared import SharedMark, write_shared
from app.library.retention import expire_media
from perception.recording.reader import open_session
from tests.unit.app_library.test_library import make_session

NOW = datetime(2026, 3, 20, 12, 0)


def library_of_two(root: Path) -> Library:
    for day in (2, 18):
        folder = make_session(root / f"call-{day}", day=day)
        (folder / "media.mkv").write_bytes(b"picture and sound")
    library = Library(root)
    library.sync()
    return library


def test_only_media_older_than_the_limit_is_removed(tmp_path: Path) -> None:
    library = library_of_two(tmp_path)
    changed = expire_media(library.list(), days=10, now=NOW)
    library.close()
    assert changed == [tmp_path / "call-2"]
    assert not (tmp_path / "call-2" / "media.mkv").exists()
    assert (tmp_path / "call-18" / "media.mkv").exists()
    assert open_session(tmp_path / "call-2").utterances()


def test_zero_days_keep_everything(tmp_path: Path) -> None:
    library = library_of_two(tmp_path)
    assert expire_media(library.list(), days=0, now=NOW) == []
    library.close()
    assert (tmp_path / "call-2" / "media.mkv").exists()


def test_the_days_of_a_shared_session_begin_with_its_opening(tmp_path: Path) -> None:
    library = library_of_two(tmp_path)
    write_shared(
        tmp_path / "call-2", SharedMark("p1", "full", "2026-03-15T09:00:00+00:00", "2026-03-16T09:00:00+00:00")
    )
    library.sync()
    assert expire_media(library.list(), days=10, now=NOW) == []
    assert expire_media(library.list(), days=3, now=NOW) == [tmp_path / "call-2"]
    library.close()


def test_a_call_without_an_end_is_left_alone(tmp_path: Path) -> None:
    folder = make_session(tmp_path / "call", day=2, end=False)
    (folder / "media.mkv").write_bytes(b"picture and sound")
    library = Library(tmp_path)
    library.sync()
    assert expire_media(library.list(), days=1, now=NOW) == []
    library.close()
    assert (folder / "media.mkv").exists()


def test_an_old_call_that_was_brought_in_lately_keeps_its_media(tmp_path: Path) -> None:
    folder = make_session(tmp_path / "call", day=2, source="import")
    media = folder / "media.mkv"
    media.write_bytes(b"picture and sound")
    library = Library(tmp_path)
    library.sync()
    for brought_in, kept in ((datetime(2026, 3, 19), True), (datetime(2026, 3, 3), False)):
        os.utime(media, (brought_in.timestamp(),) * 2)
        expire_media(library.list(), days=10, now=NOW)
        assert media.exists() == kept
    library.close()
