"""A session folder read for the review: columns, stretches and moments, with damaged lines left out."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.library.review.read_series import read_for_review
from app.library.review.series import SessionSeries
from perception.errors import SessionFormatError
from perception.recording.corrections import Correction
from perception.recording.format import EVENTS_NAME, SessionHeader, write_header
from perception.recording.notes import append_corrections
from perception.recording.records import CueRecord, EndedRecord, PartRecord, StepRecord, to_line
from perception.recording.rescored import write_rescored
from perception.types import (
    Box,
    FaceObservation,
    Gap,
    LetterCourse,
    LetterScore,
    Mark,
    Moment,
    Nod,
    PoseObservation,
    Scorecard,
    Span,
    SpeechSegment,
    Utterance,
    VoiceObservation,
)

SAMPLE = Path(__file__).parents[2] / "data" / "sessions" / "v1"


def read_series(folder: Path) -> SessionSeries:
    return read_for_review(folder).series


def face(t_s: float, **known) -> FaceObservation:
    shown = {"smile": known.pop("smile", 0.0), "smile_asymmetry": 0.0, "concern": 0.0, "scowl": 0.0, "eye_roll": 0.0}
    return FaceObservation(t_s=t_s, found=True, box=Box(1.0, 2.0, 3.0, 4.0), displays=shown, **known)


def voice(t_s: float, f0: list[float], level: list[float]) -> VoiceObservation:
    f0_hz, level_dbfs = np.array(f0), np.array(level)
    return VoiceObservation(t_s, 0.01, "csm", f0_hz, np.where(np.isnan(f0_hz), 0.1, 0.9), level_dbfs, f0_hz * 0)


@pytest.fixture
def session(tmp_path):
    """Writes a folder of these records."""

    def write(*records, extra: bytes = b"") -> Path:
        folder = tmp_path / "session"
        folder.mkdir(exist_ok=True)
        write_header(folder, SessionHeader("1d", "0", {}, "2026-03-02T09:30:00+00:00", "A call", "live"))
        (folder / EVENTS_NAME).write_bytes(b"".join(map(to_line, records)) + extra)
        return folder

    return write


def of(series, kind: str) -> list[tuple[float, float, str]]:
    return [(round(one.start_s, 2), round(one.end_s, 2), one.label) for one in series.stretches if one.kind == kind]


def test_the_sample_of_the_first_format_reads_as_it_was_written() -> None:
    read = read_for_review(SAMPLE)
    series = read.series
    assert read.unreadable == 0
    assert series.duration_s == 65.0
    assert series.face is not None
    assert series.face.found.tolist() == [False, True]
    assert series.face.zone == ("", "camera")
    assert series.face.box[1].tolist() == [10.0, 20.0, 200.5, 240.25]
    assert np.isnan(series.face.box[0]).all()
    assert series.face.displays["smile"][1] == 0.5
    assert np.isnan(series.face.displays["brow_raise"]).all()
    assert series.pose is not None
    assert series.pose.arms_crossed.tolist() == [0.0]
    assert np.isnan(series.pose.lean[0])
    assert series.voices["csm"].t_s == pytest.approx([0.005, 0.015, 0.025])
    assert np.isnan(series.voices["csm"].f0_hz[0])
    assert series.voices["csm"].f0_hz[1] == 120.5
    assert of(series, "speech_customer") == [(0.5, 2.0, "")]
    assert of(series, "speech_csm") == [(2.5, 4.0, "")]
    assert of(series, "gap") == [(3.0, 3.5, "No picture: The camera was unplugged.")]
    assert [(one.kind, one.label) for one in series.happenings if one.kind in ("nod", "mark", "cue")] == [
        ("nod", "nod, 2 times, in time"),
        ("mark", "felt heard"),
        ("cue", "H: Ask an open question"),
    ]
    assert read.letters_missing
    assert series.letters == {}


def test_every_value_is_the_one_of_the_ordinary_reader(session) -> None:
    faces = [face(0.1 * k, yaw_deg=-1.5 + k, attend_p=0.25, zone="tile", smile=0.125 * k) for k in range(5)]
    bodies = [PoseObservation(0.2 * k, True, lean=0.01 * k, slouch=None, arms_crossed=None) for k in range(3)]
    folder = session(*faces, *bodies, voice(0.005, [np.nan, 120.25], [-60.5, -25.0]))
    read = read_for_review(folder)
    seen = [one for one in read.session.records() if isinstance(one, FaceObservation)]
    assert read.series.face is not None
    assert read.series.pose is not None
    assert read.series.face.yaw_deg.tolist() == [one.yaw_deg for one in seen]
    assert read.series.face.displays["smile"].tolist() == [one.displays["smile"] for one in seen]
    assert read.series.pose.lean.tolist() == [0.0, 0.01, 0.02]
    assert np.isnan(read.series.pose.slouch).all()
    assert np.isnan(read.series.pose.arms_crossed).all()
    assert read.series.voices["csm"].level_dbfs.tolist() == [-60.5, -25.0]


@pytest.mark.parametrize(
    "line",
    [
        b'{"kind":"face","t_s":0.2,"fou',
        b'{"kind":"face","found":true}',
        b'{"kind":"face","t_s":"0.2","found":true}',
        b'{"kind":"face","t_s":0.2,"found":1}',
        b'{"kind":"face","t_s":0.2,"found":true,"yaw_deg":"3"}',
        b'{"kind":"face","t_s":0.2,"found":true,"yaw_deg":true}',
        b'{"kind":"face","t_s":0.2,"found":true,"zone":"ceiling"}',
        b'{"kind":"face","t_s":0.2,"found":true,"box":[1,2,3,4]}',
        b'{"kind":"face","t_s":0.2,"found":true,"displays":[1]}',
        b'{"kind":"face","t_s":1e999,"found":true}',
        b'{"kind":"pose","t_s":0.2,"found":true,"arms_crossed":"yes"}',
        b'{"kind":"voice","t_s":0.2,"hop_s":0.01,"channel":"csm","f0_hz":[1],"level_dbfs":[]}',
        b'{"kind":"voice","t_s":0.2,"hop_s":0,"channel":"csm","f0_hz":[1],"level_dbfs":[1]}',
        b'{"kind":"voice","t_s":0.2,"hop_s":0.01,"channel":"dog","f0_hz":[1],"level_dbfs":[1]}',
        b'{"kind":"voice","t_s":0.2,"hop_s":0.01,"channel":"csm","f0_hz":["1"],"level_dbfs":[1]}',
        b'{"kind":"utterance","start_s":1}',
        b"[1, 2]",
        b"\xff\xfe",
        b"not json",
    ],
)
def test_a_damaged_line_is_left_out_and_counted(session, line) -> None:
    folder = session(face(0.1), voice(0.005, [100.0], [-20.0]), extra=line + b"\n" + to_line(face(0.3)))
    read = read_for_review(folder)
    assert read.unreadable == 1
    assert read.series.face is not None
    assert read.series.face.t_s.tolist() == [0.1, 0.3]
    assert len(read.series.voices["csm"].t_s) == 1
    assert read.series.pose is None


def test_a_kind_of_a_later_release_is_no_damage(session) -> None:
    read = read_for_review(session(face(0.1), extra=b'{"kind":"mood","t_s":1}\n'))
    assert read.unreadable == 0


def test_text_that_is_no_valid_unicode_is_read_all_the_same(session) -> None:
    said = Utterance(0.0, 1.0, "csm", "broken \udc80 text")
    read = read_for_review(session(said))
    assert [line.said.text for line in read.lines] == [said.text]


def test_a_time_out_of_this_world_asks_for_no_more_memory_than_a_day(session) -> None:
    """A damaged number or a stranger's file; 50 ms steps up to there would be hundreds of gigabytes."""
    seen = (face(1.0, zone="camera"), face(1.5, zone="camera"), face(1e11))
    series = read_series(session(*seen, EndedRecord(1e11, "")))
    assert series.duration_s == 1e11
    assert of(series, "gaze")[:1] == [(1.0, 1.9, "to the camera")]


