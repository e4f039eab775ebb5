"""The real models and chains of perception, each made where it is used."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.practice.scenario.rich_voices import RICH_VOICES
from perception.errors import ModelError
from perception.inference.model_files import ModelStore
from perception.inference.sentence_reader import load_sentence_reader
from perception.pipeline.vision_chain import FACE_FPS, CustomerSmileChain, FaceChain, PoseChain, VisionChain
from perception.types import PersonalBaseline, Speaker

if TYPE_CHECKING:
    from perception.inference.kokoro_voice import KokoroModel, KokoroVoice
    from perception.pipeline.voice_chain import VoiceChain
    from perception.ports import FaceModel, PoseModel, Transcriber

TRANSCRIBERS: Final = {"tiny.en": "whisper-tiny.en", "base": "whisper-base"}


def _sentence_reader() -> dict[str, str]:
    try:
        return {"sentences/reader.onnx": load_sentence_reader().sha256}
    except ModelError:
        return {}  # words were judged by rules alone; where they were, that was said


class Models:
    """Makes models and chains from the checked model files. One object a process."""

    def __init__(self, store: ModelStore | None = None) -> None:
        self._store = store or ModelStore()
        self._transcribers: dict[str, Transcriber] = {}
        self._rich: KokoroModel | None = None

    def check(self, ids: Iterable[str] = ("face", "pose", "whisper-tiny.en", "vad")) -> None:
        """Raise ModelError for the first of these models that is missing or damaged."""
        for model_id in ids:
            self._store.path(model_id)

    def check_transcriber(self, name: str) -> None:
        """Raise ModelError when this recogniser is not here, before any work is done."""
        try:
            self._store.path(TRANSCRIBERS[name])
        except ModelError as error:
            if name == "tiny.en":
                raise
            remedy = f"{error.recovery} Or go without “more exact words”: the quick recogniser is there."
            raise ModelError(error.message, recovery=remedy) from error

    def path(self, model_id: str) -> Path:
        """The checked file of a model. Raises ModelError."""
        return self._store.path(model_id)

    def versions(self) -> dict[str, str]:
        """Checksums of the models that are here, by model and file, for the session's header.

        Nothing is measured with those that come on request only; they are left out.
        """
        ready = [status.entry for status in self._store.status(thorough=False) if status.state == "ready"]
        found = {
            f"{entry.id}/{file.name}": file.sha256 for entry in ready for file in entry.files if not entry.on_request
        }
        return {**found, **_sentence_reader()}

    def vision_chain(self, baseline: PersonalBaseline | None) -> VisionChain:
        """Face and pose for one live call."""
        from perception.inference.mediapipe_face import MediaPipeFace
        from perception.inference.mediapipe_pose import MediaPipePose

        return VisionChain(
            face_model=MediaPipeFace(self._store.path("face")),
            pose_model=MediaPipePose(self._store.path("pose")),
            baseline=baseline or PersonalBaseline(),
        )

    def face_chain(self, baseline: PersonalBaseline | None, *, fps: float = FACE_FPS) -> FaceChain:
        """Face, gaze, displays and nods for one session, of so many pictures a second at most."""
        return FaceChain(model=self.face_model(), baseline=baseline or PersonalBaseline(), fps=fps)

    def pose_chain(self, baseline: PersonalBaseline | None) -> PoseChain:
        """Posture for one session."""
        return PoseChain(model=self.pose_model(), baseline=baseline or PersonalBaseline())

    def customer_smile_chain(self) -> CustomerSmileChain:
        """The customer's smiles, where their picture is in a recording."""
        return CustomerSmileChain(model=self.face_model(max_faces=1))

    def face_model(self, *, max_faces: int = 2) -> FaceModel:
        """A face model that has seen nothing."""
        from perception.inference.mediapipe_face import MediaPipeFace

        return MediaPipeFace(self._store.path("face"), max_faces=max_faces)

    def pose_model(self) -> PoseModel:
        """A body model that has seen nothing."""
        from perception.inference.mediapipe_pose import MediaPipePose

        return MediaPipePose(self._store.path("pose"))

    def voice_chain(self, channel: Speaker, *, keeps_timbre: bool = False) -> VoiceChain:
        """Speech, pitch and level for one channel, and where it is kept the timbre."""
        from perception.inference.silero_vad import SileroVad
        from perception.pipeline.voice_chain import VoiceChain

        return VoiceChain(channel, detector=SileroVad(self._store.path("vad")), keeps_timbre=keeps_timbre)

    def transcriber(self, name: str = "tiny.en", *, threads: int = 1) -> Transcriber:
        """The recogniser, loaded once a process."""
        from perception.inference.whisper import WhisperTranscriber

        if name not in self._transcribers:
            self._transcribers[name] = WhisperTranscriber(self._store.path(TRANSCRIBERS[name]), threads=threads)
        return self._transcribers[name]

    def rich_voice(self, name: str) -> KokoroVoice:
        """A speaker of the richer voices, ready to speak; their model is loaded once a process. Raises ModelError."""
        from perception.inference.kokoro_voice import KokoroModel, KokoroVoice

        try:
            model, speakers = self._store.path("voice-rich"), self._store.path("voice-rich-voices")
        except ModelError as error:
            remedy = "Fetch it with “attune models install voice-rich”, or bring it: “attune models import FOLDER”."
            raise ModelError(error.message, recovery=remedy) from error
        if name not in RICH_VOICES:
            raise ModelError(
                f"There is no richer voice “{name}”.",
                recovery="Name another one in the scenario; FORMAT.md lists them.",
            )
        if self._rich is None:
            self._rich = KokoroModel(model)
        voice = KokoroVoice(self._rich, speakers / f"{name}.bin", british=RICH_VOICES[name].british)
        voice.warm_up()
        return voice

    def warm_up(self) -> None:
        """Load what takes long: Whisper, MediaPipe."""
        self.check()
        self.transcriber()
        self.face_chain(None).close()
