"""The partner's own window: the secret card, a timer, and two large keys. On another screen where there is one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QScreen
from PySide6.QtWidgets import QGridLayout, QPushButton, QTextBrowser, QWidget

from app.practice.partner import FEELINGS
from app.practice.role_card import role_card
from app.practice.role_card_text import role_card_html, role_card_style
from app.practice.scenario.model import Scenario
from app.ui.partner.presenter import TimerView, extend_words, feeling_of_key
from app.ui.partner.timer_face import TimerFace
from app.ui.theme import Theme
from app.ui.widgets.kit import button, column, label, row
from perception.types import FeelingFamily

_SIZE: Final = QSize(760, 760)  # at the usual size of text
_BODY: Final = 14
_CARD_LINES: Final = 14
_HEARD_KEYS: Final = {
    Qt.Key.Key_F: True,
    Qt.Key.Key_Plus: True,
    Qt.Key.Key_J: False,
    Qt.Key.Key_Minus: False,
}
_A_ROW: Final = 3
BEFORE: Final = "Read the card. The two keys work when the call runs."


class Attendant(Protocol):
    """Who listens to the partner's keys: the running call."""

    def heard(self, heard: bool) -> None:
        """The partner felt heard, or did not."""
        ...

    def feels(self, family: FeelingFamily, word: str) -> None:
        """The partner says what they are voicing."""
        ...

    def extend(self) -> None:
        """More time."""
        ...


def partner_key(event: QKeyEvent, to: Attendant) -> bool:
    """What a key of the partner does, on either screen; True when it was one."""
    key = Qt.Key(event.key())
    feeling = feeling_of_key(key - Qt.Key.Key_0) if Qt.Key.Key_1 <= key <= Qt.Key.Key_9 else None
    if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
        return False
    if event.isAutoRepeat() and (key in _HEARD_KEYS or feeling is not None or key == Qt.Key.Key_X):
        return True
    if key in _HEARD_KEYS:
        to.heard(_HEARD_KEYS[key])
    elif feeling is not None:
        to.feels(*feeling)
    elif key == Qt.Key.Key_X:
        to.extend()
    else:
        return False
    return True


class PartnerWindow(QWidget):
    """F or + for felt heard, J or − for not heard, 1 to 9 for a feeling, X for more time."""

    def __init__(self, theme: Theme, scenario: Scenario) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.theme = theme
        self.scenario = scenario
        self._attendant: Attendant | None = None
        self.setProperty("look", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(theme.stylesheet() + f"QWidget[look='page'] {{ background: {theme.colours.paper}; }}")
        self.setWindowTitle("For the partner")
        self.setAccessibleName("The partner's card and keys")
        self.timer = TimerFace(theme, least=5)
        self.timer.setFixedHeight(theme.sizes.body * 7)
        self.card = QTextBrowser()
        self.card.setAccessibleName("The secret card")
        self.card.setMinimumHeight(theme.sizes.body * _CARD_LINES)
        self.card.document().setDefaultStyleSheet(role_card_style(theme.sizes.body))
        self.card.document().setIndentWidth(theme.sizes.gap)
        self.card.setHtml(role_card_html(role_card(scenario)))
        self.said = label(BEFORE, "muted", wrap=True)
        self.felt_heard = self._large("Felt heard", "F or +", lambda: self._call(lambda to: to.heard(True)), "primary")
        self.not_heard = self._large("Not heard", "J or −", lambda: self._call(lambda to: to.heard(False)))
        self.more = button(extend_words(), lambda: self._call(lambda to: to.extend()), "small")
        below = row(self.said, self.more)
        below.setStretch(0, 1)
        keys = row(self.felt_heard, self.not_heard, spacing=theme.sizes.gap)
        whole = column(
            self.timer,
            self.card,
            keys,
            label("What I am saying now is", "small"),
            self._feelings(),
            below,
            spacing=10,
        )
        whole.setStretch(1, 1)
        margin = theme.sizes.margin
        whole.setContentsMargins(margin, margin - 8, margin, margin - 6)
        self.setLayout(whole)
        self.attend(None)

    def attend(self, to: Attendant | None) -> None:
        """Who listens to the keys from now on; None: nobody, the call has not begun."""
        self._attendant = to
        for control in self._controls():
            control.setEnabled(to is not None)

    def tell(self, text: str) -> None:
        """What was marked last."""
        self.said.setText(text)

    def show_time(self, view: TimerView) -> None:
        """The timer now."""
        self.timer.show_now(view)

    def stand_on(self, screen: QScreen | None) -> None:
        """Fill this screen; None: a window on the learner's own, because they asked for it."""
        if screen is None:
            self.resize(_SIZE * max(1.0, self.theme.sizes.body / _BODY))
            self.showNormal()
        else:
            self.setScreen(screen)
            self.setGeometry(QRect(screen.availableGeometry()))
            self.showMaximized()
        self.raise_()
        self.activateWindow()
        self.card.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The partner's keys."""
        if self._attendant is None or not partner_key(event, self._attendant):
            super().keyPressEvent(event)

    def _call(self, then: Callable[[Attendant], object]) -> None:
        if self._attendant is not None:
            then(self._attendant)

    def _large(self, text: str, keys: str, then: Callable[[], object], look: str = "") -> QPushButton:
        made = button(f"{text}\n{keys}", then, look, name=f"{text}, {keys}")
        made.setFixedHeight(self.theme.sizes.control * 2)
        made.setFont(self.theme.font("letter", strong=True))
        return made

    def _feelings(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        self.feelings = [
            button(f"{number}  {word}", partial(self._feel, family, word), "small", name=f"I feel {word}, key {number}")
            for number, (family, word) in enumerate(FEELINGS, start=1)
        ]
        for number, made in enumerate(self.feelings):
            grid.addWidget(made, number // _A_ROW, number % _A_ROW)
        return grid

    def _feel(self, family: FeelingFamily, word: str) -> None:
        self._call(lambda to: to.feels(family, word))

    def _controls(self) -> list[QWidget]:
        return [self.felt_heard, self.not_heard, self.more, *self.feelings]


class PartnerScreen:
    """Keeps the partner's window from the card to the end of the call. One at a time."""

    def __init__(self) -> None:
        self.window: PartnerWindow | None = None

    def open(self, theme: Theme, scenario: Scenario, screen: QScreen | None) -> PartnerWindow:
        """Show the card of this scenario on this screen; None: on the learner's own."""
        if self.window is None or self.window.scenario is not scenario:
            self.close()
            self.window = PartnerWindow(theme, scenario)
        self.window.stand_on(screen)
        return self.window

    @property
    def is_open(self) -> bool:
        """Whether the partner sees it."""
        return self.window is not None and self.window.isVisible()

    def close(self) -> None:
        """Take it away."""
        window, self.window = self.window, None
        if window is not None:
            window.attend(None)
            window.close()
            window.deleteLater()
