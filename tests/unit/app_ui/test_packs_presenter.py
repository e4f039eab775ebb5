import pytest

from app.library.calibration_packs.pack import Pack, PackClip
from app.library.calibration_packs.spread import clip_ratings, spread_csv
from app.library.calibration_packs.values import MadeClip
from app.ui.calibration_packs.presenter import (
    made_words,
    moved,
    parse_clock,
    present_clip,
    reworded,
    talk_words,
    without,
)
from perception.recording.review_notes import CoachRating, Withdrawal
from perception.types import LETTERS

CLIP = PackClip("1" * 32, "The turn", 65.0, "When?")


def rating(coach, value, *, blind=True, done=True, **other):
    values = {**dict.fromkeys(LETTERS, value), **other}
    values = values if done else {"E": value}
    return CoachRating(f"r{coach}{value}", coach, "2026-03-04T10:00:00+00:00", values, done=done, blind=blind)


def test_before_rating_only_how_many_others_is_told():
    view = present_clip(1, clip_ratings(CLIP, [rating("Ann", 2), rating("Ben", 4)], "Robin"))
    assert (view.command, view.state, view.dots) == ("Rate", "Not rated yet", ())
    assert view.note == "2 other coaches have rated this clip. Rate it yourself; then you see how."
    begun = present_clip(1, clip_ratings(CLIP, [rating("Ann", 2), rating("Robin", 3, done=False)], "Robin"))
    assert (begun.command, begun.state) == ("Go on rating", "1 of 7 letters rated")
    assert begun.note.startswith("Another coach has")
    assert not begun.dots


def test_after_rating_the_spread_is_told_with_names():
    view = present_clip(2, clip_ratings(CLIP, [rating("Ann", 2, A=1), rating("Robin", 3)], "Robin"))
    assert view.title == "2. The turn"
    by_letter = {one.letter: one for one in view.dots}
    assert by_letter["A"].apart == "2 steps apart"
    assert "you 3, Ann 1" in by_letter["A"].words
    assert by_letter["E"].apart == ""


def test_who_looked_first_sees_the_spread_but_does_not_count():
    one = clip_ratings(CLIP, [rating("Ann", 2), rating("Robin", 3, blind=False)], "Robin")
    assert (one.seen, one.rated) == (True, False)
    assert all(letter.own is None for letter in one.letters)
    assert "does not count" in present_clip(1, one).state


def test_a_rating_taken_back_does_not_count_but_was_seen():
    given = rating("Robin", 3)
    gone = Withdrawal("w1", "Robin", "2026-03-05T10:00:00+00:00", given.id)
    one = clip_ratings(CLIP, [given, gone], "Robin")
    assert (one.seen, one.rated) == (True, False)


def test_what_to_talk_about_first():
    near = clip_ratings(CLIP, [rating("Ann", 3), rating("Robin", 3)], "Robin")
    far = clip_ratings(PackClip("2" * 32, "The end", 9.0), [rating("Ann", 3, H=1), rating("Robin", 3)], "Robin")
    assert talk_words([near]).startswith("You rated these clips alike")
    assert talk_words([near, far]) == ("Talk about “The end” first: you are 2 steps apart in hearing the whole person.")
    assert talk_words([]) == ""


def test_a_table_takes_no_name_for_a_formula():
    one = clip_ratings(CLIP, [rating("=cmd()", 2), rating("Robin", 3)], "Robin")
    assert "'=cmd()" in spread_csv([one], "Robin")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1:05", 65.0), ("65", 65.0), ("01:00:01", 3601.0), ("", None), ("1:x", None), ("-3", None), ("1:2:3:4", None)],
)
def test_times_as_people_write_them(text, seconds):
    assert parse_clock(text) == seconds


def test_editing_a_pack():
    other = PackClip("2" * 32, "Other", 9.0)
    pack = Pack("a" * 32, "Outages", "", "", clips=(CLIP, other))
    assert moved(pack, other.id, -1).clips == (other, CLIP)
    assert moved(pack, CLIP.id, -1) == pack
    assert reworded(pack, CLIP.id, title="T", question="Q").clips[0].title == "T"
    assert without(pack, CLIP.id).clips == (other,)


def test_a_clip_that_begins_earlier_says_so():
    assert len(made_words(MadeClip(CLIP, 0.1), "Outages").lines) == 1
    assert "3 s earlier" in made_words(MadeClip(CLIP, 3.0), "Outages").lines[1]
