"""One letter in the debrief: closed, its bar and main reason; open, all reasons with clips, and the components."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from app.reports.view import ComponentView
from app.ui.bar_presenter import bar_words
from app.ui.debrief.presenter import Point, RowView
from app.ui.debrief.say_it import wording_widget
from app.ui.theme import Theme
from app.ui.widgets.bars import ScoreBar
from app.ui.widgets.kit import button, clear, column, label, line, row, tabular
from app.ui.widgets.notices import MarkDot
from app.ui.words import clock
from perception.types import Span

PlayClip = Callable[[Span], object]
Copy = Callable[[str], object]
_LETTER_WIDTH = 50
_NAME_WIDTH = 204


class _Head(QWidget):
    """The closed row; a click anywhere opens it."""

    def __init__(self, toggle: Callable[[], object]) -> None:
        super().__init__()
        self._toggle = toggle
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open or close."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._toggle()
        super().mouseReleaseEvent(event)


class LetterRow(QWidget):
    """A row of the debrief. Details are built when it is first opened."""

    def __init__(self, theme: Theme, view: RowView, play: PlayClip | None, copy: Copy | None = None) -> None:
        super().__init__()
        self.theme = theme
        self.view = view
        self._play = play
        self._copy = copy
        self._details: QWidget | None = None
        self.toggle_button = self._toggle_button()
        self._column = column(line(), self._head(), spacing=0)
        self.setLayout(self._column)

    @property
    def is_open(self) -> bool:
        """Whether the details show."""
        return self._details is not None and not self._details.isHidden()

    def toggle(self) -> None:
        """Open or close."""
        if self._details is None:
            self._details = self._make_details()
            self._column.addWidget(self._details)
            self._details.show()
        else:
            self._details.setHidden(not self._details.isHidden())
        opened = self.is_open
        self.toggle_button.setText("▾" if opened else "▸")
        self.toggle_button.setAccessibleName(f"{'Close' if opened else 'Open'} {self.view.name}")

    def _toggle_button(self) -> QPushButton:
        made = button("▸", self.toggle, "plain", name=f"Open {self.view.name}")
        made.setStyleSheet("padding: 0; min-height: 0;")
        side = self.theme.sizes.control - 8
        made.setFixedSize(side, side)
        made.setAccessibleDescription(f"{bar_words(self.view.bar)}. {self.view.reason}")
        return made

    def _head(self) -> QWidget:
        view, theme = self.view, self.theme
        letter = label(view.letter)
        letter.setFont(theme.font("letter", strong=True))
        letter.setStyleSheet(f"font-size: {theme.sizes.letter}px; font-weight: 700;")
        letter.setFixedWidth(_LETTER_WIDTH)
        name = label(view.name, tight=True)
        name.setFixedWidth(_NAME_WIDTH)
        bar = ScoreBar(theme, self.view.bar)
        bar.setAccessibleName(f"{view.name}: score")
        number = label(view.number)
        number.setFont(tabular(number.font()))
        number.setStyleSheet(f"font-size: {theme.sizes.heading + 2}px; font-weight: 700;")
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        big = theme.font("letter", strong=True)
        number.setFixedWidth(QFontMetrics(big).horizontalAdvance("00–00") + theme.sizes.unit)
        coach = (label(text, wrap=True) for text in view.coach)
        middle = column(bar, label(view.reason, "small", wrap=True), *coach, spacing=5)
        head = _Head(self.toggle)
        across = row(letter, name, middle, 18, number, self.toggle_button, spacing=0)
        across.setStretch(2, 1)
        across.setContentsMargins(0, 8, 0, 10)
        head.setLayout(across)
        return head

    def _make_details(self) -> QWidget:
        view = self.view
        parts: list[QWidget | int] = [self._point(point) for point in view.points]
        if not view.points:
            parts.append(label(view.reason, "muted", wrap=True))
        if view.components:
            parts += [6, self._components()]
        parts.append(label(view.coverage, "small"))
        made = clear(*parts, spacing=10)
        made.setContentsMargins(_LETTER_WIDTH, 4, 32, 18)
        return made

    def _point(self, point: Point) -> QWidget:
        words = [label(point.text, wrap=True)]
        if point.quote and not point.quotes_itself:
            words.append(label(f"“{point.quote.strip('“”')}”", "muted", wrap=True))
        mark = MarkDot(self.theme, "good" if point.helped else "watch", 12)
        text = column(*words, spacing=3)
        if self._play is not None and point.clips:
            text.addSpacing(4)
            text.addLayout(row(*(self._clip(span, self._play) for span in point.clips), None, spacing=6))
        if point.wording is not None and self._copy is not None:
            text.addSpacing(6)
            text.addWidget(wording_widget(self.theme, point.wording, self._copy))
        across = row(column(4, mark, None, spacing=0), text, spacing=12)
        across.setStretch(1, 1)
        made = QWidget()
        made.setLayout(across)
        made.setAccessibleName(f"{'Helped' if point.helped else 'Cost'}: {point.text}")
        return made

    def _clip(self, span: Span, play: PlayClip) -> QPushButton:
        time = clock(span.start_s)
        return button(f"▶  {time}", lambda: play(span), "small", name=f"Play the clip at {time}")

    def _components(self) -> QFrame:
        made = QFrame()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        for place, text in enumerate(("", "What was looked at", "Measured", "Aim", "Seen")):
            grid.addWidget(label(text, "small"), 0, place)
        for number, part in enumerate(self.view.components, start=1):
            self._component(grid, number, part)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        grid.setColumnStretch(3, 3)
        return made

    def _component(self, grid: QGridLayout, number: int, part: ComponentView) -> None:
        dot = MarkDot(self.theme, part.mark, 12)
        grid.addWidget(dot, number, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(label(part.name, tight=True), number, 1)
        grid.addWidget(label(part.value, "" if part.mark != "unknown" else "muted"), number, 2)
        grid.addWidget(label(part.target, "muted", tight=True), number, 3)
        grid.addWidget(label(part.coverage, "muted"), number, 4)
