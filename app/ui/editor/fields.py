"""The fields of the forms: each tells its value while it is changed, and none changes when the page is scrolled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from app.practice import editing
from app.ui.theme import Theme
from app.ui.widgets.kit import button, clear, column, label, row

_PADDING: Final = 18
_MARGIN: Final = 10
_NARROWEST: Final = 64


def _is_undo(event: QEvent) -> bool:
    """Whether the page's own undo and redo are meant, which go beyond a field."""
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and (event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo))
    )


class TextField(QPlainTextEdit):
    """Text that grows with what is in it; Tab goes on."""

    def __init__(self, key: str, name: str, value: str, then: Callable[[str], object]) -> None:
        super().__init__(value)
        self.setObjectName(key)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(lambda: then(self.toPlainText()))
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._grow()

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the page's."""
        if _is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another height."""
        super().resizeEvent(event)
        self._grow()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls, not the field."""
        event.ignore()

    def _grow(self) -> None:
        lines = max(1, round(self.document().size().height()))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + _PADDING)


class LineField(QLineEdit):
    """One line of text; then: while typing, or with `late` when it is done with."""

    def __init__(
        self, key: str, name: str, value: str, then: Callable[[str], object], *, late: bool = False, hint: str = ""
    ) -> None:
        super().__init__(value)
        self.setObjectName(key)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setCursorPosition(0)
        if late:
            self.editingFinished.connect(lambda: then(self.text()))
        else:
            self.textEdited.connect(then)

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the page's."""
        if _is_undo(event):
            event.ignore()
            return False
        return super().event(event)


class ChoiceField(QComboBox):
    """One of several; the value, not its place, is told."""

    def __init__(
        self, key: str, name: str, value: str, choices: Sequence[tuple[str, str]], then: Callable[[str], object]
    ) -> None:
        super().__init__()
        self.setObjectName(key)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        known = choices if any(one == value for one, _words in choices) else [(value, value or "–"), *choices]
        for one, words in known:
            self.addItem(words, one)
        self.setCurrentIndex(self.findData(value))
        self.currentIndexChanged.connect(lambda _index: then(str(self.currentData())))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls, not the choice."""
        event.ignore()


class WholeField(QSpinBox):
    """A whole number."""

    def __init__(
        self, key: str, name: str, value: int, bounds: tuple[int, int], then: Callable[[int], object], *, tail: str = ""
    ) -> None:
        super().__init__()
        self.setObjectName(key)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setRange(*bounds)
        self.setSuffix(tail)
        self.lineEdit().setTextMargins(_MARGIN, 0, 0, 0)
        self.setMinimumWidth(_NARROWEST)
        self.setValue(value)
        self.valueChanged.connect(then)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls, not the number."""
        event.ignore()


class NumberField(QDoubleSpinBox):
    """A number with decimals; at its lowest it may stand for nothing, as `none` says."""

    def __init__(
        self,
        key: str,
        name: str,
        value: float,
        bounds: tuple[float, float],
        then: Callable[[float], object],
        *,
        step: float = 0.5,
        tail: str = "",
        none: str = "",
    ) -> None:
        super().__init__()
        self.setObjectName(key)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setRange(*bounds)
        self.setDecimals(0 if step == int(step) else 2 if step < 0.1 else 1)
        self.setSingleStep(step)
        self.setSuffix(tail)
        self.setSpecialValueText(none)
        self.lineEdit().setTextMargins(_MARGIN, 0, 0, 0)
        self.setMinimumWidth(_NARROWEST)
        self.setValue(value)
        self.valueChanged.connect(then)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls, not the number."""
        event.ignore()


def check_field(key: str, text: str, then: Callable[[bool], object], *, on: bool) -> QCheckBox:
    """A yes or no."""
    made = QCheckBox(text)
    made.setObjectName(key)
    made.setAccessibleName(text)
    made.setChecked(on)
    made.toggled.connect(then)
    return made


class ManyField(TextField):
    """Several short texts, one a line."""

    def __init__(self, key: str, name: str, values: Iterable[str], then: Callable[[tuple[str, ...]], object]) -> None:
        super().__init__(key, f"{name}, one a line", "\n".join(values), lambda text: then(lines_of(text)))


def lines_of(text: str) -> tuple[str, ...]:
    """The lines that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class ListField(QWidget):
    """A list of texts: each can be changed, moved and removed, and one added."""

    def __init__(
        self,
        theme: Theme,
        key: str,
        name: str,
        values: tuple[str, ...],
        then: Callable[[tuple[str, ...], str], object],
        *,
        least: int = 0,
        extra: Callable[[str], object] | None = None,
    ) -> None:
        """then: the values and the key of the field typed into, '' when the list itself changed. extra: hear a text."""
        super().__init__()
        self._values = list(values)
        self._then = then
        self._key = key
        parts: list[QWidget | QHBoxLayout] = []
        for place, value in enumerate(values):
            field = TextField(f"{key}.{place}", f"{name} {place + 1}", value, partial(self._typed, place))
            tools = [
                tool("↑", f"{name} {place + 1} up", partial(self._moved, place, place - 1), able=place > 0),
                tool(
                    "↓",
                    f"{name} {place + 1} down",
                    partial(self._moved, place, place + 1),
                    able=place < len(values) - 1,
                ),
                tool(
                    "✕", f"Remove {name.lower()} {place + 1}", partial(self._removed, place), able=len(values) > least
                ),
            ]
            if extra is not None:
                tools.insert(0, tool("♪", f"Hear {name.lower()} {place + 1}", partial(self._heard, extra, place)))
            if theme.sizes.body > LARGE_BODY:
                parts += [field, row(*tools, None, spacing=2)]
            else:
                parts.append(row(field, *tools, spacing=2))
        self.add = button(f"Add {name.lower()}", self._added, "small")
        self.add.setObjectName(f"{key}.add")
        self.setLayout(column(*parts, row(self.add, None), spacing=theme.sizes.unit))

    def _typed(self, place: int, text: str) -> None:
        self._values[place] = text
        self._then(tuple(self._values), f"{self._key}.{place}")

    def _moved(self, place: int, to: int) -> None:
        self._then(editing.moved(tuple(self._values), place, to), "")

    def _removed(self, place: int) -> None:
        self._then(editing.removed(tuple(self._values), place), "")

    def _heard(self, extra: Callable[[str], object], place: int) -> None:
        extra(self._values[place])

    def _added(self) -> None:
        self._then((*self._values, ""), "")


