"""Choose a customer to practise with: search, four filters, a card each."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from app.ui.page import Desk, Page
from app.ui.ports import ScenarioEntry, ScenarioList
from app.ui.practice.portrait import Portraits
from app.ui.practice.presenter import (
    EVERYBODY,
    Choices,
    PickerFilter,
    PickerView,
    ScenarioCardView,
    fixed_choices,
    present_picker,
    situation_choices,
)
from app.ui.practice.scenario_card import ScenarioCard, faulty_card
from app.ui.routes import ToHelp, ToPersona, ToSetup, ToWorkshop
from app.ui.widgets.kit import button, centred, clear, column, empty_layout, label, row, scrolled
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.top_bar import BarAction, BarContent

_FILTERS = {
    "situation": "Situation",
    "difficulty": "Difficulty",
    "length": "Length",
    "letter": "Letter to train",
}


class PickerPage(Page):
    """The written customers. Up and Down go from card to card, Enter opens one."""

    def __init__(self, desk: Desk, wanted: PickerFilter) -> None:
        super().__init__(desk)
        self.setAccessibleName("Practise")
        self.cards: list[ScenarioCard] = []
        self._all: dict[Path, QWidget] = {}
        self._nobody: QWidget | None = None
        self._found = ScenarioList(())
        self._portraits = Portraits(desk)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search people and situations")
        self.search.setAccessibleName("Search customers")
        self.search.setClearButtonEnabled(True)
        self.search.setText(wanted.search)
        self.search.textChanged.connect(lambda _text: self._narrow())
        # The line edit hands Enter on after this; the next page must not get it.
        self.search.returnPressed.connect(self._open_first, Qt.ConnectionType.QueuedConnection)
        self._first_wanted = wanted
        self.filters = {key: self._filter(key, name) for key, name in _FILTERS.items()}
        self._summary = label("", "muted")
        self._list = column(spacing=10)
        self.free = button("Your own call …", lambda: self.go.emit(ToSetup()))
        inside = clear(*self._head(), 8, self._list, None, spacing=8)
        inside.setMaximumWidth(self.theme.sizes.window)
        self.scroller = scrolled(centred(inside), "Customers")
        self.setLayout(column(self.scroller))

    def bar(self) -> BarContent:
        """Where we are."""
        writes = self.desk.workshop is not None
        return BarContent(
            place="Practise",
            actions=(
                *((BarAction("Write scenarios", lambda: self.go.emit(ToWorkshop()), "plain"),) if writes else ()),
                BarAction("Help", lambda: self.go.emit(ToHelp("practice")), "plain"),
            ),
        )

    def enter(self) -> None:
        """Read the shelf, away from the window."""
        self.search.setFocus()
        shelf = self.desk.scenarios
        if shelf is None:
            self._read(ScenarioList(()), None)
        else:
            self.desk.tasks.run(shelf.read, self._read, owner=self)

    def on_key(self, event: QKeyEvent) -> bool:
        """Up and Down."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None or not self.cards:
            return False
        here = next((number for number, card in enumerate(self.cards) if card.hasFocus()), None)
        if here is None and step < 0:
            return False
        place = 0 if here is None else here + step
        if place < 0:
            self.search.setFocus()
        elif place < len(self.cards):
            self.cards[place].setFocus(Qt.FocusReason.TabFocusReason)
            self.scroller.ensureWidgetVisible(self.cards[place])
        return True

    def on_back(self) -> bool:
        """Esc empties a narrowed list first."""
        if not self._wanted().narrows:
            return False
        self.show_all()
        return True

    def show_all(self) -> None:
        """Take every limit away."""
        for box in self.filters.values():
            box.setCurrentIndex(0)
        self.search.clear()
        self.search.setFocus()

    def _head(self) -> list[QHBoxLayout | int]:
        """Title, search and filters; in more rows where the text is very large."""
        title = label("Who would you like to call?", "title")
        if not self.theme.sizes.very_large:
            narrow = row(self.search, *self.filters.values(), spacing=8)
            narrow.setStretch(0, 1)
            return [row(title, 8, self._summary, None, self.free), 8, narrow]
        return [row(title, 8, self._summary, None), row(self.search, self.free), row(*self.filters.values())]

    def _filter(self, key: str, name: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        _fill(made, fixed_choices().get(key, (("", "Any situation"),)))
        made.setCurrentIndex(max(0, made.findData(getattr(self._first_wanted, key))))
        made.currentIndexChanged.connect(lambda _index: self._narrow())
        return made

    def _wanted(self) -> PickerFilter:
        chosen = {key: str(box.currentData() or "") for key, box in self.filters.items()}
        return PickerFilter(search=self.search.text().strip(), **chosen)

    def _read(self, found: Any, error: Exception | None) -> None:
        if error is not None:
            empty_layout(self._list)
            self._list.addWidget(label(f"The customers could not be read: {error}", "muted", wrap=True))
            return
        self._found = found
        _fill(self.filters["situation"], situation_choices(self._found.entries), self._first_wanted.situation)
        self._first_wanted = EVERYBODY
        self._make_cards()
        self._narrow()

    def _narrow(self) -> None:
        self._show(present_picker(self._found.entries, self._wanted(), self.desk.now().date()))

    def _make_cards(self) -> None:
        """One for everybody, in their order; what is looked for only hides some of them."""
        empty_layout(self._list)
        self._nobody = None
        everybody = present_picker(self._found.entries, EVERYBODY, self.desk.now().date())
        self._all = {shown.entry.file: self._card(shown) for shown in everybody.cards}
        for made in self._all.values():
            self._list.addWidget(made)

    def _card(self, shown: ScenarioCardView) -> QWidget:
        if shown.mistakes or shown.entry.scenario is None:
            return faulty_card(self.theme, shown)
        return ScenarioCard(self.desk, self._portraits, shown, partial(self.open, shown.entry))

    def _show(self, view: PickerView) -> None:
        self._summary.setText(view.summary if self._found.entries else "")
        if self._nobody is not None:
            self._nobody.hide()
            self._nobody.deleteLater()
            self._nobody = None
        if view.empty is not None:
            action = ("Show all", self.show_all) if self._wanted().narrows else None
            self._nobody = EmptyState(self.theme, *view.empty, action)
            self._list.insertWidget(0, self._nobody)
        wanted = {shown.entry.file for shown in view.cards}
        for file, made in self._all.items():
            made.setVisible(file in wanted)
        fitting = (made for file, made in self._all.items() if file in wanted)
        self.cards = [made for made in fitting if isinstance(made, ScenarioCard)]

    def open(self, entry: ScenarioEntry) -> None:
        """Meet this customer."""
        self.go.emit(ToPersona(entry, self._found.calls, self._wanted()))

    def _open_first(self) -> None:
        """Enter in the search opens what was found, when it is one."""
        if len(self.cards) == 1:
            self.cards[0].click()
        elif self.cards:
            self.cards[0].setFocus(Qt.FocusReason.TabFocusReason)


def _fill(box: QComboBox, choices: Choices, wanted: str = "") -> None:
    """Other choices; the one that is wanted or was chosen stays."""
    chosen = wanted or box.currentData()
    box.blockSignals(True)
    box.clear()
    for value, words in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)
