"""Two calls of one learner side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QWidget

from app.library.wanted import Wanted
from app.ui.bar_presenter import Bar
from app.ui.page import Desk, Page
from app.ui.ports import OpenedSession
from app.ui.progress.compare_presenter import CompareView, PairRow, SideView, present_comparison
from app.ui.routes import ToCompare, ToDebrief
from app.ui.widgets.bars import ScoreBar
from app.ui.widgets.kit import button, card, centred, clear, column, empty_layout, label, line, row, scrolled
from app.ui.widgets.notices import MarkDot
from app.ui.widgets.top_bar import BarContent
from app.ui.words import day

_MOST = 200
_WIDE = 1080


class ComparePage(Page):
    """Both calls can be changed in place; parts of the letters open with a button."""

    def __init__(self, desk: Desk, route: ToCompare) -> None:
        super().__init__(desk)
        self.folders = [route.first, route.second]
        self.view: CompareView | None = None
        self._opened: dict[Path, OpenedSession] = {}
        self.choices = [self._choice(0, "First call"), self._choice(1, "Second call")]
        self.parts_button = button("Show the parts", self._toggle)
        self._parts: list[QWidget] = []
        self._open_parts = False
        self._room = column(spacing=self.theme.sizes.gap)
        inside = clear(
            row(label("Two calls side by side", "title"), None, self.parts_button),
            label(
                "Calls differ: a harder customer lowers letters. Best compared: two calls with the same one.",
                "muted",
                wrap=True,
            ),
            8,
            self._room,
            None,
        )
        inside.setMaximumWidth(_WIDE)
        self.setLayout(column(scrolled(centred(inside, (40, 28, 40, 24)), "Two calls side by side")))

    def bar(self) -> BarContent:
        """Where we are."""
        return BarContent(place="Compare")

    def enter(self) -> None:
        """Read the list, then the two calls."""
        self.desk.tasks.run(lambda: self.desk.shelf.look(Wanted()), self._listed, owner=self)
        self._read()

    def _choice(self, side: int, name: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.activated.connect(lambda _index: self._choose(side))
        return made

    def _choose(self, side: int) -> None:
        folder = self.choices[side].currentData()
        if isinstance(folder, Path) and folder != self.folders[side]:
            self.folders[side] = folder
            self._read()

    def _listed(self, entries: Any, error: Exception | None) -> None:
        if error is not None:
            return  # the two calls are shown all the same; only others cannot be chosen
        today = self.desk.now().date()
        own = [entry for entry in entries if not entry.shared_by][:_MOST]  # nothing compares people
        for side, choice in enumerate(self.choices):
            choice.clear()
            for entry in own:
                choice.addItem(f"{entry.title}, {day(entry.started_at, today)}", entry.folder)
            known = self._opened.get(self.folders[side])
            if known is not None:
                self._name(side, known)
            else:
                choice.setCurrentIndex(choice.findData(self.folders[side]))

    def _read(self) -> None:
        wanted = tuple(self.folders)
        self.desk.tasks.run(
            lambda: [self._opened.get(folder) or self.desk.opener(folder) for folder in wanted],
            lambda found, error: self._show(wanted, found, error),
            owner=self,
        )

    def _show(self, wanted: tuple[Path, ...], found: Any, error: Exception | None) -> None:
        if wanted != tuple(self.folders):
            return
        self._clear()
        if error is not None:
            words = f"{getattr(error, 'message', error)} {getattr(error, 'recovery', 'Choose another one.')}"
            self._room.addWidget(label(f"This call could not be opened. {words}", wrap=True))
            return
        self._opened = {session.folder: session for session in found}
        for side, session in enumerate(found):
            self._name(side, session)
        self.view = present_comparison(found[0], found[1], self.desk.now().date())
        heads = row(
            *(self._side(side, view) for side, view in enumerate((self.view.first, self.view.second))), spacing=16
        )
        self._room.addLayout(heads)
        self._room.addWidget(card(self.theme, *self._rows(self.view), spacing=10))
        self._show_parts()

    def _name(self, side: int, session: OpenedSession) -> None:
        """A call that is not among the newest is offered, too."""
        choice = self.choices[side]
        if choice.findData(session.folder) < 0:
            choice.insertItem(0, f"{session.title}, {day(session.started_at, self.desk.now().date())}", session.folder)
        choice.setCurrentIndex(choice.findData(session.folder))

    def _clear(self) -> None:
        for choice in self.choices:
            choice.setParent(self)  # they outlive the cards they stand in
            choice.hide()
        empty_layout(self._room)
        self._parts = []

    def _side(self, side: int, view: SideView) -> QFrame:
        choice = self.choices[side]
        choice.show()
        debrief = button("Open", lambda: self.go.emit(ToDebrief(view.folder)), "small", name=f"Open {view.title}")
        return card(
            self.theme,
            choice,
            row(label(view.about, "muted"), None, debrief),
            *(label(text, wrap=True) for text in view.lines),
            spacing=6,
        )

    def _rows(self, view: CompareView) -> list[QWidget]:
        made: list[QWidget] = []
        for pair in view.rows:
            made += [line()] if made else []
            made.append(self._row(pair))
        return made

    def _row(self, pair: PairRow) -> QWidget:
        told = label(pair.words, "" if pair.mark != "unknown" else "muted")
        bars = row(*(self._bar(*one) for one in zip((pair.first, pair.second), pair.values, strict=True)), spacing=24)
        for place in range(2):
            bars.setStretch(place, 1)
        head = row(
            label(pair.letter, "heading"), label(pair.name, "strong"), None, MarkDot(self.theme, pair.mark), told
        )
        parts = self._parts_of(pair)
        self._parts.append(parts)
        made = clear(head, bars, parts, spacing=8)
        made.setAccessibleName(f"{pair.name}: {pair.words}")
        return made

    def _bar(self, bar: Bar, value: str) -> QWidget:
        shown = ScoreBar(self.theme, bar)
        text = label(value, "strong")
        text.setMinimumWidth(self.theme.sizes.body * 5)
        made = QWidget()
        made.setProperty("look", "clear")
        across = row(shown, text, spacing=12)
        across.setStretch(0, 1)
        made.setLayout(across)
        return made

    def _parts_of(self, pair: PairRow) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(24)
        for number, part in enumerate(pair.parts):
            for place, text in enumerate((part.name, part.first, part.second)):
                grid.addWidget(label(text, "muted" if place == 0 else ""), number, place)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        made = QWidget()
        made.setProperty("look", "clear")
        made.setLayout(grid)
        return made

    def _toggle(self) -> None:
        self._open_parts = not self._open_parts
        self._show_parts()

    def _show_parts(self) -> None:
        self.parts_button.setText("Hide the parts" if self._open_parts else "Show the parts")
        for part in self._parts:
            part.setVisible(self._open_parts)
