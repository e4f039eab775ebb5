"""The coach's workspace: picture, transcript and rating above, tracks below, all on one time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.ui.debrief.actions import DebriefActions
from app.ui.page import Desk, Page
from app.ui.ports import OpenedSession
from app.ui.review.layout import COACH, PICTURE, TRACKS, TRANSCRIPT, ReviewLayout
from app.ui.review.layout_presenter import places_of
from app.ui.review.picture.pane import PicturePane
from app.ui.review.picture.switches_presenter import switches_of
from app.ui.review.playhead import SPEEDS, Playhead
from app.ui.review.ports import OpenedReview
from app.ui.review.transcript.pane import TranscriptPane
from app.ui.review.transport import Transport
from app.ui.review.words_presenter import moment_after, moment_before, moment_times
from app.ui.routes import ToHome, ToReview
from app.ui.widgets.kit import card, column, label, row
from app.ui.widgets.top_bar import BarAction, BarContent
from app.ui.words import day, duration

_JUMP_S: Final = 5.0


def customer_of(session: OpenedSession) -> str:
    """The first name of a written customer, '' for any other."""
    scenario = session.practice.scenario if session.practice is not None else None
    return scenario.persona.name.split()[0] if scenario is not None and scenario.persona.name.strip() else ""


class ReviewPage(Page):
    """One session, read away from the window; acts of sentences come when they are known."""

    def __init__(self, desk: Desk, route: ToReview) -> None:
        super().__init__(desk)
        self.route = route
        self.review: OpenedReview | None = None
        self.commands = DebriefActions(desk, self, self._session, self._renamed, lambda: self.go.emit(ToHome()))
        self._stack = QStackedLayout(self)
        self._message = label("Opening the session …", "muted", wrap=True)
        self._message.setMaximumWidth(self.theme.sizes.room(560))
        waiting = QWidget()
        waiting.setLayout(column(None, row(None, self._message, None), None, None))
        self._stack.addWidget(waiting)

    def bar(self) -> BarContent:
        """Title, length, day; rating and export at the right."""
        if self.review is None:
            return BarContent(place="Review")
        session = self.review.session
        about = " · ".join([day(session.started_at, self.desk.now().date()), duration(self.playhead.duration_s)])
        actions = (BarAction("Export …", self._open_menu),)
        return BarContent("Review", session.title, about, actions=actions)

    def enter(self) -> None:
        """Read the session."""
        service = self.desk.review
        if self.review is None and service is not None:
            self.desk.tasks.run(lambda: service.open(self.route.folder), self._opened, owner=self)

    def leave(self) -> None:
        """Nothing plays on unseen."""
        if self.review is not None:
            self.layout_of.keep_places()
            self.picture.close_media()

    def on_back(self) -> bool:
        """Esc closes the search first."""
        return self.review is not None and self.transcript.close_search()

    def on_key(self, event: QKeyEvent) -> bool:
        """The keys of the review."""
        if self.review is None:
            return False
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        then = self._keys(shift=shift, control=control).get(event.key())
        if then is not None:
            then()
        return then is not None

    # ------------------------------------------------------------ building

    def _opened(self, review: Any, error: Exception | None) -> None:
        if error is not None:
            recovery = getattr(error, "recovery", "Choose another one in the list.")
            message = getattr(error, "message", str(error))
            self._message.setText(f"This session could not be opened. {message} {recovery}")
            return
        self.review = review
        self.playhead = Playhead(review.session.scorecard.duration_s, self)
        self._stack.addWidget(self._build(review))
        self._stack.setCurrentIndex(1)
        self.bar_changed.emit()
        self._read_acts(review)
        self.playhead.seek(self.route.t_s)

    def _build(self, review: OpenedReview) -> QWidget:
        settings, service = self.desk.settings, self.desk.review
        if service is None:
            raise RuntimeError("a review was opened without a service")
        self.picture = PicturePane(
            self.theme,
            self.playhead,
            review,
            service,
            switches_of(settings.text("review_overlays")),
            lambda switches: self.desk.change_settings({"review_overlays": switches.as_text()}),
        )
        customer = customer_of(review.session)
        self.transcript = TranscriptPane(self.theme, self.playhead, review.session.utterances, customer)
        self.transport = Transport(
            self.theme, self.playhead, lambda: self._moment(moment_before), lambda: self._moment(moment_after)
        )
        parts = {
            PICTURE: self.picture,
            TRANSCRIPT: self.transcript,
            COACH: self._make_coach(review),
            TRACKS: self._make_tracks(review),
        }
        self.layout_of = ReviewLayout(
            self.theme,
            parts,
            self.transport,
            places_of(settings.text("review_places")),
            lambda places: self.desk.change_settings({"review_places": places.as_text()}),
        )
        return self.layout_of

    def _make_coach(self, _review: OpenedReview) -> QWidget:
        return card(self.theme, label("Your rating", "heading"), None)

    def _make_tracks(self, _review: OpenedReview) -> QWidget:
        return card(self.theme, label("Tracks", "heading"), None)

    def _read_acts(self, review: OpenedReview) -> None:
        service = self.desk.review
        utterances = review.session.utterances
        if service is None or not any(said.speaker == "csm" for said in utterances):
            return
        self.transcript.say("Reading what each sentence does …")
        self.desk.tasks.run(lambda: service.acts(utterances), self._take_acts, owner=self)

    def _take_acts(self, acts: Any, error: Exception | None) -> None:
        if error is not None:
            self.transcript.say(f"What sentences do could not be read: {error}")
            return
        self.transcript.show_acts(acts)

    # ------------------------------------------------------------ keys and moves

    def _keys(self, *, shift: bool, control: bool) -> Mapping[int, Callable[[], object]]:
        """What each key does now."""
        playhead, playback, key = self.playhead, self.picture.playback, Qt.Key
        if control:
            return {key.Key_F: self._open_search}
        if shift:
            return {
                key.Key_Left: lambda: playhead.seek(playhead.t_s - _JUMP_S),
                key.Key_Right: lambda: playhead.seek(playhead.t_s + _JUMP_S),
                key.Key_F3: lambda: self.transcript.next_found(-1),
            }
        return {
            key.Key_Space: lambda: playhead.play(not playhead.playing),
            key.Key_Left: lambda: playback.step(-1),
            key.Key_Right: lambda: playback.step(1),
            key.Key_L: self.transport.toggle_loop,
            key.Key_N: lambda: self._moment(moment_after),
            key.Key_P: lambda: self._moment(moment_before),
            key.Key_C: self._comment,
            key.Key_M: self._mark,
            key.Key_F3: self.transcript.next_found,
            key.Key_Minus: lambda: self._pace(-1),
            key.Key_Plus: lambda: self._pace(1),
        }

    def _open_search(self) -> None:
        self.layout_of.show_part(TRANSCRIPT)
        self.transcript.open_search()

    def _pace(self, step: int) -> None:
        """The next speed up or down."""
        at = min(range(len(SPEEDS)), key=lambda number: abs(SPEEDS[number] - self.playhead.speed))
        self.playhead.pace(SPEEDS[min(max(0, at + step), len(SPEEDS) - 1)])

    def _moment(self, choose: Callable[[tuple[float, ...], float], float | None]) -> None:
        if self.review is None:
            return
        times = moment_times(self.review.session.scorecard, duration_s=self.playhead.duration_s)
        wanted = choose(times, self.playhead.t_s)
        if wanted is not None:
            self.playhead.seek(wanted)

    def _comment(self) -> None:
        self.layout_of.show_part(COACH)

    def _mark(self) -> None:
        self.layout_of.show_part(COACH)

    # ------------------------------------------------------------ the session

    def _session(self) -> OpenedSession | None:
        return self.review.session if self.review is not None else None

    def _renamed(self, _title: str) -> None:
        self.bar_changed.emit()

    def _open_menu(self) -> None:
        menu = self.commands.menu()
        corner = self.mapToGlobal(self.rect().topRight())
        menu.popup(corner - QPoint(menu.sizeHint().width() + self.theme.sizes.margin, -self.theme.sizes.unit))
