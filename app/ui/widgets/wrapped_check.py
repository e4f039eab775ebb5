"""A check box whose words take several lines where they have to."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton

_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)


class WrappedCheck(QCheckBox):
    """Looks as any other where its words fit into one line."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setAccessibleName(text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        """The box and a word or two."""
        base = super().sizeHint()
        return QSize(min(base.width(), self._before() + 8 * self.fontMetrics().height()), base.height())

    def hasHeightForWidth(self) -> bool:
        """Narrow is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for all words."""
        return max(super().sizeHint().height(), self._words(width).height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, and its words in lines."""
        if self.width() >= super().sizeHint().width():
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_CheckBox, option, painter, self)
        words = QRect(self._before(), 0, self.width() - self._before(), self.height())
        painter.drawText(words, _FLAGS, self.text())

    def _before(self) -> int:
        """The width of the box and the room after it, in pixels."""
        return super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())

    def _words(self, width: int) -> QRect:
        room = QRect(0, 0, max(1, width - self._before()), 10_000)
        return self.fontMetrics().boundingRect(room, _FLAGS, self.text())
