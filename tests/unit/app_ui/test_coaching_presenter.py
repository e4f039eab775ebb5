from __future__ import annotations

from datetime import UTC, datetime

from app.library.review.book import ReviewBook
from app.practice.coach_said import threads
from app.ui.review.coaching.presenter import (
    anchor_words,
    author_words,
    count_words,
    of_now,
    present_comparison,
    present_rows,
    progress_words,
    when_words,
)
from perception.recording.review_notes import CoachRating, Comment
from perception.types import LetterScore, Reason, Scorecard, Span


def at(minute: int) -> str:
    return f"2026-11-26T10:{minute:02d}:00.000000+00:00"


def said(id_: str, minute: int, t_s: float | None, end_s: float | None = None, **more: object) -> Comment:
    return Comment(id_, "Kim", "coach", at(minute), "words", t_s, end_s, **more)  # type: ignore[arg-type]


def card(*scores: LetterScore) -> Scorecard:
    return Scorecard(60.0, {one.letter: one for one in scores}, (), None, (), ())


def book(*entries: CoachRating) -> ReviewBook:
    return ReviewBook(entries, author="Kim", role="coach", now=lambda: datetime(2026, 11, 26, tzinfo=UTC))


def test_rows_tell_what_was_given() -> None:
    rows = present_rows(CoachRating("r", "Kim", at(0), {"E": 4}, ("P",)))
    assert progress_words(rows) == "2 of 7"
    assert [row.aloud for row in rows[:3]] == [
        "Eye contact: 4 of 5",
        "Muscles of the face: not rated",
        "Posture: cannot tell",
    ]
    assert progress_words(present_rows(None)) == "0 of 7"


def test_without_a_rubric_only_the_letter_is_told() -> None:
    assert anchor_words(None, "E", 4) == ("Eye contact", "")


def test_letters_that_were_not_measured_or_rated_say_why() -> None:
    rating = CoachRating("r", "Kim", at(0), {"P": 3, "Y": 1}, ("E",))
    scorecard = card(
        LetterScore("P", None, None, None, 0.2, "not_enough", note="your shoulders were out of the picture"),
        LetterScore("Y", None, 42.0, 68.0, 0.4, "band"),
        LetterScore(
            "E",
            82.0,
            79.0,
            86.0,
            0.9,
            "scored",
            (Reason("E1", "looked up", 4.0, (Span(1, 2), Span(1.4, 2), Span(5, 6), Span(9, 10), Span(12, 13))),),
        ),
    )
    views = {view.letter: view for view in present_comparison(book(rating), scorecard)}
    assert next(iter(views)) == "Y"
    assert views["Y"].apart
    assert (views["Y"].numbers, views["Y"].middle) == ("You 1 · measured 42 to 68", 55.0)
    assert views["P"].numbers == "You 3 · not enough evidence"
    assert views["P"].verdict == "Your shoulders were out of the picture."
    assert views["P"].middle is None
    assert views["E"].numbers == "You: cannot tell · measured 82 (79 to 86)"
    assert views["E"].verdict == "You have not rated this one."
    assert views["E"].reasons[0].spans == (Span(1, 2), Span(5, 6), Span(9, 10))
    assert views["M"].verdict == "Not enough evidence in this call."
    assert not any(views[letter].apart for letter in "EMPATH")


def test_times_are_told_as_people_say_them() -> None:
    assert when_words(None) == "Whole call"
    assert when_words(132.4) == "02:12"
    assert when_words(132.0, 140.0) == "02:12 – 02:20"
    assert author_words(said("a", 0, 1.0, replaces="b"), "Kim") == "you · edited"
    spoken = said("a", 0, 1.0, voice="a.opus", replaces="b")  # its words were recognised later
    assert author_words(spoken, "Kim") == "you · spoken"
    assert author_words(said("a", 0, 1.0), "Sam") == "Kim"


def test_the_comment_of_now_is_the_one_begun_last_and_not_over() -> None:
    found = threads((said("whole", 1, None), said("span", 2, 10.0, 40.0), said("moment", 3, 20.0)))
    assert [of_now(found, t_s) for t_s in (0.0, 10.0, 19.9, 20.0, 25.9, 26.1, 40.0, 41.0)] == [
        None,
        "span",
        "span",
        "moment",
        "moment",
        "span",
        "span",
        None,
    ]
    assert count_words(found) == "Comments 3"
    assert count_words(()) == "Comments"
