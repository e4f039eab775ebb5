"""All sessions: search, filters, tags, several at a time, open, review, compare, rename, put into the bin with undo."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.library.wanted import Wanted
from app.ui.freshener import Freshener
from app.ui.page import Desk, Page
from app.ui.ports import ShelfState
from app.ui.routes import ToAgreement, ToBin, ToHelp, ToPackage, ToPractice, ToSample
from app.ui.sessions.actions import SessionActions
from app.ui.sessions.check_panel import CheckPanel
from app.ui.sessions.filters import Filters
from app.ui.sessions.list_view import SessionList
from app.ui.sessions.presenter import empty_words, summary_of, trouble_words
from app.ui.sessions.tag_bar import TagBar
from app.ui.widgets.kit import button, centred, clear, column, label, row, scrolled
from app.ui.widgets.notices import EmptyState, MarkedLine
from app.ui.widgets.top_bar import BarAction, BarContent

_SEARCH_AFTER_MS: Final = 150
_LEAST_LIST: Final = 240
_FIRST: Final = 100  # calls of another list that are shown before all are read
_TAG_KEY: Final = Qt.Key.Key_T


class SessionsPage(Page):
    """The list. Ctrl+F search, Enter opens, Del puts away, F2 renames, Ctrl+T tags, Ctrl+A all of them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.known_tags: tuple[str, ...] = ()
        self._token = 0
        self._places_token = 0
        self._shown: Wanted | None = None
        self._partly = False
        self._has_ratings = desk.services.ratings is not None
        self._state: ShelfState | None = None
        self.filters = Filters(self.theme, desk.now())
        self.search = self.filters.search
        self.list = SessionList(self.theme)
        self.tags = TagBar(self.theme)
        self.actions_row = SessionActions(self, self.list, self.tags, self.read)
        self.check_panel = CheckPanel(desk, self, self.read)
        self._freshener = Freshener(desk, self, self.read, self._tell_state)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_SEARCH_AFTER_MS)
        self._sight = QTimer(self)
        self._sight.setSingleShot(True)
        self._sight.setInterval(0)
        self._summary = label("", "muted")
        self._trouble = MarkedLine(self.theme)
        self._trouble.tell("", "watch")
        self._empty = column()
        self.rename_tag = button("Rename this tag …", self._rename_tag, "plain")
        self._connect()
        self._arrange()

    def bar(self) -> BarContent:
        """Where we are, the bin, the check, help."""
        return BarContent(
            place="Review",
            actions=(
                *([BarAction("Agreement", lambda: self.go.emit(ToAgreement()), "plain")] if self._has_ratings else []),
                BarAction("Bin", lambda: self.go.emit(ToBin()), "plain"),
                BarAction("Check the library", self.check_panel.check, "plain"),
                BarAction("Help", lambda: self.go.emit(ToHelp("library")), "plain"),
            ),
        )

    def enter(self) -> None:
        """Show what is known, then bring it up to date."""
        self.read()
        self._freshener.begin()
        if not self.list.hasFocus():
            self.search.setFocus()

    def leave(self) -> None:
        """Look no further."""
        self._freshener.stop()
        self._later.stop()
        for token in (self._token, self._places_token):
            self.desk.tasks.forget(token)

    def on_back(self) -> bool:
        """Esc closes what is open, then empties a narrowed list."""
        for part, close in ((self.tags, self.tags.close_bar), (self.check_panel, self.check_panel.close_panel)):
            if not part.isHidden():
                close()
                return True
        if not self._wanted().narrows:
            return False
        self.filters.show_all()
        self.search.setFocus()
        return True

    def on_key(self, event: QKeyEvent) -> bool:
        """Keys of the list, wherever on the page."""
        works = {Qt.Key.Key_Delete: self.actions_row.trash, Qt.Key.Key_F2: self.actions_row.rename}
        key, control = Qt.Key(event.key()), event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Find):
            self.search.setFocus()
            self.search.selectAll()
        elif control and key == _TAG_KEY:
            self.actions_row.tag()
        elif key in works and not event.modifiers():
            works[key]()
        else:
            return False
        return True

    def read(self) -> None:
        """Read the list away from the window, without losing place or choice where it is the same list."""
        self._later.stop()
        wanted = self._wanted()
        # Of another list the first calls are shown at once; all of them a moment later.
        self._look(wanted, None if wanted == self._shown else _FIRST)

    # ------------------------------------------------------------ making

    def _connect(self) -> None:
        self.filters.changed.connect(self.read)
        self.filters.typed.connect(self._later.start)
        self.search.down.connect(self._into_list)
        self._later.timeout.connect(self.read)
        self._sight.timeout.connect(self._find_places)
        self.list.chosen.connect(self.actions_row.follow)
        self.list.came_into_sight.connect(self._sight.start)
        self.list.left_upwards.connect(self.search.setFocus)
        self.tags.done.connect(self.list.setFocus)

    def _arrange(self) -> None:
        large = self.theme.sizes.very_large
        title = label("Your calls", "title")
        self.open_button = button("Open a package …", lambda: self.go.emit(ToPackage()))
        if self.desk.services.packages is None:
            self.open_button.hide()
        head: list[Any] = [row(title, 8, self._summary, None, self.open_button), self.search]
        if not large:
            head = [row(title, 8, self._summary, None, self.open_button, self.search)]
        self._empty_holder = QWidget()
        self._empty_holder.setProperty("look", "clear")
        self._empty_holder.setLayout(self._empty)
        self._empty_holder.hide()
        self.actions_row.setMinimumHeight(self.actions_row.buttons["Open"].sizeHint().height())
        actions = row(self.actions_row, self.rename_tag, self.filters.clear_button, self.filters.order)
        actions.setStretch(0, 1)
        if large:
            # Filters take half of the window then: they are shown when they are asked for.
            narrow = button("Narrow the list", lambda: self.filters.setVisible(self.filters.isHidden()), "small")
            actions = row(self.actions_row, narrow, self.rename_tag)
            actions.setStretch(0, 1)
            self.filters.add_rest()
            self.filters.hide()
        parts = (*head, self.filters, self._trouble, self.check_panel, actions, self.tags, self._empty_holder)
        inside = clear(*parts, self.list, spacing=10)
        around = inside.layout()
        if isinstance(around, QVBoxLayout):
            around.setStretchFactor(self.list, 1)
            around.setStretchFactor(self._empty_holder, 1)
        self.list.setMinimumHeight(_LEAST_LIST)
        inside.setMaximumWidth(self.theme.sizes.window)
        holder = centred(inside, (40, 24, 40, 12))
        # With very large text the parts above the list need most of the window: then the page scrolls, too.
        self.setLayout(column(scrolled(holder, "Sessions") if large else holder))

    # ------------------------------------------------------------ showing

    def _wanted(self) -> Wanted:
        return self.filters.wanted(self.desk.now())

    def _look(self, wanted: Wanted, limit: int | None) -> None:
        shelf = self.desk.shelf
        self.desk.tasks.forget(self._token)
        self._token = self.desk.tasks.run(
            lambda: (shelf.look(wanted, limit), shelf.choices()),
            lambda found, error: self._show(found, error, wanted, limit),
            owner=self,
        )

    def _show(self, found: Any, error: Exception | None, wanted: Wanted, limit: int | None) -> None:
        if error is not None:
            self.list.hide()
            self._show_empty(EmptyState(self.theme, "The list could not be read", str(error), ("Try again", self.read)))
            return
        entries, choices = found
        self.known_tags = tuple(tag for tag, _ in choices.tags)
        self.filters.show_choices(choices)
        self.list.show_entries(entries, self.desk.now().date(), searches=wanted.searches, keep=wanted == self._shown)
        self._shown = wanted
        self._partly = len(entries) == limit
        self._summarise()
        if self._partly:
            self._look(wanted, None)
        self.rename_tag.setVisible(bool(wanted.tag))
        self.list.setVisible(bool(entries))
        self.actions_row.setVisible(bool(entries))
        self.filters.order.setVisible(bool(entries))
        self.filters.clear_button.setVisible(
            bool(entries) and wanted.narrows
        )  # where nothing is found, the card has it
        self._show_empty(None if entries else self._nothing(wanted))

    def _show_empty(self, card: EmptyState | None) -> None:
        while (item := self._empty.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._empty_holder.setVisible(card is not None)
        if card is not None:
            self._empty.addWidget(card)
            self._empty.addStretch(1)

    def _nothing(self, wanted: Wanted) -> EmptyState:
        if wanted.narrows:
            return EmptyState(self.theme, *empty_words(wanted), ("Show all", self.filters.show_all))
        if self.desk.has_sample:
            text, action = "The sample call shows how a debrief looks.", "Open the sample call"
            return EmptyState(self.theme, "No calls yet", text, (action, lambda: self.go.emit(ToSample())))
        text, action = "Calls are listed here.", "Practise"
        return EmptyState(self.theme, "No calls yet", text, (action, lambda: self.go.emit(ToPractice())))

    def _tell_state(self, state: ShelfState) -> None:
        self._state = state
        self._trouble.tell(trouble_words(state), "watch")
        self._summarise()

    def _summarise(self) -> None:
        if self._shown is not None and not self._partly:
            self._summary.setText(summary_of(len(self.list.rows.entries), self._shown, self._state))

    def _find_places(self) -> None:
        """Where the words stand in what is in sight; the rest is worked out when it comes into sight."""
        wanted = self._shown
        if wanted is None or not wanted.searches:
            return
        folders = self.list.rows.without_place(*self.list.in_sight())
        if not folders:
            return
        shelf = self.desk.shelf
        self.desk.tasks.forget(self._places_token)
        self._places_token = self.desk.tasks.run(
            lambda: shelf.places(folders, wanted.words),
            lambda found, error: self._show_places(found, error, wanted),
            owner=self,
        )

    def _show_places(self, found: Any, error: Exception | None, wanted: Wanted) -> None:
        if error is None and wanted == self._shown:
            self.list.rows.show_places(found)

    def _into_list(self) -> None:
        if self.list.rows.entries:
            self.list.setFocus()
            if not self.list.selectedIndexes():
                self.list.choose_row(0)

    def _rename_tag(self) -> None:
        tag = self._wanted().tag
        if tag:
            self.actions_row.rename_tag(tag, self._tag_renamed)

    def _tag_renamed(self, word: str) -> None:
        box = self.filters.boxes["tag"]
        if box.findData(word) < 0:
            box.addItem(word, word)
        self.filters.choose_tag(word)
