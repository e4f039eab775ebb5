"""A session as an ELAN document (.eaf): tiers for speech, words, letters and events, to annotate further in ELAN.

Times are whole milliseconds on the session clock. ELAN does not allow two annotations of one tier to overlap, or to
have no length: what overlaps goes to a second tier of the same name and a number, and a moment lasts a tenth of a
second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from app.reports.coach import letter_words
from app.reports.words import DISCLAIMER, LETTER_NAMES, OUTCOMES, value_text
from perception.recording.reader import Session
from perception.recording.records import CueRecord
from perception.recording.review_notes import Comment, Override, ReviewEntry
from perception.types import LETTERS, FaceObservation, Gap, Mark, Nod, Scorecard, Utterance

SHORTEST_MS: Final = 100
_ZONE_SHORTEST_S: Final = 0.25  # shorter looks are no look
_ZONE_GAP_S: Final = 0.5  # a picture every so often at least, or the look is not known to go on
_SPEAKERS: Final = {"csm": "You", "customer": "Customer", "unknown": "Speaker"}
_ZONES: Final = {"camera": "into the camera", "tile": "at the customer", "notes": "at notes", "away": "away"}
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_VIDEO: Final = "video/x-matroska"


@dataclass(frozen=True, slots=True)
class Annotation:
    """A stretch of a tier, milliseconds."""

    start_ms: int
    end_ms: int
    text: str


Tiers = Mapping[str, Sequence[Annotation]]


def elan_document(session: Session, scorecard: Scorecard, entries: Iterable[ReviewEntry] = ()) -> bytes:
    """The document, UTF-8. entries: what counts of the review. The media file is named beside it, not held in it."""
    tiers = elan_tiers(session, scorecard, tuple(entries))
    return _written(tiers, session.media_files(), session.header.title)


def elan_tiers(
    session: Session, scorecard: Scorecard, entries: Sequence[ReviewEntry] = ()
) -> dict[str, list[Annotation]]:
    """Every tier with its annotations, in order of time and without overlaps. Empty tiers are left out."""
    wanted = {
        **_speech(session.utterances()),
        **_letters(scorecard, entries),
        "Feelings voiced": [_at(one.t_s, f"{one.feeling}: {OUTCOMES[one.outcome]}") for one in scorecard.moments],
        "Spoke over": [_span(one.start_s, one.end_s, "You spoke over the customer") for one in scorecard.interruptions],
        **_events(session),
        "Comments": [
            _span(one.t_s or 0.0, one.end_s if one.end_s is not None else one.t_s or 0.0, f"{one.author}: {one.text}")
            for one in entries
            if isinstance(one, Comment)
        ],
    }
    return {name: lane for tier, found in wanted.items() for name, lane in _lanes(tier, found)}


def _speech(utterances: Iterable[Utterance]) -> dict[str, list[Annotation]]:
    found: dict[str, list[Annotation]] = {}
    for said in utterances:
        who = _SPEAKERS[said.speaker]
        found.setdefault(who, []).append(_span(said.start_s, said.end_s, said.text))
        found.setdefault(f"{who}, words", []).extend(_span(w.start_s, w.end_s, w.text) for w in said.words)
    return found


def _letters(scorecard: Scorecard, entries: Sequence[ReviewEntry]) -> dict[str, list[Annotation]]:
    """One tier over the whole call with the values, one a letter with the reasons where they happened."""
    found: dict[str, list[Annotation]] = {}
    overrides = [entry for entry in entries if isinstance(entry, Override)]
    for letter in LETTERS:
        score = scorecard.letters.get(letter)
        if score is None:
            continue
        name = f"{letter} {LETTER_NAMES[letter]}"
        words = letter_words(value_text(score), [one for one in overrides if one.letter == letter])
        found[name] = [_span(0.0, scorecard.duration_s, words)]
        found[f"{name}, reasons"] = [
            _span(span.start_s, span.end_s, f"{reason.delta:+.0f} {reason.text}")
            for reason in score.reasons
            for span in reason.spans
        ]
    return found


def _events(session: Session) -> dict[str, list[Annotation]]:
    found: dict[str, list[Annotation]] = {"Nods": [], "Cues": [], "Marks": [], "Not captured": []}
    for record in session.records(("nod", "cue", "mark", "gap")):
        if isinstance(record, Nod):
            found["Nods"].append(_span(record.start_s, record.end_s, "nod"))
        elif isinstance(record, CueRecord):
            found["Cues"].append(_at(record.t_s, f"{record.letter}: {record.text}"))
        elif isinstance(record, Mark):
            found["Marks"].append(_at(record.t_s, record.label))
        elif isinstance(record, Gap):
            found["Not captured"].append(_span(record.start_s, record.end_s, record.reason))
    faces = (record for record in session.records(("face",)) if isinstance(record, FaceObservation))
    found["Looking"] = list(_looks(faces))
    steps = [_at(step.t_s, f"calm {step.calm:.0f}, trust {step.trust:.0f}") for step in session.steps()]
    return {**found, "Customer's state": steps}


def _looks(faces: Iterable[FaceObservation]) -> Iterator[Annotation]:
    """Runs of pictures in which one place was looked at."""
    zone, start_s, last_s = None, 0.0, 0.0
    for face in (*faces, None):
        goes_on = face is not None and face.zone == zone and face.t_s - last_s <= _ZONE_GAP_S
        if not goes_on:
            if zone is not None and last_s - start_s >= _ZONE_SHORTEST_S:
                yield _span(start_s, last_s, _ZONES[zone])
            if face is None:
                return
            zone, start_s = face.zone, face.t_s
        last_s = face.t_s if face is not None else last_s


def _span(start_s: float, end_s: float, text: str) -> Annotation:
    start_ms = max(0, round(start_s * 1000))
    return Annotation(start_ms, max(round(end_s * 1000), start_ms + 1), _NOT_XML.sub(" ", text))


def _at(t_s: float, text: str) -> Annotation:
    return _span(t_s, t_s + SHORTEST_MS / 1000, text)


def _lanes(tier: str, found: Iterable[Annotation]) -> Iterator[tuple[str, list[Annotation]]]:
    """The annotations in as many tiers as they need not to overlap."""
    lanes: list[list[Annotation]] = []
    for one in sorted(found, key=lambda one: (one.start_ms, one.end_ms)):
        lane = next((lane for lane in lanes if lane[-1].end_ms <= one.start_ms), None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(one)
    for number, lane in enumerate(lanes, start=1):
        yield (tier if number == 1 else f"{tier} {number}"), lane


def _written(tiers: Tiers, media: Sequence[PurePath], title: str) -> bytes:
    from pympi.Elan import Eaf, to_string  # takes a moment to import

    document = Eaf(author="Attune")
    document.remove_tier("default")
    document.add_property("title", _NOT_XML.sub(" ", title))
    document.add_property("note", DISCLAIMER)
    for path in media:
        document.add_linked_file(path.name, relpath=f"./{path.name}", mimetype=_VIDEO)
    for name, found in tiers.items():
        document.add_tier(name)
        for one in found:
            document.add_annotation(name, one.start_ms, one.end_ms, one.text)
    _order_times(document)
    text: str = to_string(document)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + text).encode("utf-8", errors="replace")


def _order_times(document: object) -> None:
    """ELAN wants the time slots in order of time; they were made in order of tiers."""
    slots: dict[str, int] = document.timeslots  # type: ignore[attr-defined]
    names = {old: f"ts{number}" for number, old in enumerate(sorted(slots, key=lambda name: slots[name]), start=1)}
    document.timeslots = {names[old]: time_ms for old, time_ms in slots.items()}  # type: ignore[attr-defined]
    for aligned, *_rest in document.tiers.values():  # type: ignore[attr-defined]
        for key, (begin, end, text, svg) in list(aligned.items()):
            aligned[key] = (names[begin], names[end], text, svg)
