"""An analysis that was stopped and goes on gives what one run gives, and looks and listens only at what is new."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from perception.pipeline.kept_work import WORDS_NAME, KeptWorkFolder
from perception.pipeline.offline import Cancelled, OfflineAnalysis, OfflineParts
from perception.pipeline.ordering import observation_time_s
from perception.pipeline.stretches import Heard, KeptTranscriber, KeptWork, Stretch, StretchedLooker
from perception.pipeline.vision_chain import FaceChain, PoseChain
from perception.types import AudioBlock, FaceReading, Observation, PersonalBaseline, PoseReading, VideoFrame, Word
from tests.unit.perception_pipeline.test_live_and_offline import (
    FPS,
    LENGTH_S,
    SPEAKERS,
    Body,
    Face,
    Film,
    Hears,
    blocks,
    voice_chain,
)

STRETCH_S = 20.0


class Follows(Face):
    """A face model that remembers how many pictures it has followed, as tracking models do."""

    seen: list[float]

    def __init__(self, seen: list[float]) -> None:
        self.seen = seen
        self._followed = 0

    def detect(self, frame: VideoFrame) -> tuple[FaceReading, ...]:
        assert frame.bgr.size, "a picture was asked for"
        self.seen.append(frame.t_s)
        self._followed += 1
        (found,) = super().detect(frame)
        return (dataclasses.replace(found, landmarks=found.landmarks + 1e-3 * self._followed),)


class CountsBody(Body):
    """A body model that counts its pictures."""

    def __init__(self, seen: list[float]) -> None:
        self._seen = seen

    def detect(self, frame: VideoFrame) -> PoseReading:
        self._seen.append(frame.t_s)
        return super().detect(frame)


class CountsWords(Hears):
    """A recogniser that counts what it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def transcribe(self, samples, *, t_s, hotwords=()):
        self.asked += 1
        return super().transcribe(samples, t_s=t_s, hotwords=hotwords)


class Run:
    """One analysis, with what was asked of the models."""

    def __init__(self, kept: KeptWork | None, *, stop_at_s: float | None = None) -> None:
        self.faces: list[float] = []
        self.bodies: list[float] = []
        self.words = CountsWords()
        self._kept = kept
        self._stop_at_s = stop_at_s
        self._cancelled = threading.Event()

    def observations(self) -> list[Observation]:
        return OfflineAnalysis(self._parts(), cancelled=self._cancelled, on_progress=self._progress).run()

    def _progress(self, fraction: float) -> None:
        if self._stop_at_s is not None and fraction * LENGTH_S >= self._stop_at_s:
            self._cancelled.set()

    def _parts(self) -> OfflineParts:
        base = PersonalBaseline()

        def face() -> Follows:
            return Follows(self.faces)

        def body() -> CountsBody:
            return CountsBody(self.bodies)

        def looker(chain, make, name: str) -> StretchedLooker:
            return StretchedLooker(chain, make, name=name, kept=self._kept, stretch_s=STRETCH_S)

        return OfflineParts(
            make_video=Film,
            make_lookers=(
                lambda: looker(FaceChain(model=face(), baseline=base), face, "face"),
                lambda: looker(PoseChain(model=body(), baseline=base), body, "pose"),
            ),
            audio={who: (lambda who=who: self._blocks(who)) for who in SPEAKERS},
            make_voice=voice_chain,
            make_transcriber=lambda: (
                self.words if self._kept is None else KeptTranscriber(lambda: self.words, self._kept)
            ),
            duration_s=LENGTH_S,
        )

    @staticmethod
    def _blocks(who) -> Iterator[AudioBlock]:
        return blocks(who, 0.0, 8000)


def same(one: list[Observation], other: list[Observation]) -> bool:
    return [exactly(o) for o in one] == [exactly(o) for o in other]


def exactly(observation: Observation) -> tuple[object, ...]:
    values = [getattr(observation, field.name) for field in dataclasses.fields(observation)]
    plain = [value.tobytes() if isinstance(value, np.ndarray) else repr(value) for value in values]
    return type(observation).__name__, *plain


@pytest.fixture(scope="module")
def whole() -> list[Observation]:
    return Run(None).observations()


@pytest.mark.parametrize("stop_at_s", [30.0, 99.9])
def test_a_stopped_analysis_goes_on_to_the_same_result(
    tmp_path: Path, stop_at_s: float, whole: list[Observation]
) -> None:
    with pytest.raises(Cancelled):
        Run(KeptWorkFolder(tmp_path), stop_at_s=stop_at_s).observations()
    again = Run(KeptWorkFolder(tmp_path))
    assert same(again.observations(), whole)
    done_s = max(0.0, (stop_at_s // STRETCH_S - 1) * STRETCH_S)
    assert not again.faces or min(again.faces) >= done_s
    assert len(again.faces) < LENGTH_S * FPS - done_s * FPS + FPS


def test_a_second_stop_and_a_finished_analysis(tmp_path: Path, whole: list[Observation]) -> None:
    for stop_at_s in (25.0, 70.0):
        with pytest.raises(Cancelled):
            Run(KeptWorkFolder(tmp_path), stop_at_s=stop_at_s).observations()
    assert same(Run(KeptWorkFolder(tmp_path)).observations(), whole)
    third = Run(KeptWorkFolder(tmp_path))
    assert same(third.observations(), whole)
    assert (third.faces, third.bodies, third.words.asked) == ([], [], 0)


def test_damaged_work_is_done_again(tmp_path: Path, whole: list[Observation]) -> None:
    assert same(Run(KeptWorkFolder(tmp_path)).observations(), whole)
    for number, stretch in KeptWorkFolder(tmp_path).stretches("pose").items():
        times = [observation_time_s(o) for o in stretch.observations]
        assert times == sorted(times)
        assert number * STRETCH_S <= times[0] <= times[-1] < (number + 1) * STRETCH_S
    stretch = tmp_path / "face-2.stretch"
    stretch.write_bytes(stretch.read_bytes()[:-9])
    words = tmp_path / WORDS_NAME
    words.write_text(words.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    again = Run(KeptWorkFolder(tmp_path))
    assert same(again.observations(), whole)
    assert min(again.faces) == pytest.approx(2 * STRETCH_S, abs=1 / FPS)
    assert again.words.asked >= 1


class Harm:
    """What a crafted file could ask for."""

    def __reduce__(self):
        return (print, ("harm",))


def test_a_file_that_asks_for_more_than_values_is_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = KeptWorkFolder(tmp_path)
    kept.keep_stretch("face", 0, Stretch((), (Harm(),)))
    assert kept.stretches("face") == {}
    assert capsys.readouterr().out == ""


def test_words_are_known_by_their_sound(tmp_path: Path) -> None:
    kept = KeptWorkFolder(tmp_path)
    assert not kept.holds_anything
    sound = np.linspace(-1, 1, 100, dtype=np.float32)
    said = (Word(0.1, 0.30000000000000004, "déjà", 0.7),)
    kept.keep_words(Heard(sound, 0.0, ("Priya",)), said)
    assert kept.holds_anything
    again = KeptWorkFolder(tmp_path)
    assert again.holds_anything
    assert again.words(Heard(sound.copy(), 0.0, ("Priya",))) == said
    assert again.words(Heard(sound, 0.0, ())) is None
    assert again.words(Heard(sound * 0.5, 0.0, ("Priya",))) is None
