"""Where things are on the real screens: the middle of the top edge, the customer's picture, the other screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QScreen
from PySide6.QtWidgets import QWidget

from app.ui.calibration.presenters.places import TilePlace, mm_per_px
from app.ui.call.placement import tile_in_page
from app.ui.page import Page
from app.ui.theme import Theme
from app.ui.widgets.letter_strip import STRIP_SIZE
from app.ui.widgets.marks import paint_target

# Less room than this above the window is not worth moving it.
_ROOM_MM: Final = 8.0
_TARGET_SIZE: Final = QSize(320, 240)


def tile_rect(page: Page) -> QRect:
    """Where the customer's picture is, or would be, on a page of this size."""
    return QRect(*tile_in_page(page.width(), page.height(), page.theme.sizes, STRIP_SIZE))


def tile_place(page: Page) -> TilePlace | None:
    """The customer's picture on the real screen; None when the desktop does not tell where the window is."""
    screen = page.screen()
    if screen is None or not _places_are_known(page):
        return None
    area = screen.geometry()
    size = mm_per_px(screen.physicalSize().height(), area.height())
    if size is None:
        return None
    centre = page.mapToGlobal(tile_rect(page).center())
    window = page.window()
    above = window.frameGeometry().top() - screen.availableGeometry().top()
    return TilePlace(
        below_mm=(centre.y() - area.top()) * size,
        right_mm=(centre.x() - area.center().x()) * size,
        can_rise=above * size > _ROOM_MM,
        fills=window.isMaximized() or window.isFullScreen(),
    )


def _places_are_known(page: Page) -> bool:
    # Wayland tells no window where it is; one that fills the screen is where the screen is.
    wayland = "wayland" in QGuiApplication.platformName()
    return not wayland or page.window().isMaximized() or page.window().isFullScreen()


def lens_x(inside: QWidget) -> int:
    """The middle of the screen in the coordinates of `inside`, kept within it."""
    screen = inside.screen()
    if screen is None:
        return inside.width() // 2
    top = QPoint(screen.geometry().center().x(), screen.geometry().top())
    return min(max(inside.mapFromGlobal(top).x(), 0), inside.width())


def other_screen(inside: QWidget) -> QScreen | None:
    """Another screen than the one the window is on, None when there is none."""
    return next((screen for screen in QGuiApplication.screens() if screen != inside.screen()), None)


class ScreenTarget(QWidget):
    """A small window with a mark, in the middle of another screen. It takes no keys."""

    def __init__(self, theme: Theme, screen: QScreen, parent: QWidget) -> None:
        flags = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus
        super().__init__(parent, flags)
        self.theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAccessibleName("Mark on the other screen")
        self.resize(_TARGET_SIZE)
        place = QRect(QPoint(), _TARGET_SIZE)
        place.moveCenter(screen.availableGeometry().center())
        self.setScreen(screen)
        self.move(place.topLeft())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark and two words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.theme.colour("card"))
        centre = QPointF(self.width() / 2, self.height() * 0.42)
        paint_target(painter, self.theme, centre, self.height() * 0.36)
        painter.setPen(self.theme.colour("ink"))
        painter.setFont(self.theme.font("heading", strong=True))
        text = QRectF(0, self.height() * 0.68, self.width(), self.height() * 0.2)
        painter.drawText(text, Qt.AlignmentFlag.AlignCenter, "Look here")