def test_nothing_recorded_is_an_empty_review(session, tmp_path) -> None:
    series = read_series(session())
    assert series.duration_s == 0.0
    assert series.face is None
    assert series.stretches == ()
    assert series.voices == {}
    with pytest.raises(SessionFormatError):
        read_series(tmp_path / "nowhere")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=80), max_size=4), st.integers(0, 400))
def test_any_damage_leaves_the_rest_readable(tmp_path_factory, rubbish, cut) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    write_header(folder, SessionHeader("1d", "0", {}, "2026-03-02T09:30:00+00:00", "A call", "live"))
    whole = (SAMPLE / EVENTS_NAME).read_bytes()
    lines = whole[: max(0, len(whole) - cut)].splitlines() + [one.replace(b"\n", b"") for one in rubbish]
    (folder / EVENTS_NAME).write_bytes(b"\n".join(lines))
    series = read_series(folder)
    assert series.face is not None
    assert len(series.face.t_s) == 2


def test_both_at_once_are_overlaps(session) -> None:
    folder = session(
        SpeechSegment(0.0, 4.0, "customer"), SpeechSegment(3.5, 6.0, "csm"), SpeechSegment(6.0, 8.0, "customer")
    )
    assert [(one.start_s, one.end_s) for one in read_series(folder).overlaps] == [(3.5, 4.0)]


