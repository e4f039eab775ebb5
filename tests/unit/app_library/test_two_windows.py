"""Two processes on one library, adding, renaming, tagging and putting away at the same time: nothing is lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.library.library import Library
from app.library.wanted import Wanted
from perception.recording.reader import open_session
from tests.benchmarks.sessions import make_sessions

ROOT = Path(__file__).parents[3]
EACH = 12
# Works on sessions of its own and on shared ones, and prints what it was told to be wrong.
WINDOW = """
import sys
from datetime import datetime
from pathlib import Path
from app.library.library import Library
from perception.errors import SessionFormatError

root, name = Path(sys.argv[1]), sys.argv[2]
library = Library(root, sync=False)
print("ready", flush=True)
sys.stdin.readline()
folders = sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))
now = datetime.now()
for number, folder in enumerate(folders):
    try:
        if folder.name.endswith("-shared"):
            if number % 3 == 0:
                library.restore(library.trash(folder, now=now))
            else:
                library.retag(folder, add=[name], author=name, now=now)
        elif name in folder.name:
            library.rename(folder, f"{name} {number}")
            library.step(0.01)
    except SessionFormatError as error:
        print(error.message, flush=True)
library.close()
"""


def window(root: Path, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(root), name],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_windows_at_the_same_time(tmp_path: Path) -> None:
    root = tmp_path / "library"
    root.mkdir()
    for name in ("one", "two", "shared"):
        make_sessions(tmp_path / name, EACH, lines=4)
        for folder in list((tmp_path / name).iterdir()):
            folder.rename(root / f"{folder.name}-{name}")
    Library(root).close()
    windows = [window(root, name) for name in ("one", "two")]
    for process in windows:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    told = [process.communicate("go\n", timeout=50)[0] for process in windows]
    # A session that the other window has just moved is told; that the index was in use is not.
    assert not any("locked" in text or "list of sessions" in text for text in told), told
    assert [process.returncode for process in windows] == [0, 0]
    library = Library(root)
    assert library.notice is None
    assert library.integrity_check() == []
    assert library.count() == 3 * EACH
    assert library.bin() == []
    for name in ("one", "two"):
        assert library.count(Wanted(words=name)) >= EACH
        tagged = {summary.folder.name for summary in library.list(Wanted(tag=name), limit=None)}
        assert tagged <= {path.name for path in root.iterdir()}
    for summary in library.list(limit=None):
        assert open_session(summary.folder).header.title == summary.title
    library.close()


def test_what_one_window_changes_the_other_sees(tmp_path: Path) -> None:
    make_sessions(tmp_path, 3, lines=2)
    one, two = Library(tmp_path), Library(tmp_path)
    before = two.changed_elsewhere()
    folder = one.list()[0].folder
    one.rename(folder, "Renamed over there")
    assert two.changed_elsewhere() != before
    assert two.list()[0].title == "Renamed over there"
    trashed = one.trash(folder)
    assert two.count() == 2
    two.restore(trashed)
    assert one.count() == 3
    one.close()
    two.close()


def test_a_list_does_not_wait_for_what_is_being_written(tmp_path: Path) -> None:
    make_sessions(tmp_path, 5, lines=2)
    library = Library(tmp_path)
    listed: list[int] = []
    with library._index._write_lock:
        library._index._writer.execute("BEGIN IMMEDIATE")
        reader = threading.Thread(target=lambda: listed.append(len(library.listed())))
        reader.start()
        reader.join(10.0)
        library._index._writer.execute("ROLLBACK")
    assert listed == [5]
    library.close()


@pytest.mark.expects_log
def test_an_index_in_use_for_too_long_is_brought_up_to_date_later(tmp_path: Path) -> None:
    make_sessions(tmp_path, 2, lines=2)
    library, other = Library(tmp_path), Library(tmp_path)
    library._index._writer.execute("PRAGMA busy_timeout=20")
    other._index._writer.execute("BEGIN IMMEDIATE")
    folder = library.list()[0].folder
    trashed = library.trash(folder)  # done all the same; only the index is behind
    assert library.count() == 2
    other._index._writer.execute("ROLLBACK")
    library.sync()
    assert library.count() == 1
    library.restore(trashed)
    assert library.count() == 2
    assert library.notice is None
    other.close()
    library.close()
