"""The transcript as WebVTT or SubRip captions with speakers, for players and editors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from app.reports.words import DISCLAIMER, corrected_by_hand
from perception.scoring.params import UNCLEAR_P
from perception.types import Utterance

_LONGEST: Final = 84  # characters: two lines of a caption
_SHORTEST_S: Final = 0.3
_NOTE_S: Final = 3.0  # how long a note after the last words is shown
_UNCLEAR: Final = "[unclear]"  # before words the recogniser was not sure of
_VOICES: Final = {"csm": "You", "customer": "Customer", "unknown": "Speaker"}


@dataclass(frozen=True, slots=True)
class Caption:
    """A line of a caption file, seconds."""

    start_s: float
    end_s: float
    text: str


def captions_vtt(utterances: Iterable[Utterance], *, corrected_lines: int = 0) -> str:
    """A WebVTT file; long utterances become several captions, timed by their words where these are known.

    corrected_lines: how many lines a person corrected; said in a note, which players do not show.
    """
    parts = ["WEBVTT", f"NOTE {DISCLAIMER}"]
    if corrected_lines:
        parts.append(f"NOTE {corrected_by_hand(corrected_lines)}")
    for utterance, caption in _in_order(utterances):
        times = f"{_stamp(caption.start_s)} --> {_stamp(caption.end_s)}"
        parts.append(f"{times}\n<v {_VOICES[utterance.speaker]}>{_escape(caption.text)}")
    return "\n\n".join(parts) + "\n"


def captions_srt(utterances: Iterable[Utterance], *, corrected_lines: int = 0) -> str:
    """A SubRip file of the same captions; the speaker stands before the words.

    corrected_lines: as above; SubRip knows no notes, so a caption after the last words says it.
    """
    timed = _in_order(utterances)
    captions = [(f"{_VOICES[utterance.speaker]}: {caption.text}", caption) for utterance, caption in timed]
    if corrected_lines:
        end_s = max((caption.end_s for _, caption in timed), default=0.0)
        told = f"({corrected_by_hand(corrected_lines)})"
        captions.append((told, Caption(end_s, end_s + _NOTE_S, told)))
    parts = []
    for number, (text, caption) in enumerate(captions, start=1):
        times = f"{_stamp(caption.start_s)} --> {_stamp(caption.end_s)}".replace(".", ",")
        parts.append(f"{number}\n{times}\n{text}")
    return "\n\n".join(parts) + "\n" if parts else ""


def _in_order(utterances: Iterable[Utterance]) -> list[tuple[Utterance, Caption]]:
    timed = [(utterance, caption) for utterance in utterances for caption in split_utterance(utterance)]
    return sorted(timed, key=lambda item: (item[1].start_s, item[1].end_s))


def split_utterance(utterance: Utterance) -> Iterator[Caption]:
    """Captions of at most 84 characters, broken between words."""
    words = utterance.text.split()
    if not words:
        return
    starts, ends = _word_times(utterance, words)
    first = 0
    for last in range(len(words)):
        too_long = last + 1 < len(words) and len(" ".join(words[first : last + 2])) > _LONGEST
        if too_long or last + 1 == len(words):
            end_s = max(ends[last], starts[first] + _SHORTEST_S)
            text = " ".join(words[first : last + 1])
            yield Caption(starts[first], end_s, f"{_UNCLEAR} {text}" if utterance.p < UNCLEAR_P else text)
            first = last + 1


def _word_times(utterance: Utterance, words: list[str]) -> tuple[list[float], list[float]]:
    if len(utterance.words) == len(words):
        return [word.start_s for word in utterance.words], [word.end_s for word in utterance.words]
    total = sum(len(word) + 1 for word in words)
    span_s = max(0.0, utterance.end_s - utterance.start_s)
    edges = [utterance.start_s]
    for word in words:
        edges.append(edges[-1] + span_s * (len(word) + 1) / total)
    return edges[:-1], edges[1:]


def _stamp(t_s: float) -> str:
    whole_ms = max(0, round(t_s * 1000))
    seconds, ms = divmod(whole_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{ms:03d}"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
