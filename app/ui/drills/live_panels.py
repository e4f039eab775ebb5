"""The steps that are measured while they last: saying a sentence, holding the face, sitting back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.engine.messages import PreviewImage
from app.practice.drills.feedback import Feedback, of_self_check
from app.practice.drills.holds import FaceHold, PostureHold
from app.practice.drills.live import LiveReading
from app.practice.drills.model import FaceTask, PostureTask
from app.practice.drills.session import DrillStep
from app.practice.drills.takes import Take, TakeListener, measure_take, tone_feedback
from app.ui.drills.panels import Panel
from app.ui.drills.parts import FeedbackView, headline
from app.ui.drills.person_view import PersonView
from app.ui.drills.run_presenter import SELF_CHECKS, alone, present_step, sentence_of
from app.ui.theme import Theme
from app.ui.widgets.bars import LevelMeter, level_share
from app.ui.widgets.drill_marks import TimeRing
from app.ui.widgets.kit import KeyButton, button, card, clear, column, empty_layout, label, row
from app.ui.widgets.notices import MarkedLine
from app.ui.widgets.video_view import VideoView
from app.ui.widgets.voice_trace import VoiceTrace

Found = Callable[[Feedback], object]
_RING: Final = 96
_PICTURE, _TALLEST, _TRACE = 260, 600, 300


def _at_the_top(picture: QWidget) -> QVBoxLayout:
    """A picture as tall as it may be, at the top of its room."""
    made = column(picture)
    made.setStretch(0, 100)
    made.addStretch(1)
    return made


class LivePanel(Panel):
    """Space begins, R does it again. Without a device the learner tells how it went."""

    waits = "Getting the devices ready …"

    def __init__(self, theme: Theme, step: DrillStep, found: Found, again: Callable[[], object]) -> None:
        super().__init__(theme)
        self.step = step
        self._found = found
        self._again = again
        self.running = False
        self.why_not = ""
        self._ready = False
        view = present_step(step)
        self.head, self.hint = headline(view.head, view.hint)
        self.begin_button = KeyButton(theme, "Begin", "Space", self.run, "primary")
        self.begin_button.setEnabled(False)
        self.again_button = KeyButton(theme, "Again", "R", self.run_again)
        self.again_button.hide()
        self.checks: tuple[QPushButton, ...] = ()
        self._under = column(spacing=8)

    def commands(self) -> QHBoxLayout:
        """The buttons of the step."""
        return row(self.begin_button, self.again_button, None, spacing=12)

    def show_ready(self, why_not: str, *, ready: bool) -> None:
        """Whether it can be measured: not yet, ready, or why not."""
        settled = self.again_button.isVisibleTo(self) or (why_not, ready) == (self.why_not, self._ready)
        if settled or (self.running and not why_not):
            return
        self.why_not, self._ready = why_not, ready
        if why_not:
            self._show_checks()
        else:
            self.begin_button.setEnabled(ready and not self.running)

    def run(self) -> None:
        """Begin to measure."""
        if self._ready and not self.running and self.begin_button.isVisibleTo(self):
            self.running = True
            self.begin_button.hide()
            self.started()

    def run_again(self) -> None:
        """Once more from the beginning."""
        empty_layout(self._under)
        self.again_button.hide()
        self.begin_button.show()
        self._again()
        self.run()

    def started(self) -> None:
        """It was begun; panels prepare what they measure with."""

    def take_reading(self, reading: LiveReading) -> None:
        """The next reading while devices are open."""

    def take_preview(self, image: PreviewImage) -> None:
        """A new own picture."""

    def tell(self, found: Feedback) -> None:
        """The step is over: hand on what was found."""
        self.running = False
        self._found(found)

    def answered(self, found: Feedback) -> None:
        """What was found, and the way to try again."""
        self._show_result(FeedbackView(self.theme, found))
        self.begin_button.hide()
        if not self.why_not:
            self.again_button.show()

    def _show_result(self, shown: QWidget) -> None:
        empty_layout(self._under)
        self._under.addWidget(shown)

    def _show_checks(self) -> None:
        """It cannot be measured: another way, and the learner's own word."""
        empty_layout(self._under)
        self.running = False
        self.begin_button.hide()
        self.checks = tuple(
            button(f"{number + 1}   {text}", partial(self.check, number))
            for number, (text, _told) in enumerate(SELF_CHECKS[self.step.ask])
        )
        note = label(f"{self.why_not} {alone(self.step.ask)}", wrap=True)
        self._under.addWidget(card(self.theme, note, 4, row(*self.checks, None), spacing=8))

    def check(self, number: int) -> None:
        """The learner's own word."""
        self._found(of_self_check(SELF_CHECKS[self.step.ask][number][1], self.why_not))

    def on_key(self, event: QKeyEvent) -> bool:
        """Space, R, and numbers where one tells by oneself."""
        if event.key() == Qt.Key.Key_Space:
            self.run()
            return True
        if event.key() == Qt.Key.Key_R and self.again_button.isVisibleTo(self):
            self.run_again()
            return True
        number = event.key() - Qt.Key.Key_1
        if self.why_not and self.checks and 0 <= number < len(self.checks):
            self.check(number)
            return True
        return False


