from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from app.library.review.book import ReviewBook, is_reason
from perception.recording.review_notes import CoachRating, Comment, Withdrawal, in_force
from perception.types import LETTERS, Span

ZONE = timezone(timedelta(hours=1))


class Wall:
    """A wall clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 26, 10, 0, tzinfo=ZONE)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def book(wall: Wall) -> ReviewBook:
    return ReviewBook((), author="Kim", role="coach", now=wall, rubric="empathy@1")


def rate_all(book: ReviewBook, value: int = 3) -> CoachRating:
    return [book.rate(letter, value) for letter in LETTERS][-1]


def test_a_rating_grows_letter_by_letter_and_is_done_with_the_seventh(book: ReviewBook) -> None:
    assert book.rate("E", 4).values == {"E": 4}
    second = book.rate("P", None)
    assert (second.values, second.cannot, second.done) == ({"E": 4}, ("P",), False)
    assert not book.has_seen
    for letter in ("M", "A", "T", "H"):
        book.rate(letter, 2)
    last = book.rate("Y", 5)
    assert last.done
    assert last.blind
    assert last.rubric == "empathy@1"
    assert book.has_seen
    assert book.counts_for_agreement
    assert book.rating == last


def test_a_letter_that_could_not_be_told_can_be_rated_after_all(book: ReviewBook) -> None:
    book.rate("P", None)
    made = book.rate("P", 2)
    assert (made.values, made.cannot) == ({"P": 2}, ())


def test_what_is_rated_after_looking_is_not_blind_also_when_opened_again(book: ReviewBook, wall: Wall) -> None:
    looked = book.look()
    assert not looked.blind
    assert not looked.done
    again = ReviewBook(book.entries, author="Kim", role="coach", now=wall)
    assert again.has_seen
    assert not rate_all(again).blind
    assert not again.counts_for_agreement
    assert not ReviewBook(book.entries, author="Sam", role="coach", now=wall).has_seen


def test_changes_after_unlocking_leave_the_blind_rating_for_agreement(book: ReviewBook) -> None:
    first = rate_all(book, 2)
    changed = book.agree("H", 79.0)
    assert changed.values["H"] == 4
    assert not changed.blind
    assert changed.done
    assert first in book.entries
    assert book.counts_for_agreement


def test_taking_back_the_finished_rating_does_not_hide_what_was_seen(book: ReviewBook) -> None:
    last = rate_all(book)
    book.undo(last)
    assert book.has_seen
    assert not book.counts_for_agreement
    assert not book.rate("Y", 1).blind


def test_a_difference_that_is_kept_is_told_until_the_letter_is_rated_anew(book: ReviewBook) -> None:
    rate_all(book)
    assert book.keep_mine("A").kept == ("A",)
    assert book.keep_mine("A").kept == ("A",)
    assert book.keep_mine("H").kept == ("A", "H")
    assert book.rate("A", 4).kept == ("H",)


def test_a_value_of_ones_own_needs_a_reason_of_a_few_words(book: ReviewBook) -> None:
    assert not is_reason("")
    assert not is_reason("no  way")
    with pytest.raises(ValueError, match="reason"):
        book.override("A", 75.0, "no way")
    made = book.override("A", 75.0, " You gave it\n back. ")
    assert made.reason == "You gave it back."
    assert in_force(book.entries) == (made,)
    book.withdraw(made.id)
    assert in_force(book.entries) == ()


def test_comments_stand_at_a_moment_a_span_or_the_whole_call(book: ReviewBook) -> None:
    moment, span, whole = book.comment("a", 12.5), book.comment("b", Span(3.0, 9.0), take=True), book.comment("c", None)
    assert (moment.t_s, moment.end_s, moment.role) == (12.5, None, "coach")
    assert (span.t_s, span.end_s, span.take) == (3.0, 9.0, True)
    assert whole.t_s is None
    answer = book.reply(moment.id, " thanks ", 12.5)
    assert (answer.reply_to, answer.text) == (moment.id, "thanks")


def test_edits_and_deletions_can_be_undone(book: ReviewBook) -> None:
    first = book.comment("Helo", 1.0)
    second = book.reword(first, "Hello")
    assert in_force(book.entries) == (second,)
    book.undo(second)
    assert in_force(book.entries) == (first,)
    third = book.reword(first, "Hello there")
    gone = book.delete(third)
    assert in_force(book.entries) == ()
    back = book.undo(gone)
    assert isinstance(back, Withdrawal)
    assert in_force(book.entries) == (third,)
    book.undo(back)
    assert in_force(book.entries) == ()


def test_the_last_entry_is_the_one_to_take_back(book: ReviewBook) -> None:
    assert book.last is None
    first, second = book.comment("a", 1.0), book.comment("b", 2.0)
    assert book.last == second
    book.withdraw(second.id)
    assert book.last == first


def test_times_of_one_author_never_go_back(book: ReviewBook, wall: Wall) -> None:
    first = book.comment("a", 1.0)
    wall.now -= timedelta(days=2)
    second = book.reword(first, "b")
    assert second.written_at > first.written_at
    assert in_force(book.entries) == (second,)
    strange = Comment("x", "Kim", "coach", "9999-12-31T23:59:59.999999+00:00", "from the end of time")
    far = ReviewBook((*book.entries, strange), author="Kim", role="coach", now=wall)
    assert far.comment("c", None).written_at < strange.written_at
    odd = ReviewBook((Comment("y", "Kim", "coach", "yesterday", "?"),), author="Kim", role="coach", now=wall)
    assert odd.comment("d", None).written_at.startswith("2026-11-24T10:00:00")


def test_a_clock_without_a_zone_is_taken_as_the_local_one() -> None:
    book = ReviewBook((), author="Kim", role="learner", now=lambda: datetime(2026, 11, 26, 10, 0))
    assert datetime.fromisoformat(book.comment("a", None).written_at).tzinfo is not None
    assert book.comment("b", None).role == "learner"
