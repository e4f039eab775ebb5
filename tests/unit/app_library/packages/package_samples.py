"""A made-up session with everything in it that could be shared, and packages of it that cost little to open."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from app.library.packages.contents import Contents
from app.library.packages.job import Job
from app.library.packages.packing import share
from app.library.packages.values import ShareChoice
from perception.recording.corrections import Correction
from perception.recording.notes import Note, append_corrections, append_note
from perception.recording.records import CueRecord, ScenarioPoint, ScoreRecord, StepRecord
from perception.recording.review_notes import CoachRating, Comment, Override, ReviewEntry, Withdrawal, append_review
from perception.recording.writer import SessionWriter
from perception.types import FaceObservation, Gap, LiveLetter, PersonalBaseline, Utterance
from tests.unit.perception_recording import session_samples

PASSPHRASE = "bako temi lufa nosi"
COST = 4  # of the passphrase; a real one is 17
SPOKEN = "0123456789abcdef.ogg"
SECRET_DEVICE = "Annabel's headset"
SECRET_SELF_CHECK = "I was rattled."
SECRET_NOTE = "Ask Kim about this one."
LOST = Gap(5.5, 5.6, "audio", f"There is no microphone “{SECRET_DEVICE}”.")
STRUCK = "Can you close the door, Tommy?"

COMMENTS: tuple[ReviewEntry, ...] = (
    Comment("c1", "Dana", "coach", "2026-03-03T10:00:00+00:00", "Stay with it for a breath.", t_s=2.0),
    Comment("c2", "Dana", "coach", "2026-03-03T10:01:00+00:00", "", t_s=3.0, voice=SPOKEN),
    Comment("c3", "me", "learner", "2026-03-03T11:00:00+00:00", SECRET_NOTE, t_s=3.0),
    CoachRating("r1", "Dana", "2026-03-03T10:02:00+00:00", {"E": 4, "A": 2}),
    Override("o1", "Dana", "2026-03-03T10:03:00+00:00", "A", 40.0, "Named too late."),
    Withdrawal("w1", "Dana", "2026-03-03T10:04:00+00:00", "c1"),
)


def baseline() -> PersonalBaseline:
    return PersonalBaseline(
        calibrated="full",
        yaw_deg=1.0,
        gaze_x_deg=2.0,
        gaze_y_deg=-3.0,
        display_rest={"mouth_smile": 0.12, "brow_down": 0.21},
        display_full={"mouth_smile": 0.93},
        eye_span_px=64.0,
        f0_hz=180.0,
        level_dbfs=-28.0,
        tilt_db=8.0,
    )


def session(folder: Path, *, media: bool = True, notes: bool = True, session_id: str = "5e551055") -> Path:
    """A finished session with one of every kind of record, a picture and two voices, and notes of everybody."""
    header = dataclasses.replace(
        session_samples.header(session_id=session_id), devices={"microphone": SECRET_DEVICE}, baseline=baseline()
    )
    writer = SessionWriter(folder, header, video=False, audio=())
    face = FaceObservation(0.2, True, distance_cm=58.25, eye_span_px=63.5, raw={"mouth_smile": 0.3125}, yaw_deg=4.5)
    for observation in (*session_samples.observations(), face, Utterance(4.5, 5.5, "csm", STRUCK), LOST):
        writer.observe(observation)
    writer.record(ScoreRecord(3.0, {"E": LiveLetter("E", 70.0, "good", 0.8)}))
    writer.record(CueRecord(3.5, "E", "Look into the camera", "look_away", {"attend_p": 0.2}))
    writer.record(StepRecord(4.0, "opening", "Third time.", 40.0, 30.0, point=ScenarioPoint("opening", 40.0, 30.0)))
    writer.write_scorecard(session_samples.scorecard())
    writer.close(reason="done")
    if media:
        small_media(folder / "media.mkv")
    if notes:
        write_notes(folder)
    return folder


def write_notes(folder: Path) -> None:
    append_note(
        folder, Note("self_check", "learner", "2026-03-02T10:00:00+00:00", SECRET_SELF_CHECK, ratings={"E": 50})
    )
    append_note(folder, Note("partner_rating", "partner", "2026-03-02T10:01:00+00:00", "", ratings={"heard": 3}))
    struck = Correction("me", "2026-03-02T10:02:00+00:00", 4.5, 5.5, "csm", STRUCK, struck=True)
    append_corrections(folder, [struck])
    append_review(folder, COMMENTS)
    (folder / "voice").mkdir()
    (folder / "voice" / SPOKEN).write_bytes(b"OggS" * 50)


def small_media(path: Path, *, seconds: float = 1.0) -> Path:
    """A picture that changes, and two voices."""
    with av.open(str(path), "w", format="matroska") as media:
        picture = media.add_stream("libvpx-vp9", rate=10, options={"deadline": "realtime", "cpu-used": "8"})
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        voices = [media.add_stream("libopus", rate=48_000, layout="mono") for _ in range(2)]
        for number in range(int(seconds * 10)):
            image = np.full((48, 64, 3), number * 20 % 256, dtype=np.uint8)
            media.mux(picture.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        media.mux(picture.encode(None))
        for voice in voices:
            for number in range(int(seconds * 50)):
                tone = np.sin(np.arange(960, dtype=np.float32) / 20)[np.newaxis, :]
                frame = av.AudioFrame.from_ndarray(tone, format="flt", layout="mono")
                frame.sample_rate, frame.pts, frame.time_base = 48_000, number * 960, Fraction(1, 48_000)
                media.mux(voice.encode(frame))
            media.mux(voice.encode(None))
    return path


def package(folder: Path, target: Path, choice: ShareChoice | None = None, *, passphrase: str = PASSPHRASE) -> Contents:
    """A package of this session."""
    return share(folder, target, choice or ShareChoice(), passphrase, job=Job(), cost=COST)


def snapshot_of(root: Path) -> dict[str, bytes]:
    """Every file below a folder with what it holds, without the index, which may be made anew at any time."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith("library.db")
    }
