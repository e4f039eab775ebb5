"""What the coach wrote: comments with their clips to answer, requests for another take, ratings beside one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from app.practice.coach_said import Thread, threads
from app.practice.turns import StatePoint
from app.ui.debrief.coach_presenter import CoachView, RequestView, clip_of
from app.ui.page import Desk
from app.ui.ports import OpenedSession
from app.ui.review.coaching.comment_card import CommentCard, CommentHands
from app.ui.review.coaching.composer import Composer
from app.ui.review.coaching.voice import VoicePlayer
from app.ui.review.coaching.writing import Writing
from app.ui.widgets.kit import button, card, clear, column, empty_layout, label, row, scrolled
from perception.recording.review_notes import Comment
from perception.types import Span

INTRO = "You see everything your coach writes about this call, and can answer."
BESIDE = "Coaches rate from 1 to 5; you and the measurement say 0 to 100."


@dataclass(frozen=True, slots=True)
class CoachHands:
    """What can be done from here. play: None where no recording was kept. retry: from this moment of the call.
    same: the call once more."""

    play: Callable[[Span], object] | None
    retry: Callable[[StatePoint], object]
    same: Callable[[], object]

    def again(self, request: RequestView | None) -> None:
        """Another take, from the moment it was asked for where that can be."""
        if request is not None and request.point is not None:
            self.retry(request.point)
        else:
            self.same()


class CoachPanel(QWidget):
    """The large part of the debrief for what the coach wrote. The learner's answers are kept at once."""

    def __init__(self, desk: Desk, session: OpenedSession, view: CoachView, hands: CoachHands) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.desk = desk
        self.theme = desk.theme
        self.view = view
        self._hands = hands
        self._requests = {request.thread.id: request for request in view.requests}
        self._about: Thread | Comment | None = None
        self.writing = Writing(desk, session.folder, session.entries, "learner", self)
        self.writing.changed.connect(lambda _entries: self._fill())
        self.player = VoicePlayer(desk, session.folder, self)
        self.composer = Composer(self.theme, None)
        self.composer.said.connect(self._said)
        self.cards: tuple[CommentCard, ...] = ()
        self._room = column(spacing=10)
        parts: list[QWidget | None] = [self._comments()]
        parts += [self._rated(), None] if view.rated else [None]
        self.scroller: QScrollArea = scrolled(clear(*parts, spacing=self.theme.sizes.gap), view.tab)
        inside = column(self.scroller, self.composer, spacing=8)
        inside.setStretch(0, 1)
        inside.setContentsMargins(0, 0, 0, self.theme.sizes.gap)
        self.setLayout(inside)
        self.setAccessibleName(view.tab)
        self._fill()

    def leave(self) -> None:
        """The page goes away."""
        self.player.stop()
        self.writing.finish()

    def _comments(self) -> QFrame:
        head = column(label("From your coach", "title"), label(INTRO, "muted", wrap=True), spacing=4)
        made = card(self.theme, head, 6, self._room, spacing=6)
        made.layout().setContentsMargins(24, 20, 24, 22)  # type: ignore[union-attr]
        return made

    def _fill(self) -> None:
        empty_layout(self._room)
        found = threads(self.writing.book.entries)
        self.cards = tuple(self._card(thread) for thread in found)
        for place, made in enumerate(self.cards):
            made.leave = partial(self._step, place)
            self._room.addWidget(made)
        if not found:
            self._room.addWidget(label("No comments yet.", "muted", wrap=True))

    def _card(self, thread: Thread) -> CommentCard:
        clip, play = clip_of(thread), self._hands.play
        request = self._requests.get(thread.id)
        hands = CommentHands(
            jump=None if clip is None or play is None else lambda _comment: play(clip),
            play=lambda comment: self.player.play(comment.voice or ""),
            reply=self._reply,
            edit=self._edit,
            delete=self._delete,
            again=lambda: self._hands.again(request),
        )
        return CommentCard(self.theme, thread, self.writing.book.author, hands, clips=True)

    def _step(self, place: int, by: int) -> None:
        if 0 <= place + by < len(self.cards):
            self.cards[place + by].setFocus()

    def _rated(self) -> QFrame:
        view = self.view
        made = QFrame()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        for place, text in enumerate(("", "", *view.columns)):
            grid.addWidget(label(text, "small", tight=True), 0, place)
        for number, shown in enumerate(view.rated, start=1):
            grid.addWidget(label(shown.letter, "strong"), number, 0)
            for place, text in enumerate((shown.name, *shown.cells), start=1):
                grid.addWidget(label(text, tight=True), number, place)
        grid.setColumnStretch(1, 3)
        for place in range(2, 2 + len(view.columns)):
            grid.setColumnStretch(place, 2)
        made.setAccessibleName(_table_aloud(view))
        head = column(label("Beside each other", "title"), label(BESIDE, "muted", wrap=True), spacing=4)
        outside = card(self.theme, head, 6, made, spacing=4)
        outside.layout().setContentsMargins(24, 20, 24, 22)  # type: ignore[union-attr]
        return outside

    # ------------------------------------------------------------ answering

    def _reply(self, thread: Thread) -> None:
        self._about = thread
        who = thread.comment.author if thread.comment is not None else thread.answers[0].author
        self.composer.open_at(thread.t_s, "reply", to=who)

    def _edit(self, comment: Comment) -> None:
        self._about = comment
        self.composer.open_at(comment.t_s, "edit", comment.text)

    def _delete(self, comment: Comment) -> None:
        self.writing.keep(self.writing.book.delete(comment), "Your words were deleted.")

    def _said(self, text: str) -> None:
        book, about = self.writing.book, self._about
        if isinstance(about, Thread):
            self.writing.keep(book.reply(about.id, text, about.t_s), "Your answer is kept.")
        elif isinstance(about, Comment):
            self.writing.keep(book.reword(about, text), "Your words were changed.")


def request_cards(
    desk: Desk, view: CoachView | None, hands: CoachHands, read: Callable[[], object]
) -> tuple[QFrame, ...]:
    """One card for each request for another take, for the advice."""
    return tuple(_request_card(desk, request, hands, read) for request in (view.requests if view is not None else ()))


def _request_card(desk: Desk, request: RequestView, hands: CoachHands, read: Callable[[], object]) -> QFrame:
    where = f" from {request.time}" if request.time else ""
    again = button("Practise this again", lambda: hands.again(request), name=f"Practise this again{where}")
    more = button("Read and answer", read, "small", name=f"Read and answer {request.who}")
    text = request.text or "Listen to what was said."
    return card(
        desk.theme,
        label(f"{request.who} asks for another take{where}", "heading", wrap=True),
        label(text, wrap=True),
        column(row(again, None), row(more, None), spacing=6),
        look="card-watch",
        spacing=9,
    )


def _table_aloud(view: CoachView) -> str:
    """The table of ratings in words."""
    lines = (
        f"{shown.name}: " + ", ".join(f"{of} {cell}" for of, cell in zip(view.columns, shown.cells, strict=True))
        for shown in view.rated
    )
    return ". ".join(lines)
