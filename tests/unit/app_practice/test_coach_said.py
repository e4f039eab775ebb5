from __future__ import annotations

from app.practice.coach_said import both_values, coach_ratings, coach_values, measured_words, threads
from perception.recording.review_notes import CoachRating, Comment, Override, Withdrawal
from perception.types import LetterScore


def at(minute: int) -> str:
    return f"2026-11-26T10:{minute:02d}:00.000000+01:00"


def said(id_: str, minute: int, t_s: float | None = 10.0, author: str = "Kim", **more: object) -> Comment:
    return Comment(id_, author, "coach", at(minute), f"words of {id_}", t_s, **more)  # type: ignore[arg-type]


def test_the_values_of_all_coaches_stand_beside_each_other() -> None:
    entries = (
        Override("1", "Sam", at(1), "A", 60.0, "said it back"),
        Override("2", "Kim", at(2), "A", 75.0, "named it and waited"),
        Override("3", "Kim", at(3), "A", 80.0, "named it, and waited"),
        Override("4", "Kim", at(4), "H", 20.0, "asked nothing open"),
        Withdrawal("5", "Kim", at(5), "4"),
    )
    values = coach_values(entries)
    assert list(values) == ["A"]
    assert [(one.author, one.value) for one in values["A"]] == [("Kim", 80.0), ("Sam", 60.0)]


def test_only_finished_ratings_are_told() -> None:
    done = CoachRating("1", "Sam", at(1), {"E": 3}, done=True)
    begun = CoachRating("2", "Kim", at(2), {"E": 3})
    assert coach_ratings((done, begun)) == (done,)


def test_threads_stand_by_time_with_their_answers() -> None:
    entries = (
        said("late", 1, 90.0),
        said("whole", 2, None),
        said("early", 3, 5.0),
        said("answer", 5, 5.0, "Sam", reply_to="early"),
        said("before", 4, 5.0, "Ada", reply_to="early"),
        said("to the answer", 6, 5.0, reply_to="answer"),
    )
    found = threads(entries)
    assert [thread.id for thread in found] == ["whole", "early", "late"]
    assert [one.id for one in found[1].answers] == ["before", "answer", "to the answer"]


def test_answers_stay_when_the_words_were_put_right_or_taken_back() -> None:
    entries = (said("a", 1), said("b", 2, replaces="a"), said("x", 3, author="Sam", reply_to="a"))
    [thread] = threads(entries)
    assert (thread.id, thread.comment, [one.id for one in thread.answers]) == ("a", entries[1], ["x"])
    [orphan] = threads((*entries, Withdrawal("w", "Kim", at(4), "a")))
    assert (orphan.id, orphan.comment, [one.id for one in orphan.answers]) == ("a", None, ["x"])
    assert orphan.t_s == 10.0


def test_answers_in_a_ring_or_to_what_is_not_here_are_not_lost() -> None:
    ring = (said("a", 1, reply_to="b"), said("b", 2, reply_to="a"), said("c", 3, reply_to="elsewhere"))
    shown = {
        one.id for thread in threads(ring) for one in (*thread.answers, *([thread.comment] if thread.comment else []))
    }
    assert shown == {"a", "b", "c"}


def test_both_values_are_said_with_the_reason() -> None:
    score = LetterScore("A", 62.0, 55.0, 69.0, 0.9, "scored")
    band = LetterScore("A", None, 42.0, 68.0, 0.4, "band")
    value = Override("1", "Kim", at(1), "A", 75.0, "You named it.")
    assert measured_words(score) == "Measured 62"
    assert measured_words(band) == "Measured 42 to 68"
    assert measured_words(None) == "Not enough evidence"
    assert both_values(score, value) == "Measured 62; Kim says 75: “You named it.”"
    assert both_values(score, value, "you say") == "Measured 62; you say 75: “You named it.”"
    assert both_values(None, Override("1", "Kim", at(1), "A", 75.0, " ")) == "Not enough evidence; Kim says 75."
