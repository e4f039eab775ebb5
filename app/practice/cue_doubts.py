"""What the learner said of single cues of a call, as the notes of its session keep it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from perception.recording.notes import Note
from perception.recording.records import CueRecord

_WRONG = "wrong"
_NEAR_S = 0.01  # times are kept in thousandths


def doubt_note(cue: CueRecord, *, author: str, written_at: str, wrong: bool) -> Note:
    """ "That was wrong" about one cue, or that taken back. written_at: wall clock, ISO 8601."""
    return Note("cue", author, written_at, text=cue.rule, t_s=cue.t_s, ratings={_WRONG: float(wrong)})


def said_wrong(cue: CueRecord, notes: Sequence[Note]) -> bool:
    """Whether the last word about this cue was "that was wrong"."""
    about = [note for note in notes if note.kind == "cue" and note.text == cue.rule and _at(note, cue.t_s)]
    return bool(about) and about[-1].ratings.get(_WRONG) == 1.0


def _at(note: Note, t_s: float) -> bool:
    return note.t_s is not None and abs(note.t_s - t_s) < _NEAR_S
