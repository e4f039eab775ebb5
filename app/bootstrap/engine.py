"""The engine process: a host with the real builder."""

from __future__ import annotations

import dataclasses
import logging
import os
import shutil
import signal
import threading
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.bootstrap.earlier_parts import before, restart_gap
from app.bootstrap.media import MediaTools
from app.bootstrap.perception_parts import Models
from app.bootstrap.practice_call import (
    customer_voice,
    from_own_copy,
    keep_scenario,
    last_point,
    practice_parts,
    stated_by,
)
from app.engine.building import Before, Recorder
from app.engine.drill_messages import StartDrill
from app.engine.host import EngineHost
from app.engine.keeping import hears_other_side
from app.engine.media_import import import_media
from app.engine.messages import (
    Device,
    DevicesListed,
    ExamineMedia,
    ImportMedia,
    MediaExamined,
    PracticePlan,
    StartCalibration,
    StartCall,
    StartCheck,
)
from app.engine.practice.parts import PracticeParts
from app.engine.practice.voice_choice import ChosenVoice
from app.engine.preview import PreviewWriter
from app.engine.voice_note import VoiceNoteParts
from app.engine.who_speaks import customer_heard, overlaps_heard
from app.practice.drills.answers import AnswerJudge
from app.practice.drills.judging import LanguageJudge
from app.practice.scenario.loader import load_scenario
from app.practice.scenario.model import Scenario, Voice
from app.version import VERSION
from perception.errors import ModelError
from perception.pipeline.live import LiveParts
from perception.ports import Camera, Clock, Microphone, SoundOutput
from perception.recording.format import Source, StatedFacts
from perception.types import Float32Array, PersonalBaseline, Scorecard, Speaker

if TYPE_CHECKING:
    from perception.features.speaker_names import NamedSpeech
    from perception.scoring.engine import ScoringEngine

log = logging.getLogger(__name__)

TRIAL_VARIABLE: Final = "ATTUNE_TRIAL_MEDIA"


def engine_main(connection: Connection, preview_name: str) -> None:
    """The main function of the engine process."""
    logging.basicConfig(level=os.environ.get("ATTUNE_LOG", "ERROR").upper())
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the window decides when the engine ends
    preview = PreviewWriter(preview_name)
    try:
        EngineHost(connection, builder=RealBuilder(Models()), preview=preview).run()
    finally:
        preview.close()


def trial_devices() -> DevicesListed:
    """The recordings that ATTUNE_TRIAL_MEDIA names, to be played as camera, microphone and customer at real speed.

    The first sound track is the microphone, the second the customer. Raises MediaError for a file that cannot play.
    """
    from perception.devices.media_file import probe

    cameras, microphones, customers = [], [], []
    for name in filter(None, os.environ.get(TRIAL_VARIABLE, "").split(os.pathsep)):
        path = Path(name)
        info, title = probe(path), f"{path.name} (recording)"
        if info.has_video:
            cameras.append(Device(f"file:{path}", title, "file"))
        if info.audio_tracks:
            microphones.append(Device(f"file:{path}", title, "file"))
        if len(info.audio_tracks) > 1:
            customers.append(Device(f"file:{path}#track=1", title, "file"))
    return DevicesListed(tuple(cameras), tuple(microphones), tuple(customers))


