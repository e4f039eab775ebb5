"""What can be done with a session: export, rename, put away (with undo)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMenu, QWidget

from app.engine.messages import Problem
from app.reports.export import LABELS, WORDS_ALONE, ending
from app.ui.page import Desk
from app.ui.ports import OpenedSession
from app.ui.words import file_name
from perception.errors import PerceptionError


def ask_text(parent: QWidget, title: str, question: str, text: str) -> str | None:
    """Ask for one line; None when the answer is 'cancel' or empty."""
    answer, agreed = QInputDialog.getText(parent, title, question, QLineEdit.EchoMode.Normal, text)
    return answer.strip() or None if agreed else None


def ask_target(parent: QWidget, suggested: str, kind: str) -> Path | None:
    """Ask where to write a file."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "Export", suggested, f"*.{kind}")
    return Path(chosen) if chosen else None


class DebriefActions:
    """The menu of a session. share, review, send_back: pages it leads to; each None is not offered.

    locked: whether what was measured is not to be seen yet; then only the words can be written.
    """

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        session: Callable[[], OpenedSession | None],
        renamed: Callable[[str], object],
        gone: Callable[[], object],
        share: Callable[[], object] | None = None,
        review: Callable[[], object] | None = None,
        send_back: Callable[[], object] | None = None,
        locked: Callable[[], bool] = lambda: False,
    ) -> None:
        self._desk = desk
        self._parent = parent
        self._session = session
        self._renamed = renamed
        self._gone = gone
        self._share = share
        self._review = review
        self._send_back = send_back
        self._locked = locked
        self.ask_text = ask_text
        self.ask_target = ask_target

    def menu(self) -> QMenu:
        """The menu, made when it is opened."""
        menu = QMenu(self._parent)
        menu.setAccessibleName("More to do with this session")
        if self._review is not None:
            menu.addAction("Review …", self._review)
            menu.addSeparator()
        if self._desk.services.packages is not None and self._send_back is not None:
            menu.addAction("Send my notes back …", self._send_back)
            menu.addSeparator()
        locked = self._locked()
        for kind, text in LABELS.items():
            if not locked or kind in WORDS_ALONE:
                menu.addAction(f"{text} …", partial(self.export, kind))
        menu.addSeparator()
        if self._desk.services.packages is not None and self._share is not None:
            menu.addAction("Share …", self._share)
        menu.addAction("Rename …", self.rename)
        menu.addAction("Delete", self.trash)
        return menu

    def export(self, kind: str) -> None:
        """Write the session in another format."""
        session = self._session()
        if session is None:
            return
        target = self.ask_target(self._parent, file_name(session.title, f".{ending(kind)}"), ending(kind))
        if target is None:
            return
        self._desk.tasks.run(
            lambda: self._desk.exporter(session.folder, kind, target),
            lambda _value, error: self._exported(target, error),
        )

    def rename(self) -> None:
        """Give the session another title."""
        session = self._session()
        title = self.ask_text(self._parent, "Rename", "Title of the session", session.title) if session else None
        if session is None or title is None:
            return
        try:
            self._desk.shelf.rename(session.folder, title)
        except (OSError, PerceptionError) as error:
            self._desk.tell(change_problem("The title could not be changed.", error))
            return
        self._renamed(title)

    def trash(self) -> None:
        """Put the session away; it can be brought back."""
        session = self._session()
        if session is None:
            return
        try:
            undo = self._desk.shelf.trash(session.folder)
        except (OSError, PerceptionError) as error:
            self._desk.tell(change_problem("The session could not be deleted.", error))
            return
        self._gone()
        self._desk.toast(f"“{session.title}” was put into the bin.", undo)

    def _exported(self, target: Path, error: Exception | None) -> None:
        if error is None:
            self._desk.toast(f"Written: {target.name}")
            return
        recovery = getattr(error, "recovery", "Choose another folder and try again.")
        self._desk.tell(Problem("export", f"{target.name} could not be written: {error}", recovery, "notice"))


def change_problem(text: str, error: Exception) -> Problem:
    """A session could not be changed: why, and what to do."""
    if isinstance(error, PerceptionError):
        return Problem("disk", f"{text} {error.message}", error.recovery, "notice")
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Problem("disk", f"{text} {why}.", "Check that the folder can be written.", "notice")
