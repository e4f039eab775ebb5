"""How an import puts sound into words: the recogniser that is asked for, and the names to expect."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from app.bootstrap.media import MediaTools
from app.bootstrap.perception_parts import Models
from app.engine.media_import import MediaFacts, Plan, TrackChoice, plan_import
from app.engine.messages import ImportMedia
from perception.errors import ModelError
from perception.inference.model_files import ModelStore
from perception.pipeline.offline import OfflineParts
from perception.ports import Camera
from perception.types import AudioBlock, Observation, Scorecard, Speaker


class SoundOnly:
    """A recording with one sound track."""

    def facts(self, path: Path) -> MediaFacts:
        return MediaFacts(60.0, False, 1)

    def side_by_side(self, path: Path) -> bool:
        raise AssertionError("there is no picture")

    def video(self, path: Path, wanted: Callable[[float], bool]) -> Camera:
        raise AssertionError("there is no picture")

    def audio(self, choice: TrackChoice, speaker: Speaker) -> Iterator[AudioBlock]:
        return iter(())

    def parts(self, plan: Plan) -> OfflineParts:
        raise AssertionError("only planned")

    def score(self, plan: Plan, observations: Sequence[Observation], duration_s: float) -> Scorecard:
        raise AssertionError("only planned")

    def write(
        self, command: ImportMedia, plan: Plan, observations: Sequence[Observation], scorecard: Scorecard
    ) -> None:
        raise AssertionError("only planned")


def test_the_plan_keeps_how_words_are_heard() -> None:
    command = ImportMedia("call.wav", "folder", "A call", transcriber="base", terms=("Grafana",))
    plan = plan_import(command, SoundOnly())
    assert (plan.transcriber, plan.terms) == ("base", ("Grafana",))
    assert plan_import(ImportMedia("call.wav", "folder", "A call"), SoundOnly()).transcriber == "tiny.en"


def test_a_recogniser_that_is_not_here_is_told_before_any_work_is_done(tmp_path: Path) -> None:
    tools = MediaTools(Models(ModelStore(tmp_path)))
    plan = Plan(60.0, None, None, {"csm": TrackChoice(tmp_path / "call.wav", 0)}, (), "base")
    with pytest.raises(ModelError) as raised:
        tools.parts(plan)
    assert "attune models install" in raised.value.recovery
    assert "go without “more exact words”" in raised.value.recovery
