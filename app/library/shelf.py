"""The library as the window uses it: lists, tags, the bin with undo, and bringing itself up to date in slices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.library.folders import new_session_folder
from app.library.library import BinnedSession, Library, LibraryProblem
from app.library.listed import ListedSession
from app.library.snippets import Found
from app.library.wanted import Wanted
from perception.errors import SessionFormatError


@dataclass(frozen=True, slots=True)
class ShelfState:
    """How the list stands. revision: another number means that it has changed. left: sessions still to be read, None
    while that is not known, 0 when all is up to date. unreadable: why folders are not on the list, a sentence each.
    notice: what is to be known about the list as a whole, or None."""

    revision: tuple[int, int]
    left: int | None = 0
    unreadable: tuple[str, ...] = ()
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class ShelfChoices:
    """What there is to choose from. tags: with how many sessions have each. scenarios: id and a title."""

    tags: tuple[tuple[str, int], ...] = ()
    scenarios: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PutAway:
    """Sessions that were put away: how many, what brings them back, and why others were not, or None."""

    count: int
    undo: Callable[[], None]
    failed: SessionFormatError | None = None


class LibraryShelf:
    """Sessions of one library. author: the name written on changes, asked for each time."""

    def __init__(
        self, library: Library, *, author: str = "learner", clock: Callable[[], datetime] = datetime.now
    ) -> None:
        self._library = library
        self._author = author
        self._clock = clock

    # ------------------------------------------------------------ lists

    def recent(self, most: int) -> tuple[Sequence[ListedSession], int]:
        """The newest sessions, and how many there are in all."""
        return self._library.listed(limit=most), self._library.count()

    def look(self, wanted: Wanted, limit: int | None = None) -> Sequence[ListedSession]:
        """All that fit, in the order wanted; limit: the first of them only."""
        return self._library.listed(wanted, limit=limit)

    def places(self, folders: Sequence[Path], words: str) -> Mapping[Path, Found]:
        """Where the words stand in these sessions."""
        return self._library.places(folders, words)

    def choices(self) -> ShelfChoices:
        """Tags and scenarios that sessions have."""
        return ShelfChoices(tuple(self._library.tags()), tuple(self._library.scenarios()))

    def freshen(self, budget_s: float = 0.2) -> ShelfState:
        """Bring the list up to date for about so long."""
        left = self._library.step(budget_s).left
        return ShelfState(
            self._revision(), left, tuple(sorted(self._library.problems.copy().values())), self._library.notice
        )

    # ------------------------------------------------------------ changes

    def new_folder(self, title: str) -> Path:
        """A folder for a new session that does not exist yet."""
        return new_session_folder(title, root=self._library.root)

    def rename(self, folder: Path, title: str) -> None:
        """Give a session another title. Raises SessionFormatError."""
        self._library.rename(folder, title)

    def retag(self, folders: Sequence[Path], *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """Give sessions tags and take others from them. Raises SessionFormatError after doing what could be done."""
        _each(
            folders,
            lambda folder: self._library.retag(folder, add=add, remove=remove, author=self._author, now=self._clock()),
        )

    def rename_tag(self, old: str, new: str) -> int:
        """Put another word in the place of a tag, in every session; how many had it. Raises SessionFormatError."""
        folders = [one.folder for one in self._library.listed(Wanted(tag=old))]
        self.retag(folders, add=[new], remove=[old])
        return len(folders)

    def trash(self, folder: Path) -> Callable[[], None]:
        """Put a session away; the answer brings it back. Raises SessionFormatError."""
        trashed = self._library.trash(folder, now=self._clock())
        return lambda: self.restore([trashed])

    def trash_all(self, folders: Sequence[Path]) -> PutAway:
        """Put several away. What could not be is told by the answer."""
        trashed: list[Path] = []
        failed: SessionFormatError | None = None
        try:
            _each(folders, lambda folder: trashed.append(self._library.trash(folder, now=self._clock())))
        except SessionFormatError as error:
            failed = error
        return PutAway(len(trashed), lambda: self.restore(trashed), failed)

    # ------------------------------------------------------------ the bin, and the library as a whole

    def bin(self) -> Sequence[BinnedSession]:
        """What was put away, the last first."""
        return self._library.bin()

    def restore(self, trashed: Sequence[Path]) -> None:
        """Bring sessions back from the bin. Raises SessionFormatError after doing what could be done."""
        _each(trashed, self._library.restore)

    def delete_for_good(self, trashed: Sequence[Path]) -> None:
        """Delete sessions in the bin. Raises SessionFormatError after doing what could be done."""
        _each(trashed, self._library.delete_for_good)

    def check(self) -> Sequence[LibraryProblem]:
        """What is wrong with the library; reads every session, so it takes a while."""
        return self._library.integrity_check()

    def rebuild(self) -> int:
        """Make the list anew from the folders; how many sessions it holds then. Raises SessionFormatError."""
        return self._library.rebuild()

    def _revision(self) -> tuple[int, int]:
        return self._library.revision, self._library.changed_elsewhere()


def _each(folders: Sequence[Path], work: Callable[[Path], object]) -> None:
    """Do it with every one; the first failure is told when all had their turn."""
    failed: list[SessionFormatError] = []
    for folder in folders:
        try:
            work(folder)
        except SessionFormatError as error:
            failed.append(error)
    if len(failed) == 1:
        raise failed[0]
    if failed:
        text = f"{len(failed)} of {len(folders)} sessions: {failed[0].message}"
        raise SessionFormatError(text, recovery=failed[0].recovery) from failed[0]
