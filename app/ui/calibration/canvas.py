"""The large area of a step: the own picture, an arrow to the lens, the mark in the customer's place, or a text."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from app.ui.calibration.desktop import lens_x
from app.ui.calibration.screen import StepView
from app.ui.calibration.steps import Scene
from app.ui.theme import Theme
from app.ui.widgets.kit import column, label, row
from app.ui.widgets.marks import paint_target
from app.ui.widgets.video_view import VideoView

_ASPECT: Final = 4 / 3
_DASHES: Final = (4.0, 4.0)
_ONE_LINE: Final = 80


class Ask(QWidget):
    """What to do: a title and one sentence, centred, and a text below where there is one."""

    def __init__(self, theme: Theme, *, text: bool = False) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.title, self.sentence, self.text = label("", "title", wrap=True), label("", "muted", wrap=True), None
        self.note = label("", "muted", wrap=True)
        self.note.hide()
        parts: list[QWidget | int | None] = [self.title, self.sentence, self.note]
        if text:
            self.text = label("", "", wrap=True)
            self.text.setFont(theme.font("caption"))
            self.text.setStyleSheet(f"font-size: {theme.sizes.caption}px;")
            parts += [theme.sizes.gap, self.text]
        centred: tuple[QLabel, ...] = (self.title, self.sentence, self.note)
        for shown in centred:
            shown.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(column(*parts, spacing=theme.sizes.unit))
        self.setMaximumWidth(theme.sizes.reading)

    def show_step(self, view: StepView) -> None:
        """Show the words of a step."""
        self.title.setText(view.title)
        self.sentence.setText(view.ask)
        if self.text is not None:
            self.text.setText(view.text)
            short = len(view.text) < _ONE_LINE
            self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter if short else Qt.AlignmentFlag.AlignLeft)

    def show_note(self, text: str) -> None:
        """A sentence below; '' for none."""
        self.note.setText(text)
        self.note.setVisible(bool(text))


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
        tall = max(self.ask.heightForWidth(wide), self.ask.minimumSizeHint().height())
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
        self.ask = Ask(theme)
        self.ask.setParent(self)

    def place(self) -> None:
        """The words below the arrow, under it as far as there is room."""
        wide = min(self.width(), self.ask.maximumWidth())
        tall = max(self.ask.heightForWidth(wide), self.ask.minimumSizeHint().height())
        left = min(max(lens_x(self) - wide // 2, 0), self.width() - wide)
        self.ask.setGeometry(left, int(8 * self._unit), wide, tall)
        self.update()

    @property
    def _unit(self) -> float:
        return min(18.0, self.height() / 22)

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
    """The frame of the customer's picture at its place in a call, with a mark in the middle."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty("look", "clear")
        self.setAccessibleName("The customer's place")
        self.frame = QRect(0, 0, 300, 200)
        self.ask = Ask(theme)
        self.ask.setParent(self)

    def place(self, frame: QRect) -> None:
        """Put the frame here."""
        self.frame = frame
        pad = self.theme.sizes.gap
        wide = min(frame.width() - 2 * pad, self.ask.maximumWidth())
        tall = max(self.ask.heightForWidth(wide), self.ask.minimumSizeHint().height())
        below = frame.center().y() + self.target_size / 2
        top = int(max(below, (below + frame.bottom() - tall) / 2))
        self.ask.setGeometry(frame.center().x() - wide // 2, top, wide, tall)
        self.update()

    @property
    def target_size(self) -> float:
        """Diameter of the mark in pixels."""
        return min(96.0, self.frame.height() / 4)

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


class TextPanel(QWidget):
    """Words alone: where to look besides the call, or what to read aloud."""

    def __init__(self, theme: Theme, *, text: bool) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.ask = Ask(theme, text=text)
        centred = row(None, self.ask, None)
        centred.setStretch(1, 100)
        self.setLayout(column(None, centred, None, *([] if text else [None])))


class Canvas(QWidget):
    """One of the panels at a time."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.picture, self.lens, self.tile = PicturePanel(theme), LensPanel(theme), TilePanel(theme)
        self.aside, self.words = TextPanel(theme, text=False), TextPanel(theme, text=True)
        self.panels: dict[Scene, PicturePanel | LensPanel | TilePanel | TextPanel] = {
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
        if self._stack.currentWidget() is not panel:
            self._stack.setCurrentWidget(panel)
        self.picture.picture.show_fit(view.fits)

    def place(self, tile: QRect) -> None:
        """Put everything where it belongs. tile: the customer's picture, in coordinates of the tile's panel."""
        self.picture.place()
        self.lens.place()
        self.tile.place(tile)
