"""Why did it nudge me? Every cue of the call with the numbers that fired it, its trace, and "that was wrong"."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.practice.cue_choice import TRUST_KEY, that_was_wrong
from app.practice.cue_doubts import doubt_note
from app.practice.cue_trace import CueTrace
from app.ui.debrief.actions import change_problem
from app.ui.debrief.practice_presenter import CueView
from app.ui.page import Desk
from app.ui.widgets.kit import button, card, clear, column, label, line, row, scrolled, time_label
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.trace_plot import Plotted, TracePlot
from app.ui.words import AUTHOR
from perception.errors import PerceptionError
from perception.recording.records import CueRecord
from perception.types import Span

NO_CUES = ("No cue came in this call", "Cues are few on purpose: only from a cause that lasts, and never all the time.")
NOT_KEPT = "What was measured around this moment was not kept, so there is nothing to draw."
WRONG = "Noted. This cue now needs a clearer cause; after the third time it stays away."
Trace = Callable[[CueRecord], CueTrace | None]


class CuesPanel(QWidget):
    """The cues of a call. play: plays exactly these seconds; None where no recording was kept."""

    def __init__(
        self,
        desk: Desk,
        folder: Path,
        cues: tuple[CueView, ...],
        trace: Trace | None,
        play: Callable[[Span], object] | None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.cues = tuple(CueCard(desk, folder, shown, trace, play) for shown in cues)
        self.setAccessibleName("Cues of this call")
        whole: QWidget = EmptyState(desk.theme, *NO_CUES, None) if not cues else self._listed()
        self.setLayout(column(scrolled(clear(whole, None, spacing=0), "Cues of this call"), spacing=0))

    def _listed(self) -> QFrame:
        head = column(
            label("Why did it nudge me?", "title"),
            label("Each cue of this call with what was measured. If one was wrong, say so.", "muted", wrap=True),
            spacing=4,
        )
        parts: list[QWidget | int] = []
        for shown in self.cues:
            parts += [line(), shown]
        made = card(self.desk.theme, head, 8, *parts, spacing=0)
        made.layout().setContentsMargins(24, 20, 24, 18)  # type: ignore[union-attr]
        return made


class CueCard(QWidget):
    """One cue. Its trace is read when it is first asked for; what is said of it is kept with the session."""

    def __init__(
        self, desk: Desk, folder: Path, view: CueView, trace: Trace | None, play: Callable[[Span], object] | None
    ) -> None:
        super().__init__()
        self.desk = desk
        self._folder = folder
        self.view = view
        self._trace = trace
        self._asked = False
        theme = desk.theme
        self.plot: TracePlot | None = None
        self.doubted = False
        cue = row(
            time_label(theme, view.time), label(view.letter, "pill"), label(view.text, "strong", tight=True), spacing=10
        )
        cue.setStretch(2, 1)
        self.trace_button = button("Show the trace", self.show_trace, "small", name=f"Show the trace at {view.time}")
        self.wrong_button = button("That was wrong", self.wrong, "small", name=f"That was wrong, cue at {view.time}")
        commands: list[QWidget | None] = [self.trace_button, None, self.wrong_button]
        if play is not None:
            name = f"Play the 10 seconds around {view.time}"
            commands.insert(0, button("▶  Play 10 s", lambda: self._play(play), "small", name=name))
        self.trace_button.setVisible(trace is not None and view.drawn)
        self._room: QVBoxLayout = column(spacing=0)
        inside = column(cue, label(view.why, wrap=True), self._room, row(*commands, spacing=8), spacing=8)
        inside.setContentsMargins(0, 12, 0, 14)
        self.setLayout(inside)
        self.setAccessibleName(f"Cue at {view.time}: {view.text}. {view.why}")
        self._mark(doubted=view.wrong)

    def show_trace(self) -> None:
        """Read and draw the number that fired it."""
        if self._trace is None or self._asked or not self.view.drawn:
            return
        self._asked = True
        self.trace_button.setEnabled(False)
        trace, cue = self._trace, self.view.cue
        self.desk.tasks.run(lambda: trace(cue), self._drawn, owner=self)

    def _play(self, play: Callable[[Span], object]) -> None:
        """The ten seconds, with their trace."""
        play(self.view.clip)
        self.show_trace()

    def wrong(self) -> None:
        """Lower this rule for this learner; it can be undone."""
        if self.doubted:
            return
        before = self.desk.settings.text(TRUST_KEY)
        self.desk.change_settings(that_was_wrong(self.desk.settings, self.view.cue.rule))
        self._say(wrong=True)
        self.desk.toast(WRONG, lambda: self._take_back(before))

    def _take_back(self, before: str) -> None:
        self.desk.change_settings({TRUST_KEY: before})
        self._say(wrong=False)

    def _say(self, *, wrong: bool) -> None:
        """Show it, and keep it with the session."""
        self._mark(doubted=wrong)
        notes, written_at = self.desk.notes, self.desk.now().astimezone().isoformat(timespec="seconds")
        if notes is not None:
            note = doubt_note(self.view.cue, author=AUTHOR, written_at=written_at, wrong=wrong)
            self.desk.tasks.run(lambda: notes.add(self._folder, note), self._kept, owner=self)

    def _kept(self, _value: Any, error: Exception | None) -> None:
        if isinstance(error, PerceptionError | OSError):
            self.desk.tell(change_problem("What you said of this cue could not be kept with the session.", error))

    def _mark(self, *, doubted: bool) -> None:
        self.doubted = doubted
        self.wrong_button.setEnabled(not doubted)
        self.wrong_button.setText("You said: wrong" if doubted else "That was wrong")

    def _drawn(self, found: Any, error: Exception | None) -> None:
        self.trace_button.hide()
        if error is not None:
            why = getattr(error, "message", str(error))
            self._room.addWidget(label(f"The trace could not be read. {why}", "muted", wrap=True))
        elif found is None:
            self._room.addWidget(label(NOT_KEPT, "muted", wrap=True))
        else:
            span = found.span
            plotted = Plotted(found.name, found.points, found.limit, found.above, span.start_s, span.end_s, found.t_s)
            self.plot = TracePlot(self.desk.theme, plotted)
            self._room.addWidget(self.plot)
