"""A running drill: one task one big area, an answer at once, dots of progress, a quiet ring of time."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.engine.drill_messages import AnswerJudged, DrillReading, JudgeAnswer
from app.engine.messages import DevicesListed, Event, ListDevices, PreviewImage, Problem, StateChanged
from app.engine.practice_messages import CustomerSpeaks, CustomerStops
from app.practice.drills.choosing import choose_round
from app.practice.drills.feedback import Feedback
from app.practice.drills.model import Customer, FaceTask, FeelingTask
from app.practice.drills.session import LIVE, WRITTEN, DrillSession, DrillStep
from app.practice.drills.takes import Take
from app.ui.drills.live_panels import FacePanel, LivePanel, PosturePanel, SayPanel
from app.ui.drills.measuring import Measuring
from app.ui.drills.panels import ChoosePanel, Panel, WritePanel
from app.ui.drills.parts import FeedbackView, hear_button
from app.ui.drills.person_view import PersonView
from app.ui.drills.presenter import KINDS
from app.ui.drills.run_presenter import dots_of, face_of, marks_in_words, present_summary, time_left
from app.ui.drills.saying import Saying
from app.ui.drills.summary_panel import SummaryPanel
from app.ui.page import Desk, Page
from app.ui.routes import ToDrill, ToDrills
from app.ui.widgets.drill_marks import ProgressDots, TimeRing
from app.ui.widgets.kit import KeyButton, clear, column, label, row, scrolled
from app.ui.widgets.top_bar import BarContent

_TICK_MS = 250


class DrillPage(Page):
    """One round. 1 to 4 choose, Enter goes on, S skips, Esc leaves. now_s: a clock that only goes forward."""

    def __init__(self, desk: Desk, route: ToDrill, now_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__(desk)
        self.route = route
        self._now_s = now_s
        self.session: DrillSession | None = None
        self.panel: Panel | None = None
        self.measuring = Measuring(desk, self, route.kind, self._show_ready)
        self._asked = 0
        self.saying = Saying(desk)
        self._first_take: Take | None = None
        self._person: PersonView | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.dots = ProgressDots(self.theme, "Progress", size=self.theme.sizes.body)
        self.ring = TimeRing(self.theme, "Time", size=self.theme.sizes.body * 2)
        self.time_text = label("", "muted")
        self._message = label("Choosing the tasks …", "muted", wrap=True)
        self._holder = QWidget()
        self._room = QStackedLayout(self._holder)
        self.skip_button = KeyButton(self.theme, "Skip", "S", self.skip)
        self.next_button = KeyButton(self.theme, "Next", "Enter", self.go_on, "primary")
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self.setLayout(self._build())

    def _build(self) -> QVBoxLayout:
        self.top = QWidget()
        self.top.setLayout(row(self.dots, None, self.time_text, self.ring, spacing=12))
        self.foot = QWidget()
        self.foot.setLayout(row(self.skip_button, None, self.next_button, spacing=12))
        waiting = clear(None, self._message, None)
        self._room.addWidget(waiting)
        middle = column(self.top, 8, self._holder, 8, self.foot, spacing=6)
        middle.setStretch(2, 1)
        inside = QWidget()
        inside.setLayout(middle)
        inside.setMaximumWidth(self.theme.sizes.window)
        across = row(None, inside, None)
        across.setStretch(1, 100)
        across.setContentsMargins(32, 20, 32, 20)
        whole = column()
        whole.addLayout(across)
        self.top.hide()
        self.foot.hide()
        return whole

    def bar(self) -> BarContent:
        """Which drill it is."""
        return BarContent(place="Drill", title=KINDS[self.route.kind][0])

    # ------------------------------------------------------------ life

    def enter(self) -> None:
        """Look for devices, and read the items, away from the window."""
        if self.desk.devices is None:
            self.desk.send(ListDevices())
        shelf = self.desk.drills
        if shelf is None:
            self._message.setText("The drills are not installed.")
            return
        if self.session is None:
            self.desk.tasks.run(lambda: (shelf.items(), shelf.done()), self._begin, owner=self)

    def leave(self) -> None:
        """Nothing measures or speaks unseen."""
        self._timer.stop()
        if self.panel is not None:
            self.panel.end()
        self.measuring.stop()
        self.be_quiet()

    def _begin(self, read: Any, error: Exception | None) -> None:
        if error is not None:
            recovery = getattr(error, "recovery", "Install Attune again.")
            self._message.setText(f"{getattr(error, 'message', error)} {recovery}")
            return
        items, done = read
        chosen = choose_round(items, self.route.kind, done, seed=len(done), first=self.route.first)
        if not chosen:
            self._message.setText("There are no tasks of this kind.")
            return
        self.session = DrillSession(chosen, self._now_s)
        self.top.show()
        self.foot.show()
        self._timer.start()
        self._show_step()
        self.measuring.start()

    def tick(self) -> None:
        """The ring."""
        if self.session is not None and self.session.step is not None:
            share, words = time_left(self.session)
            self.ring.show_share(share, words)
            self.time_text.setText(words)

    # ------------------------------------------------------------ steps

    def _show_step(self) -> None:
        session = self.session
        assert session is not None
        if self.panel is not None:
            self.panel.end()
        self.be_quiet()
        step = session.step
        if step is None:
            self._finish(session)
            return
        self.panel = self._make(step)
        self._place(self.panel)
        self._show_state()
        self.setFocus()
        self.panel.begin()
        task = step.item.task
        if isinstance(task, FeelingTask) and task.hidden:
            self.hear(step)
        self._show_ready()

    def _make(self, step: DrillStep) -> Panel:
        theme, task = self.theme, step.item.task
        self._person = None
        if step.ask in WRITTEN:
            return WritePanel(theme, step, lambda text: self._read(step, text), self.again, self.hear)
        if step.ask == "say":
            return SayPanel(theme, step, self._found, self.again, self._first_take)
        if isinstance(task, FaceTask):
            self._person = PersonView(self.desk, task.customer, face_of(task.mood), 2)
            return FacePanel(theme, step, self._found, self.again, self._person, partial(self._tell_message, step))
        if step.ask == "posture":
            return PosturePanel(theme, step, self._found, self.again)
        if isinstance(task, FeelingTask) and task.hidden:
            self._person = PersonView(self.desk, task.customer, task.display, task.intensity)
            self._person.show_caption(f"“{task.said}”")
            return ChoosePanel(
                theme, step, self.choose, self.hear, beside=self._listening(step, task.customer, self._person)
            )
        return ChoosePanel(theme, step, self.choose, self.hear)

    def _tell_message(self, step: DrillStep, speaks: bool) -> None:
        if speaks:
            self.hear(step)
        else:
            self.be_quiet()

    def _listening(self, step: DrillStep, customer: Customer, person: PersonView) -> QWidget:
        who = label(f"{customer.name}, {customer.role}", "customer", tight=True)
        line = row(who, hear_button(partial(self.hear, step)), spacing=10)
        line.setStretch(0, 1)
        beside = column(person, line, spacing=10)
        beside.setStretch(0, 100)
        beside.addStretch(1)
        made = QWidget()
        made.setLayout(beside)
        return made

    def _place(self, panel: QWidget) -> None:
        """The panel in the room, scrolling where it must; measured ones take the whole room."""
        while self._room.count() > 1:
            old = self._room.widget(1)
            assert old is not None
            self._room.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._scroll = scrolled(panel, "Task")
        self._scroll.verticalScrollBar().rangeChanged.connect(self._bring_in_sight)
        self._room.addWidget(self._scroll)
        self._room.setCurrentIndex(1)

    def choose(self, number: int) -> None:
        """Take a choice, from 0."""
        if self.session is not None:
            if isinstance(self.panel, ChoosePanel):
                self.panel.chosen = number
            found = self.session.choose(number)
            if found is not None:
                self._show_found(found)

    def _read(self, step: DrillStep, text: str) -> None:
        self._asked += 1
        self.desk.send(JudgeAnswer(text, step.heard, self._asked))

    def _found(self, found: Feedback) -> None:
        if self.session is not None and self.session.step is not None:
            self._show_found(self.session.tell(found))

    def _show_found(self, found: Feedback) -> None:
        if isinstance(self.panel, SayPanel) and self.panel.step.way == "as_it_comes":
            self._first_take = self.panel.take
        if self.panel is not None:
            self.panel.answered(found)
        self._show_state()
        self.setFocus()

    def _bring_in_sight(self, _lowest: int = 0, _highest: int = 0) -> None:
        """What was found, where the room is small."""
        if self.session is None or self.session.answered is None:
            return
        shown = next(iter(self._scroll.findChildren(FeedbackView)), None)
        if shown is not None:
            self._scroll.ensureWidgetVisible(shown, 0, 4)

    def again(self) -> None:
        """The present step once more."""
        if self.session is not None:
            self.session.again()
            self._show_state()

    def go_on(self) -> None:
        """The next step, once this one is answered."""
        if self.session is not None and self.session.answered is not None:
            self.session.go_on()
            self._show_step()

    def skip(self) -> None:
        """The next step, whatever became of this one."""
        if self.session is not None and self.session.step is not None:
            self.session.skip()
            self._show_step()

    def _show_state(self) -> None:
        session = self.session
        assert session is not None
        dots = dots_of(session)
        self.dots.show_dots(dots, marks_in_words(dots))
        answered = session.answered is not None
        last = session.number + 1 == len(session.steps)
        self.next_button.say("Finish" if last else "Next")
        self.next_button.setEnabled(answered)
        self.skip_button.setVisible(not answered)
        self.tick()

    def _finish(self, session: DrillSession) -> None:
        self._timer.stop()
        self.measuring.stop()
        self.top.hide()
        self.foot.hide()
        self.panel = SummaryPanel(
            self.theme,
            present_summary(session),
            dots_of(session),
            another=lambda: self.go.emit(ToDrill(self.route.kind)),
            leave=lambda: self.go.emit(ToDrills()),
        )
        self._place(self.panel)
        self.setFocus()
        shelf = self.desk.drills
        done = session.done(self.desk.now().astimezone().isoformat(timespec="seconds"))
        if shelf is not None and any(one.feedback is not None for one in session.outcomes):
            self.desk.tasks.run(lambda: shelf.keep(done), self._kept, owner=self)

    def _kept(self, _value: Any, error: Exception | None) -> None:
        if error is not None:
            why = f"This drill could not be kept: {error}."
            self.desk.tell(Problem("disk", why, "The next one will be tried again.", "notice"))

    # ------------------------------------------------------------ engine and keys

    def hear(self, step: DrillStep) -> None:
        """Have what was said in this step said aloud, in its mood."""
        self.saying.say(step.item.task)

    def be_quiet(self) -> None:
        """Say no more."""
        self.saying.be_quiet()
        if self._person is not None:
            self._person.be_quiet()

    def on_event(self, event: Event) -> None:
        """Readings, judged answers, devices."""
        if isinstance(event, DrillReading):
            if isinstance(self.panel, LivePanel):
                self.panel.take_reading(event.reading)
        elif isinstance(event, AnswerJudged):
            self._take_judged(event)
        elif isinstance(event, CustomerSpeaks | CustomerStops) and self._person is not None:
            self._person.hear(event)
        elif isinstance(event, StateChanged | DevicesListed):
            self._take_state(event)
            self.saying.go_on()
        elif isinstance(event, Problem):
            self._take_problem(event)

    def _take_judged(self, event: AnswerJudged) -> None:
        if self.session is None or event.number != self._asked or not isinstance(self.panel, WritePanel):
            return
        if event.judged is None:
            self.panel.not_read()
            return
        found = self.session.read(event.judged)
        if found is not None:
            self._show_found(found)

    def _take_state(self, event: StateChanged | DevicesListed) -> None:
        if isinstance(event, StateChanged) and event.state in ("starting", "faulted", "stopped"):
            self.measuring.forget()
            if isinstance(self.panel, WritePanel) and self.session is not None and self.session.answered is None:
                self.panel.not_read()
        elif self.session is not None and self.session.step is not None:
            self.measuring.start()
        self._show_ready()

    def _take_problem(self, event: Problem) -> None:
        if event.severity == "paused" and event.what in ("camera", "microphone") and self.measuring.needed:
            self.measuring.lose(event.message)

    def _show_ready(self) -> None:
        step = self.session.step if self.session is not None else None
        if isinstance(self.panel, LivePanel) and step is not None and step.ask in LIVE:
            self.panel.show_ready(self.measuring.why_not, ready=self.measuring.open)

    def shows(self, problem: Problem) -> bool:
        """What happens to the device of this drill is told where it is used."""
        return problem.what in ("camera", "microphone") and self.measuring.needed

    def on_preview(self, image: PreviewImage) -> None:
        """The own picture."""
        if isinstance(self.panel, LivePanel):
            self.panel.take_preview(image)

    def on_key(self, event: QKeyEvent) -> bool:
        """Numbers, Enter, S, Space, R."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or self.panel is None:
            return False
        if self.panel.on_key(event):
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
            return True
        if event.key() == Qt.Key.Key_S and self.session is not None and self.session.answered is None:
            self.skip()
            return True
        return False

    def on_back(self) -> bool:
        """Back to the list; what was not finished is not kept."""
        self.go.emit(ToDrills())
        return True
