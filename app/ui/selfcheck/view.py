"""The self-check: seven sliders and one sentence; no score in sight."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLabel, QLineEdit, QSlider, QWidget

from app.engine.messages import Problem
from app.practice.self_check import HIGHEST_WORDS, LONGEST_SENTENCE, LOWEST_WORDS
from app.ui.page import Desk, Page
from app.ui.routes import ToDebrief
from app.ui.selfcheck.presenter import UNANSWERED, Row, SelfCheckPresenter
from app.ui.widgets.kit import button, card, clear, column, label, row, scrolled, tabular
from app.ui.widgets.top_bar import BarContent
from perception.types import LETTERS, Letter

_WIDTH: Final = 860
_STEPS: Final = 10


class SelfCheckPage(Page):
    """How the call went, as the learner sees it. Ctrl+Enter keeps it, Esc skips it."""

    def __init__(self, desk: Desk, folder: Path, letters: tuple[Letter, ...] = LETTERS) -> None:
        super().__init__(desk)
        self.folder = folder
        self.presenter = SelfCheckPresenter(letters)
        self.sliders: dict[Letter, QSlider] = {}
        self._answers: dict[Letter, QLabel] = {}
        self._left = False
        self.setAccessibleName("Self-check")
        self.setLayout(column(scrolled(self._inside(), "Self-check"), spacing=0))
        self._show()

    def bar(self) -> BarContent:
        """Where one is; leaving goes on to the debrief."""
        return BarContent("Self-check", "before the debrief", back=False)

    def enter(self) -> None:
        """The first slider waits for an answer."""
        self.sliders[self.presenter.letters[0]].setFocus()

    def on_back(self) -> bool:
        """Esc skips."""
        self.skip()
        return True

    def on_key(self, event: QKeyEvent) -> bool:
        """Ctrl+Enter keeps."""
        entered = Qt.Key(event.key()) in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not entered or event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        self.keep()
        return True

    def keep(self) -> None:
        """Keep the answers, then show the debrief."""
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
            self.go.emit(ToDebrief(self.folder))

    def _kept(self, _value: Any, error: Exception | None) -> None:
        if error is not None:
            why = getattr(error, "message", str(error))
            remedy = getattr(error, "recovery", "Check that the folder can be written.")
            self.desk.tell(Problem("disk", f"Your self-check could not be kept. {why}", remedy, "notice"))
        self.go.emit(ToDebrief(self.folder))

    def _inside(self) -> QWidget:
        head = column(
            label("Before you see what was measured: how did it go?", "title", wrap=True),
            label(
                "Your own view comes first. It is kept with the session for you, and what you say is never scored.",
                "muted",
                wrap=True,
            ),
            spacing=4,
        )
        self.keep_button = button("Show the debrief", self.keep, "primary")
        self.skip_button = button("Skip", self.skip, "plain")
        self.progress = label("", "muted")
        commands = row(None, self.skip_button, self.keep_button, spacing=10)
        if self.theme.sizes.very_large:
            self.progress.setWordWrap(True)
            foot: QBoxLayout = column(self.progress, commands, spacing=10)
        else:
            foot = row(self.progress, commands, spacing=10)
        whole = card(self.theme, head, 10, self._grid(), 6, self._one_sentence(), 10, foot, spacing=10)
        whole.setMaximumWidth(self.theme.sizes.room(_WIDTH))
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
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        ends = row(label(LOWEST_WORDS, "small"), None, label(HIGHEST_WORDS, "small"), spacing=0)
        grid.addLayout(ends, 0, 2)
        for place, shown in enumerate(self.presenter.rows, start=1):
            self._row(grid, place, shown)
        made = QWidget()
        made.setProperty("look", "clear")
        made.setLayout(grid)
        return made

    def _row(self, grid: QGridLayout, place: int, shown: Row) -> None:
        letter = label(shown.letter, "title")
        letter.setFixedWidth(self.theme.sizes.title if self.theme.sizes.very_large else self.theme.sizes.letter)
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, _STEPS)
        slider.setPageStep(2)
        slider.setProperty("answered", False)
        slider.setAccessibleName(f"{shown.name}: {shown.statement}")
        slider.setAccessibleDescription("not answered")
        slider.valueChanged.connect(lambda steps, of=shown.letter: self._answer(of, steps))
        slider.sliderPressed.connect(lambda of=shown.letter: self._answer(of, self.sliders[of].value()))
        said = label(UNANSWERED, "muted")
        said.setFont(tabular(said.font()))
        said.setMinimumWidth(self.theme.sizes.body * 4)
        self.sliders[shown.letter], self._answers[shown.letter] = slider, said
        words = clear(label(shown.statement, wrap=True), label(shown.name, "small"), spacing=1)
        for column_number, part in enumerate((letter, words, slider, said)):
            grid.addWidget(part, place, column_number, Qt.AlignmentFlag.AlignVCenter)

    def _one_sentence(self) -> QWidget:
        self.sentence = QLineEdit()
        self.sentence.setMaxLength(LONGEST_SENTENCE)
        self.sentence.setPlaceholderText("The one moment you would like back, or would do again")
        self.sentence.setAccessibleName("One sentence about the call")
        self.sentence.textChanged.connect(self._write)
        return clear(label("One sentence", "strong"), self.sentence, spacing=6)

    def _write(self, text: str) -> None:
        self.presenter.write(text)
        self._show()

    def _answer(self, letter: Letter, steps: int) -> None:
        words = self.presenter.answer(letter, steps)
        slider, said = self.sliders[letter], self._answers[letter]
        said.setText(words)
        slider.setAccessibleDescription(words)
        if not slider.property("answered"):
            slider.setProperty("answered", True)
            slider.style().unpolish(slider)
            slider.style().polish(slider)
        self._show()

    def _show(self) -> None:
        self.progress.setText(self.presenter.progress)
        self.keep_button.setEnabled(self.presenter.may_keep)
