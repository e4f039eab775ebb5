"""What can be done with the chosen sessions: open, review, compare, tag, rename, put into the bin with undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from shiboken6 import isValid

from app.ui.debrief.actions import ask_text, change_problem
from app.ui.page import Page
from app.ui.ports import PutAway, SessionEntry
from app.ui.routes import ToAddClip, ToCompare, ToDebrief, ToReview, ToShare
from app.ui.sessions.list_view import SessionList
from app.ui.sessions.presenter import away_words, selected_words
from app.ui.sessions.tag_bar import TagBar
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.kit import button, label


class SessionActions(QWidget):
    """A row of buttons, and the same as a menu. changed: the list is to be read again."""

    def __init__(self, page: Page, shown: SessionList, tags: TagBar, changed: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.ask_text = ask_text
        self._page = page
        self._desk = page.desk
        self._list = shown
        self._tags = tags
        self._changed = changed
        self._works: list[tuple[str, Callable[[], object], Callable[[int], bool]]] = [
            ("Open", self.open, lambda count: count == 1),
            ("Review", self.review, lambda count: count == 1),
            ("Compare", self.compare, lambda count: count == 2 and self._are_own()),
            ("Share …", self.share, lambda count: count == 1 and self._may_share()),
            ("Clip for coaches …", self.clip, lambda count: count == 1 and self._may_clip()),
            ("Tags …", self.tag, lambda count: count > 0),
            ("Rename …", self.rename, lambda count: count == 1),
            ("Delete", self.trash, lambda count: count > 0),
        ]
        self._words = label(selected_words(0), "muted")
        self.buttons: dict[str, QPushButton] = {text: button(text, then, "small") for text, then, _ in self._works}
        self.setLayout(FlowLayout(self._words, *self.buttons.values(), spacing=8))
        shown.opened.connect(self.open)
        shown.asked.connect(self.show_menu)
        tags.added.connect(lambda tag: self._retag(add=[tag]))
        tags.removed.connect(lambda tag: self._retag(remove=[tag]))
        self.follow()

    def follow(self) -> None:
        """Other sessions are chosen."""
        chosen = self._list.chosen_entries()
        self._words.setText(selected_words(len(chosen)))
        for text, _, fits in self._works:
            self.buttons[text].setVisible(fits(len(chosen)))
        if not self._tags.isHidden():
            if chosen:
                self._tags.show_tags(chosen, self._known_tags())
            else:
                self._tags.close_bar()

    def show_menu(self, place: QPoint) -> None:
        """The menu at this place of the screen."""
        menu = self.menu()
        menu.popup(place)

    def menu(self) -> QMenu:
        """What fits what is chosen."""
        menu = QMenu(self)
        menu.setAccessibleName("To do with the chosen sessions")
        count = len(self._list.chosen_entries())
        for text, then, fits in self._works:
            if fits(count):
                menu.addAction(text, then)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    # ------------------------------------------------------------ each of them

    def open(self) -> None:
        """What an observer would notice; somebody else's call is rated first."""
        entry = self._one()
        if entry is not None:
            # The key that opened it has to be over before the next page gets it.
            route = ToReview(entry.folder, rate=True) if entry.shared_by else ToDebrief(entry.folder)
            QTimer.singleShot(0, self._page, partial(self._page.go.emit, route))

    def review(self) -> None:
        """The coach's workspace; somebody else's call is rated before its result is shown."""
        entry = self._one()
        if entry is not None:
            self._page.go.emit(ToReview(entry.folder, rate=bool(entry.shared_by)))

    def share(self) -> None:
        """One encrypted file to give to a coach."""
        entry = self._one()
        if entry is not None:
            self._page.go.emit(ToShare(entry.folder))

    def compare(self) -> None:
        """Two of one's own side by side, the older one first."""
        chosen = self._list.chosen_entries()
        if len(chosen) == 2 and self._are_own():
            first, second = sorted(chosen, key=lambda one: one.started_at.timestamp() if one.started_at else 0.0)
            self._page.go.emit(ToCompare(first.folder, second.folder))

    def tag(self) -> None:
        """Show the tags of what is chosen."""
        chosen = self._list.chosen_entries()
        if chosen:
            self._tags.show_tags(chosen, self._known_tags())
            self._tags.open_bar()

    def rename(self) -> None:
        """Another title."""
        entry = self._one()
        title = self.ask_text(self._page, "Rename", "Title of the session", entry.title) if entry is not None else None
        if entry is None or title is None or title == entry.title:
            return
        folder = entry.folder
        self._run("The title could not be changed.", lambda: self._desk.shelf.rename(folder, title))

    def trash(self) -> None:
        """Put what is chosen into the bin."""
        chosen = self._list.chosen_entries()
        if not chosen:
            return
        folders = [entry.folder for entry in chosen]
        row, title = min(index.row() for index in self._list.selectedIndexes()), chosen[0].title
        self._list.clearSelection()
        self._desk.tasks.run(
            lambda: self._desk.shelf.trash_all(folders), partial(self._put_away, title, row), owner=self._page
        )

    def clip(self) -> None:
        """Add a stretch of the call to a calibration pack."""
        entry = self._one()
        if entry is not None:
            self._page.go.emit(ToAddClip(entry.folder, title=entry.title))

    def rename_tag(self, tag: str, renamed: Callable[[str], object]) -> None:
        """Another word for a tag, in every session that has it."""
        word = self.ask_text(self._page, "Rename the tag", "The tag, in every session that has it", tag)
        if word is None or word == tag:
            return

        def done(count: Any, error: Exception | None) -> None:
            if error is None:
                self._desk.toast(f"“{tag}” is “{word}” now, in {count:,} {'call' if count == 1 else 'calls'}.")
                renamed(word)
            self._after("The tag could not be changed.", error)

        self._desk.tasks.run(lambda: self._desk.shelf.rename_tag(tag, word), done, owner=self._page)

    # ------------------------------------------------------------ inside

    def _are_own(self) -> bool:
        """Nothing compares people, and what others shared is rated before it is measured against anything."""
        return not any(entry.shared_by for entry in self._list.chosen_entries())

    def _may_share(self) -> bool:
        """A call of one's own; what somebody else shared is theirs to share."""
        entry = self._one()
        return self._desk.services.packages is not None and entry is not None and not entry.shared_by

    def _may_clip(self) -> bool:
        """As with sharing: only from one's own."""
        return self._desk.services.packs is not None and self._may_share()

    def _one(self) -> SessionEntry | None:
        chosen = self._list.chosen_entries()
        return chosen[0] if len(chosen) == 1 else None

    def _known_tags(self) -> list[str]:
        known = getattr(self._page, "known_tags", ())
        return list(known)

    def _retag(self, *, add: tuple[str, ...] | list[str] = (), remove: tuple[str, ...] | list[str] = ()) -> None:
        folders: list[Path] = self._list.chosen_folders()
        self._run("The tags could not be changed.", lambda: self._desk.shelf.retag(folders, add=add, remove=remove))

    def _run(self, text: str, work: Callable[[], object]) -> None:
        self._desk.tasks.run(work, lambda _value, error: self._after(text, error), owner=self._page)

    def _after(self, text: str, error: Exception | None) -> None:
        if error is not None:
            self._desk.tell(change_problem(text, error))
        self._changed()

    def _put_away(self, title: str, row: int, put: Any, error: Exception | None) -> None:
        text = "The session could not be deleted."
        if error is not None:
            self._after(text, error)
            return
        away: PutAway = put
        if away.count:
            self._desk.toast(away_words(away.count, title), partial(self._take_back, away))
        self._list.choose_after = row
        self._after(text, away.failed)

    def _take_back(self, away: PutAway) -> None:
        """The page may be another one by then."""
        tasks, desk = self._desk.tasks, self._desk

        def done(_value: object, error: Exception | None) -> None:
            if error is not None:
                desk.tell(change_problem("Not all could be brought back.", error))
            if isValid(self._page):
                self._changed()

        tasks.run(away.undo, done)