class RealBuilder:
    """Implements app.engine.building.Builder with real devices and models."""

    def __init__(self, models: Models) -> None:
        self._models = models

    def warm_up(self) -> None:
        """Check the model files and load the slow libraries."""
        self._models.warm_up()

    def list_devices(self) -> DevicesListed:
        """Everything that can be chosen now."""
        from perception.devices import discovery

        trial = trial_devices()
        cameras = [Device(found.id, found.name, "camera") for found in discovery.list_cameras()]
        microphones = [Device(found.id, found.name, "microphone") for found in discovery.list_microphones()]
        customers = [Device(found.id, found.name, "loopback") for found in discovery.list_customer_sources()]
        return DevicesListed(
            cameras=(*trial.cameras, *cameras),
            microphones=(*trial.microphones, *microphones),
            customer_sources=(*trial.customer_sources, *customers),
            speakers=tuple(Device(found.id, found.name, "speaker") for found in discovery.list_outputs()),
        )

    def check_parts(self, command: StartCheck, clock: Clock) -> LiveParts:
        """The set-up check: no words are recognised."""
        parts = self._parts(clock, command.camera_id, command.microphone_id, command.customer_audio_id, None)
        return dataclasses.replace(parts, make_transcriber=None)

    def calibration_parts(self, command: StartCalibration, clock: Clock) -> LiveParts:
        """A calibration measures afresh, whatever is known; the quick recogniser counts the words for the pace."""
        parts = self._parts(clock, command.camera_id, command.microphone_id, None, None)
        return dataclasses.replace(parts, make_transcriber=self._models.transcriber)

    def drill_parts(self, command: StartDrill, clock: Clock) -> LiveParts:
        """A drill: compared with the own baseline, no words are recognised."""
        parts = self._parts(clock, command.camera_id, command.microphone_id, None, command.baseline)
        return dataclasses.replace(parts, make_transcriber=None)

    def voice_note_parts(self) -> VoiceNoteParts:
        """A spoken comment: the quick recogniser puts it into words where its model is here."""
        from perception.devices import discovery
        from perception.inference.resample import BlockResampler
        from perception.recording.voice_file import write_voice

        return VoiceNoteParts(
            open_microphone=lambda device_id, clock: discovery.microphone_from_id(
                device_id, clock=clock, channel="csm"
            ),
            make_resampler=BlockResampler,
            keep=write_voice,
            recognise=self._spoken_words,
        )

    def _spoken_words(self, samples: Float32Array, terms: Sequence[str]) -> str:
        words = self._models.transcriber().transcribe(samples, t_s=0.0, hotwords=terms)
        return " ".join(word.text.strip() for word in words)

    def answer_judge(self) -> AnswerJudge:
        """The rules, with the sentence reader where it is here."""
        from perception.inference.lexicon_files import load_lexicon
        from perception.inference.sentence_reader import load_sentence_reader

        try:
            return LanguageJudge(load_lexicon(), load_sentence_reader())
        except ModelError as error:
            log.info("answers are read by the word rules alone: %s", error)
            return LanguageJudge(load_lexicon())

    def call_parts(self, command: StartCall, clock: Clock) -> LiveParts:
        """A whole call."""
        parts = self._parts(
            clock, command.camera_id, command.microphone_id, command.customer_audio_id, command.baseline
        )
        return dataclasses.replace(
            parts,
            make_voice=partial(self._models.voice_chain, keeps_timbre=_shares(command)),
            make_transcriber=lambda: self._models.transcriber(command.transcriber),
            hotwords=command.terms,
        )

    def _parts(
        self,
        clock: Clock,
        camera_id: str | None,
        microphone_id: str | None,
        customer_id: str | None,
        baseline: PersonalBaseline | None,
    ) -> LiveParts:
        from perception.devices import discovery
        from perception.inference.resample import BlockResampler

        def camera() -> Camera:
            assert camera_id is not None
            return discovery.camera_from_id(camera_id, clock=clock)

        def microphone(device_id: str, channel: Speaker) -> Callable[[], Microphone]:
            return lambda: discovery.microphone_from_id(device_id, clock=clock, channel=channel)

        chosen: list[tuple[Speaker, str | None]] = [("csm", microphone_id), ("customer", customer_id)]
        return LiveParts(
            clock=clock,
            make_camera=camera if camera_id is not None else None,
            make_microphones={channel: microphone(device, channel) for channel, device in chosen if device},
            make_vision=lambda: self._models.vision_chain(baseline),
            make_voice=self._models.voice_chain,
            make_resampler=BlockResampler,
            make_transcriber=None,
        )

    def practice(self, command: StartCall) -> PracticeParts:
        """The written customer of a call."""
        command = from_own_copy(command)
        assert command.practice is not None
        later = last_point(Path(command.folder)) if command.segment > 0 else None
        return practice_parts(command.practice, self._models, point=later)

    def voice(self, voice: Voice, *, rich: bool) -> ChosenVoice:
        """A written customer's voice."""
        return customer_voice(voice, self._models, rich=rich)

    def sound_output(self, speaker_id: str | None) -> SoundOutput:
        """A loudspeaker or headset, or none."""
        from perception.devices.discovery import output_from_id

        return output_from_id(speaker_id)

    def scoring(self, command: StartCall, *, named: NamedSpeech | None = None) -> ScoringEngine:
        """A scoring engine; a later segment learns what was observed before."""
        from perception.pipeline.scoring_setup import make_scoring
        from perception.recording.reader import open_session

        command = from_own_copy(command)
        engine = make_scoring(
            baseline=command.baseline,
            letters=command.letters,
            has_video=command.camera_id is not None,
            has_customer_channel=_has_customer(command) if named is None else customer_heard(named),
            speaker_certainty=1.0 if named is None else named.certainty,
            hears_overlaps=named is None or overlaps_heard(named),
            stated=_stated(command),
        )
        if command.segment > 0:
            session = open_session(Path(command.folder))
            for observation in session.observations():
                engine.observe(observation)
            engine.observe(restart_gap(session, command))
        return engine

    def before(self, command: StartCall) -> Before:
        """What was kept before the engine was started again."""
        return before(command)

    def recorder(self, command: StartCall, on_problem: Callable[[Exception], None]) -> Recorder:
        """The session folder, new or continued."""
        from app.bootstrap.call_recorder import CallRecorder
        from perception.pipeline.scoring_setup import captured_params
        from perception.recording.format import SessionHeader

        command = from_own_copy(command)
        devices = {"camera": command.camera_id, "microphone": command.microphone_id}
        devices["customer_audio"] = command.customer_audio_id
        header = SessionHeader(
            session_id=uuid.uuid4().hex,
            app_version=VERSION,
            models=self._models.versions(),
            started_at=datetime.now(UTC).isoformat(timespec="seconds"),
            title=command.title,
            source=_source(command),
            devices={what: name for what, name in devices.items() if name},
            consent=dict(command.consent),
            baseline=command.baseline,
            letters=command.letters,
            params=captured_params(
                has_video=command.camera_id is not None, has_customer_channel=_has_customer(command)
            ),
            scenario=_scenario_id(command),
            stated=_stated(command),
            customer_words_kept=command.keep_customer_words or not hears_other_side(command),
            customer_sound_kept=command.keep_customer_sound or not hears_other_side(command),
            live_help=command.cues.help if command.cues is not None else "",
        )
        audio = _kept_tracks(command)
        if command.practice is not None and command.segment == 0:
            keep_scenario(command.practice, Path(command.folder))
        return CallRecorder(
            Path(command.folder),
            header,
            video=command.camera_id is not None and command.keep_media,
            audio=audio if command.keep_media else (),
            segment=command.segment,
            on_problem=on_problem,
        )

    def examine_media(
        self, command: ExamineMedia, on_progress: Callable[[float, str], None], cancelled: threading.Event
    ) -> MediaExamined:
        """A quick look through a recording."""
        from app.bootstrap.media_look import examine_media

        return examine_media(command, self._models, on_progress, cancelled)

    def import_media(
        self,
        command: ImportMedia,
        on_progress: Callable[[float, str], None],
        on_notice: Callable[[str], None],
        cancelled: threading.Event,
    ) -> Scorecard:
        """A recorded call into a session folder."""
        result = import_media(
            command,
            MediaTools(self._models),
            on_progress=on_progress,
            cancelled=cancelled,
            on_notice=lambda notice: on_notice(notice.text),
        )
        return result.scorecard

    def score_again(self, folder: str) -> Scorecard:
        """The same engine on the same observations, with the corrected lines."""
        from perception.pipeline.replay import score_again

        return score_again(Path(folder))

    def free_disk_gb(self, folder: str) -> float | None:
        """Free space where the session is kept, GB."""
        place = Path(folder)
        while not place.exists() and place != place.parent:
            place = place.parent
        return shutil.disk_usage(place).free / 1e9


