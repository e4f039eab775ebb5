"""Plays the scenario from a turn: type what the CSM says, see what it was taken for and where that leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QLineEdit, QWidget

from app.practice.play import SILENCE, written_turn
from app.practice.ports import Director
from app.practice.scenario.model import Scenario
from app.practice.turns import StatePoint, Step
from app.ui.editor.fields import LARGE_BODY
from app.ui.editor.ports import Workshop
from app.ui.editor.words_presenter import END_WORDS, deeds_words
from app.ui.page import Desk
from app.ui.widgets.kit import button, clear, column, empty_layout, label, row, scrolled
from perception.errors import PerceptionError


class PlayPanel(QWidget):
    """`walked` carries the path so far, turn by turn."""

    walked = Signal(tuple)

    def __init__(self, desk: Desk, workshop: Workshop, now: Callable[[], tuple[Scenario, str | None]]) -> None:
        super().__init__()
        self.desk = desk
        self._workshop = workshop
        self._now = now
        self._director: Director | None = None
        self._scenario: Scenario | None = None
        self._round = 0
        self.said = QLineEdit()
        self.said.setPlaceholderText("Type what you would say, then Enter. Nothing typed is silence.")
        self.said.setAccessibleName("What you say")
        self.said.returnPressed.connect(self.answer)
        self.begin_button = button("Play from here", self.begin, "small")
        self.state = label("", "small")
        self._talk = column(spacing=6)
        holder = clear(self._talk, None)
        self.scroller = scrolled(holder, "What was said")
        self.scroller.verticalScrollBar().rangeChanged.connect(
            lambda _low, high: self.scroller.verticalScrollBar().setValue(high)
        )
        if desk.theme.sizes.body > LARGE_BODY:
            foot: QLayout = column(self.said, row(self.begin_button, self.state, None, spacing=8), spacing=6)
        else:
            foot = row(self.said, self.begin_button, self.state, spacing=8)
        self.setLayout(column(self.scroller, foot, spacing=6))
        self.said.setEnabled(False)
        self._hint()

    @property
    def playing(self) -> bool:
        """Whether a try is under way."""
        return self._director is not None

    def begin(self) -> None:
        """Play from the chosen turn, or from the start."""
        scenario, node = self._now()
        start = node if node is not None and node != scenario.start else None
        point = None if start is None else StatePoint(start, scenario.calm, scenario.trust, ((start, 1),))
        self._reset()
        self._scenario = scenario
        number = self._round
        try:
            director = self._workshop.try_out(scenario, point)
            opening = director.open()
        except PerceptionError as error:
            self._tell(f"{error.message} {error.recovery}")
            return
        self._director = director
        self._show(number, opening, None)

    def answer(self) -> None:
        """Take what was typed to the customer, away from the window."""
        director = self._director
        if director is None or not self.said.isEnabled():
            return
        text = self.said.text().strip()
        self.said.clear()
        self.said.setEnabled(False)
        number = self._round
        turn = written_turn("" if text == SILENCE else text)
        self._talk.addWidget(label("You", "you"))
        self._talk.addWidget(label(text or "(silence)", wrap=True))
        self.desk.tasks.run(
            lambda: director.answer(turn), lambda step, error: self._show(number, step, error), owner=self
        )

    def stop(self) -> None:
        """The scenario changed or the page is left: the try is over."""
        self._reset()
        self._hint()
        self.walked.emit(())

    # ------------------------------------------------------------ parts

    def _reset(self) -> None:
        self._round += 1
        self._director = None
        self.said.setEnabled(False)
        self.state.setText("")
        self.begin_button.setText("Play from here")
        empty_layout(self._talk)

    def _hint(self) -> None:
        words = "Plays from the chosen turn with the rules of a real call. Choose a turn, then “Play from here”."
        self._talk.addWidget(label(words, "muted", wrap=True))

    def _tell(self, text: str) -> None:
        self._talk.addWidget(label(text, "watch", wrap=True))

    def _show(self, number: int, step: Any, error: Exception | None) -> None:
        if number != self._round:
            return  # an older try
        if error is not None or not isinstance(step, Step):
            recovery = getattr(error, "recovery", "")
            self._tell(f"{getattr(error, 'message', error)} {recovery}".strip())
            return
        if step.read is not None:
            self._talk.addWidget(label(self._taken_for(step), "small", wrap=True))
        customer = step.customer
        who = self._scenario.persona.name.split()[0] if self._scenario is not None else "Customer"
        self._talk.addWidget(label(f"{who} · {customer.node}", "customer"))
        self._talk.addWidget(label(customer.text, wrap=True))
        self.state.setText(f"calm {customer.calm:.0f} · trust {customer.trust:.0f}")
        self.begin_button.setText("Play again from here")
        ended = customer.end is not None
        if customer.end is not None:
            self._talk.addWidget(label(f"{END_WORDS[customer.end]}.", "strong", wrap=True))
        self.said.setEnabled(not ended)
        if not ended:
            self.said.setFocus()
        director = self._director
        if director is not None:
            self.walked.emit(tuple(one.customer.node for one in director.steps if one.customer.kind == "answer"))

    @staticmethod
    def _taken_for(step: Step) -> str:
        deeds = step.read.deeds if step.read is not None else ()
        way = f"way {step.edge + 1}" if step.edge is not None else "no way"
        moves = f"calm {step.calm_change:+.0f}, trust {step.trust_change:+.0f}"
        because = f" {step.because}" if step.because else ""
        return f"You {deeds_words(deeds) or 'did nothing in particular'} → {way}, {moves}.{because}"
