"""The large area of a step: the own picture, an arrow to the lens, the mark in the customer's place, or a text."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.ui.calibration.desktop import lens_x
from app.ui.calibration.presenters.screen import StepView
from app.ui.calibration.presenters.steps import Scene
from app.ui.theme import Theme
from app.ui.widgets.kit import column, label, row
from app.ui.widgets.marks import paint_target
from app.ui.widgets.paragraph import LINE_HEIGHT
from app.ui.widgets.video_view import VideoView

_ASPECT: Final = 4 / 3
_DASHES: Final = (4.0, 4.0)
_ONE_LINE: Final = 80
_SMALLER: Final = (24, 22, 20, 18, 16, 14)  # only where nothing larger fits


class Ask(QWidget):
    """What to do: a title and one sentence, centred; below them a note where there is one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.title = label("", "title", wrap=True)
        self.sentence, self.note = label("", "muted", wrap=True), label("", "muted", wrap=True)
        self.note.hide()
        for shown in (self.title, self.sentence, self.note):
            shown.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(column(self.title, self.sentence, self.note, spacing=theme.sizes.unit))
        self.setMaximumWidth(theme.sizes.reading)

    def show_step(self, view: StepView) -> None:
        """Show the words of a step."""
        self.title.setText(view.title)
        self.sentence.setText(view.ask)

    def tall(self, width: int) -> int:
        """The height the words need at this width."""
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else 0


