"""Beside the letters: what to keep, what to change with its drill, the feelings voiced, what was said before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from app.practice.drills.model import DrillKind
from app.practice.turns import StatePoint
from app.ui.debrief.presenter import DebriefView, FeelingView, Point, clip_around
from app.ui.debrief.say_it import wording_widget
from app.ui.theme import Theme
from app.ui.widgets.kit import button, card, clear, label, line, row, time_label
from perception.types import Span

HEADINGS = ("Change one thing", "After that")


@dataclass(frozen=True, slots=True)
class AdviceHands:
    """What can be done from the advice. play: None where no recording was kept; drill: None without drills."""

    play: Callable[[Span], object] | None
    copy: Callable[[str], object]
    drill: Callable[[DrillKind], object] | None
    retry: Callable[[StatePoint], object]


class Advice:
    """Makes the cards of the advice. duration_s: of the call."""

    def __init__(self, theme: Theme, view: DebriefView, hands: AdviceHands, duration_s: float) -> None:
        self.theme = theme
        self._view = view
        self._hands = hands
        self._duration_s = duration_s

    def cards(self) -> list[QFrame]:
        """All of them, the strengths first."""
        return [self._keep(), *self._changes(), self._feelings(), *self._self_check()]

    def _keep(self) -> QFrame:
        points = [self._kept(point) for point in self._view.keep]
        if not points:
            points = [label("This call was too short to say what stood out.", "muted", wrap=True)]
        return card(self.theme, label("Keep", "heading"), *points, spacing=10)

    def _kept(self, point: Point) -> QWidget:
        first, second = (f"“{point.quote.strip('“”')}”", point.text) if point.quote else (point.text, "")
        parts: list[QWidget | int] = [label(first, wrap=True)]
        if second:
            parts.append(label(second, "small", wrap=True))
        if point.time:
            parts += [4, self._when(point)]
        return clear(*parts, spacing=2)

    def _changes(self) -> list[QFrame]:
        """The first stands out; the second waits for its turn."""
        looks = ("card-watch", "card")
        return [
            self._change(point, heading, look)
            for point, heading, look in zip(self._view.changes, HEADINGS, looks, strict=False)
        ]

    def _change(self, point: Point, heading: str, look: str) -> QFrame:
        parts: list[QWidget] = []
        quoted = bool(point.quote) and not point.quotes_itself
        if quoted:
            parts.append(label(f"“{point.quote.strip('“”')}”", wrap=True))
        parts.append(label(point.text, "muted" if quoted else "", wrap=True))
        worded = point.wording is not None and bool(point.wording.text)
        if point.aim:
            parts.append(label(f"Next time: {point.aim}", "" if worded else "try", wrap=True))
        if point.wording is not None and worded:
            parts.append(wording_widget(self.theme, point.wording, self._hands.copy))
        if point.time:
            parts.append(self._when(point))
        if point.drill is not None and self._hands.drill is not None:
            parts.append(self._drill(*point.drill, self._hands.drill, "primary" if look == "card-watch" else ""))
        return card(self.theme, label(heading, "heading"), *parts, look=look, spacing=9)

    def _drill(self, kind: DrillKind, text: str, start: Callable[[DrillKind], object], look: str) -> QPushButton:
        return button(text, lambda: start(kind), look)

    def _feelings(self) -> QFrame:
        feelings = self._view.feelings
        if not feelings:
            text = "No feeling was put into words by the customer in this call."
            return card(self.theme, label("Feelings voiced", "heading"), label(text, "muted", wrap=True))
        lines: list[QWidget] = []
        for shown in feelings:
            lines += [line(), self._feeling(shown)] if lines else [self._feeling(shown)]
        return card(self.theme, label("Feelings voiced", "heading"), *lines, spacing=7)

    def _feeling(self, shown: FeelingView) -> QWidget:
        play = self._hands.play
        when: QWidget = time_label(self.theme, shown.time)
        if play is not None:
            name = f"Play {shown.feeling} at {shown.time}"
            when = button(f"▶  {shown.time}", lambda: play(shown.clip), "small", name=name)
        parts: list[QWidget | None] = [when, label(shown.feeling, tight=True)]
        if shown.hidden:
            pill = label("hidden", "pill")
            pill.setToolTip("Not in the words: voice, face and manner carried it.")
            parts.append(pill)
        parts.append(label(shown.outcome, shown.mark))
        across = row(*parts, spacing=12)
        across.setStretch(1, 1)
        head = QWidget()
        head.setLayout(across)
        return clear(head, *self._more(shown), spacing=4)

    def _more(self, shown: FeelingView) -> list[QWidget]:
        """What was answered, and another try."""
        parts: list[QWidget] = [label(f"You: “{shown.quote}”", "small", wrap=True)] if shown.quote else []
        point = shown.point
        if point is not None and shown.mark == "watch":
            name = f"Try again from {shown.time}, {shown.feeling}"
            again = button("Try again from here", lambda: self._hands.retry(point), "small", name=name)
            made = QWidget()
            made.setLayout(row(again, None))
            parts.append(made)
        return parts

    def _self_check(self) -> list[QFrame]:
        said = self._view.self_check
        if said is None:
            return []
        words = [label(text, wrap=True) for text in said.gaps]
        if said.same:
            words.append(label(said.same, "muted", wrap=True))
        if said.sentence:
            words.append(label(f"“{said.sentence}”", "muted", wrap=True))
        words.append(label("The ring on each bar is what you said.", "small", wrap=True))
        return [card(self.theme, label("What you said before", "heading"), *words)]

    def _when(self, point: Point) -> QWidget:
        parts: list[QWidget | None] = [time_label(self.theme, point.time), None]
        play = self._hands.play
        if play is not None:
            parts.insert(0, self._clip(point, play))
        begin = point.point
        if begin is not None:
            name = f"Try again from {point.time}"
            parts.append(button("Try again from here", lambda: self._hands.retry(begin), "small", name=name))
        made = QWidget()
        made.setLayout(row(*parts, spacing=10))
        return made

    def _clip(self, point: Point, play: Callable[[Span], object]) -> QPushButton:
        span = clip_around(point.clips[0], self._duration_s)
        text = f"▶  Play {round(span.end_s - span.start_s)} s"
        return button(text, lambda: play(point.clips[0]), "small", name=f"{text[3:]} from {point.time}")