def tool(text: str, name: str, then: Callable[[], object], *, able: bool = True) -> QPushButton:
    """A small button with a sign; its name is read aloud and shown as a hint."""
    made = button(text, then, "tool", name=name)
    made.setToolTip(name)
    made.setEnabled(able)
    return made


class _StayingMenu(QMenu):
    """A menu that stays open while its entries are ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick without closing."""
        action = self.activeAction()
        if action is not None and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)


class TicksField(QPushButton):
    """Several of many: a button that says which, with a menu of ticks in groups."""

    def __init__(
        self,
        key: str,
        name: str,
        values: tuple[str, ...],
        groups: Sequence[tuple[str, Sequence[tuple[str, str]]]],
        then: Callable[[tuple[str, ...]], object],
        *,
        nothing: str,
    ) -> None:
        super().__init__()
        self.setObjectName(key)
        self.setProperty("look", "choice")
        self._name = name
        self._nothing = nothing
        self._values = values
        self._groups = groups
        self._then = then
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(80)
        self.clicked.connect(lambda _checked=False: self.open())
        self._tell()

    def sizeHint(self) -> QSize:
        """As high as a button, as wide as there is room."""
        return QSize(160, super().sizeHint().height())

    def menu_of_ticks(self) -> QMenu:
        """The menu, made when it is opened."""
        menu = _StayingMenu(self)
        menu.setAccessibleName(self._name)
        for title, entries in self._groups:
            menu.addSection(title)
            heading = QAction(title, menu)
            heading.setEnabled(False)
            menu.addAction(heading)
            for value, words in entries:
                action = menu.addAction(words)
                action.setCheckable(True)
                action.setChecked(value in self._values)
                action.toggled.connect(partial(self.tick, value))
        return menu

    def open(self) -> None:
        """Show the menu below the button."""
        menu = self.menu_of_ticks()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def tick(self, value: str, on: bool) -> None:
        """Add or take away one; the order is that of the groups."""
        wanted = set(self._values) ^ {value} if on != (value in self._values) else set(self._values)
        order = [one for _title, entries in self._groups for one, _words in entries]
        self._values = tuple(one for one in order if one in wanted)
        self._tell()
        self._then(self._values)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much as there is room for."""
        super().resizeEvent(event)
        self._tell()

    def _tell(self) -> None:
        words = {value: text for _title, entries in self._groups for value, text in entries}
        whole = ", ".join(words.get(value, value) for value in self._values) or self._nothing
        self.setAccessibleName(f"{self._name}: {whole}")
        self.setToolTip(whole)
        self.setText(self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, max(40, self.width() - 44)))


LARGE_BODY: Final = 20  # px of the text from which fields stand below each other


def beside(theme: Theme, *parts: QWidget, stretch: Sequence[int] = (), spacing: int = 8) -> QWidget:
    """Fields beside each other, sharing the room by `stretch`; below each other where the text is very large."""
    if theme.sizes.body > LARGE_BODY:
        return clear(*parts, spacing=spacing)
    made = row(*parts, spacing=spacing)
    for place in range(len(parts)):
        made.setStretch(place, stretch[place] if stretch else 1)
    return clear(made)


def labelled(text: str, *fields: QWidget | QHBoxLayout, hint: str = "") -> QWidget:
    """Fields under their name."""
    parts: list[QWidget | QHBoxLayout] = [label(text, "small", tight=True), *fields]
    if hint:
        parts.append(label(hint, "small", wrap=True))
    return clear(*parts, spacing=4)


def put_cursor(holder: QWidget, key: str) -> QWidget | None:
    """Give the keys to the field of this key, at its end; None where there is none."""
    found = holder.findChild(QWidget, key)
    if not isinstance(found, QWidget):
        return None
    found.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(found, QPlainTextEdit):
        found.moveCursor(QTextCursor.MoveOperation.End)
    return found
