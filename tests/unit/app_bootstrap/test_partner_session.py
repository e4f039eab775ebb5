"""A call with a partner, kept and opened: the recorder's tracks, who spoke, and what the partner said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from app.bootstrap.call_recorder import CallRecorder
from app.bootstrap.engine import RealBuilder
from app.bootstrap.perception_parts import Models
from app.bootstrap.window import UNKEPT_WORDS, open_for_debrief
from app.engine.messages import PartnerPlan, StartCall
from app.practice.partner import FELT_HEARD, PartnerMark
from perception.features.speaker_names import NamedSpeech
from perception.pipeline.scoring_setup import scoring_for
from perception.recording.notes import Note, append_note
from perception.recording.reader import open_session
from perception.types import AudioBlock, Gap, Mark, Scorecard, SpeechSegment
from tests.unit.app_engine.fakes import empty_scorecard


class NoModels:
    def versions(self) -> dict[str, str]:
        return {}


def recorder(command: StartCall) -> CallRecorder:
    made = RealBuilder(cast(Models, NoModels())).recorder(command, lambda _error: None)
    assert isinstance(made, CallRecorder)
    return made


def call(folder: Path, *, shares: bool = False, words: bool = True, sound: bool = True) -> StartCall:
    other = None if shares else "mic:1"
    plan = PartnerPlan("outage-closing-day", shares_microphone=shares)
    return StartCall(
        str(folder),
        "The outage",
        None,
        "mic:0",
        customer_audio_id=other,
        partner=plan,
        keep_customer_words=words,
        keep_customer_sound=sound,
    )


def scored() -> Scorecard:
    return empty_scorecard(60.0)


def test_the_debrief_gets_what_the_partner_said_and_marked(tmp_path: Path) -> None:
    made = recorder(call(tmp_path / "call"))
    made.observe(Mark(31.0, FELT_HEARD))
    made.observe(Mark(40.0, "marked"))
    made.write_scorecard(scored())
    made.close(reason="ended by the user")
    append_note(
        tmp_path / "call", Note("partner_rating", "partner", "2026-11-26T10:00:00", text="Good.", ratings={"told": 5.0})
    )
    session = open_for_debrief(tmp_path / "call")
    assert session.partner is not None
    assert session.partner.ratings == {"told": 5.0}
    assert session.partner.sentence == "Good."
    assert session.partner.marks == (PartnerMark(31.0, heard=True),)
    header = open_session(tmp_path / "call").header
    assert (header.source, header.scenario) == ("partner", "outage-closing-day")
    assert UNKEPT_WORDS not in session.notes


def test_who_spoke_is_kept_so_that_the_call_is_scored_again_as_it_was(tmp_path: Path) -> None:
    made = recorder(call(tmp_path / "call", shares=True))
    named = NamedSpeech((SpeechSegment(0.0, 9.0, "csm"), SpeechSegment(10.0, 20.0, "customer")), "mouth", 0.7)
    made.tell_speakers(named)
    made.write_scorecard(scored())
    made.close(reason="ended by the user")
    session = open_session(tmp_path / "call")
    assert session.header.params["speaker_certainty"] == 0.7
    assert session.header.params["has_customer_channel"] == 1.0
    assert session.header.params["hears_overlaps"] == 0.0
    assert any("by your mouth" in notice for notice in session.header.notices)
    assert scoring_for(session) is not None


def test_what_was_kept_before_the_engine_was_started_again_can_be_heard_again(tmp_path: Path) -> None:
    command = call(tmp_path / "call", shares=True)
    made, tone = recorder(command), np.sin(np.arange(8000) * 0.2).astype(np.float32)
    made.observe(Mark(1.0, FELT_HEARD))
    for number in range(6):
        made.audio(AudioBlock(0.5 * number, 0.3 * tone, 16000))
    made.close(reason="killed")
    builder = RealBuilder(cast(Models, NoModels()))
    before = builder.before(replace(command, segment=1, start_s=7.0))
    marks = [one for one in before.observations if isinstance(one, Mark)]
    assert marks == [Mark(1.0, FELT_HEARD)]
    (gap,) = [one for one in before.observations if isinstance(one, Gap)]
    assert gap.end_s == 7.0
    blocks = list(before.sound)
    assert blocks[-1].t_s + blocks[-1].duration_s == pytest.approx(3.0, abs=0.1)
    assert float(np.std(blocks[2].samples)) == pytest.approx(0.21, abs=0.04)
    media = tmp_path / "call" / "media.mkv"
    with media.open("r+b") as file:
        file.truncate(media.stat().st_size * 3 // 4)  # an engine that dies does not finish its file
    assert list(builder.before(replace(command, segment=1, start_s=7.0)).sound)


@pytest.mark.parametrize(
    ("shares", "sound", "tracks"),
    [(False, True, ("csm", "customer")), (False, False, ("csm",)), (True, True, ("csm",)), (True, False, ())],
)
def test_only_sound_that_was_agreed_to_is_written(
    tmp_path: Path, shares: bool, sound: bool, tracks: tuple[str, ...]
) -> None:
    made = recorder(call(tmp_path / "call", shares=shares, sound=sound))
    made.close(reason="ended by the user")
    assert made._audio == tracks


def test_unkept_words_are_told_with_the_session(tmp_path: Path) -> None:
    made = recorder(call(tmp_path / "call", words=False))
    made.write_scorecard(scored())
    made.close(reason="ended by the user")
    assert UNKEPT_WORDS in open_for_debrief(tmp_path / "call").notes
