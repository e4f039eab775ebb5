"""The self-check: seven sliders and one sentence; no score in sight."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLabel, QSlider, QWidget

from app.practice.self_check import HIGHEST_WORDS, LONGEST_SENTENCE, LOWEST_WORDS
from app.ui.note_page import NotePage
from app.ui.page import Desk
from app.ui.routes import ToDebrief
from app.ui.selfcheck.presenter import UNANSWERED, Row, SelfCheckPresenter
from app.ui.widgets.kit import button, card, centred, clear, column, label, row, scrolled, tabular
from app.ui.widgets.top_bar import BarContent
from perception.types import LETTERS, Letter

_WIDTH: Final = 860
_STEPS: Final = 10


class SelfCheckPage(NotePage):
    """How the call went, as the learner sees it. Ctrl+Enter keeps it, Esc skips it."""

    what = "Your self-check"

    def __init__(self, desk: Desk, folder: Path, letters: tuple[Letter, ...] = LETTERS) -> None:
        self.presenter = SelfCheckPresenter(letters)
        super().__init__(desk, folder, self.presenter, lambda: ToDebrief(folder))
        self.sliders: dict[Letter, QSlider] = {}
        self._answers: dict[Letter, QLabel] = {}
        self.setAccessibleName("Self-check")
        self.setLayout(column(scrolled(self._inside(), "Self-check"), spacing=0))
        self.show_progress()

    def bar(self) -> BarContent:
        """Where one is; leaving goes on to the debrief."""
        return BarContent("Self-check", "before the debrief", back=False)

    def enter(self) -> None:
        """The first slider waits for an answer."""
        self.sliders[self.presenter.letters[0]].setFocus()

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
        sentence = self.one_sentence(
            "The one moment you would like back, or would do again", "One sentence about the call", LONGEST_SENTENCE
        )
        whole = card(self.theme, head, 10, self._grid(), 6, sentence, 10, foot, spacing=10)
        whole.setMaximumWidth(self.theme.sizes.room(_WIDTH))
        margin = self.theme.sizes.margin
        return clear(centred(whole, (margin, margin, margin, margin)), None, spacing=0)

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

    def _answer(self, letter: Letter, steps: int) -> None:
        words = self.presenter.answer(letter, steps)
        slider, said = self.sliders[letter], self._answers[letter]
        said.setText(words)
        slider.setAccessibleDescription(words)
        if not slider.property("answered"):
            slider.setProperty("answered", True)
            slider.style().unpolish(slider)
            slider.style().polish(slider)
        self.show_progress()
