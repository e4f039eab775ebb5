"""Builds the demo call as a media file: speaks it, draws it, writes picture and two sound tracks.

What is needed from devices and models is handed in, so that nothing here knows them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from app.practice.demo.performance import Performance, envelope_of
from app.practice.demo.script import Line, Script, parse_script
from app.practice.demo.timeline import Timeline, Truth, lay_out, truth_of
from perception import character
from perception.character.rig import RigPose
from perception.errors import ModelError, SessionFormatError
from perception.types import AudioBlock, ByteArray, Float32Array, Speaker, VideoFrame

SCRIPT_FILE: Final = Path(__file__).resolve().parents[3] / "assets" / "demo" / "call.toml"
FPS: Final = 15.0  # the face is read at 15 a second; two nods a second keep seven pictures each
WIDTH, HEIGHT = 640, 480
_LEVEL_RMS: Final = 0.07  # -23 dBFS while speaking, a usual headset level
_MOST: Final = 0.97  # peaks are bent below this
_ROOM_RMS: Final = 0.0004  # -68 dBFS of quiet room: no microphone gives digital silence
_AHEAD: Final = 8  # pictures drawn ahead of the writer
_DRAWERS: Final = 2
_MEDIA, _STAMP = "call.mkv", "call.json"


class DemoVoice(Protocol):
    """A voice that can be raised."""

    @property
    def rate_hz(self) -> int:
        """Samples a second."""
        ...

    def speak(self, text: str, *, speed: float = 1.0, pitch_st: float = 0.0) -> Float32Array:
        """The text as mono sound within -1..1."""
        ...


class DemoWriter(Protocol):
    """Where picture and sound go."""

    def write_frame(self, frame: VideoFrame) -> None:
        """Add a picture."""
        ...

    def write_audio(self, block: AudioBlock) -> None:
        """Add sound to the track of its channel."""
        ...

    def close(self) -> None:
        """Finish the file."""
        ...


DrawFrame = Callable[[RigPose], ByteArray]
WriterFactory = Callable[[Path, int], DemoWriter]
Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class DemoCall:
    """The built call. media: a file with picture, sound track 0 the CSM and track 1 the customer."""

    media: Path
    truth: Truth
    script: Script


class DemoStoppedError(Exception):
    """The build was stopped from outside; nothing was kept."""


def load_script(path: Path = SCRIPT_FILE) -> Script:
    """The demo's script. Raises InvalidValueError, SessionFormatError."""
    return parse_script(_read(path))


def build_demo_call(
    out_dir: Path,
    *,
    voice_csm: DemoVoice,
    voice_customer: DemoVoice,
    draw_frame: DrawFrame,
    writer_factory: WriterFactory,
    progress: Progress,
    stop: threading.Event | None = None,
    script_file: Path = SCRIPT_FILE,
    variant: str = "",
) -> DemoCall:
    """The demo call in `out_dir`, built now or taken from there when the same call was built before.

    writer_factory is called with the path and the rate of the sound in Hz; pictures are WIDTH x HEIGHT at FPS.
    variant: names the voices and whatever else is handed in; another one builds anew.
    progress: share done 0..1 and what is being done. The file appears whole or not at all.
    Raises DemoStoppedError when `stop` is set meanwhile, PerceptionError, OSError.
    """
    text = _read(script_file)
    script = parse_script(text)
    key = _fingerprint(text, variant)
    kept = _kept(out_dir, key, script)
    if kept is not None:
        progress(1.0, "The sample call is ready")
        return kept
    stop = stop or threading.Event()
    sounds, rate_hz = _speak(script, voice_csm, voice_customer, progress, stop)
    timeline = lay_out(script, [len(sound) / rate_hz for sound in sounds])
    tracks = _tracks(timeline, sounds, rate_hz)
    performance = Performance(timeline, envelope_of(tracks["csm"], rate_hz=rate_hz))
    out_dir.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=out_dir))
    try:
        writer = writer_factory(work / _MEDIA, rate_hz)
        try:
            _write(writer, tracks, rate_hz, timeline.duration_s, performance.pose_at, draw_frame, progress, stop)
        finally:
            writer.close()
        durations = [len(sound) / rate_hz for sound in sounds]
        (work / _STAMP).write_text(json.dumps({"key": key, "durations_s": durations}), encoding="utf-8")
        (out_dir / _STAMP).unlink(missing_ok=True)
        for name in (_MEDIA, _STAMP):  # the stamp last: without it the call counts as not built
            (work / name).replace(out_dir / name)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    progress(1.0, "The sample call is ready")
    return DemoCall(out_dir / _MEDIA, truth_of(timeline), script)


def _kept(out_dir: Path, key: str, script: Script) -> DemoCall | None:
    media, stamp = out_dir / _MEDIA, out_dir / _STAMP
    if not media.is_file() or not stamp.is_file():
        return None
    try:
        told = json.loads(stamp.read_text(encoding="utf-8"))
        if told["key"] != key or len(told["durations_s"]) != len(script.lines):
            return None
        timeline = lay_out(script, [float(value) for value in told["durations_s"]])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a damaged stamp only means building again
    return DemoCall(media, truth_of(timeline), script)


