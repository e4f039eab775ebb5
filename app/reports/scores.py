"""scores.json and `analyze --json`: the result as data. Field names are a contract with other tools.

{session, duration_s, letters: {E: {value, low, high, coverage, state, reasons, note}, ...}, talk_share, interruptions,
cues, model_versions}. value, low, high: 0..100 or null without enough evidence; state: scored, band, not_enough;
coverage 0..1; reasons: [{text, delta, quote, spans, component}], delta in points, spans [[start_s, end_s], ...];
interruptions: [[start_s, end_s], ...]; cues: [{t_s, letter, text, rule}]; model_versions: id to sha256. A session adds
practice: null, or {scenario, end, end_state: {calm, trust}, felt_heard, felt_heard_reasons, path: [{t_s, node, said,
calm, trust, answer, deeds, because}]}, self_check: null, or {ratings: {A: 70, ...}, sentence}, partner: null, or
{ratings: {told: 1..5, ...}, sentence, marks: [{t_s, felt_heard}]}, and coach: null, or {overrides, ratings, comments}.
The form is written down in assets/schemas/scores.schema.json.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from perception.recording.format import SessionHeader
from perception.recording.records import CueRecord
from perception.types import LETTERS, LetterScore, Reason, Scorecard, Span


def scores_document(scorecard: Scorecard, header: SessionHeader, *, cues: Iterable[CueRecord] = ()) -> dict[str, Any]:
    """The whole document; holds no NaN."""
    return {
        "session": header.session_id,
        "duration_s": _number(scorecard.duration_s),
        "letters": {letter: _letter(scorecard.letters[letter]) for letter in LETTERS if letter in scorecard.letters},
        "talk_share": _number(scorecard.talk_share),
        "interruptions": _spans(scorecard.interruptions),
        "cues": [{"t_s": _number(c.t_s), "letter": c.letter, "text": c.text, "rule": c.rule} for c in cues],
        "model_versions": dict(header.models),
    }


def scores_of(scorecard: Scorecard) -> dict[str, dict[str, Any]]:
    """The letters alone, without reasons: letter to {value, low, high, coverage, state}."""
    return {
        letter: {name: value for name, value in _letter(score).items() if name not in ("reasons", "note")}
        for letter, score in scorecard.letters.items()
    }


def _letter(score: LetterScore) -> dict[str, Any]:
    return {
        "value": _number(score.value),
        "low": _number(score.low),
        "high": _number(score.high),
        "coverage": _number(score.coverage, digits=3),
        "state": score.state,
        "reasons": [_reason(reason) for reason in score.reasons],
        "note": score.note,
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "text": reason.text,
        "delta": _number(reason.delta),
        "quote": reason.quote,
        "spans": _spans(reason.spans),
        "component": reason.component,
    }


def _spans(spans: Iterable[Span]) -> list[list[float | None]]:
    return [[_number(span.start_s), _number(span.end_s)] for span in spans]


def _number(value: float | None, *, digits: int = 2) -> float | None:
    return None if value is None or not math.isfinite(value) else round(float(value), digits)
