"""The graph of turns: pan with the mouse, zoom with Ctrl and the wheel or + and -, 0 fits, the arrows go from turn to
turn, Enter opens the chosen one in the form."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView

from app.practice.scenario.checking import PlacedFinding
from app.practice.scenario.layout import Layout, lay_out
from app.practice.scenario.model import Scenario
from app.ui.editor.document import Selection
from app.ui.editor.graph_items import TurnCard, WayLine, WayWords, card_spacing
from app.ui.editor.graph_presenter import edges_aloud, next_card, present_cards, present_lines
from app.ui.theme import Theme
from app.ui.widgets.marks import paint_focus

_CLOSEST: Final = 1.6
_FARTHEST: Final = 0.2
_STEP: Final = 1.18
_READABLE: Final = 0.62  # below this scale no words stand on lines
_COMFORTABLE: Final = 0.74  # the picture begins no smaller than this
_AROUND: Final = 26.0
_ARROWS: Final = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}


class GraphView(QGraphicsView):
    """`chosen` carries a Selection; `opened` asks for the form of the chosen turn; `wanted` for a change by its key."""

    chosen = Signal(object)
    opened = Signal()
    wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._spacing = card_spacing(theme)
        self._stage = QGraphicsScene(self)
        self.setScene(self._stage)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setBackgroundBrush(theme.colour("paper"))
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Graph of turns")
        self.setMinimumSize(260, 80 if theme.sizes.very_large else 160)
        self.cards: dict[str, TurnCard] = {}
        self.lines: list[WayLine] = []
        self._words: list[WayWords] = []
        self._scenario: Scenario | None = None
        self._layout = Layout({}, ())
        self._selection = Selection()
        self._played: tuple[tuple[str, str], ...] = ()
        self._fitted = True
        self._bounds = QRectF()

    # ------------------------------------------------------------ showing

    def show_scenario(
        self, scenario: Scenario, findings: Sequence[PlacedFinding], selection: Selection, played: tuple[str, ...] = ()
    ) -> None:
        """Draw it; where only words changed the places stay. played: turns of a path that was played."""
        layout = lay_out(scenario, self._spacing)
        moved = layout != self._layout
        self._scenario, self._layout, self._selection = scenario, layout, selection
        self._played = tuple(pairwise(played))
        views = present_cards(scenario, findings)
        if moved:
            self._stage.clear()
            self.cards, self.lines, self._words = {}, [], []
            for view in views:
                self.cards[view.name] = card = TurnCard(self.theme, view, self._spacing)
                card.setPos(QPointF(*layout.places[view.name]))
                self._stage.addItem(card)
        path = {name for pair in self._lit() for name in pair}
        for view in views:
            self.cards[view.name].show_view(view, chosen=view.name == selection.node, lit=view.name in path)
        self._draw_lines()
        if moved:
            box = self._stage.itemsBoundingRect().adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
            room = QRectF(box).adjusted(-400, -400, 400, 400)
            self._stage.setSceneRect(room)
            self._bounds = box
            if self._fitted:
                self.rest()
        self._tell()

    def show_selection(self, selection: Selection) -> None:
        """Another turn is chosen; it is brought into sight."""
        if self._scenario is None or selection == self._selection:
            return
        self._selection = selection
        path = {name for pair in self._lit() for name in pair}
        for name, card in self.cards.items():
            card.show_view(card.view, chosen=name == selection.node, lit=name in path)
        self._draw_lines()
        if selection.node in self.cards:
            card = self.cards[selection.node]
            self.ensureVisible(card.sceneBoundingRect(), 20, 20)
        self._tell()

    def fit(self) -> None:
        """All of it in sight, never larger than it is."""
        if not self.cards:
            return
        self._fitted = True
        self.resetTransform()
        box, room = self._bounds, self.viewport().rect()
        scale = min(1.0, room.width() / box.width(), room.height() / box.height())
        scale = max(_FARTHEST, scale)
        self.scale(scale, scale)
        self.centerOn(box.center())
        self._draw_words()

    def rest(self) -> None:
        """All of it where that can be read; else readable, around what is chosen."""
        self.fit()
        if self.transform().m11() < _COMFORTABLE:
            self.resetTransform()
            self.scale(_COMFORTABLE, _COMFORTABLE)
            card = self.cards.get(self._selection.node or "") or next(iter(self.cards.values()))
            self.centerOn(card.sceneBoundingRect().center())
            box = self._bounds
            seen = self.mapToScene(self.viewport().rect()).boundingRect()
            # Nothing is left empty at the rim while there is more on the other side.
            x = _held(seen.center().x(), (box.left(), box.right()), seen.width())
            y = _held(seen.center().y(), (box.top(), box.bottom()), seen.height())
            self.centerOn(QPointF(x, y))
            self._draw_words()

    def zoom(self, factor: float) -> None:
        """Closer or farther."""
        now = self.transform().m11()
        factor = min(_CLOSEST, max(_FARTHEST, now * factor)) / now
        self.scale(factor, factor)
        self._fitted = False
        self._draw_words()

    # ------------------------------------------------------------ hands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows from turn to turn, Enter, + and -, 0."""
        key = Qt.Key(event.key())
        if key in _ARROWS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._step(_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_Delete:
            self.wanted.emit("delete")
        elif key == Qt.Key.Key_Insert:
            self.wanted.emit("add")
        elif key == Qt.Key.Key_F2:
            self.wanted.emit("rename")
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is clicked; the ground moves the picture."""
        found = [item for item in self.items(event.position().toPoint()) if isinstance(item, (TurnCard, WayLine))]
        item = next(iter(found), None)
        if event.button() == Qt.MouseButton.LeftButton and item is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            way = item.view.way if isinstance(item, WayLine) else None
            name = way.start if way is not None else item.view.name if isinstance(item, TurnCard) else None
            self.chosen.emit(Selection(name, way.places[0] if way is not None else None))
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a turn in the form."""
        if isinstance(self.itemAt(event.position().toPoint()), TurnCard):
            self.opened.emit()
        else:
            super().mouseDoubleClickEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom; the wheel alone moves up and down."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            return
        self._fitted = False
        bar = self.verticalScrollBar() if event.angleDelta().y() else self.horizontalScrollBar()
        bar.setValue(bar.value() - (event.angleDelta().y() or event.angleDelta().x()) // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Still all of it, where all of it was asked for."""
        super().resizeEvent(event)
        if self._fitted:
            self.rest()

    def drawForeground(self, painter: QPainter, _rect: QRectF | QRect) -> None:
        """The ring while it has the keys."""
        if self.hasFocus():
            painter.save()
            painter.resetTransform()
            paint_focus(painter, self.theme, QRectF(self.viewport().rect()), self.theme.sizes.radius_control)
            painter.restore()

    # ------------------------------------------------------------ parts

    def _step(self, direction: str) -> None:
        here = self._selection.node or (self._scenario.start if self._scenario is not None else "")
        if self._selection.node is None:
            name: str | None = here if here in self.cards else None
        else:
            name = next_card(self._layout, here, direction)  # type: ignore[arg-type]
        if name is not None:
            self.chosen.emit(Selection(name))

    def _lit(self) -> set[tuple[str, str]]:
        if self._scenario is None:
            return set()
        lines = present_lines(self._scenario, self._layout, self._selection.node, self._played)
        return {(line.way.start, line.way.to) for line in lines if line.lit}

    def _draw_lines(self) -> None:
        for line in self.lines:
            self._stage.removeItem(line)
        self.lines = []
        if self._scenario is None:
            return
        for view in present_lines(self._scenario, self._layout, self._selection.node, self._played):
            line = WayLine(self.theme, view)
            self._stage.addItem(line)
            self.lines.append(line)
        self._draw_words()

    def _draw_words(self) -> None:
        """Words on lines as long as they are readable and none covers another or a card; the chosen turn's first."""
        for words in self._words:
            self._stage.removeItem(words)
        self._words = []
        if self.transform().m11() < _READABLE:
            return
        taken = [card.mapRectToScene(card.shape().boundingRect()) for card in self.cards.values()]
        font = self.theme.font("small")
        for line in sorted(self.lines, key=lambda one: (not one.view.strong, not one.view.lit)):
            free = (box for box in line.label_boxes(font) if not any(box.intersects(other) for other in taken))
            box = next(free, None)
            if box is None:
                continue
            taken.append(box)
            colour = line.colour() if line.view.strong or line.view.lit else self.theme.colour("muted")
            words = WayWords(self.theme, line.view.text, box, colour)
            self._stage.addItem(words)
            self._words.append(words)

    def _tell(self) -> None:
        """What is chosen, for people who do not see the graph."""
        name = self._selection.node
        if self._scenario is None or name not in self.cards:
            self.setAccessibleDescription(f"{len(self.cards)} turns. The arrows go from turn to turn.")
            return
        said = f"{self.cards[name].view.aloud}. {edges_aloud(self._scenario, name)}"
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))


def _held(middle: float, bounds: tuple[float, float], seen: float) -> float:
    """The middle of what is seen, so that it ends where the picture ends."""
    low, high = bounds[0] + seen / 2, bounds[1] - seen / 2
    return (low + high) / 2 if low > high else min(max(middle, low), high)