def test_speech_follows_a_corrected_speaker(session) -> None:
    said = Utterance(0.0, 4.0, "customer", "We had no data.")
    folder = session(SpeechSegment(0.0, 4.0, "customer"), said)
    append_corrections(folder, [Correction("me", "2026", 0.0, 4.0, "customer", said.text, said_by="csm")])
    read = read_for_review(folder)
    assert of(read.series, "speech_csm") == [(0.0, 4.0, "")]
    assert of(read.series, "speech_customer") == []
    assert read.lines[0].said.speaker == "csm"


def test_gaze_holds_through_a_blink_and_leaves_out_a_flicker(session) -> None:
    zones = ["camera"] * 20 + [None] * 3 + ["camera"] * 7 + ["away"] * 1 + ["camera"] * 9 + ["notes"] * 10
    series = read_series(session(*(face(0.1 * k, zone=zone) for k, zone in enumerate(zones))))
    spans = of(series, "gaze")
    assert [label for _, _, label in spans] == ["to the camera", "to the notes"]
    assert spans[0][0] == 0.0
    assert spans[1][0] == pytest.approx(4.0, abs=0.06)


def test_without_zones_the_probability_of_attending_tells(session) -> None:
    chances = [0.9] * 20 + [0.1] * 20
    series = read_series(session(*(face(0.1 * k, attend_p=p) for k, p in enumerate(chances))))
    assert [label for _, _, label in of(series, "gaze")] == ["on the call", "away"]


def test_a_smile_must_last_and_be_stronger_while_speaking(session) -> None:
    smiles = [0.4] * 10 + [0.0] * 10 + [0.4] * 2 + [0.0] * 8 + [0.4] * 10 + [0.6] * 10
    folder = session(*(face(0.1 * k, smile=s) for k, s in enumerate(smiles)), SpeechSegment(3.0, 5.0, "csm"))
    assert [(start_s, label) for start_s, _, label in of(read_series(folder), "display")] == [
        (0.0, "smile"),
        (pytest.approx(4.0, abs=0.06), "smile"),
    ]


def test_posture_by_the_limits_of_the_scores(session) -> None:
    bodies = [
        PoseObservation(
            0.2 * k, True, lean=0.05 if k < 20 else -0.05, slouch=0.85 if k < 40 else 1.0, arms_crossed=k > 50
        )
        for k in range(70)
    ]
    labels = {label for _, _, label in of(read_series(session(*bodies)), "posture")}
    assert labels == {"leaning in", "leaning back", "slouched", "arms crossed"}