class SayPanel(LivePanel):
    """One sentence, one way. first: the take to hold it against, None for the first one."""

    def __init__(
        self, theme: Theme, step: DrillStep, found: Found, again: Callable[[], object], first: Take | None
    ) -> None:
        super().__init__(theme, step, found, again)
        self._first = first
        self._listener: TakeListener | None = None
        self.take: Take | None = None
        scene, sentence = sentence_of(step)
        self._sentence = sentence
        self.trace = VoiceTrace(theme, "Your pitch and level")
        self.trace.show_points((), first.points if first is not None else ())
        self.trace.setMinimumHeight(theme.sizes.body * 8)
        self.trace.setMaximumHeight(_TRACE)
        self.meter = LevelMeter(theme, "Your voice now")
        said = clear(label(scene, "muted", wrap=True), label(f"“{sentence}”", "said", wrap=True), spacing=6)
        behind = "Grey: your first take." if first is not None else "Speak when you have pressed Begin."
        self._note = label(behind, "small")
        whole = column(said, 8, self.head, self.trace, self.meter, self._note, self.commands(), spacing=8)
        whole.addLayout(self._under)
        whole.setStretch(3, 100)
        whole.addStretch(1)
        self.setLayout(whole)

    def started(self) -> None:
        """Listen."""
        self.meter.show()
        self._listener, self.take = TakeListener(), None
        self._note.setText("Listening. It ends by itself when you are done.")
        self.trace.show_points((), self._first.points if self._first is not None else ())

    def take_reading(self, reading: LiveReading) -> None:
        """Level always; pitch while a take runs."""
        self.meter.show_level(level_share(reading.level_dbfs), "good")
        if not self.running or self._listener is None:
            return
        self._listener.push(reading)
        if reading.voice:
            self.trace.show_points(self._listener.points, self._first.points if self._first is not None else ())
        if self._listener.done:
            self.finish()

    def finish(self) -> None:
        """The take is over."""
        if self._listener is None or self.step.way is None:
            return
        self.take = measure_take(self._listener.points, self._sentence)
        self.meter.hide()
        self._note.setText("Blue: this take. Grey: your first take." if self._first is not None else "Blue: this take.")
        self.tell(tone_feedback(self.step.way, self.take, self._first))


