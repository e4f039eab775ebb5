"""The transcript as the debrief shows it, and what becomes of it when a line is corrected. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from app.ui.words import clock
from perception.recording.corrections import Correction, TranscriptLine, in_force, key_of, lines_of
from perception.scoring.params import UNCLEAR_P
from perception.types import LETTERS, LetterScore, Scorecard, Speaker, Utterance

VOICES: Final[dict[Speaker, str]] = {"csm": "You", "customer": "Customer", "unknown": "Not known"}
UNCLEAR: Final = "heard unclearly, not scored"

Look = Literal["plain", "unclear", "struck"]


@dataclass(frozen=True, slots=True)
class LineView:
    """One line. note: why it looks as it does, or ''. recorded: how it was heard, where it was corrected, else ''."""

    time: str
    speaker: Speaker
    voice: str
    text: str
    note: str
    look: Look
    recorded: str = ""

    @property
    def spoken(self) -> str:
        """The line for people who do not see it."""
        return f"{self.time}, {self.voice}: {self.text}" + (f" ({self.note})" if self.note else "")


@dataclass(frozen=True, slots=True)
class _Step:
    """One change: how the line was corrected before, and after."""

    before: Correction
    after: Correction


class TranscriptPresenter:
    """Keeps the lines and what was done to them. Every change gives the correction to keep, None when nothing changes.

    `now` is the wall clock, ISO 8601. Lines are told by their place in the transcript.
    """

    def __init__(self, lines: Sequence[TranscriptLine], corrections: Iterable[Correction], *, author: str) -> None:
        self._recorded = tuple(line.recorded for line in lines)
        self._counting = in_force(corrections)
        self._author = author
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._read()

    @property
    def can_undo(self) -> bool:
        """Whether something was changed here that can be taken back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back."""
        return bool(self._undone)

    def line(self, index: int) -> TranscriptLine:
        """One line."""
        return self.lines[index]

    def correct(self, index: int, text: str, *, now: str) -> Correction | None:
        """Other words, or the same for a line heard unclearly: then a person confirms them. No words strike it out."""
        text = " ".join(text.split())
        line = self.lines[index]
        if not text:
            return self.strike(index, now=now)
        if text == line.said.text and not _is_unclear(line.said):
            return None
        certain = text == line.recorded.text and not _is_unclear(line.recorded)
        return self._change(index, now, text=None if certain else text, struck=False)

    def give_to(self, index: int, speaker: Speaker, *, now: str) -> Correction | None:
        """Somebody else said it."""
        recorded = self.lines[index].recorded.speaker
        return self._change(index, now, said_by=None if speaker == recorded else speaker)

    def strike(self, index: int, *, now: str) -> Correction | None:
        """Leave the line out."""
        return self._change(index, now, struck=True)

    def restore(self, index: int, *, now: str) -> Correction | None:
        """As it was recorded."""
        return self._change(index, now, text=None, said_by=None, struck=False)

    def undo(self, *, now: str) -> Correction | None:
        """Take the last change back."""
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        return self._keep(dataclasses.replace(step.before, written_at=now))

    def redo(self, *, now: str) -> Correction | None:
        """Do again what was taken back last."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        return self._keep(dataclasses.replace(step.after, written_at=now))

    def _change(self, index: int, now: str, **changes: object) -> Correction | None:
        recorded = self.lines[index].recorded
        before = self._counting.get(key_of(recorded)) or self._as_recorded(recorded, now)
        after = dataclasses.replace(before, author=self._author, written_at=now, **changes)  # type: ignore[arg-type]
        if dataclasses.replace(after, author=before.author, written_at=before.written_at) == before:
            return None
        self._done.append(_Step(before, after))
        self._undone.clear()
        return self._keep(after)

    def _as_recorded(self, line: Utterance, now: str) -> Correction:
        return Correction(self._author, now, line.start_s, line.end_s, line.speaker, line.text)

    def _keep(self, correction: Correction) -> Correction:
        self._counting = in_force([*self._counting.values(), correction])
        self._read()
        return correction

    def _read(self) -> None:
        self.lines = lines_of(self._recorded, self._counting.values())
        self.views = tuple(_view(line) for line in self.lines)


def words_of(lines: Iterable[TranscriptLine]) -> tuple[Utterance, ...]:
    """What counts of the transcript."""
    return tuple(line.said for line in lines if not line.struck)


def changes_between(before: Scorecard, after: Scorecard) -> str:
    """What a correction did to the letters, in one sentence each."""
    told = []
    for letter in LETTERS:
        then, now = _shown(before.letters.get(letter)), _shown(after.letters.get(letter))
        if then == now:
            continue
        if then is None:
            told.append(f"{letter} is now {now}.")
        elif now is None:
            told.append(f"{letter} has too little evidence now.")
        else:
            told.append(f"{letter} changed from {then} to {now}.")
    return " ".join(told) or "The letters stay as they are."


def unclear_sentence(lines: Iterable[TranscriptLine]) -> str:
    """How much of the transcript is not scored because it was heard unclearly; '' when nothing is."""
    count = sum(_is_unclear(line.said) for line in lines if not line.struck)
    if not count:
        return ""
    what = "One line was" if count == 1 else f"{count} lines were"
    return f"{what} heard unclearly and not scored. Correct or confirm them, and they count."


def _view(line: TranscriptLine) -> LineView:
    said, recorded = line.said, line.recorded
    unclear = _is_unclear(said)
    look: Look = "struck" if line.struck else "unclear" if unclear else "plain"
    notes = {"struck": "left out", "unclear": UNCLEAR, "plain": "corrected" if line.corrected else ""}
    heard = f"Heard as: “{recorded.text}” ({VOICES[recorded.speaker]})" if line.corrected else ""
    return LineView(clock(recorded.start_s), said.speaker, VOICES[said.speaker], said.text, notes[look], look, heard)


def _is_unclear(said: Utterance) -> bool:
    return said.p < UNCLEAR_P


def _shown(score: LetterScore | None) -> str | None:
    """A letter as the debrief writes it, None without enough evidence."""
    if score is None or score.state == "not_enough":
        return None
    if score.state == "scored" and score.value is not None:
        return f"{score.value:.0f}"
    return f"{score.low:.0f}–{score.high:.0f}"
