"""Five plain questions to the partner, before the learner sees anything."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLineEdit, QPushButton, QWidget

from app.engine.messages import Problem
from app.practice.partner import HIGHEST, HIGHEST_WORDS, LONGEST_SENTENCE, LOWEST, LOWEST_WORDS, QUESTIONS
from app.ui.page import Desk, Page
from app.ui.partner.rating_presenter import EXPLANATION, HEADING, RatingPresenter
from app.ui.routes import Route, ToDebrief, ToSelfCheck
from app.ui.widgets.kit import button, card, clear, column, label, row, scrolled
from app.ui.widgets.top_bar import BarContent
from perception.types import LETTERS, Letter

_WIDTH: Final = 860


class RatingPage(Page):
    """The partner's view. 1 to 5 answers the question that has the focus, Ctrl+Enter keeps, Esc skips."""

    def __init__(self, desk: Desk, folder: Path, letters: tuple[Letter, ...] = LETTERS) -> None:
        super().__init__(desk)
        self.folder = folder
        self._letters = letters
        self.presenter = RatingPresenter()
        self.choices: dict[str, dict[int, QPushButton]] = {}
        self._left = False
        self.setAccessibleName("For your partner")
        self.setLayout(column(scrolled(self._inside(), "For your partner"), spacing=0))
        self._show()

    def bar(self) -> BarContent:
        """Where one is; leaving goes on."""
        return BarContent("For your partner", "before the debrief", back=False)

    def enter(self) -> None:
        """The first question waits."""
        self.choices[next(iter(QUESTIONS))][LOWEST].setFocus()

    def on_back(self) -> bool:
        """Esc skips."""
        self.skip()
        return True

    def on_key(self, event: QKeyEvent) -> bool:
        """A figure answers where one is; Ctrl+Enter keeps."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.keep()
            return True
        value = key - Qt.Key.Key_0
        if LOWEST <= value <= HIGHEST:
            at = self.focusWidget()
            here = next((question for question, made in self.choices.items() if at in made.values()), None)
            if here is not None:
                self.choices[here][value].click()
                self.choices[here][value].setFocus()
                return True
        return False

    def keep(self) -> None:
        """Keep the answers, then go on."""
        if self._left or not self.presenter.may_keep:
            return
        notes, note = self.desk.notes, self.presenter.note(self.desk.now())
        if notes is None:
            self.skip()
            return
        self._left = True
        self.desk.tasks.run(lambda: notes.add(self.folder, note), self._kept, owner=self)

    def skip(self) -> None:
        """Go on without it."""
        if not self._left:
            self._left = True
            self.go.emit(self._after())

    def _kept(self, _value: Any, error: Exception | None) -> None:
        if error is not None:
            why = getattr(error, "message", str(error))
            remedy = getattr(error, "recovery", "Check that the folder can be written.")
            self.desk.tell(Problem("disk", f"Your partner's answers could not be kept. {why}", remedy, "notice"))
        self.go.emit(self._after())

    def _after(self) -> Route:
        asked = self.desk.settings.switch("self_check") and self.desk.notes is not None
        return ToSelfCheck(self.folder, self._letters) if asked else ToDebrief(self.folder)

    def _inside(self) -> QWidget:
        head = column(label(HEADING, "title", wrap=True), label(EXPLANATION, "muted", wrap=True), spacing=4)
        self.keep_button = button("Hand back", self.keep, "primary", name="Keep the answers and hand back")
        self.skip_button = button("Skip", self.skip, "plain")
        self.progress = label("", "muted")
        foot = row(self.progress, None, self.skip_button, self.keep_button, spacing=10)
        whole = card(self.theme, head, 10, self._grid(), 6, self._one_sentence(), 10, foot, spacing=10)
        whole.setMaximumWidth(_WIDTH)
        across = row(None, whole, None, spacing=0)
        across.setStretch(1, 100)
        margin = self.theme.sizes.margin
        across.setContentsMargins(margin, margin, margin, margin)
        middle = QWidget()
        middle.setProperty("look", "clear")
        middle.setLayout(across)
        return clear(middle, None, spacing=0)

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
        self._show()

    def _one_sentence(self) -> QWidget:
        self.sentence = QLineEdit()
        self.sentence.setMaxLength(LONGEST_SENTENCE)
        self.sentence.setPlaceholderText("What helped you most, or what you missed")
        self.sentence.setAccessibleName("One sentence to the learner")
        self.sentence.textChanged.connect(self._write)
        return clear(label("One sentence", "strong"), self.sentence, spacing=6)

    def _write(self, text: str) -> None:
        self.presenter.write(text)
        self._show()

    def _show(self) -> None:
        self.progress.setText(self.presenter.progress)
        self.keep_button.setEnabled(self.presenter.may_keep)
