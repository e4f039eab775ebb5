"""Five plain questions to the partner, before the learner sees anything."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QWidget

from app.practice.partner import HIGHEST, HIGHEST_WORDS, LONGEST_SENTENCE, LOWEST, LOWEST_WORDS, QUESTIONS
from app.ui.note_page import NotePage, own_view_first
from app.ui.page import Desk
from app.ui.partner.rating_presenter import EXPLANATION, HEADING, RatingPresenter
from app.ui.widgets.kit import button, card, centred, clear, column, label, row, scrolled
from app.ui.widgets.top_bar import BarContent
from perception.types import LETTERS, Letter

_WIDTH: Final = 860


class RatingPage(NotePage):
    """The partner's view. 1 to 5 answers the question that has the focus, Ctrl+Enter keeps, Esc skips."""

    what = "Your partner's answers"

    def __init__(self, desk: Desk, folder: Path, letters: tuple[Letter, ...] = LETTERS) -> None:
        self.presenter = RatingPresenter()
        super().__init__(desk, folder, self.presenter, partial(own_view_first, desk, folder, letters))
        self.choices: dict[str, dict[int, QPushButton]] = {}
        self.setAccessibleName("For your partner")
        self.setLayout(column(scrolled(self._inside(), "For your partner"), spacing=0))
        self.show_progress()

    def bar(self) -> BarContent:
        """Where one is; leaving goes on."""
        return BarContent("For your partner", "before the debrief", back=False)

    def enter(self) -> None:
        """The first question waits."""
        self.choices[next(iter(QUESTIONS))][LOWEST].setFocus()

    def on_key(self, event: QKeyEvent) -> bool:
        """A figure answers where one is; Ctrl+Enter keeps."""
        if super().on_key(event):
            return True
        value = Qt.Key(event.key()) - Qt.Key.Key_0
        if LOWEST <= value <= HIGHEST:
            at = self.focusWidget()
            here = next((question for question, made in self.choices.items() if at in made.values()), None)
            if here is not None:
                self.choices[here][value].click()
                self.choices[here][value].setFocus()
                return True
        return False

    def _inside(self) -> QWidget:
        head = column(label(HEADING, "title", wrap=True), label(EXPLANATION, "muted", wrap=True), spacing=4)
        self.keep_button = button("Hand back", self.keep, "primary", name="Keep the answers and hand back")
        self.skip_button = button("Skip", self.skip, "plain")
        self.progress = label("", "muted")
        foot = row(self.progress, None, self.skip_button, self.keep_button, spacing=10)
        sentence = self.one_sentence(
            "What helped you most, or what you missed", "One sentence to the learner", LONGEST_SENTENCE
        )
        whole = card(self.theme, head, 10, self._grid(), 6, sentence, 10, foot, spacing=10)
        whole.setMaximumWidth(_WIDTH)
        margin = self.theme.sizes.margin
        return clear(centred(whole, (margin, margin, margin, margin)), None, spacing=0)

    def _grid(self) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        ends = row(label(LOWEST_WORDS, "small"), None, label(HIGHEST_WORDS, "small"), spacing=0)
        grid.addLayout(ends, 0, 1, 1, HIGHEST)
        for place, (question, words) in enumerate(QUESTIONS.items(), start=1):
            grid.addWidget(label(words, tight=True), place, 0, Qt.AlignmentFlag.AlignVCenter)
            self.choices[question] = self._choices(question, words)
            for value, made in self.choices[question].items():
                grid.addWidget(made, place, value)
        made_grid = QWidget()
        made_grid.setProperty("look", "clear")
        made_grid.setLayout(grid)
        return made_grid

    def _choices(self, question: str, words: str) -> dict[int, QPushButton]:
        group = QButtonGroup(self)
        made: dict[int, QPushButton] = {}
        for value in range(LOWEST, HIGHEST + 1):
            one = button(str(value), partial(self._answer, question, value), "letter", name=f"{words} {value} of 5")
            one.setCheckable(True)
            group.addButton(one)
            made[value] = one
        return made

    def _answer(self, question: str, value: int) -> None:
        self.presenter.answer(question, value)
        self.show_progress()
