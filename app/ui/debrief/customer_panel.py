"""How it went with the customer: the end, calm and trust over the turns, the customer's own rating, turn by turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from app.practice.customer_rating import HIGHEST
from app.practice.turns import StatePoint
from app.reports.practice import RATING_NOTE
from app.ui.debrief.practice_presenter import CustomerView, RatingView, TurnView
from app.ui.theme import Theme
from app.ui.widgets.kit import button, card, clear, column, label, line, row, scrolled, time_label
from app.ui.widgets.notices import EmptyState, MarkDot, MarkedLine
from app.ui.widgets.state_tracks import RatingDots, StateTracks
from perception.types import Span

_INDENT = 60
KEYS = "Up and Down go from turn to turn, Enter plays one, T tries again from there."


@dataclass(frozen=True, slots=True)
class Hands:
    """What can be done from here. play: None where no recording was kept."""

    play: Callable[[Span], object] | None
    retry: Callable[[StatePoint], object]
    same: Callable[[], object]
    other: Callable[[], object]


class CustomerPanel(QWidget):
    """The large part of the debrief about the customer."""

    def __init__(self, theme: Theme, view: CustomerView, hands: Hands) -> None:
        super().__init__()
        self.theme = theme
        self.view = view
        self.hands = hands
        self.turns: tuple[TurnCard, ...] = ()
        self.tracks: StateTracks | None = None
        parts = [self._empty(view)] if view.empty is not None else [self._end(view), *self._rated(), self._path(view)]
        self.scroller: QScrollArea = scrolled(clear(*parts, None, spacing=theme.sizes.gap), view.tab)
        self.setLayout(column(self.scroller, spacing=0))
        self.setAccessibleName(view.heading or view.tab)

    def show_turn(self, place: int) -> None:
        """Bring a turn into sight and give it the keys."""
        if 0 <= place < len(self.turns):
            shown = self.turns[place]
            shown.setFocus()
            self.scroller.ensureWidgetVisible(shown)

    def _step(self, place: int, by: int) -> None:
        self.show_turn(place + by)

    def _empty(self, view: CustomerView) -> QWidget:
        title, text = view.empty or ("", "")
        return EmptyState(self.theme, title, text, ("Choose a customer", self.hands.other))

    def _end(self, view: CustomerView) -> QFrame:
        parts: list[QWidget | int | QHBoxLayout] = [
            label(view.heading, "title", wrap=True),
            label(view.end, wrap=True),
            label(view.change, "muted", wrap=True),
        ]
        if view.trouble:
            told = MarkedLine(self.theme)
            told.tell(view.trouble, "unknown")
            parts.append(told)
        if view.tracks is not None:
            shown = view.tracks
            self.tracks = StateTracks(self.theme, shown.calm, shown.trust, shown.turning, shown.words)
            self.tracks.chosen.connect(self.show_turn)
            parts += [8, self.tracks]
            if shown.turning:
                parts.append(label(f"The triangles are where you moved {view.them} most.", "small", wrap=True))
        self.same_button = button(
            f"Call {view.name} again", self.hands.same, name=f"Call {view.name} again, other words"
        )
        self.other_button = button("Somebody else", self.hands.other, "plain")
        parts += [6, row(self.same_button, self.other_button, None, spacing=10)]
        made = card(self.theme, *parts, spacing=4)
        made.layout().setContentsMargins(24, 20, 24, 22)  # type: ignore[union-attr]
        return made

    def _rated(self) -> list[QFrame]:
        rating = self.view.rating
        return [] if rating is None else [self._rating(rating)]

    def _rating(self, rating: RatingView) -> QFrame:
        head = row(
            label(rating.words, "heading"), RatingDots(self.theme, rating.felt_heard, HIGHEST, ""), None, spacing=14
        )
        lines = []
        for reason in rating.reasons:
            told = MarkedLine(self.theme)
            told.tell(reason.text, "good" if reason.helped else "watch")
            lines.append(told)
        made = card(self.theme, head, *lines, label(RATING_NOTE, "small", wrap=True), spacing=8)
        made.layout().setContentsMargins(24, 18, 24, 18)  # type: ignore[union-attr]
        return made

    def _path(self, view: CustomerView) -> QFrame:
        self.turns = tuple(TurnCard(self.theme, turn, view.name, self.hands) for turn in view.turns)
        for place, shown in enumerate(self.turns):
            shown.leave = partial(self._step, place)
        lines: list[QWidget] = []
        for shown in self.turns:
            lines += [line(), shown]
        head = column(label("Turn by turn", "heading"), label(KEYS, "small", wrap=True), spacing=2)
        made = card(self.theme, head, 4, *lines, spacing=0)
        made.layout().setContentsMargins(24, 18, 24, 14)  # type: ignore[union-attr]
        return made


class TurnCard(QFrame):
    """One turn: what the customer said, what was said to it, what was found, and what it did."""

    def __init__(self, theme: Theme, view: TurnView, name: str, hands: Hands) -> None:
        super().__init__()
        self.theme = theme
        self.view = view
        self.hands = hands
        self.leave: Callable[[int], object] = lambda _step: None
        self.setProperty("look", "turn")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(view.aloud)
        inside = column(self._head(), self._said(name), *self._answered(), spacing=6)
        inside.setContentsMargins(8, 10, 8, 12)
        self.setLayout(inside)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Play, try again, or go to the next turn."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.leave(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.hands.play is not None:
            self.hands.play(self.view.clip)
        elif key == Qt.Key.Key_T and self.view.point is not None:
            self.hands.retry(self.view.point)
        else:
            super().keyPressEvent(event)

    def _head(self) -> QHBoxLayout:
        view, play = self.view, self.hands.play
        parts: list[QWidget | None] = [time_label(self.theme, view.time), label(view.state, "small")]
        if view.turning:
            parts.append(label("turning point", "pill"))
        parts.append(None)
        if play is not None:
            parts.append(button("▶  Play", lambda: play(view.clip), "small", name=f"Play turn {view.number}"))
        point = view.point
        if point is not None:
            name = f"Try again from turn {view.number}, {view.time}"
            parts.append(button("Try again from here", lambda: self.hands.retry(point), "small", name=name))
        return row(*parts, spacing=10)

    def _said(self, name: str) -> QWidget:
        felt = label(f"{self.view.feeling}, not in the words" if self.view.hidden else self.view.feeling, "pill")
        under = [row(felt, None, spacing=6)] if self.view.feeling else []
        asides = [label(text, "muted", wrap=True) for text in self.view.asides]
        return self._spoken(name, "customer", label(f"“{self.view.said}”", wrap=True), *under, *asides)

    def _answered(self) -> list[QWidget]:
        view = self.view
        if not view.answer and not view.note:
            return []
        said = label(f"“{view.answer}”", wrap=True) if view.answer else label(view.note, "muted", wrap=True)
        found = [self._found(*one) for one in view.found]
        under: list[QWidget | QHBoxLayout] = [clear(*found, spacing=1)] if found else []
        if view.because or view.moved:
            under.append(self._why())
        return [self._spoken("You", "you", said, *under)]

    def _found(self, words: str, mark: str) -> QWidget:
        told = label(words, "small", wrap=True)
        dot = MarkDot(self.theme, mark or "unknown", self.theme.sizes.small - 2)
        if not mark:
            kept = dot.sizePolicy()
            kept.setRetainSizeWhenHidden(True)
            dot.setSizePolicy(kept)
            dot.hide()
        across = row(column(round(self.theme.sizes.small * 0.25), dot, None, spacing=0), told, spacing=8)
        across.setStretch(1, 1)
        made = QWidget()
        made.setLayout(across)
        return made

    def _why(self) -> QHBoxLayout:
        """Why the customer went on as they did, and how that moved them."""
        because = label(self.view.because, wrap=True)
        moved = label(self.view.moved, self.view.mark if self.view.mark != "unknown" else "muted")
        moved.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        across = row(because, moved, spacing=14)
        across.setStretch(0, 1)
        return across

    def _spoken(self, who: str, look: str, *parts: QWidget | QHBoxLayout) -> QWidget:
        speaker = label(who, look)
        speaker.setMinimumWidth(max(_INDENT, self.theme.sizes.body * 4))
        speaker.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        across = row(column(speaker, None, spacing=0), column(*parts, spacing=4), spacing=10)
        across.setStretch(1, 1)
        made = QWidget()
        made.setLayout(across)
        return made
