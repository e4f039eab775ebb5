"""What is kept comes back: every record type, unknown values, and nothing made up from damaged lines."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.recording.codec import decode, encode
from perception.recording.records import (
    KINDS,
    CueRecord,
    EndedRecord,
    PartRecord,
    Record,
    ScenarioPoint,
    ScoreRecord,
    StepRecord,
    UnknownKindError,
    parse_line,
    time_of,
    to_line,
    to_record,
)
from perception.types import FaceObservation, GazeTarget, LiveLetter, PersonalBaseline, StatedFeeling, VoiceObservation
from tests.unit.perception_recording import session_samples

ALL_RECORDS: list[Record] = [
    *session_samples.observations(),
    session_samples.scorecard(),
    PartRecord(number=1, start_s=12.5, media="media-1.mkv"),
    ScoreRecord(t_s=4.0, letters={"E": LiveLetter("E", None, "unknown", 0.1), "M": LiveLetter("M", 70.0, "good", 0.9)}),
    CueRecord(t_s=9.0, letter="H", text="Ask an open question", rule="closed_run", numbers={"closed": 3.0}),
    StepRecord(
        t_s=12.5,
        node="the_night",
        text="We closed by hand.",
        calm=54.9,
        trust=61.0,
        calm_change=16.9,
        from_node="on_hold",
        edge=1,
        because="You named how she feels.",
        deeds=("named_feeling", "asked_open"),
        heard="You sound furious.",
        heard_s=2.5,
        heard_p=0.91,
        interrupted=True,
        answer_after_s=0.7,
        point=ScenarioPoint("the_night", 54.9, 61.0, {"on_hold": 1, "the_night": 1}, 1),
    ),
    EndedRecord(t_s=65.0, reason="ended by the user", drops=2, refused=1),
]


def same(a: Any, b: Any) -> bool:
    if dataclasses.is_dataclass(a):
        return type(a) is type(b) and all(same(getattr(a, f.name), getattr(b, f.name)) for f in dataclasses.fields(a))
    if isinstance(a, np.ndarray):
        return bool(np.array_equal(a, b, equal_nan=True))
    if isinstance(a, float) and isinstance(b, float) and math.isnan(a):
        return math.isnan(b)
    return bool(a == b)


@pytest.mark.parametrize("record", ALL_RECORDS, ids=lambda r: type(r).__name__)
def test_every_record_comes_back_as_it_was(record: Record) -> None:
    assert same(to_record(parse_line(to_line(record))), record)


def test_every_kind_of_record_is_tried() -> None:
    assert {type(record) for record in ALL_RECORDS} == set(KINDS.values())


def test_kind_stands_first_and_unknown_values_are_left_out() -> None:
    line = to_line(FaceObservation(t_s=1.0, found=False))
    assert line == b'{"kind":"face","t_s":1.0,"found":false}\n'


def test_a_feeling_keeps_whether_it_was_hidden_beside_the_kind_of_record() -> None:
    feeling = StatedFeeling(0.0, 1.0, "worry", "worried", 2, kind="cue")
    assert json.loads(to_line(feeling))["manner"] == "cue"


@given(
    st.lists(st.just(np.nan) | st.floats(min_value=-1000, max_value=1000), max_size=20).map(
        lambda values: np.array(values, dtype=np.float64)
    )
)
def test_voice_arrays_come_back_within_a_hundredth(values: np.ndarray) -> None:
    voice = VoiceObservation(0.123456, 0.01, "csm", values, np.clip(values, 0, 1), values, values)
    back = to_record(parse_line(to_line(voice)))
    assert isinstance(back, VoiceObservation)
    assert np.allclose(back.f0_hz, values, atol=0.0051, equal_nan=True)
    assert np.allclose(back.voiced_p, voice.voiced_p, atol=0.00051, equal_nan=True)
    assert time_of(back) == pytest.approx(0.123456 + 0.01 * len(values))


@given(st.text())
def test_any_text_survives(text: str) -> None:
    cue = CueRecord(t_s=1.0, letter="H", text=text, rule="")
    assert to_record(parse_line(to_line(cue))) == cue


def test_text_that_is_no_unicode_does_not_stop_the_recording() -> None:
    line = to_line(CueRecord(t_s=1.0, letter="H", text="a\ud800b", rule=""))
    assert to_record(parse_line(line)) == CueRecord(t_s=1.0, letter="H", text="a\ud800b", rule="")


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"nonsense",
        b"[1,2]",
        b'{"kind":"face"}',
        b'{"kind":"face","t_s":"soon","found":true}',
        b'{"kind":"face","t_s":true,"found":true}',
        b'{"kind":"face","t_s":1,"found":1}',
        b'{"kind":"face","t_s":NaN,"found":true}',
        b'{"kind":"face","t_s":1e999,"found":true}',
        b'{"kind":"face","t_s":1,"found":true,"zone":"moon"}',
        b'{"kind":"voice","t_s":0,"hop_s":0.01,"channel":"csm","f0_hz":5,"voiced_p":[],"level_dbfs":[],"tilt_db":[]}',
        b'{"kind":"mark","t_s":1,"label":"\xff"}',
        b'{"kind":7}',
        b'{"t_s":1}',
        b'{"kind":"mark","t_s":' + b"9" * 400 + b',"label":""}',
        b'{"a":' * 100_000,
    ],
)
def test_a_damaged_line_is_an_error_and_never_a_value(line: bytes) -> None:
    with pytest.raises(ValueError):
        to_record(parse_line(line))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
)


@given(ANYTHING)
def test_no_value_of_any_shape_breaks_the_decoder(value: Any) -> None:
    fields = ("t_s", "start_s", "end_s", "letters", "words", "box", "f0_hz", "displays")
    for kind in KINDS:
        with contextlib.suppress(ValueError):
            to_record({"kind": kind, **dict.fromkeys(fields, value)})


def test_fields_of_a_later_release_are_ignored_and_kinds_are_told_apart() -> None:
    assert to_record({"kind": "mark", "t_s": 1, "label": "x", "colour": "red"}) is not None
    with pytest.raises(UnknownKindError):
        to_record({"kind": "heartbeat", "t_s": 1})


def test_a_baseline_keeps_the_places_looked_at() -> None:
    places = (GazeTarget("camera", 1.0, 2.0, 0.5, 0.75, 27), GazeTarget("notes", 22.5, -11.0, 2.0, 3.0, 31))
    baseline = PersonalBaseline(calibrated="full", gaze_targets=places, yaw_per_offset=-0.5)
    assert decode(PersonalBaseline, json.loads(json.dumps(encode(baseline)))) == baseline


def test_a_baseline_keeps_what_is_not_known() -> None:
    baseline = PersonalBaseline(calibrated="full", yaw_deg=-2.5, display_rest={"smile": 0.01})
    assert decode(PersonalBaseline, json.loads(json.dumps(encode(baseline)))) == baseline


def test_what_cannot_be_kept_is_refused() -> None:
    with pytest.raises(TypeError):
        encode(object())
