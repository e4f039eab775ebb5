"""The screens of a calibration: a step, a message between steps, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QProgressBar, QWidget

from app.ui.calibration.canvas import Canvas
from app.ui.calibration.presenters.outcome import LetterOutcome, OutcomeView
from app.ui.calibration.presenters.screen import Act, ActName, MessageView, StepView
from app.ui.calibration.progress import EvidenceRing, StepDots
from app.ui.setup.presenter import Advice
from app.ui.theme import Theme
from app.ui.widgets.kit import KeyButton, button, card, clear, column, empty_layout, label, line, row, scrolled
from app.ui.widgets.notices import MarkDot, MarkedLine
from app.ui.widgets.video_view import VideoView

Do = Callable[[ActName], object]

_MESSAGE_WIDTH = 620


class ActRow(QWidget):
    """The buttons of a screen; they stay the same objects as long as the screen offers the same acts."""

    def __init__(self, theme: Theme, do: Do, *, centred: bool) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty("look", "clear")
        self._do = do
        self._centred = centred
        self.buttons: dict[ActName, KeyButton] = {}
        self._shown: tuple[Act, ...] = ()
        self._stacked = theme.sizes.very_large and not centred
        self._row: QBoxLayout = column(spacing=10) if self._stacked else row(spacing=10)
        self.setLayout(self._row)

    def show_acts(self, acts: Sequence[Act]) -> None:
        """Show these acts; the first is the primary one."""
        if tuple(acts) == self._shown:
            return
        self._shown = tuple(acts)
        if [act.name for act in acts] != list(self.buttons):
            self._make(acts)
        for act in acts:
            self.buttons[act.name].say(act.words)
            self.buttons[act.name].setEnabled(act.enabled)

    def _make(self, acts: Sequence[Act]) -> None:
        empty_layout(self._row)
        self.buttons = {}
        if self._centred:
            self._row.addStretch(1)
        for number, act in enumerate(acts):
            look = "primary" if number == 0 else ""
            made = KeyButton(self.theme, act.words, act.key, partial(self._do, act.name), look)
            self.buttons[act.name] = made
            self._row.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft if self._stacked else Qt.AlignmentFlag(0))
        self._row.addStretch(1)


class LiveLine(QWidget):
    """The ring and one sentence beside it, together in the middle."""

    def __init__(self, theme: Theme, ring: EvidenceRing) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.setFixedHeight(theme.sizes.cue)
        self.ring = ring
        self.line = MarkedLine(theme)
        self._between = theme.sizes.gap
        for part in (ring, self.line):
            part.setParent(self)

    def tell(self, advice: Advice) -> None:
        """Show this sentence."""
        self.line.tell(advice.text, advice.mark)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep both in the middle."""
        self._place()
        super().resizeEvent(event)

    def _place(self) -> None:
        text = self.line.text
        room = self.width() - self.ring.width() - self._between
        beside = self.line.sizeHint().width() - text.sizeHint().width()
        wide = min(room, text.fontMetrics().horizontalAdvance(text.text()) + beside + self._between)
        tall = min(self.height(), self.line.heightForWidth(wide))
        left = (self.width() - self.ring.width() - self._between - wide) // 2
        self.ring.move(left, (self.height() - self.ring.height()) // 2)
        self.line.setGeometry(left + self.ring.width() + self._between, (self.height() - tall) // 2, wide, tall)


class StepPanel(QWidget):
    """One step: the large area, the line of live advice, the commands; aside the dots and the own picture.

    Laid out as the call page is, so that the mark stands where the customer will be.
    """

    def __init__(self, theme: Theme, do: Do) -> None:
        super().__init__()
        sizes = theme.sizes
        self.setProperty("look", "clear")
        self.canvas = Canvas(theme)
        self.ring = EvidenceRing(theme)
        self.live = LiveLine(theme, self.ring)
        self.acts = ActRow(theme, do, centred=True)
        self.own = VideoView(theme, "Your picture, small")
        self.own.setFixedSize(sizes.call_aside, int(sizes.call_aside * 0.7))
        self.progress = label("", "heading")
        self.dots = StepDots(theme)
        left = column(self.canvas, self.live, self.acts, spacing=sizes.gap)
        left.setStretch(0, 1)
        steps = card(theme, self.progress, self.dots, spacing=8)
        aside = scrolled(clear(steps, self.own, None, spacing=14), "Steps")
        aside.setFixedWidth(sizes.call_aside + sizes.scroll)
        whole = row(left, aside, spacing=sizes.margin)
        whole.setStretch(0, 1)
        whole.setContentsMargins(sizes.margin, sizes.margin, sizes.margin - sizes.scroll, sizes.margin)
        self.setLayout(whole)

    def show_step(self, view: StepView) -> None:
        """Show a step."""
        self.canvas.show_step(view)
        self.ring.show_fraction(view.fraction)
        self.live.tell(view.line)
        self.acts.show_acts(view.acts)
        self.progress.setText(view.progress)
        self.dots.show_dots(view.dots)
        self.own.setVisible(view.sees and view.scene != "picture")


class MessagePanel(QWidget):
    """A sentence and what one can do."""

    def __init__(self, theme: Theme, do: Do) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.mark = MarkDot(theme, "watch", 18)
        self.title = label("", "title", tight=True)
        self.text = label("", "", wrap=True)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0 if theme.motion else 1)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName("Working")
        self.acts = ActRow(theme, do, centred=False)
        top = row(self.mark, self.title, spacing=12)
        top.setStretch(1, 1)
        inside = card(theme, top, self.text, self.busy, 8, self.acts, spacing=10)
        inside.setFixedWidth(theme.sizes.room(_MESSAGE_WIDTH))
        self.setLayout(column(None, row(None, inside, None), None, None))

    def show_message(self, view: MessageView) -> None:
        """Show a message."""
        self.title.setText(view.title)
        self.text.setText(view.text)
        self.mark.setVisible(view.watch)
        self.busy.setVisible(view.busy)
        self.acts.show_acts(view.acts)


class OutcomePanel(QWidget):
    """What was found, letter by letter; what was skipped; where it is kept."""

    def __init__(
        self,
        theme: Theme,
        *,
        keep: Callable[[], object],
        again: Callable[[], object],
        leave: Callable[[], object],
        forget: Callable[[], object],
    ) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty("look", "clear")
        self.title = label("", "title")
        self.kept = label("", "muted", wrap=True)
        self._left, self._right = column(spacing=theme.sizes.gap), column(spacing=theme.sizes.gap)
        self.keep = KeyButton(theme, "Keep", "Space", keep, "primary")
        self.again = KeyButton(theme, "Again", "R", again)
        self.leave = KeyButton(theme, "Back to the set-up", "Esc", leave)
        self.forget = button("Delete what is kept", forget, "plain")
        halves = row(self._left, self._right, spacing=theme.sizes.gap)
        halves.setStretch(0, 1)
        halves.setStretch(1, 1)
        inside = scrolled(clear(halves, None), "What was found")
        commands = row(self.keep, self.again, self.leave, None, self.forget, spacing=10)
        middle = clear(self.title, inside, self.kept, 4, commands, spacing=theme.sizes.gap)
        middle.setMaximumWidth(theme.sizes.window)
        centred = row(None, middle, None)
        centred.setStretch(1, 100)
        centred.setContentsMargins(40, 32, 40, 24)
        self.setLayout(centred)

    def show_outcome(self, view: OutcomeView, *, place: Advice | None, has_kept: bool) -> None:
        """Show what was found."""
        self.title.setText(view.title)
        self.keep.setVisible(view.can_keep)
        self.forget.setVisible(has_kept)
        self.kept.setText(view.kept)
        self.kept.setVisible(bool(view.kept))
        empty_layout(self._left)
        empty_layout(self._right)
        self._left.addWidget(self._letters(view.letters))
        # The screen's own measure is the more exact one; head and eyes stand in where it is not known.
        angle = place or view.angle
        if angle is not None:
            self._right.addWidget(self._angle(angle))
        self._right.addWidget(self._steps(view))
        for half in (self._left, self._right):
            half.addStretch(1)

    def _letters(self, letters: Sequence[LetterOutcome]) -> QWidget:
        parts: list[QWidget] = []
        for number, shown in enumerate(letters):
            if number:
                parts.append(line())
            letter = label(shown.letter, "title")
            letter.setFixedWidth(self.theme.sizes.title + 2 * self.theme.sizes.unit)
            words = column(label(shown.name, "strong"), label(shown.text, "muted", wrap=True), spacing=2)
            across = row(letter, words, MarkDot(self.theme, shown.mark), spacing=12)
            across.setStretch(1, 1)
            across.setAlignment(letter, Qt.AlignmentFlag.AlignTop)
            made = QWidget()
            made.setAccessibleName(f"{shown.letter}, {shown.name}: {shown.text}")
            made.setLayout(across)
            parts.append(made)
        return card(self.theme, *parts, spacing=10)

    def _angle(self, advice: Advice) -> QWidget:
        shown = MarkedLine(self.theme)
        shown.tell(advice.text, advice.mark)
        return card(self.theme, label("The customer's picture and the camera", "heading", tight=True), shown, spacing=8)

    def _steps(self, view: OutcomeView) -> QWidget:
        parts: list[QWidget] = [label("Measured", "heading"), label(view.measured, "muted", wrap=True)]
        if view.skipped:
            parts.append(label("Skipped", "heading"))
            parts += [label(text, "muted", wrap=True) for text in view.skipped]
        return card(self.theme, *parts, spacing=6)
