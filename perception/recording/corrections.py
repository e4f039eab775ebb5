"""Corrections of the transcript: what a person changed in a line, kept beside the recording and never in its place.

A correction says how a line reads from then on, as a whole; the last one for a line counts. One that changes nothing
brings the line back as recorded. So undo and redo are corrections too, and nothing that was written is ever lost.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import numpy as np

from perception.types import Observation, Speaker, SpeechSegment, Utterance, Word

CORRECTION: Final = "correction"
_MINE_SHARE: Final = 0.5  # of a run of speech that must lie inside a line to go with it to another speaker

LineKey = tuple[float, float, Speaker]


@dataclass(frozen=True, slots=True)
class Correction:
    """How one line reads. author: who wrote it; written_at: wall clock, ISO 8601.

    start_s, end_s, speaker, original: the line as recorded. text: the right words, None as recorded. said_by: who
    said it, None as recorded. struck: the line is left out of transcript and scores.
    """

    author: str
    written_at: str
    start_s: float
    end_s: float
    speaker: Speaker
    original: str
    text: str | None = None
    said_by: Speaker | None = None
    struck: bool = False

    @property
    def changes(self) -> bool:
        """Whether the line reads otherwise than recorded."""
        return self.text is not None or self.said_by is not None or self.struck

    @property
    def key(self) -> LineKey:
        """Which line it is about."""
        return self.start_s, self.end_s, self.speaker


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """A line of the transcript. recorded: as it was heard. said: as it reads now. struck: shown crossed out only."""

    recorded: Utterance
    said: Utterance
    struck: bool = False

    @property
    def corrected(self) -> bool:
        """Whether a person changed it."""
        return self.struck or self.said != self.recorded


def key_of(line: Utterance) -> LineKey:
    """What a line is told by."""
    return line.start_s, line.end_s, line.speaker


def in_force(corrections: Iterable[Correction]) -> dict[LineKey, Correction]:
    """The corrections that count, by line; lines brought back as recorded are not among them."""
    last = {correction.key: correction for correction in corrections}
    return {key: correction for key, correction in last.items() if correction.changes}


def lines_of(recorded: Iterable[Utterance], corrections: Iterable[Correction]) -> tuple[TranscriptLine, ...]:
    """Every line as recorded and as it reads now, in order of time."""
    counting = in_force(corrections)
    lines = [_line(utterance, counting.get(key_of(utterance))) for utterance in recorded]
    return tuple(sorted(lines, key=lambda line: (line.recorded.start_s, line.recorded.end_s)))


def corrected(observations: Iterable[Observation], corrections: Iterable[Correction]) -> Iterator[Observation]:
    """The observations with their lines as they read now; struck lines are left out.

    Runs of speech go with a line to its other speaker, so that turns and shares follow.
    """
    counting = in_force(corrections)
    moved = [correction for correction in counting.values() if correction.said_by is not None]
    for observation in observations:
        if isinstance(observation, Utterance):
            line = _line(observation, counting.get(key_of(observation)))
            if not line.struck:
                yield line.said
        elif isinstance(observation, SpeechSegment):
            yield _moved(observation, moved)
        else:
            yield observation


def _line(recorded: Utterance, correction: Correction | None) -> TranscriptLine:
    if correction is None:
        return TranscriptLine(recorded, recorded)
    said = recorded
    if correction.text is not None:
        words = retimed(recorded, correction.text)
        said = dataclasses.replace(said, text=correction.text, words=words, p=1.0)  # a person has heard it
    if correction.said_by is not None:
        said = dataclasses.replace(said, speaker=correction.said_by)
    return TranscriptLine(recorded, said, correction.struck)


def _moved(segment: SpeechSegment, moved: Sequence[Correction]) -> SpeechSegment:
    length_s = segment.end_s - segment.start_s
    for line in moved:
        inside_s = min(segment.end_s, line.end_s) - max(segment.start_s, line.start_s)
        if line.said_by is not None and segment.channel == line.speaker and inside_s >= _MINE_SHARE * length_s > 0.0:
            return dataclasses.replace(segment, channel=line.said_by)
    return segment


def retimed(recorded: Utterance, text: str) -> tuple[Word, ...]:
    """The words of `text` with times: those that stayed keep theirs, new ones share the time of what they replace.

    () when the recorded line has no word times.
    """
    old, new = recorded.words, text.split()
    if not old or not new:
        return ()
    matcher = SequenceMatcher(None, [_bare(word.text) for word in old], [_bare(word) for word in new], autojunk=False)
    stayed = {b + k: old[a + k] for a, b, size in matcher.get_matching_blocks() for k in range(size)}
    return tuple(_filled(new, stayed, recorded))


def _filled(new: Sequence[str], stayed: Mapping[int, Word], line: Utterance) -> Iterator[Word]:
    """Runs of new words spread over the time between the words around them that stayed."""
    index = 0
    while index < len(new):
        if index in stayed:
            yield Word(stayed[index].start_s, stayed[index].end_s, new[index], 1.0)
            index += 1
            continue
        last = index
        while last < len(new) and last not in stayed:
            last += 1
        begin = stayed[index - 1].end_s if index else line.start_s
        finish = max(stayed[last].start_s if last < len(new) else line.end_s, begin)
        edges = np.linspace(begin, finish, last - index + 1)
        for place in range(index, last):
            yield Word(float(edges[place - index]), float(edges[place - index + 1]), new[place], 1.0)
        index = last


def _bare(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum() or letter == "'")