class FacePanel(LivePanel):
    """A hard message is heard; a quiet mark shows what moves. say: has the message said, or stopped."""

    def __init__(
        self,
        theme: Theme,
        step: DrillStep,
        found: Found,
        again: Callable[[], object],
        person: PersonView,
        say: Callable[[bool], object],
    ) -> None:
        super().__init__(theme, step, found, again)
        task = step.item.task
        assert isinstance(task, FaceTask)
        self._task = task
        self._say = say
        self._hold: FaceHold | None = None
        self.person = person
        self.own = VideoView(theme, "Your picture")
        self.own.setFixedSize(220, 165)
        self.ring = TimeRing(theme, "Time", size=_RING)
        self.marks = MarkedLine(theme)
        side = clear(self.own, 6, self.ring, 6, self.marks, None, spacing=6)
        side.setFixedWidth(240)
        across = row(_at_the_top(self.person), side, spacing=theme.sizes.margin)
        across.setStretch(0, 1)
        whole = column(self.head, across, self.commands(), spacing=10)
        whole.addLayout(self._under)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.marks.tell("Begin, then look at the person.", "unknown")

    def started(self) -> None:
        """Three seconds of rest, then the message."""
        self._hold = FaceHold(self._task.hold_s)
        self.ring.show()
        self._said = False
        self.marks.tell("Rest your face for three seconds.", "unknown")

    def take_reading(self, reading: LiveReading) -> None:
        """Count, and show what moves now."""
        hold = self._hold
        if not self.running or hold is None:
            return
        hold.push(reading)
        if not hold.resting and not self._said:
            self._said = True
            self.person.show_caption(self._task.message)
            self._say(True)
        left_s = max(0.0, hold.whole_s - hold.elapsed_s)
        self.ring.show_share(hold.elapsed_s / hold.whole_s, f"{left_s:.0f} s left", text=f"{left_s:.0f}")
        if not reading.face:
            self.marks.tell("Your face is not in the picture.", "unknown")
        elif hold.resting:
            self.marks.tell("Rest your face for three seconds.", "unknown")
        else:
            shown = ", ".join(hold.showing)
            self.marks.tell(f"Now: {shown}" if shown else "At rest", "watch" if shown else "good")
        if hold.done:
            self._say(False)
            self.tell(hold.feedback())

    def take_preview(self, image: PreviewImage) -> None:
        """The own picture."""
        self.own.show_preview(image)

    def answered(self, found: Feedback) -> None:
        """What was found takes the room of the ring."""
        super().answered(found)
        self.person.show_caption("")
        self.ring.hide()
        self.marks.tell("", "unknown")

    def end(self) -> None:
        """Nothing goes on speaking."""
        self._say(False)

    def _show_checks(self) -> None:
        super()._show_checks()
        self.own.hide()
        self.ring.hide()
        self.marks.tell("", "unknown")
        self.person.show_caption(self._task.message)
        self._say(True)


class PosturePanel(LivePanel):
    """Three steps, the own picture, and a ring that fills while one sits well."""

    def __init__(self, theme: Theme, step: DrillStep, found: Found, again: Callable[[], object]) -> None:
        super().__init__(theme, step, found, again)
        task = step.item.task
        assert isinstance(task, PostureTask)
        self._task = task
        self._hold: PostureHold | None = None
        self.hint.setText(task.scene)
        self.own = VideoView(theme, "Your picture")
        self.own.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.own.setMinimumHeight(_PICTURE)
        self.own.setMaximumHeight(_TALLEST)
        self.ring = TimeRing(theme, "Upright so far", size=_RING)
        self.marks = MarkedLine(theme)
        steps = [label(f"{number}   {text}", "said", wrap=True) for number, text in enumerate(task.steps, 1)]
        side = clear(*steps, 10, self.ring, 8, self.marks, None, spacing=12)
        across = row(_at_the_top(self.own), side, spacing=theme.sizes.margin + 8)
        across.setStretch(0, 5)
        across.setStretch(1, 4)
        whole = column(self.head, 4, across, self.commands(), spacing=8)
        whole.addLayout(self._under)
        whole.setStretch(2, 100)
        whole.addStretch(1)
        self.setLayout(whole)
        self.marks.tell("Do the steps, then begin.", "unknown")

    def started(self) -> None:
        """Hold."""
        self._hold = PostureHold(self._task.hold_s, self._task.focus)

    def take_reading(self, reading: LiveReading) -> None:
        """Count, and show what is off now."""
        hold = self._hold
        if not self.running or hold is None:
            return
        hold.push(reading)
        self.ring.show_share(
            hold.held_s / hold.hold_s, f"{hold.word} for {hold.held_s:.0f} s", text=f"{hold.hold_s - hold.held_s:.0f}"
        )
        off = hold.seat.off
        if off is None and reading.slouch is None:
            self.marks.tell("Your shoulders are not in the picture.", "unknown")
        elif hold.resting:
            self.marks.tell("Sit upright now: these seconds show your own upright.", "unknown")
        elif off:
            self.marks.tell(f"Now: {', '.join(off)}", "watch")
        else:
            self.marks.tell(f"{hold.word.capitalize()}. Stay and breathe.", "good")
        if hold.done:
            self.tell(hold.feedback())

    def take_preview(self, image: PreviewImage) -> None:
        """The own picture."""
        self.own.show_preview(image)

    def _show_checks(self) -> None:
        super()._show_checks()
        self.own.hide()
        self.ring.hide()
        self.marks.tell("", "unknown")
