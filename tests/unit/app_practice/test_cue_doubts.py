from __future__ import annotations

from app.practice.cue_doubts import doubt_note, said_wrong
from perception.recording.notes import Note
from perception.recording.records import CueRecord

CUE = CueRecord(61.234567, "E", "Look up while they speak.", "look_away")


def note(*, wrong: bool, cue: CueRecord = CUE) -> Note:
    return doubt_note(cue, author="learner", written_at="2026-11-26T10:00:00+01:00", wrong=wrong)


def test_the_last_word_about_a_cue_counts() -> None:
    assert not said_wrong(CUE, ())
    assert said_wrong(CUE, (note(wrong=True),))
    assert not said_wrong(CUE, (note(wrong=True), note(wrong=False)))
    assert said_wrong(CUE, (note(wrong=True), note(wrong=False), note(wrong=True)))


def test_another_cue_and_another_note_are_not_about_it() -> None:
    later = CueRecord(99.0, "E", CUE.text, CUE.rule)
    other = CueRecord(CUE.t_s, "T", CUE.text, "pace")
    comment = Note("partner_rating", "partner", "2026-11-26T10:00:00+01:00", CUE.rule, CUE.t_s, {"wrong": 1.0})
    assert not said_wrong(CUE, (note(wrong=True, cue=later), note(wrong=True, cue=other), comment))
