"""What the other side did not agree to is not written: not their words, not their sound, also not in the result."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from app.bootstrap.engine import RealBuilder
from app.bootstrap.perception_parts import Models
from app.engine.call_session import CallSession
from app.engine.keeping import UNTOLD_FEELING, Keeping, hears_other_side
from app.engine.messages import Event, Heard, PartnerPlan, StartCall
from perception.features.speaker_names import NamedSpeech
from perception.pipeline.clock import SessionClock
from perception.pipeline.live import LiveParts
from perception.pipeline.replay import replay_as_kept, score_again
from perception.ports import Clock
from perception.recording.notes import Note, append_note
from perception.recording.reader import open_session
from perception.scoring.engine import ScoringEngine
from perception.types import (
    AudioBlock,
    LetterScore,
    Moment,
    Observation,
    Reason,
    Scorecard,
    Speaker,
    SpeechSegment,
    Utterance,
    VoiceObservation,
)
from tests.unit.app_engine.fakes import FakeBuilder, NullPreview, SilentMicrophone

THEIRS = "I am furious, the zanzibar ledger was empty all night."
OURS = "That sounds exhausting. What would help you most today?"
UNASKED: dict[str, Any] = {"keep_customer_words": False, "keep_customer_sound": False}


def call(folder: Path, **more: Any) -> StartCall:
    return StartCall(str(folder), "Own call", None, "mic:0", customer_audio_id="loopback:0", **more)


def said(speaker: Speaker, text: str, start_s: float, end_s: float) -> Utterance:
    return Utterance(start_s, end_s, speaker, text)


def voice(channel: Speaker, t_s: float) -> VoiceObservation:
    ones = np.ones(50)
    return VoiceObservation(t_s, 0.01, channel, 140.0 * ones, ones, -22.0 * ones, 8.0 * ones)


class SpeakingChain:
    """Says one thing with the first block."""

    speaking = False

    def __init__(self, channel: Speaker) -> None:
        text, start_s, end_s = (THEIRS, 0.1, 4.0) if channel == "customer" else (OURS, 5.0, 9.0)
        self._rest: list[Observation] = [
            SpeechSegment(start_s, end_s, channel),
            voice(channel, start_s),
            said(channel, text, start_s, end_s),
        ]

    def push(self, _block: AudioBlock) -> tuple[list[Observation], list[Any]]:
        rest, self._rest = self._rest, []
        return rest, []

    def flush(self) -> tuple[list[Observation], list[Any]]:
        return [], []


class ToldScoring:
    """The real scoring, which tells of every line it was given."""

    def __init__(self, real: ScoringEngine, told: threading.Semaphore) -> None:
        self._real = real
        self._told = told
        self.snapshot = real.snapshot
        self.scorecard = real.scorecard

    def observe(self, obs: Observation) -> None:
        self._real.observe(obs)
        if isinstance(obs, Utterance):
            self._told.release()


class NoModels:
    def versions(self) -> dict[str, str]:
        return {}


class TwoChannels(FakeBuilder):
    """Both sides speak once; scoring and recording are the real ones."""

    def __init__(self) -> None:
        super().__init__()
        self.spoken = threading.Semaphore(0)
        self._real = RealBuilder(cast(Models, NoModels()))

    def call_parts(self, command: StartCall, clock: Clock) -> LiveParts:
        return LiveParts(
            clock=clock,
            make_camera=None,
            make_microphones={
                "csm": lambda: SilentMicrophone(clock),
                "customer": lambda: OtherMicrophone(clock),
            },
            make_vision=None,  # type: ignore[arg-type]
            make_voice=lambda channel: SpeakingChain(channel),  # type: ignore[arg-type,return-value]
            make_resampler=lambda: Same(),
            make_transcriber=None,
        )

    def scoring(self, command: StartCall, *, named: NamedSpeech | None = None) -> Any:
        return ToldScoring(self._real.scoring(command, named=named), self.spoken)

    def recorder(self, command: StartCall, on_problem: Callable[[Exception], None]) -> Any:
        return self._real.recorder(command, on_problem)


class Same:
    def push(self, block: AudioBlock) -> AudioBlock | None:
        return block


class OtherMicrophone(SilentMicrophone):
    """As the first, on the other channel."""

    def start(self, on_block: Callable[[AudioBlock], None], on_end: Any) -> Any:
        return super().start(lambda b: on_block(AudioBlock(b.t_s, b.samples, b.rate_hz, "customer")), on_end)


def run(command: StartCall) -> tuple[Scorecard, list[Event]]:
    events: list[Event] = []
    lock = threading.Lock()

    def emit(event: Event) -> None:
        with lock:
            events.append(event)

    builder = TwoChannels()
    session = CallSession(command, builder=builder, clock=SessionClock(), emit=emit, preview=NullPreview())
    session.start()
    for _channel in ("csm", "customer"):
        assert builder.spoken.acquire(timeout=10)
    return session.stop().scorecard, events


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


def test_no_word_and_no_sound_of_theirs_is_in_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "call"
    scorecard, events = run(call(folder, **UNASKED))
    kept = everything_in(folder).lower()
    for word in (b"furious", b"zanzibar", b"ledger"):
        assert word not in kept
    session = open_session(folder)
    assert [line.said.speaker for line in session.lines()] == ["csm"]
    voices = [record for record in session.records(("voice",)) if isinstance(record, VoiceObservation)]
    assert {record.channel for record in voices} == {"csm"}
    assert b"Customer" not in (folder / "media.mkv").read_bytes()
    assert {event.utterance.speaker for event in events if isinstance(event, Heard)} == {"csm"}
    # They were heard, though: the feeling and how it was met count, and when they spoke is known.
    assert scorecard.talk_share is not None
    assert [moment.feeling for moment in scorecard.moments] == [UNTOLD_FEELING]
    segments = [record for record in session.records(("segment",)) if isinstance(record, SpeechSegment)]
    assert {record.channel for record in segments} == {"csm", "customer"}


def test_with_their_consent_words_and_sound_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "call"
    run(call(folder))
    assert b"zanzibar" in everything_in(folder)
    assert b"Customer" in (folder / "media.mkv").read_bytes()
    assert open_session(folder).header.customer_words_kept is not False


def test_the_result_of_such_a_call_stays_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "call"
    scorecard, _ = run(call(folder, **UNASKED))
    append_note(folder, Note("self_check", "learner", "2026-11-26T10:00:00", ratings={"A": 80.0}))
    session = open_session(folder)
    assert not session.outdated
    assert score_again(folder) == session.scorecard() == scorecard
    assert not (folder / "rescored.json").exists()


def test_without_a_result_the_letters_that_need_their_words_are_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "call"
    run(call(folder, **UNASKED))
    assert set(replay_as_kept(open_session(folder)).letters) & {"A", "H", "Y"} == set()


def test_quotes_of_theirs_leave_the_result_and_ours_stay(tmp_path: Path) -> None:
    keeping = Keeping(call(tmp_path, **UNASKED))
    assert not keeping.may_keep(said("customer", THEIRS, 0, 4))
    assert not keeping.may_keep(said("unknown", "Whose is this?", 4, 5))
    assert keeping.may_keep(said("csm", OURS, 5, 9))
    reasons = (
        Reason("H3", "They had said it: “the Zanzibar ledger was empty”.", -3.0, quote="the Zanzibar ledger was empty"),
        Reason("Y1", f"You asked: “{OURS}”", 4.0, quote=OURS),
    )
    letters = {"H": LetterScore("H", 50.0, 40.0, 60.0, 1.0, "scored", reasons)}
    moments = (Moment(0.0, "furious", False, "named", OURS),)
    made = keeping.kept_of(Scorecard(10.0, letters, moments, 0.5, (), reasons[:1]))
    first, second = made.letters["H"].reasons
    assert "anzibar" not in first.text
    assert first.quote is None
    assert second == reasons[1]
    assert made.moments == (Moment(0.0, UNTOLD_FEELING, False, "named", OURS),)
    assert made.flags[0].quote is None


@pytest.mark.parametrize(
    ("more", "other"),
    [
        ({"customer_audio_id": None}, False),
        ({"customer_audio_id": "mic:1"}, True),
        ({"customer_audio_id": None, "partner": PartnerPlan("x", shares_microphone=True)}, True),
    ],
)
def test_whose_words_there_are(more: dict[str, Any], other: bool) -> None:
    command = StartCall("f", "t", None, "mic:0", **more, **UNASKED)
    assert hears_other_side(command) is other
    assert Keeping(command).may_keep(said("customer", "Hello", 0, 1)) is not other
