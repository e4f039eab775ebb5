"""From the parts of the letters to the scorecard: values, intervals, states, reasons and notes (page 8.2)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from perception.scoring import params
from perception.scoring.context import Context
from perception.scoring.course import course_of, unmeasured
from perception.scoring.evidence import POSE
from perception.scoring.fusion import Component, Evaluation, LetterParts, evaluate, interval
from perception.scoring.moments import flags_of, moments_of
from perception.scoring.reasons import (
    GAIN_ADAPTS,
    NO_CUSTOMER_PART,
    NOT_CALIBRATED,
    UNCALIBRATED,
    Captured,
    note_for,
    spans_of,
    why,
)
from perception.scoring.reference import Reference
from perception.scoring.responses import Response
from perception.types import ComponentScore, Letter, LetterCourse, LetterScore, Scorecard, ScoreState, Span

_OF_SPEAKERS: Final[tuple[Letter, ...]] = ("A", "T", "H", "Y")  # worth as much as it is certain whose words they are


def make_scorecard(
    context: Context,
    parts: Mapping[Letter, LetterParts],
    *,
    responses: Sequence[Response],
    talk_share: float | None,
) -> Scorecard:
    """The scorecard of a stretch, normally of the whole session."""
    captured = captured_in(context)
    return Scorecard(
        duration_s=context.duration_s,
        letters={letter: _letter(letter, part, context, captured) for letter, part in parts.items()},
        moments=moments_of(responses),
        talk_share=talk_share,
        interruptions=() if context.setting.text_only else _interruptions(context),
        flags=flags_of(context),
    )


def courses_of(
    context: Context, parts: Mapping[Letter, LetterParts], scores: Mapping[str, LetterScore]
) -> tuple[LetterCourse, ...]:
    """The letters over the time of a session; without values where too little was measured in all of it."""
    end_s = context.end_s
    return tuple(
        unmeasured(letter, duration_s=end_s)
        if scores[letter].state == "not_enough"
        else course_of(letter, _reliable(letter, part, context), duration_s=end_s)
        for letter, part in parts.items()
    )


def captured_in(context: Context) -> Captured:
    """What was captured at all."""
    faces, bodies = context.faces, context.bodies
    visible = bodies.found & (bodies.rows[:, POSE["visible"]] > 0)
    seen, known = float(np.sum(visible)), float(np.sum(bodies.known))
    turns = context.turns
    return Captured(
        video=context.setting.has_video and bool(np.any(faces.known) or known),
        face=float(np.sum(faces.found)) > 0.3 * float(np.sum(faces.known)),
        shoulders=seen > 0.5 * known > 0,
        speakers=context.setting.speaker_certainty > 0.0,
        voice=context.voice is not None,
        own_words=context.setting.annotates and any(turn.speaker == "csm" for turn in turns),
        customer_sound=context.customer_known,
        customer_words=any(turn.speaker == "customer" for turn in turns),
        feelings=any(not moment.positive for moment in context.opportunities),
        complaints=any(one.found for one in context.complaints),
    )


def state_of(coverage: float) -> ScoreState:
    """How a score of this coverage may be shown (F8.5)."""
    # A hair of slack, so that a coverage of exactly the limit does not hang on rounding.
    if coverage < params.COVERAGE_BAND - 1e-9:
        return "not_enough"
    return "scored" if coverage > params.COVERAGE_SCORED + 1e-9 else "band"


def _letter(letter: Letter, parts: LetterParts, context: Context, captured: Captured) -> LetterScore:
    parts = _reliable(letter, parts, context)
    found = evaluate(parts)
    score, coverage = float(found.score[0]), float(found.coverage[0])
    components = tuple(_component(c, found, i) for i, c in enumerate(parts.components))
    state = state_of(coverage)
    if state == "not_enough" or math.isnan(score):
        note = note_for(letter, captured)
        return LetterScore(letter, None, None, None, coverage, "not_enough", components=components, note=note)
    low, high = interval(parts, score)
    note = parts.note or _side_note(letter, context, captured)
    return LetterScore(letter, score, low, high, coverage, state, why(parts, found), components, note)


def _reliable(letter: Letter, parts: LetterParts, context: Context) -> LetterParts:
    """The parts with no more coverage than it is certain who speaks, where that matters."""
    if letter not in _OF_SPEAKERS:
        return parts
    certainty = context.setting.speaker_certainty
    return replace(parts, components=tuple(replace(one, quality=one.quality * certainty) for one in parts.components))


def _side_note(letter: Letter, context: Context, captured: Captured) -> str:
    """What a shown letter had to do without, plain words; '' when nothing."""
    notes = []
    if letter in ("E", "P", "T", "H") and not captured.customer_sound and not context.setting.text_only:
        notes.append(NO_CUSTOMER_PART)
    if letter == "T" and context.reference.gain_adapts:
        notes.append(GAIN_ADAPTS)
    return " ".join(notes) or _calibration_note(letter, context.reference)


def _calibration_note(letter: Letter, known: Reference) -> str:
    """Who never calibrated is told once; who skipped a part is told which."""
    skipped: dict[Letter, bool] = {
        "E": known.calibrated != "full",
        "M": not known.display_own,
        "T": not known.voice_own,
    }
    if not skipped.get(letter, False):
        return ""
    return NOT_CALIBRATED[letter] if known.own else (UNCALIBRATED if letter == "E" else "")


def _component(component: Component, found: Evaluation, i: int) -> ComponentScore:
    s, value, carried = (float(column[0, i]) for column in (found.s, found.value, found.carried))
    measured = carried > 0 and not math.isnan(s)
    return ComponentScore(
        id=component.id,
        name=component.name,
        value=value if measured and not math.isnan(value) else None,
        unit=component.unit,
        target=component.target,
        s=s if measured else None,
        weight=component.weight,
        coverage=carried,
        spans=spans_of(tuple(component.examples(s >= 0.5))) if measured else (),
    )


def _interruptions(context: Context) -> tuple[Span, ...]:
    return tuple(Span(one.start_s, one.end_s) for one in context.floor.interruptions)