def test_moments_have_the_shape_of_their_outcome(session) -> None:
    outcomes = ("jumped_to_fixing", "missed", "named", "acknowledged", "blocked")
    moments = tuple(Moment(float(k), "let down", k == 1, one) for k, one in enumerate(outcomes))
    series = read_series(session(Scorecard(10.0, {}, moments, None, ())))
    assert [(one.shape, one.mark, one.label) for one in series.happenings] == [
        ("disc", "watch", "“let down” jumped to fixing"),
        ("square", "watch", "“let down” (between the lines) missed"),
        ("triangle", "good", "“let down” named"),
        ("triangle", "good", "“let down” acknowledged"),
        ("square", "watch", "“let down” turned away"),
    ]


def test_a_tilt_is_told_against_the_persons_own(session) -> None:
    bodies = [PoseObservation(0.2 * k, True, shoulder_tilt_deg=3.0 if k < 60 else 9.0) for k in range(100)]
    assert of(read_series(session(*bodies)), "posture") == [
        (pytest.approx(12.0, abs=0.06), pytest.approx(20.0, abs=0.9), "shoulders tilted")
    ]


def test_interruptions_are_moments(session) -> None:
    series = read_series(session(Scorecard(10.0, {}, (), None, (Span(4.0, 4.44),))))
    assert [(one.t_s, one.kind, one.label) for one in series.happenings] == [
        (4.0, "interruption", "spoke over the customer, 0.4 s")
    ]


def test_steps_tell_why_and_how_the_customer_took_it(session) -> None:
    steps = (
        StepRecord(1.0, "a", "We lost it all.", 50.0, 50.0, because="You asked."),
        StepRecord(5.0, "b", "Thank you.", 60.0, 55.0, calm_change=10.0, because="You named it."),
        StepRecord(9.0, "c", "No.", 40.0, 50.0, calm_change=-20.0),
    )
    series = read_series(session(*steps))
    assert [(one.label, one.shape, one.mark) for one in series.happenings] == [
        ("You asked.", "disc", "unknown"),
        ("You named it.", "triangle", "good"),
        ("No.", "square", "watch"),
    ]


def test_the_letters_over_time_are_those_of_the_result_that_counts(session) -> None:
    def result(value: float) -> Scorecard:
        course = LetterCourse("E", 60.0, (10.0, 20.0), (None, value), (None, value - 8.0), (None, value + 8.0))
        score = LetterScore("E", value, value - 5, value + 5, 0.9, "scored")
        return Scorecard(20.0, {"E": score}, (), None, (), courses=(course,))

    said = Utterance(0.0, 4.0, "customer", "We had no data.")
    folder = session(said, result(40.0), result(50.0))
    read = read_for_review(folder)
    assert not read.letters_missing
    assert np.isnan(read.series.letters["E"].value[0])
    assert read.series.letters["E"].value[1] == 50.0
    append_corrections(folder, [Correction("me", "2026", 0.0, 4.0, "customer", said.text, text="No data.")])
    write_rescored(folder, result(70.0), notes=1)
    assert read_series(folder).letters["E"].low[1] == 62.0


def test_the_end_is_where_the_recording_ends(session) -> None:
    assert read_series(session(PartRecord(0, 0.0), face(3.0), EndedRecord(9.5, "ended"))).duration_s == 9.5
    folder = session(
        Gap(1.0, 2.0, "all", "Paused."), Nod(4.0, 5.0, 1, 3.0), Mark(4.5, ""), CueRecord(6.0, "E", "x", "y")
    )
    assert read_series(folder).duration_s == 6.0


def test_a_recording_cut_off_is_as_long_as_what_was_kept(session) -> None:
    folder = session(face(1.0), voice(7.005, [100.0, 101.0], [-20.0, -20.0]))
    whole = (folder / EVENTS_NAME).read_bytes()
    (folder / EVENTS_NAME).write_bytes(whole + json.dumps({"kind": "face", "t_s": 8.0}).encode()[:-4])
    read = read_for_review(folder)
    assert read.series.duration_s == pytest.approx(7.015)
    assert read.unreadable == 1
