"""The library with 10,000 sessions: what a list, a search, a filter, bringing up to date and making anew take."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.library.library import Library
from app.library.shelf import LibraryShelf
from app.library.wanted import Wanted
from tests.benchmarks.sessions import COMMON, RARE, RARE_EVERY, make_sessions
from tests.benchmarks.table import Figure

SESSIONS: Final = 10_000
_TIMES: Final = 15
_NARROWED: Final = Wanted(source="practice", watch=("A", "Y"), since=datetime(2022, 1, 1, tzinfo=UTC))


def run(sessions: int = SESSIONS) -> list[Figure]:
    """The figures; expected ones first, so that a list that is quick because it is empty does not pass."""
    with tempfile.TemporaryDirectory(prefix="attune-library-") as place:
        root = Path(place) / "sessions"
        make_sessions(root, sessions)
        return measure(root, sessions)


def measure(root: Path, sessions: int) -> list[Figure]:
    """The figures of a library of so many sessions that has no index yet."""
    began_s = time.perf_counter()
    library = Library(root)
    built_s = time.perf_counter() - began_s
    try:
        shelf = LibraryShelf(library)
        expected = sessions / RARE_EVERY
        rare = Wanted(words=RARE)
        common = Wanted(words=COMMON[:4])
        both = Wanted(words=f"{COMMON} price", source="practice", watch=("A",), order="best")
        size_mb = (root / "library.db").stat().st_size / 1e6
        return [
            Figure("sessions listed of those made", library.count(), "", sessions, "higher"),
            Figure("sessions found by a word in every 250th", library.count(rare), "", expected, "higher"),
            Figure("list of all sessions", _quickest_s(lambda: shelf.look(Wanted())), "s", 0.2),
            Figure("the last three and their number", _quickest_s(lambda: shelf.recent(3)), "s", 0.05),
            Figure("list narrowed by kind, letters and time", _quickest_s(lambda: shelf.look(_NARROWED)), "s", 0.1),
            Figure("list of one tag", _quickest_s(lambda: shelf.look(Wanted(tag="board"))), "s", 0.1),
            Figure("search, a rare word, with places", _quickest_s(lambda: library.search(rare)), "s", 0.1),
            Figure(
                "search, a beginning in every session, first 50",
                _quickest_s(lambda: library.search(common)),
                "s",
                0.1,
            ),
            Figure("search, two words and filters, best first", _quickest_s(lambda: library.search(both)), "s", 0.1),
            Figure("looking for changes where there are none", _quickest_s(library.sync, times=3), "s"),
            Figure(
                "opening the library again", _quickest_s(lambda: Library(root, sync=False).close(), times=5), "s", 0.05
            ),
            Figure(
                "making the list anew from the folders", built_s, "s", note=f"{1e3 * built_s / sessions:.2f} ms each"
            ),
            Figure("size of the list on the disk", size_mb, "MB"),
        ]
    finally:
        library.close()


def _quickest_s(work: Callable[[], object], *, times: int = _TIMES) -> float:
    """The quickest of some: what else the machine does only ever makes it slower."""
    taken = []
    for _ in range(times):
        began_s = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began_s)
    return min(taken)
