"""What is written in a review, kept at once, with an undo. One for the coach's column and for the debrief."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from app.engine.messages import Problem
from app.library.review.book import ReviewBook
from app.ui.page import Desk
from perception.errors import PerceptionError
from perception.recording.review_notes import ReviewEntry, ReviewRole

NAME_KEY: Final = "your_name"
DEFAULT_NAMES: Final = {"coach": "Coach", "learner": "Learner"}


class Writing(QObject):
    """A book whose new entries are kept in the session folder. changed(entries): something was written.

    What could not be kept stays in the window and is tried again with the next entry.
    """

    changed = Signal(object)

    def __init__(
        self, desk: Desk, folder: Path, entries: Iterable[ReviewEntry], role: ReviewRole, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._folder = folder
        self._unkept: dict[str, ReviewEntry] = {}
        self._busy = False
        self.book = ReviewBook(entries, author=author_name(desk, role), role=role, now=desk.now)

    def be(self, name: str) -> None:
        """Write under this name from now on."""
        chosen = name.strip() or DEFAULT_NAMES[self.book.role]
        self._desk.change_settings({NAME_KEY: chosen})
        self.book.author = chosen

    def keep(self, entry: ReviewEntry, told: str = "", undo: Callable[[], object] | None = None) -> None:
        """Keep what the book has just made. told: the confirmation, '' for none; it can be taken back there."""
        self._unkept[entry.id] = entry
        self._go_on()
        if told:
            self._desk.toast(told, undo or partial(self.undo, entry))
        self.changed.emit(self.book.entries)

    def undo(self, entry: ReviewEntry) -> None:
        """Take an entry back."""
        self.keep(self.book.undo(entry))

    def undo_last(self) -> bool:
        """Take the author's last entry back; False when there is none."""
        last = self.book.last
        if last is None:
            return False
        taken = self.book.withdraw(last.id)
        self.keep(taken, "Your last entry was taken back.")
        return True

    def take_in(self, entries: Iterable[ReviewEntry]) -> None:
        """Entries read anew; own ones that are not kept yet stay."""
        known = {entry.id for entry in self.book.entries}
        fresh = tuple(entry for entry in entries if entry.id not in known)
        if fresh:
            self.book.entries = (*self.book.entries, *fresh)
            self.changed.emit(self.book.entries)

    def finish(self) -> None:
        """The page goes away: what waits to be kept is kept at once; nothing comes twice."""
        service, entries = self._desk.coaching, tuple(self._unkept.values())
        if service is None or not entries:
            return
        try:
            service.keep(self._folder, entries)
        except (PerceptionError, OSError) as error:
            self._desk.tell(_not_kept(error, stays=False))

    def _go_on(self) -> None:
        """One write at a time, so that none is made twice."""
        service = self._desk.coaching
        if self._busy or not self._unkept or service is None:
            return
        self._busy = True
        entries, folder = tuple(self._unkept.values()), self._folder
        self._desk.tasks.run(
            lambda: service.keep(folder, entries), lambda _value, error: self._kept(entries, error), owner=self
        )

    def _kept(self, entries: tuple[ReviewEntry, ...], error: Exception | None) -> None:
        self._busy = False
        if error is None:
            for entry in entries:
                self._unkept.pop(entry.id, None)
            self._go_on()
            return
        self._desk.tell(_not_kept(error))


def author_name(desk: Desk, role: ReviewRole) -> str:
    """The name that stands on what is written."""
    return desk.settings.text(NAME_KEY).strip() or DEFAULT_NAMES[role]


def _not_kept(error: Any, *, stays: bool = True) -> Problem:
    """stays: what was written is still in the window."""
    why, remedy = getattr(error, "message", str(error)), getattr(error, "recovery", "Check the folder of the session.")
    told = f"What you wrote could not be kept. {why}"
    if not stays:
        return Problem("disk", told, remedy, "notice")
    again = f"{remedy} It is tried again with the next thing you write."
    return Problem("disk", told, again, "notice", kept="It stays in this window.")
