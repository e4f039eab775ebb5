"""The coach's column of the review: rate first, then compare; comments in step with the time."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.engine.messages import Event
from app.library.rubric import Rubric
from app.practice.coach_said import Thread, threads
from app.ui.page import Desk
from app.ui.review.coaching.comment_card import CommentHands
from app.ui.review.coaching.comments_panel import CommentsPanel
from app.ui.review.coaching.compare_panel import CompareHands, ComparePanel
from app.ui.review.coaching.composer import Composer
from app.ui.review.coaching.dots import CANNOT
from app.ui.review.coaching.letters_panel import LettersPanel
from app.ui.review.coaching.name_card import NameCard
from app.ui.review.coaching.presenter import (
    count_words,
    present_comparison,
    present_letters,
    present_rows,
    progress_words,
    when_words,
)
from app.ui.review.coaching.rating_panel import RatingPanel
from app.ui.review.coaching.voice import VoiceButton, VoicePlayer
from app.ui.review.coaching.writing import NAME_KEY, Writing
from app.ui.review.playhead import Playhead
from app.ui.routes import ToRubric
from app.ui.widgets.kit import button, clear, column, row, scrolled
from perception.recording.review_notes import Comment, Override, ReviewEntry
from perception.types import Letter, Scorecard, Span

RATING, COMMENTS = "rating", "comments"
_FIELD_LINES: Final = 30  # lines of text in height from which field and list stand under each other
_LOOK_BACK_S: Final = 1.5  # a moment of the measurement is looked at from a little before it


class CoachColumn(QWidget):
    """What is written of a session. Entries are kept at once; nothing is asked for at the end.

    coach: rates the letters before the measured values are shown; else the learner looks at it alone, without rating.
    unlocked(): the measured values may be shown from now on. changed(entries): something was written.
    go(route): another page is wanted. composing(bool): the field for a comment is open.
    """

    unlocked = Signal()
    changed = Signal(object)
    go = Signal(object)
    composing = Signal(bool)

    def __init__(
        self,
        desk: Desk,
        folder: Path,
        playhead: Playhead,
        entries: Iterable[ReviewEntry],
        scorecard: Scorecard,
        *,
        coach: bool,
    ) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.desk = desk
        self.theme = desk.theme
        self._folder = folder
        self._playhead = playhead
        self._scorecard = scorecard
        self._coach = coach
        self._about: Comment | Thread | None = None  # what the composer answers or puts right
        self._spoken: dict[str, Comment] = {}  # whose words are still being recognised, by file
        self.writing = Writing(desk, folder, entries, "coach" if coach else "learner", self)
        self.player = VoicePlayer(desk, folder, self)
        self._make_parts()
        self._lay_out()
        self.writing.changed.connect(self._show_entries)
        playhead.moved.connect(self._follow)
        self._show_entries(self.writing.book.entries)
        self._read_rubric()

    # ------------------------------------------------------------ for the page

    @property
    def locked(self) -> bool:
        """Whether the measured values are to stay hidden."""
        return self._coach and not self.writing.book.has_seen

    def comment_at(self, t_s: float, end_s: float | None = None) -> None:
        """Open the field for a comment at a moment or about a span."""
        self._about = None
        self.composer.open_at(t_s if end_s is None else Span(t_s, end_s))
        self._composing(opened=True)

    def comment_here(self) -> None:
        """Open it for the selection, or for now."""
        chosen = self._playhead.selection
        if chosen is not None:
            self.comment_at(chosen.start_s, chosen.end_s)
        else:
            self.comment_at(self._playhead.t_s)

    def show_part(self, part: str) -> None:
        """RATING or COMMENTS."""
        self._stack.setCurrentWidget(self._pages[part])
        for name, made in self.tabs.items():
            made.setChecked(name == part)

    def undo(self) -> bool:
        """Take back what was written last; False when there is nothing."""
        return self.writing.undo_last()

    def on_event(self, event: Event) -> None:
        """News from the engine."""
        self.voice.on_event(event)

    def leave(self) -> None:
        """The page goes away: what is being spoken or waits to be kept is kept."""
        spoken = self.voice.hand_over()
        if spoken:
            self._take_voice(spoken, 0.0)
        self.player.stop()
        self.writing.finish()

    def take_in(self, entries: Iterable[ReviewEntry]) -> None:
        """Entries read anew, such as those that were hidden until now."""
        self.writing.take_in(entries)

    # ------------------------------------------------------------ building

    def _make_parts(self) -> None:
        book, theme = self.writing.book, self.theme
        self.rating = RatingPanel(theme, book.rating, seen=book.has_seen)
        self.rating.rated.connect(self._rate)
        self.rating.looked.connect(self._look)
        self.rating.rubric_asked.connect(lambda: self.go.emit(ToRubric()))
        self.compare = ComparePanel(
            theme,
            CompareHands(
                self._jump_to, self._agree, self._keep_mine, self._override, self._take_back, self._rate_again
            ),
        )
        self.done_button = button("Back to the comparison", self._show_compare, "small")
        self.comments = CommentsPanel(
            theme,
            CommentHands(
                jump=self._jump,
                play=lambda comment: self.player.play(comment.voice or ""),
                reply=self._reply,
                edit=self._edit,
                delete=self._delete,
            ),
        )
        self.voice = VoiceButton(self.desk, self._folder)
        self.voice.spoken.connect(self._take_voice)
        self.voice.words.connect(self._take_words)
        self.composer = Composer(theme, self.voice)
        self.composer.said.connect(self._said)
        self.composer.closed.connect(lambda: self._composing(opened=False))
        self.comment_button = button("+", self.comment_here, "tool", name="Write a comment at this moment, key C")
        self.comment_button.setToolTip("Write a comment at this moment. Key: C.")
        self.name = NameCard(theme, self._be)
        asked = self._coach and not self.desk.settings.text(NAME_KEY).strip()
        self.name.setVisible(asked)

    def _lay_out(self) -> None:
        self._rate_page = clear(self.rating, row(self.done_button, None), spacing=6)
        self.done_button.hide()
        self._compare_page = scrolled(clear(self.compare, None, spacing=0), "You and the measurement")
        self.letters = LettersPanel(self.theme)
        self._letters_page = scrolled(clear(self.letters, None, spacing=0), "The letters")
        self._rating_stack = QStackedWidget()
        self._rating_stack.setProperty("look", "clear")
        for page in (self._rate_page, self._compare_page, self._letters_page):
            self._rating_stack.addWidget(page)
        self._comments_page = scrolled(clear(self.comments, None, spacing=0), "Comments")
        self._pages: dict[str, QWidget] = {RATING: self._rating_stack, COMMENTS: self._comments_page}
        self._stack = QStackedWidget()
        self._stack.setProperty("look", "clear")
        for part in self._pages.values():
            self._stack.addWidget(part)
        names = {RATING: "Rating", COMMENTS: "Comments"}
        self.tabs = {name: button(words, partial(self.show_part, name), "tab-small") for name, words in names.items()}
        for made in self.tabs.values():
            made.setCheckable(True)
        tabs = row(*self.tabs.values(), None, self.comment_button, spacing=2)
        inside = column(tabs, self.name, self._stack, self.composer, spacing=6)
        inside.setStretch(2, 1)
        inside.addStretch(0)
        self.setLayout(inside)
        self.setAccessibleName("What you write")
        if not self._coach:
            self._rating_stack.setCurrentWidget(self._letters_page)
        elif not self.locked:
            self._show_compare()
        self.show_part(RATING if self._coach else COMMENTS)

    def _read_rubric(self) -> None:
        service = self.desk.coaching
        if self._coach and service is not None:
            self.desk.tasks.run(service.rubrics.in_use, self._take_rubric, owner=self)

    def _take_rubric(self, rubric: Any, error: Exception | None) -> None:
        if error is not None or not isinstance(rubric, Rubric):
            why = getattr(error, "message", str(error))
            self.rating.anchor.tell("", f"The texts of the rubric cannot be read. {why}")
            return
        self.writing.book.rubric = rubric.id
        self.rating.show_rubric(rubric)

    # ------------------------------------------------------------ showing

    def _show_entries(self, entries: tuple[ReviewEntry, ...]) -> None:
        book = self.writing.book
        found = threads(entries)
        self.comments.show_threads(found, book.author)
        self.comments.show_time(self._playhead.t_s)
        self.rating.show_rating(book.rating, seen=book.has_seen)
        told = "Compare" if not self.locked else f"Rate {progress_words(present_rows(book.rating))}"
        self.tabs[RATING].setText(told if self._coach else "Letters")
        self.tabs[COMMENTS].setText(count_words(found))
        if self._coach and not self.locked:
            self.compare.show_views(present_comparison(book, self._scorecard), counts=book.counts_for_agreement)
        if not self._coach:
            self.letters.show_views(present_letters(entries, self._scorecard))
        self.changed.emit(entries)

    def _follow(self, t_s: float) -> None:
        card = self.comments.show_time(t_s)
        if card is not None and self._playhead.playing:
            self._comments_page.ensureWidgetVisible(card)

    def _show_compare(self) -> None:
        self._rating_stack.setCurrentWidget(self._compare_page)

    def _rate_again(self) -> None:
        self.done_button.show()
        self._rating_stack.setCurrentWidget(self._rate_page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little height, the field takes the place of the list."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        low = self.height() < _FIELD_LINES * self.theme.sizes.body
        self._stack.setHidden(low and not self.composer.isHidden())

    def _composing(self, *, opened: bool) -> None:
        self._make_room()
        if not opened:
            self._about = None
        self.composing.emit(opened)

    def _be(self, name: str) -> None:
        self.writing.be(name)
        self.name.hide()
        self._show_entries(self.writing.book.entries)

    # ------------------------------------------------------------ rating

    def _rate(self, letter: Letter, step: int) -> None:
        was_locked = self.locked
        book = self.writing.book
        before = book.rating
        value = None if step == CANNOT else step
        if before is not None and (before.values.get(letter) == value if value else letter in before.cannot):
            return
        self.writing.keep(book.rate(letter, value))
        if was_locked and not self.locked:
            self._unlock("All seven are rated: here is what was measured.")

    def _look(self) -> None:
        self.writing.keep(self.writing.book.look())
        self._unlock("")

    def _unlock(self, told: str) -> None:
        self._show_compare()
        if told:
            self.desk.toast(told)
        self.unlocked.emit()

    def _agree(self, letter: Letter, measured: float) -> None:
        entry = self.writing.book.agree(letter, measured)
        self.writing.keep(entry, f"Your rating is {entry.values[letter]} now; the first one is kept for agreement.")

    def _keep_mine(self, letter: Letter) -> None:
        self.writing.keep(self.writing.book.keep_mine(letter), "Your rating stays.")

    def _override(self, letter: Letter, value: float, reason: str) -> None:
        self.writing.keep(
            self.writing.book.override(letter, value, reason), "Your value is kept beside the measured one."
        )

    def _take_back(self, override: Override) -> None:
        self.writing.keep(self.writing.book.withdraw(override.id), "Your value was taken back.")

    # ------------------------------------------------------------ comments

    def _said(self, text: str, take: bool) -> None:
        book, about = self.writing.book, self._about
        if isinstance(about, Thread):
            self.writing.keep(book.reply(about.id, text, about.t_s), "Your answer is kept.")
        elif isinstance(about, Comment):
            self.writing.keep(book.reword(about, text), "Your words were changed.")
        else:
            made = book.comment(text, self.composer.at, take=take)
            told = "Another take is asked for." if take else f"Comment kept at {when_words(made.t_s)}."
            self.writing.keep(made, told if made.t_s is not None or take else "Comment kept.")
            self.show_part(COMMENTS)

    def _reply(self, thread: Thread) -> None:
        self._about = thread
        who = thread.comment.author if thread.comment is not None else thread.answers[0].author
        self.composer.open_at(thread.t_s, "reply", to=who)
        self._composing(opened=True)

    def _edit(self, comment: Comment) -> None:
        self._about = comment
        at = comment.t_s if comment.t_s is None or comment.end_s is None else Span(comment.t_s, comment.end_s)
        self.composer.open_at(at, "edit", comment.text)
        self._composing(opened=True)

    def _delete(self, comment: Comment) -> None:
        self.writing.keep(self.writing.book.delete(comment), "Comment deleted.")

    def _take_voice(self, name: str, _seconds: float) -> None:
        """What was spoken is kept at once; its words come when they are recognised, and can be put right."""
        made = self.writing.book.comment(
            self.composer.field.toPlainText(), self.composer.at, take=self.composer.take.isChecked(), voice=name
        )
        self._spoken[name] = made
        self.writing.keep(made, "Spoken comment kept.")
        self.composer.close_up()
        self.show_part(COMMENTS)

    def _take_words(self, name: str, text: str) -> None:
        """The recognised words go with those that are there by now: somebody may have typed some meanwhile."""
        made = self._spoken.pop(name, None)
        now = self.writing.book.as_it_stands(made) if made is not None and text.strip() else None
        if now is not None:
            self.writing.keep(self.writing.book.reword(now, f"{now.text} {text}"))

    def _jump(self, comment: Comment) -> None:
        if comment.t_s is None:
            return
        self._playhead.seek(comment.t_s)
        if comment.end_s is not None:
            self._playhead.select(Span(comment.t_s, comment.end_s))

    def _jump_to(self, span: Span) -> None:
        self._playhead.seek(max(0.0, span.start_s - _LOOK_BACK_S))