def _fingerprint(text: str, variant: str) -> str:
    """Changes with the script and with the code that draws and performs it."""
    digest = hashlib.sha256(text.encode())
    digest.update(f"{FPS} {WIDTH} {HEIGHT} {_LEVEL_RMS} {variant}".encode())
    for folder in (Path(__file__).parent, Path(character.__file__).parent):
        for source in sorted(folder.glob("*.py*")):
            digest.update(source.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise SessionFormatError("The sample call's script is missing.", recovery="Install Attune again.") from error


# ---------------------------------------------------------------- sound


def _speak(
    script: Script, csm: DemoVoice, customer: DemoVoice, progress: Progress, stop: threading.Event
) -> tuple[list[Float32Array], int]:
    """Every line as sound at its level, and the rate."""
    if csm.rate_hz != customer.rate_hz:
        raise ModelError("The two voices have different rates.", recovery="Use voices of one kind.")
    raw = []
    for i, line in enumerate(script.lines):
        _check(stop)
        progress(0.1 * i / len(script.lines), "Speaking the call")
        voice, usual = (csm, script.csm_speed) if line.speaker == "csm" else (customer, script.customer_speed)
        raw.append(_trimmed(voice.speak(line.text, speed=line.speed * usual, pitch_st=line.pitch_st)))
    gains = {who: _gain(who, script.lines, raw) for who in ("csm", "customer")}
    lines = zip(script.lines, raw, strict=True)
    return [_bent(sound * gains[line.speaker] * 10 ** (line.gain_db / 20)) for line, sound in lines], csm.rate_hz


def _trimmed(sound: Float32Array) -> Float32Array:
    """Without the silence at both ends, so that pauses are those of the script."""
    loud = np.flatnonzero(np.abs(sound) > 0.004)
    return sound[loud[0] : loud[-1] + 1] if len(loud) else sound


def _gain(who: str, lines: tuple[Line, ...], sounds: list[Float32Array]) -> float:
    """One gain for all of a speaker's lines: the differences between them are the voice's own."""
    voiced = [sound[np.abs(sound) > 0.004] for line, sound in zip(lines, sounds, strict=True) if line.speaker == who]
    energy = sum(float(np.sum(part.astype(np.float64) ** 2)) for part in voiced)
    count = sum(len(part) for part in voiced)
    return _LEVEL_RMS / max((energy / count) ** 0.5, 1e-6) if count else 1.0


def _bent(sound: Float32Array) -> Float32Array:
    """Peaks above half scale bent softly below full scale."""
    size = np.abs(sound)
    soft = 0.5 + (_MOST - 0.5) * np.tanh((size - 0.5) / (_MOST - 0.5))
    return np.where(size > 0.5, np.sign(sound) * soft, sound).astype(np.float32)


def _tracks(timeline: Timeline, sounds: list[Float32Array], rate_hz: int) -> dict[Speaker, Float32Array]:
    rng = np.random.default_rng(timeline.script.seed)
    count = round(timeline.duration_s * rate_hz)
    tracks: dict[Speaker, Float32Array] = {
        who: (_ROOM_RMS * rng.standard_normal(count, dtype=np.float32)) for who in _TRACKS
    }
    by_line = {id(line): sound for line, sound in zip(timeline.script.lines, sounds, strict=True)}
    for item in timeline.spoken:
        start = round(item.start_s * rate_hz)
        sound = by_line[id(item.line)][: count - start]
        tracks[item.line.speaker][start : start + len(sound)] += sound
    return tracks


_TRACKS: Final[tuple[Speaker, ...]] = ("csm", "customer")


# ---------------------------------------------------------------- picture and file


def _write(
    writer: DemoWriter,
    tracks: dict[Speaker, Float32Array],
    rate_hz: int,
    duration_s: float,
    pose_at: Callable[[float], RigPose],
    draw_frame: DrawFrame,
    progress: Progress,
    stop: threading.Event,
) -> None:
    """Pictures and sound in order of time; pictures are drawn ahead on other threads (painting frees the lock)."""
    count = int(duration_s * FPS)
    written = 0
    for i, picture in enumerate(_drawn(pose_at, draw_frame, count)):
        _check(stop)
        writer.write_frame(VideoFrame(i / FPS, picture, i))
        if i % int(FPS) == 0:
            until = min(round((i / FPS + 1.0) * rate_hz), len(tracks["csm"]))
            for who in _TRACKS:
                writer.write_audio(AudioBlock(written / rate_hz, tracks[who][written:until], rate_hz, who))
            written = until
            progress(0.1 + 0.9 * i / count, "Drawing the call")
    for who in _TRACKS:
        if written < len(tracks[who]):
            writer.write_audio(AudioBlock(written / rate_hz, tracks[who][written:], rate_hz, who))


def _drawn(pose_at: Callable[[float], RigPose], draw_frame: DrawFrame, count: int) -> Iterator[ByteArray]:
    pool = ThreadPoolExecutor(_DRAWERS, thread_name_prefix="demo-draw")
    try:
        jobs = (pool.submit(_draw_at, draw_frame, pose_at, i / FPS) for i in range(count))
        waiting: deque[Future[ByteArray]] = deque(islice(jobs, _AHEAD))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(islice(jobs, 1))
    finally:
        pool.shutdown(cancel_futures=True)


def _draw_at(draw_frame: DrawFrame, pose_at: Callable[[float], RigPose], t_s: float) -> ByteArray:
    return draw_frame(pose_at(t_s))


def _check(stop: threading.Event) -> None:
    if stop.is_set():
        raise DemoStoppedError("The sample call was not built to its end.")
