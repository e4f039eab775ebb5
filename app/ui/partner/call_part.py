"""A running call with a person in the room: the timer in the customer's place, and what the partner's keys do."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame

from app.engine.messages import MarkMoment, PartnerFeels
from app.practice.partner import EXTENDS_S, FELT_HEARD, NOT_HEARD
from app.ui.page import Desk
from app.ui.partner.presenter import SHARED_WORDS, extend_words, marked_words, present_timer, stated_words
from app.ui.partner.timer_face import TimerFace
from app.ui.partner.window import partner_key
from app.ui.practice.words_presenter import first_name
from app.ui.routes import PartnerChoice
from app.ui.theme import Theme
from app.ui.widgets.kit import button, clear, column, label, row
from perception.types import FeelingFamily

_LEAST_FIGURES: Final = 15  # lines of text that the figures get before anything else
KEYS: Final = "Your partner: F or + felt heard, J or − not heard, 1 to 9 a feeling, X more time"


class PartnerTile(QFrame):
    """In the customer's place: who the partner is, the timer, and the partner's keys for a second keyboard."""

    def __init__(self, theme: Theme, choice: PartnerChoice, part: PartnerPart, *, shares: bool) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.timer = TimerFace(theme, least=6)
        self.more = button(extend_words(), part.extend, "small", name=f"{extend_words()}, key X")
        name = label(f"Your partner is {first_name(choice.scenario.persona)}", "heading", tight=True)
        told = [label(SHARED_WORDS, "muted", wrap=True)] if shares else []
        self.notes = clear(*told, label(KEYS, "small", wrap=True), spacing=6)
        top = row(name, self.more)
        top.setStretch(0, 1)
        whole = column(top, self.timer, self.notes, spacing=8)
        whole.setStretch(1, 1)
        pad = theme.sizes.pad
        whole.setContentsMargins(pad, pad - 4, pad, pad - 6)
        self.setLayout(whole)
        self.setAccessibleName("Your partner and the time")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the figures come first."""
        room = self.height() - self.more.sizeHint().height()
        self.notes.setVisible(room - self.notes.sizeHint().height() > _LEAST_FIGURES * self.timer.theme.sizes.body)
        super().resizeEvent(event)


class PartnerPart:
    """One call. Implements app.ui.partner.window.Attendant."""

    def __init__(self, desk: Desk, choice: PartnerChoice, *, shares: bool) -> None:
        self._desk = desk
        self._choice = choice
        self._extended_s = 0
        self._now_s = 0.0
        self._phase = "preparing"
        self.tile = PartnerTile(desk.theme, choice, self, shares=shares)
        self._show()

    def begin(self) -> None:
        """The partner's window listens to this call."""
        window = self._desk.partner.window
        if window is not None:
            window.attend(self)
            window.tell("")

    def end(self) -> None:
        """The partner's window goes away: what comes next is on the laptop."""
        self._desk.partner.close()

    def show(self, now_s: float | None, phase: str) -> None:
        """Where the call is; None: at the same time as before. phase: as CallView.phase."""
        self._now_s, self._phase = self._now_s if now_s is None else now_s, phase
        self._show()

    def on_key(self, event: QKeyEvent) -> bool:
        """The partner's keys on the learner's laptop, or on a second keyboard of it."""
        return self._runs and partner_key(event, self)

    def heard(self, heard: bool) -> None:
        """Mark this moment. Nothing is shown to the learner."""
        if self._runs:
            self._desk.send(MarkMoment(FELT_HEARD if heard else NOT_HEARD))
            self._tell(marked_words(heard, self._now_s))

    def feels(self, family: FeelingFamily, word: str) -> None:
        """The partner states what they are voicing."""
        if self._runs:
            self._desk.send(PartnerFeels(family, word))
            self._tell(stated_words(word, self._now_s))

    def extend(self) -> None:
        """Two minutes more."""
        self._extended_s += EXTENDS_S
        self._show()

    @property
    def _runs(self) -> bool:
        return self._phase == "running"

    def _tell(self, text: str) -> None:
        window = self._desk.partner.window
        if window is not None:
            window.tell(text)

    def _show(self) -> None:
        paused, begun = self._phase == "paused", self._phase in ("running", "paused")
        view = present_timer(self._now_s, self._choice.minutes, self._extended_s, begun=begun, paused=paused)
        self.tile.timer.show_now(view)
        window = self._desk.partner.window
        if window is not None:
            window.show_time(view)