class PicturePanel(QWidget):
    """The own picture with the framing guide, 4 to 3, as large as there is room; the words below it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self._gap = theme.sizes.unit * 2
        self.picture = VideoView(theme, "Your picture", guide=True)
        self.ask = Ask(theme)
        for part in (self.picture, self.ask):
            part.setParent(self)

    def minimumSizeHint(self) -> QSize:
        """A small picture and the words."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the two."""
        self.place()
        super().resizeEvent(event)

    def place(self) -> None:
        """Words as tall as they need, the picture above them."""
        wide = min(self.width(), self.ask.maximumWidth())
        tall = self.ask.tall(wide)
        height = max(0, self.height() - tall - self._gap)
        width = min(self.width(), int(height * _ASPECT))
        self.picture.setGeometry((self.width() - width) // 2, 0, width, height)
        self.ask.setGeometry((self.width() - wide) // 2, self.height() - tall, wide, tall)


class LensPanel(QWidget):
    """An arrow at the top edge, under the camera."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty("look", "clear")
        self.setAccessibleName("An arrow up to the camera")
        self._unit = 18.0
        self.ask = Ask(theme)
        self.ask.setParent(self)

    def place(self) -> None:
        """The words below the arrow, under it as far as there is room; the words come before a large arrow."""
        wide = min(self.width(), self.ask.maximumWidth())
        tall = self.ask.tall(wide)
        self._unit = max(1.0, min(18.0, self.height() / 22, (self.height() - tall) / 8))
        left = min(max(lens_x(self) - wide // 2, 0), self.width() - wide)
        self.ask.setGeometry(left, int(8 * self._unit), wide, tall)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the arrow at the middle of the screen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        unit = self._unit
        tip = QPointF(min(max(lens_x(self), 3 * unit), self.width() - 3 * unit), 1.0)
        shape = [(0, 0), (2, 2.4), (0.75, 2.4), (0.75, 6), (-0.75, 6), (-0.75, 2.4), (-2, 2.4)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("good"))
        painter.drawPolygon(QPolygonF([tip + QPointF(x * unit, y * unit) for x, y in shape]))


class TilePanel(QWidget):
    """The frame of the customer's picture at its place in a call; a mark in the middle, words above and below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty("look", "clear")
        self.setAccessibleName("The customer's place")
        self.frame = QRect(0, 0, 300, 200)
        self.ask = Ask(theme)
        self.note = ""
        for shown in (self.ask.title, self.ask.sentence, self.ask.note):
            shown.setParent(self)

    def show_note(self, text: str) -> None:
        """Where the picture is from the camera; '' for nothing."""
        self.note = text
        self.ask.note.setText(text)

    def place(self, frame: QRect) -> None:
        """Put the frame here; the note goes where there is no room for it."""
        self.frame = frame
        pad = self.theme.sizes.gap
        wide = min(frame.width() - 2 * pad, self.theme.sizes.reading)
        left = frame.center().x() - wide // 2
        half = int((frame.height() - self.target_size) / 2)
        title, sentence = self.ask.title.heightForWidth(wide), self.ask.sentence.heightForWidth(wide)
        note = self.ask.note.heightForWidth(wide) if self.note else 0
        fits = bool(note) and sentence + note + pad <= half
        words = sentence + (note + pad // 2 if fits else 0)
        top = frame.bottom() - half + max(0, (half - words) // 2)
        self.ask.title.setGeometry(left, frame.top() + max(0, (half - title) // 2), wide, title)
        self.ask.sentence.setGeometry(left, top, wide, sentence)
        self.ask.note.setGeometry(left, top + sentence + pad // 2, wide, note)
        self.ask.note.setVisible(fits)
        self.update()

    @property
    def target_size(self) -> float:
        """Diameter of the mark in pixels."""
        return min(96.0, self.frame.height() / 5)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frame and mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.frame).adjusted(0.5, 0.5, -0.5, -0.5)
        pen = QPen(self.theme.colour("unknown"), 1.5)
        pen.setDashPattern(list(_DASHES))
        painter.setPen(pen)
        painter.setBrush(self.theme.colour("card"))
        painter.drawRoundedRect(box, self.theme.sizes.radius_card, self.theme.sizes.radius_card)
        paint_target(painter, self.theme, QPointF(box.center()), self.target_size)


class AsidePanel(QWidget):
    """Words alone: where to look besides the call."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.ask = Ask(theme)
        centred = row(None, self.ask, None)
        centred.setStretch(1, 100)
        self.setLayout(column(None, centred, None, None))


class WordsPanel(QWidget):
    """What is read aloud or answered, as large as there is room; it alone while it is measured."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.theme = theme
        self._sizes = (theme.sizes.caption, *(size for size in _SMALLER if size < theme.sizes.caption))
        self._size = 0
        self._gap = theme.sizes.gap
        self.ask = Ask(theme)
        self.text = label("", wrap=True)
        for part in (self.ask, self.text):
            part.setParent(self)

    def show_text(self, view: StepView) -> None:
        """Show the text of a step."""
        self.text.setText(view.text)
        short = len(view.text) < _ONE_LINE
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter if short else Qt.AlignmentFlag.AlignLeft)
        self.ask.setVisible(not view.measuring)
        self.place()

    def place(self) -> None:
        """The words over the text, both in the middle."""
        wide = min(self.width(), self.ask.maximumWidth())
        left = (self.width() - wide) // 2
        # The text keeps its place when the words above it go away.
        above = self.ask.tall(wide) + self._gap
        room = self.height() - (0 if self.ask.isHidden() else above)
        tall = self._fit(wide, room)
        top = min(max(above, (self.height() - tall + above) // 2), self.height() - tall)
        self.text.setGeometry(left, max(0, top), wide, tall)
        self.ask.setGeometry(left, max(0, top - above), wide, above - self._gap)

    def _fit(self, wide: int, room: int) -> int:
        """Take the largest size that fits; gives the height of the text."""
        tall, size = 0, self._sizes[0]
        for size in self._sizes:
            tall = self._height(wide, size)
            if tall <= room:
                break
        if size != self._size:
            self._size = size
            self.text.setStyleSheet(f"font-size: {size}px;")
        return tall

    def _height(self, wide: int, size: int) -> int:
        font = self.theme.font("caption")
        font.setPixelSize(size)
        metrics = QFontMetrics(font)
        box = metrics.boundingRect(QRect(0, 0, wide, 10**6), Qt.TextFlag.TextWordWrap, self.text.text())
        # A line more than counted: the label breaks its lines a little earlier.
        return int((round(box.height() / metrics.lineSpacing()) + 1) * metrics.lineSpacing() * LINE_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place again."""
        self.place()
        super().resizeEvent(event)


class Canvas(QWidget):
    """One of the panels at a time."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.picture, self.lens, self.tile = PicturePanel(theme), LensPanel(theme), TilePanel(theme)
        self.aside, self.words = AsidePanel(theme), WordsPanel(theme)
        self.panels: dict[Scene, PicturePanel | LensPanel | TilePanel | AsidePanel | WordsPanel] = {
            "picture": self.picture,
            "lens": self.lens,
            "tile": self.tile,
            "aside": self.aside,
            "words": self.words,
        }
        self._stack = QStackedLayout(self)
        for panel in self.panels.values():
            self._stack.addWidget(panel)

    def show_step(self, view: StepView) -> None:
        """Show the panel of a step with its words."""
        panel = self.panels[view.scene]
        panel.ask.show_step(view)
        if panel is self.words:
            self.words.show_text(view)
        if self._stack.currentWidget() is not panel:
            self._stack.setCurrentWidget(panel)
        self.picture.picture.show_fit(view.fits)

    def place(self, tile: QRect) -> None:
        """Put everything where it belongs. tile: the customer's picture, in coordinates of the tile's panel."""
        self.picture.place()
        self.lens.place()
        self.tile.place(tile)
