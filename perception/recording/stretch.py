"""A stretch of a session's records as if it were a session of its own: every time counts from its beginning. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, TypeVar

import numpy as np

from perception.recording.records import EndedRecord, PartRecord, Record, ScoreRecord, StepRecord
from perception.types import Nod, PhaseChange, Scorecard, Span, Utterance, VoiceObservation, Word

# Every field that ends in _s is one of these. A test asks for the decision where a record gets another one.
TIMES: Final = frozenset({"t_s", "start_s", "end_s", "since_s"})  # on the session clock: they move
LENGTHS: Final = frozenset({"hop_s", "heard_s", "sound_after_s", "answer_after_s", "duration_s"})  # they stay
# What belongs to the whole call, or is made anew for the stretch.
LEFT_OUT: Final = (Scorecard, ScoreRecord, StepRecord, PartRecord, EndedRecord)
_ValueT = TypeVar("_ValueT")


def stretch_of(records: Iterable[Record], span: Span) -> Iterator[Record]:
    """The records within the stretch in the order given, cut at its ends, with times from 0 to its length.

    The phase that the call was in when the stretch begins stands at 0.
    """
    before: PhaseChange | None = None
    begun = False
    for record in records:
        if isinstance(record, PhaseChange) and record.t_s < span.start_s:
            before = record
            continue
        part = within(record, span)
        if part is None:
            continue
        if not begun and before is not None:
            yield PhaseChange(0.0, before.phase)
        begun = True
        yield shifted(part, -span.start_s)


def within(record: Record, span: Span) -> Record | None:
    """What of a record lies in the stretch, times as they were; None where nothing does, or it is left out."""
    if isinstance(record, LEFT_OUT):
        return None
    if isinstance(record, VoiceObservation):
        return _voice_within(record, span)
    if isinstance(record, Utterance):
        return _line_within(record, span)
    start_s, end_s = getattr(record, "start_s", None), getattr(record, "end_s", None)
    if start_s is None or end_s is None:
        return record if span.start_s <= record.t_s <= span.end_s else None  # type: ignore[union-attr]
    if isinstance(record, Nod) and not (span.start_s <= start_s and end_s <= span.end_s):
        return None  # half a nod is none
    first, last = max(start_s, span.start_s), min(end_s, span.end_s)
    if first > last or (first == last and start_s != end_s):
        return None
    changed: Any = record
    return dataclasses.replace(changed, start_s=first, end_s=last)  # type: ignore[no-any-return]


def shifted(value: _ValueT, by_s: float) -> _ValueT:
    """The same with every time in it moved, however deep; never before 0."""
    return _shifted(value, by_s)  # type: ignore[no-any-return]


def _shifted(value: Any, by_s: float) -> Any:
    if isinstance(value, tuple):
        return tuple(_shifted(item, by_s) for item in value)
    if isinstance(value, Mapping):
        return {key: _shifted(item, by_s) for key, item in value.items()}
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changes: dict[str, Any] = {}
    for name in _field_names(type(value)):
        before = getattr(value, name)
        after = _moved(before, by_s) if name in TIMES else _shifted(before, by_s)
        if after is not before:
            changes[name] = after
    return dataclasses.replace(value, **changes) if changes else value


def _moved(value: Any, by_s: float) -> Any:
    if isinstance(value, tuple):
        return tuple(_moved(item, by_s) for item in value)
    return value if value is None else max(0.0, value + by_s)


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _voice_within(record: VoiceObservation, span: Span) -> VoiceObservation | None:
    """The hops whose centres lie in the stretch."""
    centres = record.t_s + record.hop_s * np.arange(len(record.f0_hz))
    inside = np.flatnonzero((centres >= span.start_s) & (centres <= span.end_s))
    if not len(inside):
        return None
    if len(inside) == len(centres):
        return record
    hops = slice(int(inside[0]), int(inside[-1]) + 1)
    runs = {name: getattr(record, name)[hops] for name in ("f0_hz", "voiced_p", "level_dbfs", "tilt_db")}
    return dataclasses.replace(record, t_s=float(centres[hops.start]), **runs)


def _line_within(line: Utterance, span: Span) -> Utterance | None:
    """The words whose middle lies in the stretch; without word times they are taken as equally long."""
    if span.start_s <= line.start_s and line.end_s <= span.end_s:
        return line
    tokens = line.text.split()
    times = [(word.start_s, word.end_s) for word in line.words] or _even(line, len(tokens))
    kept = [place for place, (start_s, end_s) in enumerate(times) if _holds(span, 0.5 * (start_s + end_s))]
    first, last = max(line.start_s, span.start_s), min(line.end_s, span.end_s)
    if not kept or first >= last:
        return None
    fits = not line.words or len(tokens) == len(line.words)
    said = [tokens[place] if fits else line.words[place].text.strip() for place in kept]
    words = tuple(_word_within(line.words[place], span) for place in kept) if line.words else ()
    return dataclasses.replace(line, start_s=first, end_s=last, text=" ".join(said), words=words)


def _word_within(word: Word, span: Span) -> Word:
    return dataclasses.replace(word, start_s=max(word.start_s, span.start_s), end_s=min(word.end_s, span.end_s))


def _even(line: Utterance, count: int) -> list[tuple[float, float]]:
    step_s = (line.end_s - line.start_s) / max(1, count)
    return [(line.start_s + place * step_s, line.start_s + (place + 1) * step_s) for place in range(count)]


def _holds(span: Span, t_s: float) -> bool:
    return span.start_s <= t_s <= span.end_s
