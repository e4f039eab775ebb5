"""The debrief: what an observer would notice, what to keep, one thing to change, feelings voiced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QStackedLayout, QWidget

from app.engine.messages import Event
from app.ui.debrief.actions import DebriefActions
from app.ui.debrief.clip_player import ClipPlayer
from app.ui.debrief.letter_row import LetterRow
from app.ui.debrief.presenter import DebriefView, FeelingView, Point, clip_around, present_debrief, words_during
from app.ui.debrief.say_it import wording_widget
from app.ui.debrief.transcript_panel import TranscriptPanel
from app.ui.debrief.transcript_presenter import words_of
from app.ui.page import Desk, Page
from app.ui.ports import OpenedSession
from app.ui.routes import ToDrill, ToHome, ToPractice
from app.ui.widgets.kit import button, card, clear, column, empty_layout, label, line, row, scrolled, time_label
from app.ui.widgets.notices import MarkedLine
from app.ui.widgets.top_bar import BarAction, BarContent
from perception.recording.corrections import TranscriptLine
from perception.types import Scorecard, Span

_READABLE = 40  # letters a line of the transcript has at least beside the advice


class DebriefPage(Page):
    """One session, read away from the window, then shown."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        super().__init__(desk)
        self.folder = folder
        self.session: OpenedSession | None = None
        self.view: DebriefView | None = None
        self.rows: tuple[LetterRow, ...] = ()
        self.commands = DebriefActions(desk, self, lambda: self.session, self._renamed, lambda: self.go.emit(ToHome()))
        self._stack = QStackedLayout(self)
        self._message = label("Opening the session …", "muted", wrap=True)
        self._message.setMaximumWidth(560)
        waiting = QWidget()
        waiting.setLayout(column(None, row(None, self._message, None), None, None))
        self._stack.addWidget(waiting)

    def bar(self) -> BarContent:
        """Title, length, day; the more of the session at the right."""
        if self.view is None:
            return BarContent(place="Debrief")
        actions = (
            BarAction("More …", self._open_menu),
            BarAction("Practise again", lambda: self.go.emit(ToPractice()), "primary"),
        )
        return BarContent("Debrief", self.view.title, self.view.about, actions=actions)

    def enter(self) -> None:
        """Read the session."""
        if self.session is None:
            self.desk.tasks.run(lambda: self.desk.opener(self.folder), self._opened, owner=self)

    def leave(self) -> None:
        """A clip does not go on unseen."""
        if self.session is not None:
            self.player.stop()

    def _opened(self, session: Any, error: Exception | None) -> None:
        if error is not None:
            recovery = getattr(error, "recovery", "Choose another one in the list.")
            message = getattr(error, "message", str(error))
            self._message.setText(f"This session could not be opened. {message} {recovery}")
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
        """The seven letters, or the words: 'letters', 'transcript'."""
        chosen = 0 if part == "letters" else 1
        self._parts.setCurrentIndex(chosen)
        for number, made in enumerate((self.letters_button, self.transcript_button)):
            made.setChecked(number == chosen)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What stands beside each other depends on the room."""
        super().resizeEvent(event)
        if self.session is not None:
            self._arrange()

    def _arrange(self) -> None:
        """In a narrow window the words have the whole page, unless a clip plays beside them."""
        narrow = self.width() < self._side.width() + _READABLE * self.theme.sizes.body
        reading = self._parts.currentIndex() == 1
        self._side.setHidden(reading and narrow and self.player.isHidden())

    def _renamed(self, title: str) -> None:
        if self.session is not None:
            self.session = replace(self.session, title=title)
            self.view = present_debrief(self.session, self.desk.now().date())
            self.bar_changed.emit()

    def _build(self, view: DebriefView) -> QWidget:
        self.player = ClipPlayer(self.theme, self._words_at)
        self._letters_room, self._aside = column(spacing=0), column(spacing=self.theme.sizes.gap)
        self._fill(view)
        letters = QWidget()
        letters.setProperty("look", "clear")
        letters.setLayout(self._letters_room)
        advice = QWidget()
        advice.setProperty("look", "clear")
        advice.setLayout(self._aside)
        side = scrolled(clear(self.player, advice, None, spacing=self.theme.sizes.gap), "What to keep and change")
        side.setFixedWidth(self.theme.sizes.aside + self.theme.sizes.scroll)
        self._side = side
        self._parts = QStackedLayout()
        self._parts.addWidget(scrolled(clear(letters, None, spacing=0), "The seven letters"))
        self._parts.addWidget(clear(self.transcript, 20, spacing=0))
        main = column(self._choice(), self._parts, spacing=10)
        main.setStretch(1, 1)
        across = row(main, side, spacing=8)
        across.setStretch(0, 1)
        margin = self.theme.sizes.margin
        across.setContentsMargins(margin, margin, margin - self.theme.sizes.scroll, 0)
        whole = QWidget()
        whole.setProperty("look", "clear")
        whole.setLayout(across)
        return whole

    def _choice(self) -> QHBoxLayout:
        """What the large part of the page shows."""
        self.letters_button = button("The seven letters", lambda: self.show_part("letters"), "tab")
        self.transcript_button = button("Transcript", lambda: self.show_part("transcript"), "tab")
        for made in (self.letters_button, self.transcript_button):
            made.setCheckable(True)
        self.letters_button.setChecked(True)
        return row(self.letters_button, self.transcript_button, None, spacing=6)

    def _fill(self, view: DebriefView) -> None:
        """Letters and advice, in place of those before."""
        empty_layout(self._letters_room)
        empty_layout(self._aside)
        play = self._play if view.has_media else None
        self.rows = tuple(LetterRow(self.theme, shown, play, self._copy) for shown in view.rows)
        self._letters_room.addWidget(self._letters(view))
        for part in (self._keep(view), *self._change(view), *self._feelings(view), *self._self_check(view)):
            self._aside.addWidget(part)

    def _self_check(self, view: DebriefView) -> list[QFrame]:
        said = view.self_check
        if said is None:
            return []
        words = [label(text, wrap=True) for text in said.gaps]
        if said.same:
            words.append(label(said.same, "muted", wrap=True))
        if said.sentence:
            words.append(label(f"“{said.sentence}”", "muted", wrap=True))
        words.append(label("The ring on each bar is what you said.", "small", wrap=True))
        return [card(self.theme, label("What you said before", "heading"), *words)]

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

    def _keep(self, view: DebriefView) -> QFrame:
        points = [self._kept(point) for point in view.keep]
        if not points:
            points = [label("This call was too short to say what stood out.", "muted", wrap=True)]
        return card(self.theme, label("Keep", "heading"), *points, spacing=10)

    def _kept(self, point: Point) -> QWidget:
        first, second = (f"“{point.quote.strip('“”')}”", point.text) if point.quote else (point.text, "")
        parts: list[QWidget | int] = [label(first, wrap=True)]
        if second:
            parts.append(label(second, "small", wrap=True))
        if point.time:
            parts += [4, self._when(point)]
        return clear(*parts, spacing=2)

    def _change(self, view: DebriefView) -> list[QFrame]:
        point = view.change
        if point is None:
            return []
        parts: list[QWidget] = []
        quoted = bool(point.quote) and not point.quotes_itself
        if quoted:
            parts.append(label(f"“{point.quote.strip('“”')}”", wrap=True))
        parts.append(label(point.text, "muted" if quoted else "", wrap=True))
        worded = point.wording is not None and bool(point.wording.text)
        if point.aim:
            parts.append(label(f"Next time: {point.aim}", "" if worded else "try", wrap=True))
        if point.wording is not None and worded:
            parts.append(wording_widget(self.theme, point.wording, self._copy))
        if point.time:
            parts.append(self._when(point))
        if point.drill and self.desk.drills is not None:
            parts.append(self._drill_button(point))
        return [card(self.theme, label("Change one thing", "heading"), *parts, look="card-watch", spacing=9)]

    def _drill_button(self, point: Point) -> QPushButton:
        kind, text = point.drill or ("empathy_or_sympathy", "")
        return button(text, lambda: self.go.emit(ToDrill(kind)), "primary")

    def _feelings(self, view: DebriefView) -> list[QFrame]:
        if not view.feelings:
            text = "No feeling was put into words by the customer in this call."
            return [card(self.theme, label("Feelings voiced", "heading"), label(text, "muted", wrap=True))]
        lines = [self._feeling(shown, view.has_media) for shown in view.feelings]
        return [card(self.theme, label("Feelings voiced", "heading"), *lines, spacing=7)]

    def _feeling(self, shown: FeelingView, has_media: bool) -> QWidget:
        said = label(shown.feeling, tight=True)
        parts: list[QWidget | None] = [time_label(self.theme, shown.time), said]
        if has_media:
            parts[0] = button(
                f"▶  {shown.time}",
                lambda: self._play(shown.clip),
                "small",
                name=f"Play {shown.feeling} at {shown.time}",
            )
        if shown.hidden:
            parts.append(label("hidden", "pill"))
        parts.append(label(shown.outcome, shown.mark))
        made = QWidget()
        across = row(*parts, spacing=12)
        across.setStretch(1, 1)
        made.setLayout(across)
        return made

    def _when(self, point: Point) -> QWidget:
        parts: list[QWidget | None] = [time_label(self.theme, point.time), None]
        if self.session is not None and self.session.media:
            parts.insert(0, self._clip_button(point))
        made = QWidget()
        made.setLayout(row(*parts, spacing=10))
        return made

    def _clip_button(self, point: Point) -> QPushButton:
        span = clip_around(point.clips[0], self.session.scorecard.duration_s if self.session else 0.0)
        text = f"▶  Play {round(span.end_s - span.start_s)} s"
        return button(text, lambda: self._play(point.clips[0]), "small", name=f"{text[3:]} from {point.time}")

    def _play(self, span: Span) -> None:
        part = self.session.media_at(span.start_s) if self.session is not None else None
        if self.session is not None and part is not None:
            self.player.play(part, clip_around(span, self.session.scorecard.duration_s))
            self._arrange()

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.desk.toast("Copied.")

    def _open_menu(self) -> None:
        menu: QMenu = self.commands.menu()
        corner = self.mapToGlobal(self.rect().topRight())
        menu.popup(corner - QPoint(menu.sizeHint().width() + self.theme.sizes.margin, -self.theme.sizes.unit))
