"""Both people on one track: whose speech is whose by voice and mouth, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Final

import numpy as np

from app.practice.demo.performance import ENVELOPE_HZ, envelope_of
from perception.character.looks import LOOKS
from perception.character.rig import RigPose
from perception.devices.drawn_camera import DrawnCamera
from perception.features.face import FaceInterpreter
from perception.features.mouth_talk import MouthTrack, mouth_track
from perception.features.speaker_names import NamedSpeech, name_speakers
from perception.features.turn_taking import intervals_of
from perception.features.voice_split import VoiceSplit
from perception.inference.mediapipe_face import MediaPipeFace
from perception.inference.model_files import default_models_dir
from perception.pipeline.shared_track import split_of
from perception.types import AudioBlock, FaceReading, Float32Array, PersonalBaseline, Speaker
from tests.evaluation.readings import drawn_readings
from tests.evaluation.speakers_call import FOLDER, HOP_S, Call, mask, share_of
from tests.evaluation.tables import Figure, Table
from tests.evaluation.voices import RATE_HZ, models, sound

ACCURACY: Final = 0.97
SHARE_ERROR: Final = 0.03
LOOK: Final = "dana"
JAW_MOST: Final = 0.55
GRAIN: Final = 3.0  # grey levels
FILM_FPS: Final = 7.5  # half of what the app looks at: the film takes long to draw
NOISES_DB: Final = (20.0, 10.0)
SIDES: Final = ("agent", "agent1", "agent2")
FAR: Final = Path("conversation") / "pyannote"


@dataclass(frozen=True, slots=True)
class Told:
    """A mixed track: what was decided, share of the 10 ms told right, error of the talk share."""

    named: NamedSpeech
    accuracy: float
    heard: float
    share_error: float


def split_sound(samples: Float32Array) -> VoiceSplit:
    """The voices of (n,) samples by the shipped chain."""
    chain = models().voice_chain("csm", keeps_timbre=True)
    observations, _ = chain.push(AudioBlock(t_s=0.0, samples=samples.astype(np.float32), rate_hz=RATE_HZ))
    observations += chain.flush()[0]
    return split_of(observations, chain.timbre)


def mixed_table(call: Call) -> Table:
    """The two sides of the call laid on one track, with and without the picture of the agent."""
    mixed = call.agent_sound + call.caller_sound
    split, nobody = split_sound(mixed), mouth_track(())
    with_mouth = _told(call, split, _mouth(call), None)
    by_hint = _told(call, split, nobody, "csm")
    noisy = [_told(call, split_sound(_with_noise(mixed, db)), nobody, "csm") for db in NOISES_DB]
    unnamed = name_speakers(split, nobody)
    sample = f"1 call, {call.duration_s:.0f} s"
    return Table(
        part="speakers",
        title="Who speaks, both on one track",
        data="the same call, its sides added; the agent's mouth is that of a drawn person who moves it as the agent "
        "speaks, read by the face model",
        figures=(
            Figure(
                "10 ms told right, voice and mouth",
                with_mouth.accuracy,
                target=ACCURACY,
                baseline="all speech taken as the agent's "
                f"{mask(call.agent.speech, call.duration_s).sum() / _spoken(call):.3f}; "
                "energy gate, 3 s Ward clusters .995",
                sample=f"{sample}, speech of one that was found",
            ),
            Figure(
                "10 ms told right, voice and who is first",
                by_hint.accuracy,
                target=ACCURACY,
                baseline=f"noise of 20 dB {noisy[0].accuracy:.3f}, of 10 dB {noisy[1].accuracy:.3f}",
                sample=sample,
            ),
            Figure("speech found and told right, voice and mouth", with_mouth.heard, sample="of all speech of one"),
            Figure(
                "error of the agent's talk share, voice and mouth",
                with_mouth.share_error,
                target=SHARE_ERROR,
                better="lower",
                baseline="all speech taken as the agent's .503",
                sample=sample,
            ),
            Figure(
                "error of the agent's talk share, voice and who is first",
                by_hint.share_error,
                target=SHARE_ERROR,
                better="lower",
                baseline=f"noise of 20 dB {noisy[0].share_error:.3f}, of 10 dB {noisy[1].share_error:.3f}",
                sample=sample,
            ),
        ),
        notes=(
            f"Told by {with_mouth.named.told}, certainty {with_mouth.named.certainty:.2f}. Without picture and word "
            f"the voices stay A and B ({unnamed.told}). Two voices at once are not told on one track.",
        ),
    )


def refused_table(data: Path) -> Table:
    """What must not be told apart: one voice, three voices, meetings heard by a far microphone."""
    clips = sorted((data / FAR).glob("*.flac"))
    far = {path.stem: split_sound(sound(path)) for path in clips}
    named = [path for path in clips if name_speakers(far[path.stem], mouth_track(())).told in ("mouth", "hint")]
    spoken = [path for path in clips if _turns(path)]
    errors = [_error_rate(path, far[path.stem]) for path in spoken]
    single = {name: split_sound(sound(data / FOLDER / f"{name}.flac")) for name in SIDES}
    alone = sum(split.verdict == "one" for split in single.values())
    verdicts = [split.verdict for split in far.values()]
    refused = [verdict in ("unclear", "many", "silent") for verdict in verdicts]
    return Table(
        part="speakers",
        title="What is not told apart",
        data="meeting excerpts of 30 s (pyannote, far microphones), sides of support calls",
        figures=(
            Figure(
                "far-field meetings refused",
                float(np.mean(refused)),
                target=1.0,
                sample=f"{len(clips)} excerpts: "
                + ", ".join(f"{verdicts.count(v)} {v}" for v in sorted(set(verdicts))),
            ),
            Figure(
                "meetings in which somebody is named",
                float(len(named)),
                target=0.0,
                better="lower",
                sample=f"of {len(clips)}",
                digits=0,
            ),
            Figure("sides of calls taken as one voice", alone / len(single), target=1.0, sample=f"{len(single)} sides"),
            Figure(
                "diarisation error if all speech that was found were one person's",
                float(np.mean(errors)),
                better="lower",
                baseline="energy gate and Ward clusters .51, one speaker .47",
                sample=f"{len(spoken)} excerpts, for information",
                digits=2,
            ),
        ),
        notes=("An excerpt in which no speech is found at all counts as refused: nothing of it is scored.",),
    )


def _told(call: Call, split: VoiceSplit, mouth: MouthTrack, first: Speaker | None) -> Told:
    named = name_speakers(split, mouth, first=first)
    own, other = (intervals_of(named.segments, who) for who in ("csm", "customer"))
    agent, caller = (mask(side.speech, call.duration_s) for side in (call.agent, call.caller))
    said_own, said_other = mask(own, call.duration_s), mask(other, call.duration_s)
    sure = ~(mask(call.agent.unsure, call.duration_s) | mask(call.caller.unsure, call.duration_s))
    one = (agent ^ caller) & sure
    right = one & np.where(agent, said_own, said_other)
    heard = [intervals_of(named.segments, who) for who in ("csm", "customer", "unknown")]
    found = one & mask(np.concatenate(heard), call.duration_s)
    return Told(
        named,
        float(right.sum() / max(found.sum(), 1)),
        float(right.sum() / one.sum()),
        abs(share_of(own, other) - call.share),
    )


def _spoken(call: Call) -> int:
    return int(mask(call.agent.speech, call.duration_s).sum() + mask(call.caller.speech, call.duration_s).sum())


def _with_noise(samples: Float32Array, snr_db: float) -> Float32Array:
    rng = np.random.default_rng(1)
    loud = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) * 10 ** (-snr_db / 20)
    return (samples + loud * rng.standard_normal(len(samples))).astype(np.float32)


def _mouth(call: Call) -> MouthTrack:
    """The mouth of a drawn person who speaks as the agent does, nods, blinks and smiles now and then."""

    def read() -> list[tuple[float, tuple[FaceReading, ...]]]:
        model = MediaPipeFace(default_models_dir() / "face_landmarker.task")
        camera = DrawnCamera(
            _moving(call),
            duration_s=call.duration_s,
            fps=FILM_FPS,
            look=LOOKS[LOOK],
            noise_sd=GRAIN,
        )
        camera.open()
        seen = []
        try:
            while (frame := camera.read()) is not None:
                seen.append((frame.t_s, model.detect(frame)))
        finally:
            camera.close()
            model.close()
        return seen

    interpreter = FaceInterpreter(baseline=PersonalBaseline())
    clip = drawn_readings(f"speakers {LOOK} {FILM_FPS} {JAW_MOST} {GRAIN} 1", read)
    return mouth_track(interpreter.interpret(faces, t_s=t_s) for t_s, faces in clip)


def _moving(call: Call) -> Callable[[float], RigPose]:
    """How the drawn agent moves at a time of the call."""
    envelope = envelope_of(call.agent_sound, rate_hz=RATE_HZ)

    def pose_at(t_s: float) -> RigPose:
        loud = float(envelope[min(int(t_s * ENVELOPE_HZ), len(envelope) - 1)])
        return RigPose(
            yaw_deg=4.0 * float(np.sin(0.5 * t_s)),
            pitch_deg=4.0 * float(np.sin(2 * np.pi * 1.8 * t_s)) if t_s % 9.0 < 1.5 else 0.0,
            lids=1.0 if t_s % 3.1 < 0.15 else 0.0,
            smile=max(0.0, float(np.sin(0.35 * t_s))) * 0.6,
            jaw=JAW_MOST * loud,
        )

    return pose_at


def _turns(path: Path) -> list[tuple[float, float, str]]:
    """(start_s, end_s, who) of an excerpt; the labels lie in files of several excerpts."""
    found = []
    for file in sorted(path.parent.glob("*.rttm")):
        for line in file.read_text(encoding="utf-8").splitlines():
            fields = line.split()
            if fields[1] == path.stem:
                found.append((float(fields[3]), float(fields[3]) + float(fields[4]), fields[7]))
    return found


def _error_rate(path: Path, split: VoiceSplit) -> float:
    """Diarisation error, no collar, overlaps counted: missed, false and wrongly given time over all time spoken."""
    turns = _turns(path)
    hops = round(len(sound(path)) / RATE_HZ / HOP_S)
    truth = np.array([_on(turns, who, hops) for who in sorted({who for *_, who in turns})])
    runs = [(run.start_s, run.end_s, str(run.voice)) for run in split.runs]
    told = np.array([_on(runs, voice, hops) for voice in "01"])
    return min(_errors(truth, told, names) for names in _namings(len(truth), len(told))) / max(int(truth.sum()), 1)


def _on(turns: Sequence[tuple[float, float, str]], who: str, hops: int) -> np.ndarray:
    spans = np.asarray([(a, b) for a, b, name in turns if name == who], dtype=np.float64).reshape(-1, 2)
    return mask(spans, hops * HOP_S)


def _namings(people: int, voices: int) -> Iterator[tuple[int, ...]]:
    yield from permutations(range(max(people, voices)), voices)


def _errors(truth: np.ndarray, told: np.ndarray, names: tuple[int, ...]) -> int:
    right = sum(int((truth[name] & told[v]).sum()) for v, name in enumerate(names) if name < len(truth))
    said, heard = truth.sum(axis=0), told.sum(axis=0)
    return int(np.maximum(said, heard).sum()) - right