def _has_customer(command: StartCall) -> bool:
    """Whether the customer is heard on a channel of their own."""
    return command.customer_audio_id is not None or command.practice is not None


def _shares(command: StartCall) -> bool:
    """Whether one microphone hears two people."""
    return command.partner is not None and command.partner.shares_microphone


def _kept_tracks(command: StartCall) -> tuple[Speaker, ...]:
    """The sound that is written: of the other side only what they agreed to, also where it is on the CSM's track."""
    own = command.microphone_id is not None and (command.keep_customer_sound or not _shares(command))
    other = _has_customer(command) and (command.keep_customer_sound or not hears_other_side(command))
    kept: list[tuple[Speaker, bool]] = [("csm", own), ("customer", other)]
    return tuple(who for who, is_kept in kept if is_kept)


def _source(command: StartCall) -> Source:
    if command.partner is not None:
        return "partner"
    return "live" if command.practice is None else "practice"


def _scenario_id(command: StartCall) -> str | None:
    if command.partner is not None:
        return command.partner.scenario or None
    return None if command.practice is None else _scenario_of(command.practice).id


def _scenario_of(plan: PracticePlan) -> Scenario:
    return load_scenario(Path(plan.file)).scenario


def _stated(command: StartCall) -> StatedFacts | None:
    return None if command.practice is None else stated_by(_scenario_of(command.practice))
