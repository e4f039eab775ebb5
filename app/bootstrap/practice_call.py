"""The written customer of a call, made of real parts: scenario, director, voice, sound output, ear."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap.practice import practice_reader
from app.engine.messages import StartCall
from app.engine.practice.parts import PracticeParts
from app.engine.practice.voice_choice import ChosenVoice, choose_voice
from app.engine.practice_messages import PracticePlan
from app.practice.director import ScenarioDirector
from app.practice.play import facts_of
from app.practice.reading import PracticeReader
from app.practice.scenario.loader import load_playable
from app.practice.scenario.model import Scenario, Voice
from app.practice.turns import CsmTurn, StatePoint
from perception.errors import SessionFormatError
from perception.recording.format import SCENARIO_NAME, StatedFacts
from perception.recording.reader import open_session

if TYPE_CHECKING:
    from app.bootstrap.perception_parts import Models


def practice_parts(plan: PracticePlan, models: Models, *, point: StatePoint | None = None) -> PracticeParts:
    """Everything a practice call needs. point: where to go on instead of where the plan begins.

    Raises PracticeError for a scenario that cannot be played, InvalidValueError for a place that is not in it.
    """
    from perception.devices.discovery import output_from_id
    from perception.inference.lexicon_files import load_lexicon
    from perception.inference.resample import BlockResampler
    from perception.inference.silero_vad import SileroVad

    scenario = load_playable(Path(plan.file)).scenario
    reader = PracticeReader(scenario, load_lexicon(), practice_reader()[0])
    director = ScenarioDirector(scenario, reader, seed=plan.seed, point=point or plan.start)
    # The network of the reader is built at its first sentence: now, and not while somebody waits for an answer.
    reader.read(CsmTurn("How are you?"), heard="", point=director.point)
    return PracticeParts(
        scenario=scenario,
        director=director,
        make_voice=lambda: customer_voice(scenario.persona.voice, models, rich=plan.rich_voice),
        make_output=lambda: output_from_id(plan.speaker_id),
        make_detector=lambda: SileroVad(models.path("vad")),
        make_resampler=BlockResampler,
    )


def customer_voice(voice: Voice, models: Models, *, rich: bool = False) -> ChosenVoice:
    """The voice of a persona: the built-in one as this person, or the richer one where it is wanted and will do."""
    from perception.inference.hibari_voice import HibariVoice

    return choose_voice(
        light=lambda: HibariVoice(pitch_st=voice.pitch_st, tract=voice.tract),
        rich=(lambda: models.rich_voice(voice.rich)) if rich else None,
    )


def from_own_copy(command: StartCall) -> StartCall:
    """A later part of a call is played from the copy beside its recording: the file may have changed or be gone."""
    kept = Path(command.folder) / SCENARIO_NAME
    if command.practice is None or command.segment == 0 or not kept.is_file():
        return command
    return replace(command, practice=replace(command.practice, file=str(kept)))


def last_point(folder: Path) -> StatePoint | None:
    """Where the scenario stood at the end of what was recorded; None before its first turn was over."""
    points = [step.point for step in open_session(folder).steps() if step.point is not None]
    if not points:
        return None
    last = points[-1]
    return StatePoint(last.node, last.calm, last.trust, tuple(last.visits.items()), last.step)


def stated_by(scenario: Scenario) -> StatedFacts:
    """What a scenario states, as the session's header keeps it."""
    facts = facts_of(scenario)
    return StatedFacts(facts.facts, facts.impacts, facts.may_promise)


def keep_scenario(plan: PracticePlan, folder: Path) -> None:
    """The scenario's file beside the recording, so that the folder is complete by itself. Raises SessionFormatError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(plan.file, folder / SCENARIO_NAME)
    except OSError as error:
        raise SessionFormatError(
            f"The scenario could not be kept with the session ({error.strerror or error}).",
            recovery="Free some space, or choose another folder in the settings.",
        ) from error
