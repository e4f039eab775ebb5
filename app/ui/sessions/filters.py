"""What narrows the list: words, kind, time, letters, scenario, tag, comments, and in which order it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Final, cast

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QPushButton, QWidget

from app.library.wanted import Order, Wanted
from app.ui.ports import ShelfChoices
from app.ui.sessions.presenter import BETWEEN, ORDERS, Choices, fixed_choices, present_choices, span_of
from app.ui.theme import Theme
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.kit import button, label
from perception.types import LETTERS

_NAMES: Final = {
    "source": "Kind of call",
    "time": "Time",
    "watch": "Letter worth a look",
    "scenario": "Scenario",
    "tag": "Tag",
}
_TOGGLES: Final = {"commented": "With comments", "coach_rated": "Rated", "shared": "From others"}
_WIDEST: Final = 190


class SearchEdit(QLineEdit):
    """`down`: on to the list."""

    down = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setPlaceholderText("Search titles, words and comments")
        self.setAccessibleName("Search sessions")
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(theme.sizes.room(300))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Enter lead into the list."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.down.emit()
        else:
            super().keyPressEvent(event)


class Filters(QWidget):
    """`changed` when the list is to be another one, `typed` while words are typed."""

    changed = Signal()
    typed = Signal()

    def __init__(self, theme: Theme, now: datetime) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self._theme = theme
        self._quiet = False
        self.search = SearchEdit(theme)
        self.search.textChanged.connect(lambda _text: None if self._quiet else self.typed.emit())
        fixed = fixed_choices()
        self.boxes = {key: self._box(key, name, fixed.get(key, ())) for key, name in _NAMES.items()}
        self.boxes["time"].currentIndexChanged.connect(lambda _index: self._show_days())
        self.toggles = {key: self._toggle(name) for key, name in _TOGGLES.items()}
        self.order = self._box("order", "Order", ORDERS)
        today = QDate(now.year, now.month, now.day)
        self.first = self._day("First day", today.addMonths(-1))
        self.last = self._day("Last day", today)
        self._and = label("and", "muted")
        self.clear_button: QPushButton = button("Show all", self.show_all, "plain")
        self.setLayout(
            FlowLayout(
                self.boxes["source"],
                self.boxes["time"],
                self.first,
                self._and,
                self.last,
                *(self.boxes[key] for key in ("watch", "scenario", "tag")),
                *self.toggles.values(),
                spacing=6,
            )
        )
        self._show_days()
        self._fill_choices(ShelfChoices())
        self.changed.connect(self._mark)
        self.typed.connect(self._mark)
        self._mark()

    def wanted(self, now: datetime) -> Wanted:
        """What is looked for."""
        chosen = {key: str(box.currentData() or "") for key, box in self.boxes.items()}
        first, last = self.first.date().toPython(), self.last.date().toPython()
        since, until = span_of(chosen["time"], now, first, last)  # type: ignore[arg-type]
        letter = chosen["watch"]
        return Wanted(
            words=self.search.text(),
            source=chosen["source"],
            scenario=chosen["scenario"],
            watch=tuple(one for one in LETTERS if one == letter),
            since=since,
            until=until,
            tag=chosen["tag"],
            order=cast(Order, self.order.currentData()),
            **{key: made.isChecked() for key, made in self.toggles.items()},
        )

    def add_rest(self) -> None:
        """The order and “Show all” among the limits, where they have no room elsewhere."""
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.order)
            layout.addWidget(self.clear_button)

    def show_choices(self, choices: ShelfChoices) -> None:
        """Tags and scenarios there are; a chosen one that is gone is chosen no more."""
        before = self.boxes["tag"].currentData(), self.boxes["scenario"].currentData()
        self._fill_choices(choices)
        if before != (self.boxes["tag"].currentData(), self.boxes["scenario"].currentData()):
            self.changed.emit()

    def choose_tag(self, tag: str) -> None:
        """Look for a tag."""
        self.boxes["tag"].setCurrentIndex(max(0, self.boxes["tag"].findData(tag)))

    def show_all(self) -> None:
        """Take every limit away."""
        self._quiet = True
        for box in self.boxes.values():
            box.setCurrentIndex(0)
        for made in self.toggles.values():
            made.setChecked(False)
        self.search.clear()
        self._quiet = False
        self._change()

    # ------------------------------------------------------------ inside

    def _box(self, key: str, name: str, choices: Choices | tuple[tuple[Order, str], ...]) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setToolTip(name)
        if key in ("scenario", "tag"):
            made.setMaximumWidth(self._theme.sizes.room(_WIDEST))  # their words may be long
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for value, words in choices:
            made.addItem(words, value)
        made.currentIndexChanged.connect(lambda _index: self._change())
        return made

    def _toggle(self, name: str) -> QPushButton:
        made = button(name, lambda: None, "toggle")
        made.setCheckable(True)
        if name == _TOGGLES["coach_rated"]:
            made.setAccessibleName("Rated by a coach")
        made.toggled.connect(lambda _on: self._change())
        return made

    def _day(self, name: str, day: QDate) -> QDateEdit:
        made = QDateEdit(day)
        made.setAccessibleName(name)
        made.setCalendarPopup(True)
        made.setDisplayFormat("d MMM yyyy")
        made.dateChanged.connect(lambda _day: self._change())
        return made

    def _show_days(self) -> None:
        for part in (self.first, self._and, self.last):
            part.setVisible(self.boxes["time"].currentData() == BETWEEN)

    def _fill_choices(self, choices: ShelfChoices) -> None:
        for key, items in present_choices(choices).items():
            box = self.boxes[key]
            now = [(box.itemData(row), box.itemText(row)) for row in range(box.count())]
            if now == list(items):
                continue
            chosen = box.currentData()
            box.blockSignals(True)
            box.clear()
            for value, words in items:
                box.addItem(words, value)
            box.setCurrentIndex(max(0, box.findData(chosen)))
            box.blockSignals(False)
            box.setVisible(len(items) > 1)

    def _change(self) -> None:
        if not self._quiet:
            self.changed.emit()

    def _mark(self) -> None:
        chosen = (
            *(box.currentIndex() > 0 for box in self.boxes.values()),
            *(made.isChecked() for made in self.toggles.values()),
            bool(self.search.text().strip()),
        )
        self.clear_button.setVisible(any(chosen))
