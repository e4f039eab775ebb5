"""The coach's own rating of the seven letters, before the measured values appear."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.library.rubric import Rubric
from app.ui.review.coaching.dots import RatingDots
from app.ui.review.coaching.presenter import LOCKED, LOOKED, RatingRow, anchor_words, present_rows, progress_words
from app.ui.theme import Theme
from app.ui.widgets.kit import button, clear, column, label, line, row, scrolled
from perception.recording.review_notes import CoachRating
from perception.types import Letter

LOOK_WARNING: Final = (
    "Once you have seen the measured values, what you rate does not count for agreement between coaches."
)
KEYS: Final = "Keys 1 to 5 rate, 0 is “cannot tell”."


class RatingPanel(QWidget):
    """Seven rows of discs and the text of the step looked at.

    rated(letter, step): step 1..5 or CANNOT. looked(): without rating. rubric_asked(): its page is wanted.
    """

    rated = Signal(str, int)
    looked = Signal()
    rubric_asked = Signal()

    def __init__(self, theme: Theme, rating: CoachRating | None, *, seen: bool) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.theme = theme
        self._rubric: Rubric | None = None
        self._at: tuple[Letter, int | None] | None = None
        rows = present_rows(rating)
        self.dots: dict[Letter, RatingDots] = {shown.letter: RatingDots(theme, shown) for shown in rows}
        self._seen = seen
        self.anchor = AnchorBox(theme)
        self.look_button = button("Look without rating", self._ask, "small")
        self.rubric_button = button("Rubric …", self.rubric_asked.emit, "small", name="Read or edit the rubric")
        self._warning = self._make_warning()
        lines: list[QWidget] = []
        for shown in rows:
            lines += [line(), self._row(shown)] if lines else [self._row(shown)]
        self._commands = clear(row(self.look_button, None), row(self.rubric_button, None), spacing=4)
        self._listed = clear(*lines, 6, self._commands, self._warning, spacing=1)
        self._scroller = scrolled(self._listed, "Your rating")
        inside = column(self._scroller, self.anchor, None, spacing=6)
        inside.setStretch(0, 100)
        self.setLayout(inside)
        self.show_rating(rating, seen=seen)

    def show_rubric(self, rubric: Rubric) -> None:
        """The texts of the steps."""
        self._rubric = rubric
        self._show_anchor()

    def show_rating(self, rating: CoachRating | None, *, seen: bool) -> None:
        """What was rated so far. seen: the measured values are known."""
        rows = present_rows(rating)
        for shown in rows:
            self.dots[shown.letter].show_row(shown)
        self.setAccessibleName(f"Your rating: {progress_words(rows)} letters")
        self._seen = seen
        self._show_anchor()
        self.look_button.setVisible(not seen)
        if seen:
            self._warning.hide()
            self._commands.show()
        self._fit()

    def begin(self) -> None:
        """The keys go to the first letter."""
        first = next(iter(self.dots.values()))
        first.setFocus()
        self._scroller.ensureWidgetVisible(first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The text of the step stands right under the rows."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The rows take no more height than they need."""
        layout = self._listed.layout()
        if layout is not None:
            layout.activate()
            width = self._scroller.viewport().width()
            needed = layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
            self._scroller.setMaximumHeight(max(needed, layout.sizeHint().height()))

    def _row(self, shown: RatingRow) -> QWidget:
        dots = self.dots[shown.letter]
        dots.rated.connect(partial(self.rated.emit, shown.letter))
        dots.shown.connect(partial(self._point, shown.letter))
        dots.left.connect(partial(self._leave, shown.letter))
        letter = label(shown.letter, "strong")
        letter.setFixedWidth(self.theme.sizes.body)
        name = label(shown.name, tight=True)
        name.setMinimumWidth(self.theme.sizes.body * 3)
        across = row(letter, name, dots, spacing=6)
        across.setStretch(1, 1)
        made = QWidget()
        made.setLayout(across)
        return made

    def _leave(self, letter: Letter, by: int) -> None:
        """The keys go to the row above or below."""
        letters = list(self.dots)
        place = letters.index(letter) + by
        if 0 <= place < len(letters):
            dots = self.dots[letters[place]]
            dots.setFocus()
            self._scroller.ensureWidgetVisible(dots)

    def _point(self, letter: Letter, step: int | None) -> None:
        self._at = (letter, step)
        self._show_anchor()

    def _show_anchor(self) -> None:
        if self._at is None:
            self.anchor.tell("", f"{LOOKED if self._seen else LOCKED} {KEYS}")
            return
        self.anchor.tell(*anchor_words(self._rubric, *self._at))

    def _make_warning(self) -> QWidget:
        look = button("Look", self.looked.emit, "small", name="Look at the measured values without rating")
        self._back = button("Rate first", self._ask_no_more, "small")
        made = clear(label(LOOK_WARNING, "small", wrap=True), row(look, self._back, None, spacing=6), spacing=6)
        made.hide()
        return made

    def _ask(self) -> None:
        self._warning.show()
        self._back.setFocus()
        self._commands.hide()
        self._fit()
        QTimer.singleShot(0, self._back, lambda: self._scroller.ensureWidgetVisible(self._back))

    def _ask_no_more(self) -> None:
        self._commands.show()
        self.look_button.setFocus()
        self._warning.hide()
        self._fit()


class AnchorBox(QFrame):
    """What a step looks like. It keeps its room, so that nothing jumps while the mouse goes over the rows."""

    _LINES: Final = 3
    _LINES_OF_LARGE_TEXT: Final = 2

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("look", "anchor")
        self._head = label("", "strong", tight=True)
        self._text = label("", "small", wrap=True)
        inside = column(self._head, self._text, None, spacing=2)
        inside.setContentsMargins(10, 6, 10, 6)
        self.setLayout(inside)
        lines = self._LINES_OF_LARGE_TEXT if theme.sizes.very_large else self._LINES
        self.setMinimumHeight(round(theme.sizes.small * 1.6 * lines + theme.sizes.body * 1.4 + 12))

    def tell(self, head: str, text: str) -> None:
        """Show a text."""
        self._head.setText(head)
        self._head.setVisible(bool(head))
        self._text.setText(text)
        self.setAccessibleName(f"{head}. {text}".strip(". "))
