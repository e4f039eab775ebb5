"""The coach's workspace: picture, transcript and rating above, tracks below, all on one time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QStackedLayout, QWidget

from app.engine.messages import Event, Problem
from app.library.agreement.rated import has_seen
from app.ui.debrief.actions import DebriefActions
from app.ui.page import Desk, Page
from app.ui.ports import OpenedSession
from app.ui.review.coaching.view import COMMENTS, RATING, CoachColumn
from app.ui.review.coaching.writing import author_name
from app.ui.review.layout import COACH, PICTURE, TRACKS, TRANSCRIPT, ReviewLayout
from app.ui.review.layout_presenter import places_of
from app.ui.review.picture.pane import PicturePane
from app.ui.review.picture.switches_presenter import switches_of
from app.ui.review.playhead import SPEEDS, Playhead
from app.ui.review.ports import OpenedReview
from app.ui.review.tracks.presenters.lanes import Names
from app.ui.review.tracks.view import TracksView
from app.ui.review.transcript.pane import TranscriptPane
from app.ui.review.transport import Transport
from app.ui.review.words_presenter import customer_of, moment_after, moment_before, moment_times, rate_words
from app.ui.routes import ToAddClip, ToCalibrationPacks, ToDebrief, ToHome, ToReview, ToSendNotes, ToSessions
from app.ui.theme import Theme
from app.ui.widgets.kit import column, label, middle
from app.ui.widgets.top_bar import BarAction, BarContent
from app.ui.words import clock, day, duration
from perception.recording.review_notes import Comment, ReviewEntry, in_force

_JUMP_S: Final = 5.0
_LEAST_LINE: Final = 420  # of a message
MARKED: Final = "Marked."  # the words of a comment that only marks a moment


class ReviewPage(Page):
    """One session, read away from the window; acts of sentences come when they are known."""

    def __init__(self, desk: Desk, route: ToReview) -> None:
        super().__init__(desk)
        self.route = route
        self.review: OpenedReview | None = None
        self._moments: tuple[float, ...] = ()
        self.commands = DebriefActions(
            desk,
            self,
            self._session,
            self._renamed,
            lambda: self.go.emit(ToHome()),
            locked=lambda: self.review is not None and self.coach.locked,
        )
        self._stack = QStackedLayout(self)
        self._message = label("Opening the session …", "muted", wrap=True)
        self._message.setMaximumWidth(self.theme.sizes.room(560))
        self._stack.addWidget(middle(self._message))

    def bar(self) -> BarContent:
        """Title, length, day; rating and export at the right."""
        if self.review is None:
            return BarContent(place="Review")
        session = self.review.session
        when = [day(session.started_at, self.desk.now().date()), duration(self.playhead.duration_s)]
        about = " · ".join([*([f"from {session.shared_by}"] if session.shared_by else []), *when])
        rate = BarAction(self._rate_words(), self._rate)
        if self.route.pack is not None:
            return BarContent(
                "Review", session.title, about, actions=(rate, BarAction("Back to the pack", self.on_back))
            )
        more = "Send or export …" if self.commands.send_back is not None else "Export …"
        actions = (rate, BarAction(more, self._open_menu))
        return BarContent("Review", session.title, about, actions=actions)

    def on_event(self, event: Event) -> None:
        """The words of a spoken comment."""
        if self.review is not None:
            self.coach.on_event(event)

    def enter(self) -> None:
        """Read the session."""
        service = self.desk.review
        if self.review is None and service is not None:
            self.desk.tasks.run(lambda: service.open(self.route.folder), self._opened, owner=self)

    def leave(self) -> None:
        """Nothing plays on unseen."""
        if self.review is not None:
            self.layout_of.keep_places()
            self.coach.leave()
            self.picture.close_media()

    def on_back(self) -> bool:
        """Esc closes the search first; then to where the call is read, or to the list where it is rated."""
        if self.review is not None and self.transcript.close_search():
            return True
        if self.route.pack is not None:
            self.go.emit(ToCalibrationPacks(self.route.pack))
        elif self.review is None:
            return False
        else:
            self.go.emit(ToSessions() if self.rates else ToDebrief(self.route.folder))
        return True

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

    @property
    def rates(self) -> bool:
        """Whether a coach looks at it, who rates before the measured values show: always in a call that was shared."""
        return self.route.rate or (self.review is not None and bool(self.review.session.shared_by))

    def _opened(self, review: Any, error: Exception | None) -> None:
        if error is not None:
            recovery = getattr(error, "recovery", "Choose another one in the list.")
            message = getattr(error, "message", str(error))
            self._message.setMinimumWidth(min(self.theme.sizes.room(_LEAST_LINE), self._message.maximumWidth()))
            self._message.setText(f"This session could not be opened. {message} {recovery}")
            return
        self.review = review
        if review.session.shared_by and self.route.pack is None and self.desk.services.packages is not None:
            self.commands.send_back = self._send_back
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
            TRACKS: self._make_tracks(review, customer),
        }
        self._take_entries(self.coach.writing.book.entries)
        self.layout_of = ReviewLayout(
            self.theme,
            parts,
            self.transport,
            self.tracks.tools,
            places_of(settings.text("review_places")),
            lambda places: self.desk.change_settings({"review_places": places.as_text()}),
        )
        return self.layout_of

    def _make_coach(self, review: OpenedReview) -> QWidget:
        session = review.session
        self.coach = CoachColumn(
            self.desk,
            session.folder,
            self.playhead,
            self._entries_at_first(review),
            session.scorecard,
            coach=self.rates,
        )
        self.coach.unlocked.connect(self._unlocked)
        self.coach.changed.connect(self._take_entries)
        self.coach.go.connect(self.go)
        self.coach.composing.connect(self._composed)
        return _framed(self.theme, self.coach)

    def _make_tracks(self, review: OpenedReview, customer: str) -> QWidget:
        names = Names(customer=customer) if customer else Names()
        self.tracks = TracksView(
            self.theme,
            review.series,
            self.playhead,
            locked=self.coach.locked,
            names=names,
            hidden=self.desk.settings.text("review_hidden_lanes").split(),
            letters_follow=review.letters_missing,
        )
        self.tracks.wants_comment.connect(self._comment_at)
        self.tracks.comment_chosen.connect(lambda _id: self._show_comments())
        self.tracks.lanes_changed.connect(
            lambda hidden: self.desk.change_settings({"review_hidden_lanes": " ".join(hidden)})
        )
        return _framed(self.theme, self.tracks)

    def _read_acts(self, review: OpenedReview) -> None:
        service = self.desk.review
        utterances = review.session.utterances
        if service is None or not any(said.speaker == "csm" for said in utterances):
            self._read_letters()
            return
        self.transcript.say("Reading what each sentence does …")
        self.desk.tasks.run(lambda: service.acts(utterances), self._take_acts, owner=self)

    def _take_acts(self, acts: Any, error: Exception | None) -> None:
        if error is None:
            self.transcript.show_acts(acts)
        else:
            self.transcript.say(f"What sentences do could not be read: {error}")
        self._read_letters()

    def _read_letters(self) -> None:
        """Letters over time that are not kept with the session; after the acts, so that one job is free for others."""
        service, review = self.desk.review, self.review
        if service is not None and review is not None and review.letters_missing:
            self.desk.tasks.run(lambda: service.letters(self.route.folder), self._take_letters, owner=self)

    def _take_letters(self, letters: Any, error: Exception | None) -> None:
        self.tracks.set_letters(letters if error is None else {})
        if error is not None:
            why = getattr(error, "message", str(error))
            remedy = getattr(error, "recovery", "All else of the review works.")
            self.desk.tell(
                Problem("scoring", f"The letters over time could not be worked out. {why}", remedy, "notice")
            )

    # ------------------------------------------------------------ keys and moves

    def _keys(self, *, shift: bool, control: bool) -> Mapping[int, Callable[[], object]]:
        """What each key does now."""
        playhead, playback, key = self.playhead, self.picture.playback, Qt.Key
        if control:
            return {key.Key_F: self._open_search, key.Key_Z: self.coach.undo}
        if shift:
            return {
                key.Key_Left: lambda: playhead.seek(playhead.t_s - _JUMP_S),
                key.Key_Right: lambda: playhead.seek(playhead.t_s + _JUMP_S),
                key.Key_F3: lambda: self.transcript.next_found(-1),
                key.Key_Plus: lambda: self._pace(1),  # many keyboards have + above =
            }
        return {
            key.Key_Space: lambda: playhead.play(not playhead.playing),
            key.Key_Left: lambda: playback.step(-1),
            key.Key_Right: lambda: playback.step(1),
            key.Key_L: self._loop,
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

    def _loop(self) -> None:
        """Play the chosen stretch again and again, or stop doing so; where none is chosen, the line being said."""
        if self.playhead.selection is None:
            self.playhead.select(self.transcript.line_span())
        self.playhead.loop(not self.playhead.looping)

    def _pace(self, step: int) -> None:
        """The next speed up or down."""
        at = min(range(len(SPEEDS)), key=lambda number: abs(SPEEDS[number] - self.playhead.speed))
        self.playhead.pace(SPEEDS[min(max(0, at + step), len(SPEEDS) - 1)])

    def _moment(self, choose: Callable[[tuple[float, ...], float], float | None]) -> None:
        if self.review is None:
            return
        wanted = choose(self._moments, self.playhead.t_s)
        if wanted is not None:
            self.playhead.seek(wanted)

    def _comment(self) -> None:
        self.layout_of.show_part(COACH)
        self.coach.comment_here()

    def _comment_at(self, t_s: float) -> None:
        """The stretch that was chosen there, or that moment."""
        chosen = self.playhead.selection
        self.layout_of.show_part(COACH)
        if chosen is not None and chosen.start_s <= t_s <= chosen.end_s:
            self.coach.comment_at(chosen.start_s, chosen.end_s)
        else:
            self.coach.comment_at(t_s)

    def _composed(self, opened: bool) -> None:
        """The keys of the page work again as soon as a comment is kept or given up."""
        if not opened:
            self.setFocus()

    def _show_comments(self) -> None:
        self.layout_of.show_part(COACH)
        self.coach.show_part(COMMENTS)

    def _mark(self) -> None:
        """A moment to come back to: a comment that can be given more words later."""
        writing, t_s = self.coach.writing, self.playhead.t_s
        writing.keep(writing.book.comment(MARKED, t_s), f"Marked at {clock(t_s)}.")

    # ------------------------------------------------------------ rating

    def _rate_words(self) -> str:
        return rate_words(self.coach.writing.book.rating) if self.rates else "Rate this call"

    def _rate(self) -> None:
        """To the rating; who looks at it alone opens it again as a coach."""
        if self.rates:
            self.layout_of.show_part(COACH)
            self.coach.show_part(RATING)
        else:
            self.go.emit(replace(self.route, rate=True, t_s=self.playhead.t_s))

    def _entries_at_first(self, review: OpenedReview) -> tuple[ReviewEntry, ...]:
        """Of a clip of a pack only what one wrote oneself, until it is rated."""
        me = author_name(self.desk, "coach")
        own = tuple(entry for entry in review.entries if entry.author == me)
        return own if self.route.pack is not None and not has_seen(own, me) else review.entries

    def _unlocked(self) -> None:
        self.tracks.unlock()
        if self.review is not None:
            self.coach.take_in(self.review.entries)
        self._take_entries(self.coach.writing.book.entries)

    def _take_entries(self, entries: Iterable[ReviewEntry]) -> None:
        """What was written shows on the tracks, and can be gone to."""
        if self.review is None:
            return
        comments = [one for one in in_force(entries) if isinstance(one, Comment) and one.reply_to is None]
        self.tracks.set_notes(comments)
        self._moments = moment_times(self.review.series, comments, locked=self.coach.locked)
        self.bar_changed.emit()

    # ------------------------------------------------------------ the session

    def _session(self) -> OpenedSession | None:
        return self.review.session if self.review is not None else None

    def _send_back(self) -> None:
        """To the page that writes what the coach wrote into a file."""
        if self.review is not None:
            self.go.emit(ToSendNotes(self.route.folder, self.review.session.title))

    def _renamed(self, title: str) -> None:
        if self.review is not None:
            self.review = replace(self.review, session=replace(self.review.session, title=title))
            self.bar_changed.emit()

    def _open_menu(self) -> None:
        menu = self.commands.menu()
        if self.desk.services.packs is not None and self.route.pack is None:
            menu.insertAction(menu.actions()[0], self._pack_action(menu))
        corner = self.mapToGlobal(self.rect().topRight())
        menu.popup(corner - QPoint(menu.sizeHint().width() + self.theme.sizes.margin, -self.theme.sizes.unit))

    def _pack_action(self, menu: QMenu) -> QAction:
        """The chosen stretch as a clip for coaches."""
        made = QAction("Add to a calibration pack …", menu)
        made.triggered.connect(self._add_to_pack)
        return made

    def _add_to_pack(self) -> None:
        if self.review is not None:
            chosen = self.playhead.selection
            span = (chosen.start_s, chosen.end_s) if chosen is not None else (self.playhead.t_s, 0.0)
            self.go.emit(ToAddClip(self.route.folder, *span, self.review.session.title, rate=self.route.rate))


def _framed(theme: Theme, inside: QWidget) -> QFrame:
    """A part on a surface of its own."""
    made = QFrame()
    made.setProperty("look", "card")
    pad = theme.sizes.unit * 2
    layout = column(inside)
    layout.setContentsMargins(pad, pad, pad, pad)
    made.setLayout(layout)
    return made
