"""The transcript in the debrief: read, play, correct; every correction is kept and the letters follow."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea

from app.engine.messages import Event, Problem, ScoreAgain, ScoredAgain, StateChanged
from app.library.calibrations import ME
from app.ui.debrief.actions import change_problem
from app.ui.debrief.transcript_presenter import (
    VOICES,
    TranscriptPresenter,
    changes_between,
    unclear_sentence,
)
from app.ui.debrief.transcript_table import TranscriptTable
from app.ui.page import Desk
from app.ui.ports import OpenedSession
from app.ui.widgets.kit import button, card, clear, column, label, row, scrolled
from perception.errors import PerceptionError
from perception.recording.corrections import Correction, TranscriptLine
from perception.types import Scorecard, Span, Speaker

_WIDE: Final = 40  # letters beside each other from which all buttons fit
_LINES: Final = 12  # the lowest height of the table with very large text, times the size of the text


class TranscriptPanel(QFrame):
    """Belongs to the debrief page, which hands it the engine's news.

    rescored: told the new result. changed: told the lines as they read now. play: plays a stretch, None without media.
    """

    def __init__(
        self,
        desk: Desk,
        session: OpenedSession,
        *,
        changed: Callable[[tuple[TranscriptLine, ...]], object],
        rescored: Callable[[Scorecard], object],
        play: Callable[[Span], object] | None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.session = session
        self._changed, self._rescored, self._play = changed, rescored, play
        self._scorecard = session.scorecard
        self._waiting = False
        self._kept = list(session.corrections)
        self.presenter = self._present()
        self.editable = desk.transcripts is not None
        self.table = TranscriptTable(desk.theme, self, editable=self.editable)
        self.table.lines.edited.connect(self.correct)
        self.table.strike_asked.connect(self.strike)
        self.table.play_asked.connect(self.play)
        self.table.menu_asked.connect(self._open_menu)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_buttons())
        self.status = label("", "muted", wrap=True)
        self._scroller: QScrollArea | None = None
        self._build()
        self._show()
        if session.outdated:
            self._score()

    # ------------------------------------------------------------ what can be done

    def correct(self, index: int, text: str) -> None:
        """Other words for a line."""
        self._keep(self.presenter.correct(index, text, now=self._now()))

    def give_to(self, index: int, speaker: Speaker) -> None:
        """Somebody else said it."""
        self._keep(self.presenter.give_to(index, speaker, now=self._now()))

    def strike(self, index: int) -> None:
        """Leave a line out."""
        self._keep(self.presenter.strike(index, now=self._now()))

    def restore(self, index: int) -> None:
        """As recorded."""
        self._keep(self.presenter.restore(index, now=self._now()))

    def undo(self) -> None:
        """Take the last change back."""
        self._keep(self.presenter.undo(now=self._now()))

    def redo(self) -> None:
        """Do it again."""
        self._keep(self.presenter.redo(now=self._now()))

    def play(self, index: int) -> None:
        """Play a line."""
        if self._play is not None:
            said = self.presenter.line(index).recorded
            self._play(Span(said.start_s, said.end_s))

    def on_event(self, event: Event) -> None:
        """The new result; an engine that was started again is asked once more."""
        if isinstance(event, ScoredAgain) and event.folder == str(self.session.folder):
            if event.corrections == len(self._kept):  # else a newer result is on its way
                self._take(event.scorecard)
        elif isinstance(event, StateChanged) and event.state == "ready" and self._waiting:
            self._send()
        elif isinstance(event, Problem) and event.what == "scoring":
            self._waiting = False
            self._show()

    def on_key(self, event: QKeyEvent) -> bool:
        """Undo and redo."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
            return True
        if event.matches(QKeySequence.StandardKey.Redo):
            self.redo()
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the rest is in the menu of a line."""
        wide = self.width() >= _WIDE * self.desk.theme.sizes.body
        self.table.show_notes(wide)
        for made in (self.strike_button, self.restore_button):
            made.setVisible(wide and self.editable)
        super().resizeEvent(event)

    # ------------------------------------------------------------ keeping and scoring

    def _now(self) -> str:
        return self.desk.now().astimezone().isoformat(timespec="seconds")

    def _keep(self, correction: Correction | None) -> None:
        """One line is added to a file at once: a correction is never lost, and the order of corrections holds."""
        transcripts = self.desk.transcripts
        if correction is None or transcripts is None:
            return
        try:
            transcripts.correct(self.session.folder, [correction])
        except (OSError, PerceptionError) as error:
            self.desk.tell(change_problem("The correction could not be kept.", error))
            self.presenter = self._present()
        else:
            self._kept.append(correction)
            self._score()
        self._show()
        self._changed(self.presenter.lines)

    def _present(self) -> TranscriptPresenter:
        return TranscriptPresenter(self.session.lines, self._kept, author=ME)

    def _score(self) -> None:
        self._waiting = True
        self._show()
        self._send()

    def _send(self) -> None:
        self.desk.send(ScoreAgain(str(self.session.folder), len(self._kept)))

    def _take(self, scorecard: Scorecard) -> None:
        before, self._scorecard = self._scorecard, scorecard
        asked, self._waiting = self._waiting, False
        self._show()
        self._rescored(scorecard)
        if asked:
            self.desk.toast(changes_between(before, scorecard))
        transcripts = self.desk.transcripts
        if transcripts is not None:
            self.desk.tasks.run(lambda: transcripts.renew(self.session.folder), self._renewed, owner=self)

    def _renewed(self, _value: Any, error: Exception | None) -> None:
        if error is not None:
            recovery = getattr(error, "recovery", "Export it again.")
            self.desk.tell(Problem("disk", f"A report could not be renewed: {error}", recovery, "notice"))

    # ------------------------------------------------------------ showing

    def _build(self) -> None:
        self.correct_button = button("Correct", lambda: self._with_row(self._edit_row), "small")
        self.voice_button = button("Said by …", self._open_voices, "small", name="Who said the chosen line")
        self.strike_button = button("Leave out", lambda: self._with_row(self.strike), "small")
        self.restore_button = button("As recorded", lambda: self._with_row(self.restore), "small")
        self.undo_button = button("Undo", self.undo, "small", name="Undo the last correction")
        self.redo_button = button("Redo", self.redo, "small", name="Redo the correction")
        self.play_button = button("▶  Play", lambda: self._with_row(self.play), "small", name="Play the chosen line")
        self.play_button.setHidden(self._play is None)
        edits = (self.correct_button, self.voice_button, self.strike_button, self.restore_button)
        self._line_buttons = edits
        tools = row(self.play_button, *edits, None, spacing=6)
        for made in (*edits, self.undo_button, self.redo_button):
            made.setHidden(not self.editable)
        why = "Double-click a line to correct what was heard wrongly. What was recorded is kept beside it."
        self._why = label(why if self.editable else "What was said, as it was heard.", "muted", wrap=True)
        top = row(self._why, self.undo_button, self.redo_button, spacing=6)
        top.setStretch(0, 1)
        inside = card(self.desk.theme, top, self.status, tools, self.table, spacing=10)
        inside.layout().setStretch(3, 1)  # type: ignore[union-attr]
        if self.desk.theme.sizes.very_large:
            self.table.setMinimumHeight(_LINES * self.desk.theme.sizes.body)
            self._scroller = scrolled(clear(inside), "Transcript")
            self.table.doubleClicked.connect(lambda _index: self._bring_in_sight())
            self.setLayout(column(self._scroller))
        else:
            self.setLayout(column(inside))

    def _edit_row(self, index: int) -> None:
        """Type over a line."""
        self._bring_in_sight()
        self.table.edit_row(index)

    def _bring_in_sight(self) -> None:
        """With very large text the table may stand below the foot of the window."""
        if self._scroller is not None:
            self._scroller.ensureWidgetVisible(self.table, 0, 0)

    def _show(self) -> None:
        self.table.show_lines(self.presenter.views)
        words = "The letters are being scored again …" if self._waiting else unclear_sentence(self.presenter.lines)
        if not self.presenter.lines:
            words = "No words were recognised in this call."
        self.status.setText(words)
        self.status.setHidden(not words)
        self._show_buttons()

    def _show_buttons(self) -> None:
        chosen = self.table.row
        for made in (*self._line_buttons, self.play_button):
            made.setEnabled(chosen is not None)
        if chosen is not None:
            self.restore_button.setEnabled(self.presenter.line(chosen).corrected)
            self.strike_button.setEnabled(not self.presenter.line(chosen).struck)
        self.undo_button.setEnabled(self.presenter.can_undo)
        self.redo_button.setEnabled(self.presenter.can_redo)

    def _with_row(self, then: Callable[[int], object]) -> None:
        if self.table.row is not None:
            then(self.table.row)

    def menu(self, index: int) -> QMenu:
        """What can be done with a line."""
        line = self.presenter.line(index)
        menu = QMenu(self)
        menu.setAccessibleName("What to do with this line")
        if self._play is not None:
            menu.addAction("Play", partial(self.play, index))
        if self.editable:
            menu.addAction("Correct the words\tF2", partial(self.table.edit_row, index))
            self._add_voices(menu, index)
            if not line.struck:
                menu.addAction("Leave out\tDel", partial(self.strike, index))
            if line.corrected:
                menu.addAction("As recorded", partial(self.restore, index))
        return menu

    def _add_voices(self, menu: QMenu, index: int) -> None:
        said = self.presenter.line(index).said.speaker
        for speaker, voice in VOICES.items():
            if speaker != said:
                menu.addAction(f"Said by: {voice}", partial(self.give_to, index, speaker))

    def _open_voices(self) -> None:
        if self.table.row is not None:
            menu = QMenu(self)
            self._add_voices(menu, self.table.row)
            menu.popup(self.voice_button.mapToGlobal(self.voice_button.rect().bottomLeft()))

    def _open_menu(self, index: int, at: QPoint) -> None:
        menu = self.menu(index)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)
