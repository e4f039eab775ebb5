"""The transcript of a review: lines, words with times, what sentences do, search. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.library.review.acts import ActMark, SentenceAct
from app.ui.words import clock
from perception.scoring.params import UNCLEAR_P
from perception.types import Speaker, Utterance

WHO: Final[Mapping[Speaker, str]] = {"csm": "You", "customer": "Customer", "unknown": "Not known"}
UNCLEAR: Final = "heard unclearly"
# The line under a sentence and what it means; the tag after it says it in words.
LEGEND: Final[tuple[tuple[ActMark, str], ...]] = (
    ("good", "meets the customer"),
    ("watch", "worth a look"),
    ("plain", "the rest"),
)
_SPACE: Final = "\u00a0"  # within a tag, which is never broken over two lines
_BEFORE: Final = " "


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters from `start` to before `end` of a line as it is shown."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WordAt:
    """A word of a line as it is shown, and when it is said; estimated where the recogniser gave no times."""

    start: int
    end: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class ActAt:
    """A sentence of a line as it is shown. tag: where its tag stands, after it."""

    start: int
    end: int
    tag: Stretch
    act: SentenceAct


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A line as it is shown: `text` holds the tags of its sentences, too. said: the words alone."""

    time: str
    who: str
    speaker: Speaker
    start_s: float
    end_s: float
    said: str
    text: str
    words: tuple[WordAt, ...]
    acts: tuple[ActAt, ...] = ()
    unclear: bool = False

    @property
    def spoken(self) -> str:
        """The line for people who do not see it."""
        notes = [UNCLEAR] if self.unclear else [act.act.tag for act in self.acts]
        return f"{self.time}, {self.who}: {self.said}" + (f" ({', '.join(notes)})" if notes else "")


@dataclass(frozen=True, slots=True)
class Found:
    """A place of the words that are looked for. line: its place in the transcript."""

    line: int
    start: int
    end: int


def present_lines(
    utterances: Sequence[Utterance], acts: Sequence[SentenceAct] = (), customer: str = ""
) -> tuple[SaidLine, ...]:
    """The lines in order. acts: what sentences do, once that is known. customer: their name, '' where unknown."""
    of_line: dict[int, list[SentenceAct]] = {}
    for act in acts:
        of_line.setdefault(act.line, []).append(act)
    names = {**WHO, "customer": customer or WHO["customer"]}
    return tuple(_line(said, of_line.get(number, ()), names[said.speaker]) for number, said in enumerate(utterances))


def place_at(lines: Sequence[SaidLine], starts_s: Sequence[float], t_s: float) -> tuple[int | None, int | None]:
    """The line that is being said at a time, and the place of the word in it.

    starts_s: when each line begins. Between lines it is the last one begun, without a word; None before the first.
    """
    number = bisect_right(starts_s, t_s) - 1
    if number < 0:
        return None, None
    # Where both speak, the one who began last is shown, unless they have stopped and the other goes on.
    if t_s > lines[number].end_s and number > 0 and t_s <= lines[number - 1].end_s:
        number -= 1
    line = lines[number]
    if t_s > line.end_s:
        return number, None
    word = bisect_right([one.start_s for one in line.words], t_s) - 1
    return number, word if word >= 0 else None


def word_under(line: SaidLine, place: int) -> WordAt | None:
    """The word at or before a character of the line; None before the first."""
    begun = [word for word in line.words if word.start <= place]
    return begun[-1] if begun else None


def find(lines: Sequence[SaidLine], wanted: str) -> tuple[Found, ...]:
    """Every place of these words, in order; upper and lower case are the same. Tags are not searched."""
    key = " ".join(wanted.split()).casefold()
    if not key:
        return ()
    return tuple(place for number, line in enumerate(lines) for place in _places(number, line, key))


def _places(number: int, line: SaidLine, key: str) -> list[Found]:
    said = line.said.casefold()
    found: list[Found] = []
    at = said.find(key)
    # Folding may lengthen a text (ß is ss); places are then not known exactly and the whole line is meant.
    exact = len(said) == len(line.said)
    while at >= 0:
        start, end = (_shown(line, at), _shown(line, at + len(key) - 1) + 1) if exact else (0, len(line.text))
        found.append(Found(number, start, end))
        at = said.find(key, at + len(key))
    return found


def _shown(line: SaidLine, place: int) -> int:
    """Where a character of the words stands in the line as it is shown, tags between."""
    shift = 0
    for act in line.acts:
        if act.end - shift > place:
            break
        shift += act.tag.end - act.end
    return place + shift


def nearest(found: Sequence[Found], line: int | None) -> int:
    """Which place to begin with: the first in or after a line."""
    return next((number for number, place in enumerate(found) if line is not None and place.line >= line), 0)


def found_words(count: int, current: int) -> str:
    """How many places there are, and which one is shown."""
    return f"{current + 1} of {count}" if count else "Not found"


def _line(said: Utterance, acts: Sequence[SentenceAct], who: str) -> SaidLine:
    unclear = said.p < UNCLEAR_P
    text, placed = _with_tags(said.text, () if unclear else acts)
    bare = SaidLine(
        clock(said.start_s), who, said.speaker, said.start_s, said.end_s, said.text, text, (), placed, unclear
    )
    return SaidLine(
        bare.time, who, said.speaker, said.start_s, said.end_s, said.text, text, _words(said, bare), placed, unclear
    )


def _with_tags(text: str, acts: Sequence[SentenceAct]) -> tuple[str, tuple[ActAt, ...]]:
    """The text with the tag of each sentence after it."""
    parts: list[str] = []
    placed: list[ActAt] = []
    done, length = 0, 0
    for act in acts:
        parts.append(text[done : act.end])
        length += act.end - done
        tag = _BEFORE + _SPACE + act.tag.replace(" ", _SPACE) + _SPACE
        start = length - (act.end - act.start)
        placed.append(ActAt(start, length, Stretch(length + len(_BEFORE), length + len(tag)), act))
        parts.append(tag)
        length += len(tag)
        done = act.end
    parts.append(text[done:])
    return "".join(parts), tuple(placed)


def _words(said: Utterance, line: SaidLine) -> tuple[WordAt, ...]:
    """Each word with its time: the recogniser's where its words are those of the line, else by its share of letters."""
    spans: list[Stretch] = []
    at = 0
    for word in said.text.split():
        start = said.text.index(word, at)
        at = start + len(word)
        spans.append(Stretch(start, at))
    if len(said.words) == len(spans):
        times = [(word.start_s, word.end_s) for word in said.words]
    else:
        times = _estimated(said, spans)
    return tuple(
        WordAt(_shown(line, span.start), _shown(line, span.end - 1) + 1, *time)
        for span, time in zip(spans, times, strict=True)
    )


def _estimated(said: Utterance, spans: Sequence[Stretch]) -> list[tuple[float, float]]:
    total = max(1, len(said.text))
    length_s = said.end_s - said.start_s
    return [
        (said.start_s + length_s * span.start / total, said.start_s + length_s * span.end / total) for span in spans
    ]
