"""What `attune doctor` says of the library, and what is tidied when the window opens."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.bootstrap import examining
from app.bootstrap.window import _tidy
from app.library.library import Library
from tests.unit.app_library.test_library import make_session


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ATTUNE_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


def findings(*, rebuild: bool = False) -> list[tuple[str, str, str]]:
    return [(one.state, one.message, one.remedy) for one in examining._library(rebuild=rebuild)]


def test_a_library_that_is_well(root: Path) -> None:
    assert findings() == [("ok", "No sessions yet.", "")]
    make_session(root / "a")
    assert findings() == [("ok", "1 session, all readable.", "")]
    assert findings(rebuild=True)[0] == ("ok", "1 session listed anew from their folders.", "")


def test_each_thing_that_is_wrong_comes_with_its_remedy(root: Path) -> None:
    make_session(root / "a")
    (root / "bad").mkdir()
    (root / "bad" / "session.json").write_text("{")
    make_session(root / "open", title="Cut off", end=False)
    told = findings()
    assert (
        "fail",
        "session.json of “bad” is damaged.",
        "Restore the file from a copy, or import the media file anew.",
    ) in told
    assert any("Cut off" in message and "mended" in remedy for _, message, remedy in told)
    assert "ok" not in {state for state, _, _ in told}


def test_a_list_that_was_made_anew_is_told(root: Path) -> None:
    make_session(root / "a")
    (root / "library.db").write_bytes(b"no database" * 1000)
    assert findings()[0][:2] == (
        "notice",
        "The list of sessions was damaged and has been made anew from the session folders.",
    )


def test_tidying_reads_mends_and_empties(root: Path) -> None:
    make_session(root / "a")
    make_session(root / "cut", end=False)
    library = Library(root, sync=False)
    old = library.trash(root / "a", now=datetime.now() - timedelta(days=40))
    _tidy(library, 30, 30)
    assert not old.exists()
    assert [one.recovered for one in library.list()] == [True]
    library.close()


def test_tidying_stops_quietly_when_the_window_closes(root: Path) -> None:
    library = Library(root, sync=False)
    library.close()
    _tidy(library, 30, 30)
