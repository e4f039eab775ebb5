"""Rating and measurement beside each other: where they differ, why, and what the coach says to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QFrame, QLayout, QPlainTextEdit, QSpinBox, QWidget

from app.library.agreement.scale import on_measured_scale
from app.library.review.book import LEAST_REASON_WORDS, VALUE_STEP, is_reason
from app.ui.bar_presenter import bar_words
from app.ui.review.coaching.presenter import LOOKED, SCALE, CompareView
from app.ui.theme import Theme
from app.ui.widgets.bars import ScoreBar
from app.ui.widgets.kit import button, clear, column, empty_layout, label, line, row
from app.ui.widgets.notices import MarkedLine
from app.ui.words import clock
from perception.recording.review_notes import Override
from perception.types import Letter, Span

_REASON_ASKED: Final = f"Say why, in {LEAST_REASON_WORDS} words or more: the learner reads it."


@dataclass(frozen=True, slots=True)
class CompareHands:
    """What can be done here. jump: to a moment. override: value 0..100 and reason."""

    jump: Callable[[Span], object]
    agree: Callable[[Letter, float], object]
    keep: Callable[[Letter], object]
    override: Callable[[Letter, float, str], object]
    take_back: Callable[[Override], object]
    rate_again: Callable[[], object]


class ComparePanel(QWidget):
    """Letters that lie apart first, open; the others below, to open."""

    def __init__(self, theme: Theme, hands: CompareHands) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.theme = theme
        self._hands = hands
        self.cards: dict[Letter, CompareCard] = {}
        self._lines = column(spacing=0)
        self.hint = label("", "small", wrap=True)
        self.again_button = button("Change my rating", hands.rate_again, "small")
        head = column(label("You and the measurement", "heading"), self.hint, spacing=2)
        foot: list[QWidget | QLayout] = [label(SCALE, "small", wrap=True), row(self.again_button, None)]
        self.setLayout(column(head, 6, self._lines, 8, *foot, spacing=4))

    def show_views(self, views: Sequence[CompareView], *, counts: bool) -> None:
        """All seven; what was open stays open. counts: the rating was made before the values were seen."""
        opened = {letter for letter, card in self.cards.items() if card.is_open}
        first = not self.cards
        empty_layout(self._lines)
        self.cards = {}
        apart = [view for view in views if view.apart]
        self.hint.setText(_heading(len(apart), counts=counts))
        for view in views:
            made = CompareCard(self.theme, view, self._hands)
            self.cards[view.letter] = made
            self._lines.addWidget(line())
            self._lines.addWidget(made)
            if view.letter in opened or (first and view.apart and not view.settled):
                made.toggle()


class CompareCard(QFrame):
    """One letter; open, its reasons and what can be said to them."""

    def __init__(self, theme: Theme, view: CompareView, hands: CompareHands) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.theme = theme
        self.view = view
        self._hands = hands
        self._more: QWidget | None = None
        self.form: OverrideForm | None = None
        self.toggle_button = button("▸", self.toggle, "tool", name=f"Open {view.name}")
        bar = ScoreBar(theme, view.bar)
        bar.setAccessibleName(f"{view.name}: measured, with your rating")
        name = label(view.name, tight=True)
        letter = label(view.letter, "strong")
        letter.setFixedWidth(theme.sizes.body)
        parts: list[QWidget | None] = [letter, name]
        if view.apart and not view.settled:
            parts.append(label("apart", "pill"))
        head = row(*parts, self.toggle_button, spacing=6)
        head.setStretch(1, 1)
        told = [label(text, wrap=True) for text in (view.own_words, *view.others) if text]
        self._column = column(head, bar, label(view.numbers, "small", wrap=True), *told, spacing=3)
        self._column.setContentsMargins(0, 6, 0, 8)
        self.setLayout(self._column)
        words = bar_words(view.bar)
        self.setAccessibleName(f"{view.name}: {view.numbers}. {view.verdict}")
        self.setAccessibleDescription(words)

    @property
    def is_open(self) -> bool:
        """Whether its reasons show."""
        return self._more is not None and not self._more.isHidden()

    def toggle(self) -> None:
        """Open or close."""
        if self._more is None:
            self._more = self._make_more()
            self._column.addWidget(self._more)
            self._more.show()
        else:
            self._more.setHidden(not self._more.isHidden())
        self.toggle_button.setText("▾" if self.is_open else "▸")
        self.toggle_button.setAccessibleName(f"{'Close' if self.is_open else 'Open'} {self.view.name}")

    def _make_more(self) -> QWidget:
        view = self.view
        parts: list[QWidget] = [label(view.verdict, wrap=True)]
        for reason in view.reasons:
            told = MarkedLine(self.theme)
            told.tell(reason.text, "good" if reason.helped else "watch")
            parts.append(told)
            if reason.spans:
                places = QWidget()
                places.setLayout(row(*(self._jump(span) for span in reason.spans), None, spacing=4))
                parts.append(places)
        if view.settled:
            parts.append(label(view.settled, "good-small", wrap=True))
        self._foot = column(*(row(made, None) for made in self._commands()), spacing=6)
        holder = QWidget()
        holder.setLayout(self._foot)
        return clear(*parts, holder, spacing=6)

    def _commands(self) -> list[QWidget]:
        view = self.view
        made: list[QWidget] = []
        middle = view.middle
        if view.apart and not view.settled and middle is not None:
            agree = button(
                "Agree with the measurement",
                lambda: self._hands.agree(view.letter, middle),
                "small",
                name=self._named("Agree"),
            )
            keep = button("Keep mine", lambda: self._hands.keep(view.letter), "small", name=self._named("Keep mine"))
            made += [agree, keep]
        own = view.own
        words = "Override with a reason …" if own is None else "Change my value …"
        made.append(button(words, self.ask_value, "small", name=self._named(words)))
        if own is not None:
            name = self._named("Take my value back")
            made.append(button("Take my value back", lambda: self._hands.take_back(own), "small", name=name))
        return made

    def _named(self, words: str) -> str:
        return f"{words}: {self.view.name}"

    def _jump(self, span: Span) -> QWidget:
        time = clock(span.start_s)
        return button(f"▶ {time}", lambda: self._hands.jump(span), "small", name=f"{self.view.name}: go to {time}")

    def ask_value(self) -> None:
        """Open the form of an own value."""
        if not self.is_open:
            self.toggle()
        if self.form is not None:
            self.form.value.setFocus()
            return
        view = self.view
        self.form = OverrideForm(self.theme, view, self._keep_value, self._close_form)
        empty_layout(self._foot)
        self._foot.addWidget(self.form)
        self.form.value.setFocus()

    def _keep_value(self, value: float, reason: str) -> None:
        self._hands.override(self.view.letter, value, reason)

    def _close_form(self) -> None:
        self.form = None
        empty_layout(self._foot)
        for made in self._commands():
            self._foot.addLayout(row(made, None))


class OverrideForm(QWidget):
    """A value in steps of 5 and why. Both the measured value and this one are kept and shown."""

    def __init__(
        self,
        theme: Theme,
        view: CompareView,
        keep: Callable[[float, str], object],
        close: Callable[[], object],
    ) -> None:
        super().__init__()
        self._keep = keep
        self.value = QSpinBox()
        self.value.setRange(0, 100)
        self.value.setSingleStep(VALUE_STEP)
        self.value.setValue(_prefilled(view))
        self.value.setAccessibleName(f"Your value for {view.name}, 0 to 100")
        self.value.setMaximumWidth(theme.sizes.room(110))
        self.reason = QPlainTextEdit(view.own.reason if view.own is not None else "")
        self.reason.setPlaceholderText("What did you see or hear?")
        self.reason.setAccessibleName(f"Why you set another value for {view.name}")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(theme.sizes.body * 5)
        self.save_button = button("Keep my value", self._save, "small", name=f"Keep my value for {view.name}")
        cancel = button("Cancel", close, "small", name="Keep no value")
        self.hint = label(_REASON_ASKED, "small", wrap=True)
        head = row(label("Your value"), self.value, None, spacing=8)
        self.setLayout(column(head, self.reason, self.hint, row(self.save_button, cancel, None, spacing=6), spacing=6))
        self.reason.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        self.save_button.setEnabled(is_reason(self.reason.toPlainText()))

    def _save(self) -> None:
        step = VALUE_STEP * round(self.value.value() / VALUE_STEP)
        self._keep(float(step), self.reason.toPlainText())


def _prefilled(view: CompareView) -> int:
    if view.own is not None:
        return round(view.own.value)
    if view.bar.said is not None:
        return round(view.bar.said)
    return VALUE_STEP * round((view.middle if view.middle is not None else on_measured_scale(3)) / VALUE_STEP)


def _heading(apart: int, *, counts: bool) -> str:
    if not apart:
        told = "Where both are there, your rating lies within what the measurement holds likely."
    else:
        told = "One letter lies apart." if apart == 1 else f"{apart} letters lie apart, the widest first."
    return told if counts else f"{told} {LOOKED}"
