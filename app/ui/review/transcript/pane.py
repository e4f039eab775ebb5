"""The transcript beside the picture: follows what is said, jumps to a word, is searched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QLineEdit, QListView, QWidget

from app.library.review.acts import ActMark, SentenceAct
from app.ui.review.playhead import Playhead
from app.ui.review.transcript.lines import STYLES, LinePainter, LinesModel
from app.ui.review.transcript.presenter import (
    LEGEND,
    Found,
    SaidLine,
    find,
    found_words,
    nearest,
    place_at,
    present_lines,
    word_under,
)
from app.ui.theme import Theme
from app.ui.widgets.kit import button, column, label, row
from perception.types import Span, Utterance

_MOVES: Final = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


class LinesView(QListView):
    """The list. word_chosen(row, place): a character of a line, -1 for the line as a whole. scrolled(): by the user.

    laid_out(): the lines have new places.
    """

    word_chosen = Signal(int, int)
    scrolled = Signal()
    laid_out = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.lines = LinesModel(self)
        self.painter_of = LinePainter(theme, self)
        self.setModel(self.lines)
        self.setItemDelegate(self.painter_of)
        self.setAccessibleName("Transcript")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setStyleSheet("QListView { background: transparent; border: none; outline: none; }")
        self.verticalScrollBar().sliderMoved.connect(lambda _value: self.scrolled.emit())
        self.verticalScrollBar().actionTriggered.connect(lambda _action: self.scrolled.emit())

    def show_lines(self, lines: tuple[SaidLine, ...]) -> None:
        """Show these."""
        self.painter_of.fit(lines)
        self.lines.show(lines)
        self.scheduleDelayedItemsLayout()

    def minimumSizeHint(self) -> QSize:
        """A few lines."""
        return QSize(200, 100)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap anew, once the list can be seen."""
        width = self.viewport().width() if self.isVisible() else 0
        if width != self.painter_of.width:
            self.painter_of.width = width
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def doItemsLayout(self) -> None:
        """Tell that lines have moved."""
        super().doItemsLayout()
        self.laid_out.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Now its width is the one it keeps."""
        super().showEvent(event)
        self.painter_of.width = self.viewport().width()
        self.scheduleDelayedItemsLayout()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The user looks elsewhere."""
        super().wheelEvent(event)
        self.scrolled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go from line to line, Enter jumps there; all other keys belong to the page."""
        row, plain = self.currentIndex().row(), event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.word_chosen.emit(row, -1)
        elif event.key() in _MOVES and plain:
            super().keyPressEvent(event)
            self.scrolled.emit()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a word goes there, beside the words to the line."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            place = self._place(index, event.position())
            self.word_chosen.emit(index.row(), -1 if place is None else place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over words."""
        index = self.indexAt(event.position().toPoint())
        over = index.isValid() and self._place(index, event.position()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def _place(self, index: QModelIndex, at: QPointF) -> int | None:
        corner = self.visualRect(index).topLeft()
        line = self.lines.lines[index.row()]
        return self.painter_of.place_under(index.row(), line, at - QPointF(corner))

    def repaint_row(self, row: int | None) -> None:
        """Only this line is painted anew."""
        if row is not None and row < len(self.lines.lines):
            self.viewport().update(self.visualRect(self.lines.index(row)))

    def show_row(self, row: int) -> None:
        """Bring a line into sight, with what comes before it."""
        index = self.lines.index(row)
        box, room = self.visualRect(index), self.viewport().rect()
        if not room.contains(box.topLeft() + QPoint(0, 4)) or not room.contains(box.bottomLeft()):
            fits = box.height() < room.height()
            hint = QAbstractItemView.ScrollHint
            self.scrollTo(index, hint.PositionAtCenter if fits else hint.PositionAtTop)


class TranscriptPane(QFrame):
    """What was said. It follows the playhead until the user scrolls, and again from the next jump on."""

    def __init__(self, theme: Theme, playhead: Playhead, utterances: Sequence[Utterance], customer: str = "") -> None:
        super().__init__()
        self.theme = theme
        self.playhead = playhead
        self._utterances, self._customer = tuple(utterances), customer
        self.lines = present_lines(self._utterances, (), customer)
        self._starts_s = [line.start_s for line in self.lines]
        self.following = True
        self.found: tuple[Found, ...] = ()
        self._current = 0
        self.setProperty("look", "card")
        self.view = LinesView(theme)
        self.view.show_lines(self.lines)
        self.view.word_chosen.connect(self._jump)
        self.view.scrolled.connect(self._user_scrolled)
        self.view.laid_out.connect(self._show_now)
        self.legend = _Legend(theme)
        self.legend.hide()
        self.waiting = label("", "small", wrap=True)
        self._build()
        playhead.moved.connect(self._follow)
        playhead.jumped.connect(self._jumped)
        playhead.played.connect(lambda playing: self._follow_again() if playing else None)

    def show_acts(self, acts: Sequence[SentenceAct]) -> None:
        """What each sentence of the CSM does."""
        self.lines = present_lines(self._utterances, acts, self._customer)
        self.view.show_lines(self.lines)
        self.waiting.hide()
        self.legend.setVisible(bool(acts))
        self._search(self.search.text())

    def say(self, text: str) -> None:
        """A line under the transcript, such as what is still being read; '' for none."""
        self.waiting.setText(text)
        self.waiting.setHidden(not text)

    def open_search(self) -> None:
        """Ctrl+F."""
        self._finder.show()
        self.search.setFocus()
        self.search.selectAll()

    def close_search(self) -> bool:
        """Esc; False when it was not open."""
        if self._finder.isHidden():
            return False
        self.search.clear()
        self._finder.hide()
        self.view.setFocus()
        return True

    def next_found(self, step: int = 1) -> None:
        """The next place, or the one before."""
        if self.found:
            self._show_found((self._current + step) % len(self.found))

    def line_span(self) -> Span | None:
        """When the line that is said now begins and ends; None before the first."""
        line = self.view.painter_of.now[0]
        return Span(self.lines[line].start_s, self.lines[line].end_s) if line is not None else None

    # ------------------------------------------------------------ inside

    def _build(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search what was said")
        self.search.setAccessibleName("Search the transcript")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self.next_found)
        self.count: QLabel = label("", "small")
        before = button("↑", lambda: self.next_found(-1), "tool", name="The place before, key Shift F3")
        after = button("↓", self.next_found, "tool", name="The next place, key F3")
        finder = row(self.search, self.count, before, after, spacing=4)
        finder.setStretch(0, 1)
        self._finder = QWidget()
        self._finder.setProperty("look", "clear")
        self._finder.setLayout(finder)
        self._finder.hide()
        opener = button("Search  Ctrl F", self.open_search, "small", name="Search the transcript, key Ctrl F")
        head = row(label("Transcript", "heading"), None, opener, spacing=8)
        nothing = label("No words were recognised in this call.", "muted", wrap=True)
        nothing.setHidden(bool(self.lines))
        inside = column(head, self._finder, nothing, self.view, self.waiting, self.legend, spacing=6)
        inside.setStretch(3, 1)
        pad = self.theme.sizes.unit * 3
        inside.setContentsMargins(pad + 2, pad, pad, pad)
        self.waiting.hide()
        self.setLayout(inside)

    def _jump(self, line: int, place: int) -> None:
        word = word_under(self.lines[line], place) if place >= 0 else None
        self.playhead.seek(word.start_s if word is not None else self.lines[line].start_s)

    def _user_scrolled(self) -> None:
        self.following = False

    def _follow_again(self) -> None:
        self.following = True
        self._show_now()

    def _jumped(self, t_s: float) -> None:
        self._follow(t_s)
        self._follow_again()

    def _follow(self, t_s: float) -> None:
        now = place_at(self.lines, self._starts_s, t_s)
        before = self.view.painter_of.now
        if now == before:
            return
        self.view.painter_of.now = now
        self.view.repaint_row(before[0])
        self.view.repaint_row(now[0])
        if now[0] != before[0]:
            self._show_now()

    def _show_now(self) -> None:
        line = self.view.painter_of.now[0]
        if line is not None and self.following:
            self.view.show_row(line)

    def _search(self, text: str) -> None:
        self.found = find(self.lines, text)
        of_line: dict[int, list[Found]] = {}
        for place in self.found:
            of_line.setdefault(place.line, []).append(place)
        self.view.painter_of.found = of_line
        self.view.painter_of.current = None
        self.count.setText("")
        if self.found:
            self._show_found(nearest(self.found, self.view.painter_of.now[0]))
        elif text.strip():
            self.count.setText(found_words(0, 0))
        self.view.viewport().update()

    def _show_found(self, number: int) -> None:
        self._current = number
        place = self.found[number]
        self.view.painter_of.current = place
        self.count.setText(found_words(len(self.found), number))
        self.following = False
        self.view.show_row(place.line)
        self.view.viewport().update()


class _Legend(QWidget):
    """The three lines under sentences and what they mean."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        samples = [row(_Sample(theme, mark), label(words, "small"), 8, spacing=5) for mark, words in LEGEND]
        self.setLayout(row(*samples, None, spacing=5))
        self.setProperty("look", "clear")
        self.setAccessibleName("What the lines under sentences mean")


class _Sample(QWidget):
    """A short piece of a line under a sentence."""

    def __init__(self, theme: Theme, mark: ActMark) -> None:
        super().__init__()
        self.theme, self._mark = theme, mark
        self.setFixedSize(theme.sizes.body * 2, theme.sizes.body)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        pen = QPen(self.theme.colour("muted" if self._mark == "plain" else self._mark), 2)
        pen.setStyle(STYLES[self._mark])
        painter.setPen(pen)
        painter.drawLine(0, self.height() // 2, self.width(), self.height() // 2)
