"""The steps one chooses in and those one writes in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.practice.drills import params
from app.practice.drills.feedback import Feedback
from app.practice.drills.judging import enough_said
from app.practice.drills.model import EmpathyTask, FeelingTask, ParaphraseTask, ThreadTask
from app.practice.drills.session import DrillStep
from app.ui.drills.parts import FeedbackView, OptionButton, headline, said_by, thread_card
from app.ui.drills.run_presenter import choice_note, present_step
from app.ui.theme import Theme
from app.ui.widgets.kit import button, clear, column, label, row

# Has what was said in a step said aloud.
Hear = Callable[[DrillStep], object]


class Panel(QWidget):
    """One step. `answered` is told what was found; `on_key` gets keys no control has used."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty("look", "clear")

    def begin(self) -> None:
        """It is shown."""

    def end(self) -> None:
        """It is left."""

    def answered(self, found: Feedback) -> None:
        """Show what was found."""

    def on_key(self, event: QKeyEvent) -> bool:  # noqa: ARG002 - panels override it
        """Whether it did something with the key."""
        return False


def around(theme: Theme, step: DrillStep, hear: Hear) -> QWidget | None:
    """What was said, above or beside the question; None where the step shows it in its own way."""
    task = step.item.task
    if isinstance(task, ThreadTask):
        return thread_card(theme, task.place, task.posts, partial(hear, step))
    if isinstance(task, EmpathyTask | ParaphraseTask) or (isinstance(task, FeelingTask) and not task.hidden):
        return said_by(task.customer, task.said, partial(hear, step))
    return None


class ChoosePanel(Panel):
    """Numbered choices; 1 to 4 choose."""

    def __init__(
        self,
        theme: Theme,
        step: DrillStep,
        choose: Callable[[int], object],
        hear: Hear,
        *,
        beside: QWidget | None = None,
    ) -> None:
        super().__init__(theme)
        self._step = step
        self._choose = choose
        view = present_step(step)
        head, self._hint = headline(view.head, view.hint)
        self.options = tuple(
            OptionButton(theme, number + 1, text, partial(self.pick, number))
            for number, text in enumerate(view.choices)
        )
        self.chosen: int | None = None
        self._result = column(spacing=0)
        task = step.item.task
        context: list[QWidget | int] = []
        if step.ask == "reason" and isinstance(task, EmpathyTask):
            right = next(one.text for one in task.answers if one.kind == "empathy")
            context = [label(f"“{right}”", "try", wrap=True), 4]
        right_side = clear(head, 4, *context, *self.options, self._result, None, spacing=8)
        said = beside or around(theme, step, hear)
        if beside is not None and said is not None:
            across = row(said, right_side, spacing=theme.sizes.margin + 8)
            across.setStretch(0, 4)
            across.setStretch(1, 5)
            self.setLayout(across)
        elif said is not None:
            self.setLayout(column(said, 16, right_side, spacing=6))
        else:
            self.setLayout(column(right_side))

    def answered(self, found: Feedback) -> None:
        """The answer in a few words; each choice shows what it is and why."""
        self._hint.setText(found.head)
        self._hint.setProperty("look", "good" if found.mark == "good" else "watch")
        self._hint.style().unpolish(self._hint)
        self._hint.style().polish(self._hint)
        for number, option in enumerate(self.options):
            option.show_note(*choice_note(self._step.choices[number]), chosen=number == self.chosen)
        self.setAccessibleDescription(f"{found.head} {found.text}")

    def pick(self, number: int) -> None:
        """Choose by number, from 0."""
        if self.chosen is None and number < len(self.options):
            self.chosen = number
            self._choose(number)

    def on_key(self, event: QKeyEvent) -> bool:
        """1 to 4."""
        number = event.key() - Qt.Key.Key_1
        if not 0 <= number < len(self.options) or self.chosen is not None:
            return False
        self.pick(number)
        return True


class WritePanel(Panel):
    """A few lines of one's own, read on request."""

    def __init__(
        self,
        theme: Theme,
        step: DrillStep,
        read: Callable[[str], object],
        again: Callable[[], object],
        hear: Hear,
    ) -> None:
        super().__init__(theme)
        self._read = read
        self._again = again
        view = present_step(step)
        head, self._hint = headline(view.head, view.hint)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(view.head)
        self.text.setPlaceholderText("Write what you would say, in English …")
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme.sizes.body * 7)
        self.text.installEventFilter(self)
        self.read_button = button("Read my answer", self.send, "primary", name="Read my answer, Ctrl Enter")
        self.again_button = button("Change it", self.change)
        self.again_button.hide()
        self._note = label("Ctrl Enter", "muted")
        self._result = column(spacing=0)
        parts: list[QWidget | int] = []
        said = around(theme, step, hear)
        if said is not None:
            parts += [said, 16]
        task = step.item.task
        if step.ask == "rewrite" and isinstance(task, EmpathyTask):
            weak = next((one for one in task.answers if one.kind != "empathy"), None)
            if weak is not None:
                self._hint.setText(f"One or two sentences instead of: “{weak.text}”")
        buttons = QWidget()
        buttons.setLayout(row(self.read_button, self.again_button, self._note, None, spacing=12))
        whole = column(*parts, head, self.text, buttons, spacing=8)
        whole.addLayout(self._result)
        whole.addStretch(1)
        self.setLayout(whole)

    def begin(self) -> None:
        """Ready to write."""
        self.text.setFocus()

    def send(self) -> None:
        """Have it read."""
        text = " ".join(self.text.toPlainText().split())
        if not enough_said(text):
            self._note.setText("Write a whole sentence first.")
            return
        if len(text) > params.MOST_LETTERS:
            self._note.setText("Shorter: two sentences are enough.")
            return
        if self.read_button.isEnabled():
            self.read_button.setEnabled(False)
            self.text.setReadOnly(True)
            self._note.setText("Reading your answer …")
            self._read(text)

    def change(self) -> None:
        """Write it anew."""
        self._again()
        self._clear()
        self.text.setReadOnly(False)
        self.read_button.setEnabled(True)
        self.read_button.show()
        self.again_button.hide()
        self._note.setText("Ctrl Enter")
        self.text.setFocus()

    def answered(self, found: Feedback) -> None:
        """What was made of it."""
        self._clear()
        self._result.addWidget(FeedbackView(self.theme, found))
        self._note.setText("")
        self.read_button.hide()
        self.again_button.show()

    def _clear(self) -> None:
        while (item := self._result.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def not_read(self) -> None:
        """It could not be read; it can be tried again, or gone on from."""
        self.text.setReadOnly(False)
        self.read_button.setEnabled(True)
        self._note.setText("It could not be read just now. Try again, or skip.")

    def eventFilter(self, watched: object, event: object) -> bool:
        """Ctrl Enter in the text has it read."""
        if watched is self.text and isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.send()
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]
