"""What the programme has to tell: problems with their remedy, short confirmations with an undo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.engine.messages import Problem
from app.ui.theme import Theme
from app.ui.widgets.kit import button, column, empty_layout, label, row
from app.ui.widgets.marks import paint_mark
from app.ui.widgets.paragraph import LINE_HEIGHT

_MOST: Final = 2
_NO_LIMIT: Final = (1 << 24) - 1  # of a width, as Qt has it


class MarkDot(QWidget):
    """One mark by itself."""

    def __init__(self, theme: Theme, mark: str, size: int = 14) -> None:
        super().__init__()
        self.theme = theme
        self.mark = mark
        self.setFixedSize(QSize(size, size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, self.theme, self.mark, QPointF(self.width() / 2, self.height() / 2), self.width() - 1)


class MarkedLine(QWidget):
    """A mark and a sentence, which may take several lines."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.mark = MarkDot(theme, "unknown")
        self.text = label("", wrap=True)
        beside = column(self.mark, None)
        beside.setContentsMargins(0, round(theme.sizes.body * (LINE_HEIGHT + 0.2) - self.mark.height()) // 2, 0, 0)
        across = row(beside, self.text, spacing=10)
        across.setStretch(1, 1)
        self.setLayout(across)

    def tell(self, text: str, mark: str) -> None:
        """Show a sentence; '' hides the line."""
        self.text.setText(text)
        if self.mark.mark != mark:
            self.mark.mark = mark
            self.mark.update()
        if not text:
            self.hide()
        elif self.parentWidget() is not None and self.isHidden():
            self.show()


class Notice(QFrame):
    """One problem: what happened, what was kept, what to do."""

    def __init__(self, theme: Theme, problem: Problem, close: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("look", "notice")
        self.problem = problem
        words = label(problem.message, "strong", tight=True)
        rest = label(" ".join(filter(None, (problem.kept, problem.recovery))), wrap=True)
        dismiss = button("Got it", close, "small", name=f"Got it: {problem.message}")
        top = row(MarkDot(theme, "watch"), column(words, rest, spacing=2), dismiss, spacing=12)
        top.setStretch(1, 1)
        top.setContentsMargins(theme.sizes.gap, 10, theme.sizes.gap, 10)
        self.setLayout(top)
        self.setAccessibleName(f"{problem.message} {problem.kept} {problem.recovery}".replace("  ", " "))


class NoticeStack(QWidget):
    """The newest problems, at most two; the same problem again replaces its older self."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.problems: list[Problem] = []
        self._column = column(spacing=8)
        self.setLayout(self._column)
        self.hide()

    def tell(self, problem: Problem) -> None:
        """Show a problem."""
        others = [known for known in self.problems if known.what != problem.what]
        self._show([*others, problem][-_MOST:])

    def forget(self, problem: Problem) -> None:
        """Take a problem away."""
        self._show([known for known in self.problems if known is not problem])

    def clear(self) -> None:
        """Take all away."""
        self._show([])

    def _show(self, problems: list[Problem]) -> None:
        self.problems = problems
        empty_layout(self._column)
        self._column.setContentsMargins(self.theme.sizes.margin, 12, self.theme.sizes.margin, 0)
        for problem in problems:
            self._column.addWidget(Notice(self.theme, problem, partial(self.forget, problem)))
        self.setVisible(bool(problems))


class Toast(QFrame):
    """A short confirmation at the foot of the window, with an undo where there is one."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setProperty("look", "toast")
        self._text = label("")
        self._undo: Callable[[], object] | None = None
        self._button = button("Undo", self._take_back)
        inside = row(self._text, self._button, spacing=16)
        inside.setContentsMargins(20, 6, 12, 6)
        self.setLayout(inside)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Show a sentence for a few seconds."""
        self._text.setText(text)
        self._undo = undo
        self._button.setVisible(undo is not None)
        self.setAccessibleName(text)
        self._wrap()
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start(self.theme.sizes.undo_ms)

    def place(self) -> None:
        """Centre at the foot of the window."""
        around = self.parentWidget()
        if around is not None:
            left = (around.width() - self.width()) // 2
            self.move(left, around.height() - self.height() - 2 * self.theme.sizes.margin)

    def _wrap(self) -> None:
        """A sentence wider than the window takes several lines."""
        around = self.parentWidget()
        self._text.setWordWrap(False)
        self._text.setMinimumWidth(0)
        self._text.setMaximumWidth(_NO_LIMIT)
        self.ensurePolished()
        over = 0 if around is None else self.sizeHint().width() - (around.width() - 2 * self.theme.sizes.margin)
        if over > 0:
            wide = self._text.sizeHint().width() - over
            self._text.setWordWrap(True)
            self._text.setFixedWidth(max(wide, 1))

    def _take_back(self) -> None:
        self.hide()
        if self._undo is not None:
            self._undo()


class EmptyState(QFrame):
    """What to do when there is nothing to show yet."""

    def __init__(self, theme: Theme, title: str, text: str, action: tuple[str, Callable[[], object]] | None) -> None:
        super().__init__()
        self.setProperty("look", "card")
        inside = column(label(title, "heading"), label(text, "muted", wrap=True), spacing=6)
        if action is not None:
            inside.addSpacing(10)
            inside.addLayout(row(button(action[0], action[1]), None))
        pad = theme.sizes.pad + 4
        inside.setContentsMargins(pad, pad, pad, pad)
        self.setLayout(inside)
        self.setAccessibleName(f"{title} {text}")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
