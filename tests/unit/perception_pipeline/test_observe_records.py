from __future__ import annotations

import json

import numpy as np

from perception.pipeline.observe_records import observe_records
from perception.types import (
    Box,
    FaceObservation,
    Gap,
    Mark,
    Nod,
    PoseObservation,
    SpeechSegment,
    Utterance,
    VoiceObservation,
    Word,
)

FACE = FaceObservation(
    t_s=1.23456,
    found=True,
    box=Box(10.04, 20.0, 110.0, 140.0),
    faces=1,
    yaw_deg=-12.34567,
    pitch_deg=3.0,
    roll_deg=0.5,
    attend_p=0.91,
    zone=None,
    blink=0.1,
    displays={"smile": 0.4},
    raw={"mouth_smile": 0.4},
)


def test_a_face_has_the_agreed_fields() -> None:
    (record,) = observe_records(FACE)
    assert record["kind"] == "face"
    assert record["t_s"] == 1.2346
    assert record["box"] == {"x": 10.0, "y": 20.0, "w": 110.0, "h": 140.0}
    assert (record["yaw_deg"], record["pitch_deg"], record["roll_deg"]) == (-12.3457, 3.0, 0.5)
    assert (record["attend_p"], record["zone"], record["blink"]) == (0.91, None, 0.1)
    assert record["displays"] == {"smile": 0.4}
    assert record["raw"] == {"mouth_smile": 0.4}
    assert "source" not in record


def test_a_single_picture_names_its_file_and_a_missing_face_is_null() -> None:
    (record,) = observe_records(FaceObservation(t_s=0.0, found=False), source="one two.png")
    assert record["source"] == "one two.png"
    assert record["found"] is False
    assert record["box"] is None
    assert record["yaw_deg"] is None
    assert record["displays"] == {}


def test_pose_and_nod() -> None:
    pose = PoseObservation(t_s=2.0, found=True, lean=0.031, slouch=None, facing=1.0, arms_crossed=None, framing="ok")
    (record,) = observe_records(pose)
    assert {name: record[name] for name in ("lean", "slouch", "facing", "arms_crossed", "framing")} == {
        "lean": 0.031,
        "slouch": None,
        "facing": 1.0,
        "arms_crossed": None,
        "framing": "ok",
    }
    assert "shoulder_tilt_deg" in record
    assert observe_records(Nod(1.0, 2.0, 3, 2.5)) == [
        {"kind": "nod", "start_s": 1.0, "end_s": 2.0, "cycles": 3, "amplitude_deg": 2.5, "timed": None}
    ]


def test_voice_is_one_record_a_hop_with_null_where_unvoiced() -> None:
    voice = VoiceObservation(
        t_s=1.0,
        hop_s=0.01,
        channel="csm",
        f0_hz=np.array([np.nan, 120.0]),
        voiced_p=np.array([0.1, 0.9]),
        level_dbfs=np.array([-50.0, -20.0]),
        tilt_db=np.array([np.nan, 12.0]),
    )
    first, second = observe_records(voice)
    assert (first["t_s"], first["f0_hz"], first["tilt_db"]) == (1.0, None, None)
    assert (second["t_s"], second["f0_hz"], second["level_dbfs"]) == (1.01, 120.0, -20.0)


def test_speech_words_and_gaps() -> None:
    assert observe_records(SpeechSegment(1.0, 2.0, "customer")) == [
        {"kind": "speech", "start_s": 1.0, "end_s": 2.0, "channel": "customer"},
        {"kind": "speaker", "start_s": 1.0, "end_s": 2.0, "who": "customer", "p": 1.0},
    ]
    unnamed = observe_records(SpeechSegment(1.0, 2.0, "unknown", 0.93, "B"))[1]
    assert unnamed == {"kind": "speaker", "start_s": 1.0, "end_s": 2.0, "who": "unknown", "p": 0.93, "voice": "B"}
    said = Utterance(1.0, 2.0, "csm", "Hello there", (Word(1.0, 1.4, "Hello", 0.9), Word(1.5, 2.0, "there", 0.8)))
    assert [(record["kind"], record["text"], record["channel"]) for record in observe_records(said)] == [
        ("word", "Hello", "csm"),
        ("word", "there", "csm"),
    ]
    (gap,) = observe_records(Gap(3.0, 4.0, "video", "The camera was away."))
    assert (gap["what"], gap["reason"]) == ("video", "The camera was away.")


def test_every_record_is_plain_json_and_what_is_not_observed_is_left_out() -> None:
    records = observe_records(FACE) + observe_records(Nod(1.0, 2.0, 3, 2.5))
    assert json.loads(json.dumps(records, allow_nan=False)) == records
    assert observe_records(Mark(1.0, "here")) == []
