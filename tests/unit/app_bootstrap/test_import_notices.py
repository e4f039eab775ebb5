"""What is to be known about how a recording was read: told at once, kept with the session, shown in the window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.bootstrap.media import MediaTools
from app.bootstrap.perception_parts import Models
from app.bootstrap.window import open_for_debrief
from app.engine.import_job import ImportJob
from app.engine.media_import import MediaFacts, Plan, TrackChoice, plan_import
from app.engine.messages import CallFinished, Event, ImportMedia, Problem
from app.engine.who_speaks import NOTICES, ImportNotice, speech_notices
from perception.features.speaker_names import NamedSpeech
from perception.inference.model_files import ModelStore
from perception.types import Scorecard, SpeechSegment
from tests import media_samples as make
from tests.unit.app_engine.fakes import FakeBuilder

_CARD = Scorecard(1.0, {}, (), None, ())


class TwoTracks:
    """A recording with a picture of two people and two sound tracks."""

    def facts(self, path: Path) -> MediaFacts:
        return MediaFacts(60.0, True, 2)

    def side_by_side(self, path: Path) -> bool:
        return True


def test_notices_are_kept_with_the_session_and_read_by_the_debrief(tmp_path: Path) -> None:
    sound = make.write_wav(tmp_path / "call.wav", make.voice(1.0), make.RATE_HZ)
    plan = Plan(1.0, None, None, {"csm": TrackChoice(sound, 0)}, ())
    voices = NamedSpeech((SpeechSegment(0.0, 0.5, "unknown"),), "voices", 0.0)
    plan = replace(plan, notices=(ImportNotice("The recording breaks off."), *speech_notices(voices)))
    tools = MediaTools(Models(ModelStore(tmp_path / "models")))
    folder = tmp_path / "session"
    folder.mkdir()
    tools.write(ImportMedia(str(sound), str(folder), "A call"), plan, [], _CARD)
    told = open_for_debrief(folder).notes
    assert told == ("The recording breaks off.", NOTICES["voices"].text)


def test_what_the_window_tells_knows_no_options_of_the_command_line() -> None:
    tools = TwoTracks()
    plans = [
        plan_import(ImportMedia("call.mkv", "out", "A call"), tools),  # type: ignore[arg-type]
        plan_import(ImportMedia("call.mkv", "out", "A call", layout="single"), tools),  # type: ignore[arg-type]
    ]
    told = [*NOTICES.values(), *(notice for plan in plans for notice in plan.notices)]
    assert len(told) > len(NOTICES)
    assert not any("--" in notice.text for notice in told)
    assert any("--person" in notice.option for notice in told)


def test_the_job_tells_the_window_what_is_known_before_the_analysis() -> None:
    events: list[Event] = []
    builder = FakeBuilder()
    builder.import_notices = ("Two audio tracks: the first was taken as yours, the second as the customer's.",)
    job = ImportJob(ImportMedia("call.mkv", "out", "A call"), builder=builder, emit=events.append)
    job.start()
    job.join()
    assert events[0] == Problem("media", builder.import_notices[0], "", "notice")
    assert isinstance(events[-1], CallFinished)
