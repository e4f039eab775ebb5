"""The debrief: what an observer would notice, what to keep, one thing to change, feelings voiced."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QStackedLayout, QVBoxLayout, QWidget

from app.engine.messages import Event
from app.practice.turns import StatePoint
from app.ui.debrief.actions import DebriefActions
from app.ui.debrief.advice import Advice, AdviceHands
from app.ui.debrief.again import Again
from app.ui.debrief.clip_player import ClipPlayer
from app.ui.debrief.coach_panel import CoachHands, CoachPanel, request_cards
from app.ui.debrief.cues_panel import CuesPanel, Trace
from app.ui.debrief.customer_panel import CustomerPanel, Hands
from app.ui.debrief.letter_row import LetterRow
from app.ui.debrief.partner_card import partner_cards
from app.ui.debrief.presenter import DebriefView, clip_around, present_debrief, words_during
from app.ui.debrief.rooms import Rooms
from app.ui.debrief.transcript_panel import TranscriptPanel
from app.ui.debrief.transcript_presenter import words_of
from app.ui.page import Desk, Page
from app.ui.ports import OpenedSession
from app.ui.routes import ToDrill, ToHome, ToReview, ToShare
from app.ui.widgets.kit import card, clear, column, empty_layout, label, line, middle, scrolled
from app.ui.widgets.notices import MarkedLine
from app.ui.widgets.top_bar import BarAction, BarContent
from perception.recording.corrections import TranscriptLine
from perception.types import Scorecard, Span

_LEAST_LINE: Final = 420  # of a message


class DebriefPage(Page):
    """One session, read away from the window, then shown."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        super().__init__(desk)
        self.folder = folder
        self.session: OpenedSession | None = None
        self.view: DebriefView | None = None
        self.rows: tuple[LetterRow, ...] = ()
        review = (lambda: self.go.emit(ToReview(folder))) if desk.review is not None else None
        self.commands = DebriefActions(
            desk,
            self,
            lambda: self.session,
            self._renamed,
            lambda: self.go.emit(ToHome()),
            lambda: self.go.emit(ToShare(folder)),
            review,
        )
        self.again = Again(self, lambda: self.session)
        self._stack = QStackedLayout(self)
        self._message = label("Opening the session …", "muted", wrap=True)
        self._message.setMaximumWidth(560)
        self._stack.addWidget(middle(self._message))

    def bar(self) -> BarContent:
        """Title, length, day; the more of the session at the right."""
        if self.view is None:
            return BarContent(place="Debrief")
        actions = (
            BarAction("More …", self._open_menu),
            BarAction("Practise again", self.again.same, "primary"),
        )
        return BarContent("Debrief", self.view.title, self.view.about, actions=actions)

    def enter(self) -> None:
        """Read the session."""
        if self.session is None:
            self.desk.tasks.run(lambda: self.desk.opener(self.folder), self._opened, owner=self)

    def leave(self) -> None:
        """A clip does not go on unseen; what was written is kept."""
        if self.session is not None:
            self.player.stop()
            if self.coach is not None:
                self.coach.leave()

    def _opened(self, session: Any, error: Exception | None) -> None:
        if error is not None:
            recovery = getattr(error, "recovery", "Choose another one in the list.")
            message = getattr(error, "message", str(error))
            self._message.setMinimumWidth(min(self.theme.sizes.room(_LEAST_LINE), self._message.maximumWidth()))
            self._message.setText(f"This session could not be opened. {message} {recovery}")
            return
        if session.shared_by and self.desk.review is not None:
            # Somebody else's call is rated before its result is seen.
            self.go.emit(ToReview(self.folder, rate=True))
            return
        self.session = session
        self.view = present_debrief(session, self.desk.now().date())
        self.transcript = TranscriptPanel(
            self.desk,
            session,
            changed=self._take_lines,
            rescored=self._take_result,
            play=self._play if session.media else None,
        )
        self._stack.addWidget(self._build(self.view))
        self._stack.setCurrentIndex(1)
        self.bar_changed.emit()

    def _take_lines(self, lines: tuple[TranscriptLine, ...]) -> None:
        if self.session is not None:
            self.session = replace(self.session, utterances=words_of(lines))

    def _take_result(self, scorecard: Scorecard) -> None:
        """Letters and advice follow a corrected transcript; what is open stays open."""
        if self.session is None:
            return
        self.session = replace(self.session, scorecard=scorecard)
        self.view = present_debrief(self.session, self.desk.now().date())
        opened = {shown.view.letter for shown in self.rows if shown.is_open}
        self._fill(self.view)
        for shown in self.rows:
            if shown.view.letter in opened:
                shown.toggle()
        self.bar_changed.emit()

    def on_event(self, event: Event) -> None:
        """The result after a correction."""
        if self.session is not None:
            self.transcript.on_event(event)

    def on_key(self, event: QKeyEvent) -> bool:
        """Undo and redo of corrections."""
        return self.session is not None and self.transcript.on_key(event)

    def show_part(self, part: str) -> None:
        """One of 'letters', 'customer', 'cues', 'transcript', 'coach'; 'advice' where it does not stand beside them."""
        self.rooms.show_part(part)

    def _renamed(self, title: str) -> None:
        if self.session is not None:
            self.session = replace(self.session, title=title)
            self.view = present_debrief(self.session, self.desk.now().date())
            self.bar_changed.emit()

    def _build(self, view: DebriefView) -> QWidget:
        self.player = ClipPlayer(self.theme, self._words_at)
        self._letters_room, self._aside = column(spacing=0), column(spacing=self.theme.sizes.gap)
        self._customer_room = column(spacing=0)
        self._fill(view)
        letters, advice, customer = (_holder(room) for room in (self._letters_room, self._aside, self._customer_room))
        play = self._play_exactly if view.has_media else None
        self.cues = CuesPanel(self.desk, self.folder, view.cues, self._trace(), play)
        customer_tab = view.customer.tab if view.customer is not None else "The customer"
        self.coach = self._coach_panel(view)
        parts = {
            "letters": ("The seven letters", scrolled(clear(letters, None, spacing=0), "The seven letters")),
            "coach": (view.coach.tab if view.coach is not None else "", self.coach or QWidget()),
            "customer": (customer_tab, customer),
            "cues": (_cues_tab(view), self.cues),
            "transcript": ("Transcript", clear(self.transcript, 20, spacing=0)),
        }
        shown = {name: part for name, part in parts.items() if part[0]}
        self.rooms = Rooms(self.theme, shown, advice, self.player)
        return self.rooms

    def _fill(self, view: DebriefView) -> None:
        """Letters and advice, in place of those before."""
        empty_layout(self._letters_room)
        empty_layout(self._aside)
        play = self._play if view.has_media else None
        self.rows = tuple(LetterRow(self.theme, shown, play, self._copy) for shown in view.rows)
        self._letters_room.addWidget(self._letters(view))
        duration_s = self.session.scorecard.duration_s if self.session is not None else 0.0
        said = self.session.partner if self.session is not None else None
        strengths, *advice = Advice(self.theme, view, self._advice_hands(play), duration_s).cards()
        asked = request_cards(self.desk, view.coach, self._coach_hands(), lambda: self.show_part("coach"))
        for part in (*asked, strengths, *partner_cards(self.theme, said, play), *advice):
            self._aside.addWidget(part)
        empty_layout(self._customer_room)
        if view.customer is not None:
            hands = Hands(self._play_exactly if view.has_media else None, *self._again_hands())
            self.customer = CustomerPanel(self.theme, view.customer, hands)
            self._customer_room.addWidget(self.customer)

    def _advice_hands(self, play: Callable[[Span], object] | None) -> AdviceHands:
        drill = (lambda kind: self.go.emit(ToDrill(kind))) if self.desk.drills is not None else None
        return AdviceHands(play, self._copy, drill, self.again.from_point)

    def _coach_hands(self) -> CoachHands:
        has_media = self.session is not None and bool(self.session.media)
        return CoachHands(self._play_exactly if has_media else None, self.again.from_point, self.again.same)

    def _coach_panel(self, view: DebriefView) -> CoachPanel | None:
        if view.coach is None or self.session is None:
            return None
        return CoachPanel(self.desk, self.session, view.coach, self._coach_hands())

    def _again_hands(self) -> tuple[Callable[[StatePoint], object], Callable[[], object], Callable[[], object]]:
        return self.again.from_point, self.again.same, self.again.other

    def _trace(self) -> Trace | None:
        return self.session.trace if self.session is not None else None

    def _words_at(self, t_s: float) -> str:
        return words_during(self.session.utterances if self.session is not None else (), t_s)

    def _letters(self, view: DebriefView) -> QFrame:
        head = column(
            label("What an observer would notice", "title"),
            label(
                "For personal training, not for assessment. Pale bands show how sure the measurement is.",
                "muted",
                wrap=True,
            ),
            *(self._marked(text) for text in view.recording),
            spacing=4,
        )
        foot = [label(text, "muted", wrap=True) for text in (view.talk, *view.notes) if text]
        made = card(self.theme, head, 10, *self.rows, line(), 6, *foot, spacing=0)
        made.layout().setContentsMargins(24, 20, 24, 22)  # type: ignore[union-attr]
        return made

    def _marked(self, text: str) -> MarkedLine:
        made = MarkedLine(self.theme)
        made.tell(text, "unknown")
        return made

    def _play(self, span: Span) -> None:
        part = self.session.media_at(span.start_s) if self.session is not None else None
        if self.session is not None and part is not None:
            self.player.play(part, clip_around(span, self.session.scorecard.duration_s))

    def _play_exactly(self, span: Span) -> None:
        """These very seconds."""
        part = self.session.media_at(span.start_s) if self.session is not None else None
        if part is not None:
            self.player.play(part, span)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.desk.toast("Copied.")

    def _open_menu(self) -> None:
        menu: QMenu = self.commands.menu()
        corner = self.mapToGlobal(self.rect().topRight())
        menu.popup(corner - QPoint(menu.sizeHint().width() + self.theme.sizes.margin, -self.theme.sizes.unit))


def _holder(room: QVBoxLayout) -> QWidget:
    made = QWidget()
    made.setProperty("look", "clear")
    made.setLayout(room)
    return made


def _cues_tab(view: DebriefView) -> str:
    """The name of the part about cues; '' for a call that was none with a written customer and had none."""
    if not view.cues and (view.customer is None or view.customer.tracks is None):
        return ""
    return f"Cues ({len(view.cues)})" if view.cues else "Cues"
