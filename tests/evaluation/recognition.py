"""Words: the recogniser in the whole pipeline against the bare model on the same files, expected names, doubtful lines.

The pipeline may not cost words: its error is at most half a point above that of the bare model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import WhisperModel

from app.bootstrap.perception_parts import TRANSCRIBERS
from perception.errors import ModelError
from perception.pipeline.offline import OfflineAnalysis, OfflineParts
from perception.pipeline.utterances import utterance_from_words
from perception.ports import Transcriber
from perception.scoring.params import UNCLEAR_P
from perception.types import AudioBlock, Float32Array, Utterance
from tests.evaluation.tables import Figure, IntArray, Table, by_person
from tests.evaluation.voices import RATE_HZ, RAVDESS_WORDS, models, sound, white
from tests.evaluation.word_errors import Errors, word_errors

ALLOWED_POINTS = 0.5  # of word error that the pipeline may add
RAVDESS_REPETITION = "01"
RAVDESS_STEP = 3  # of these every third: both sentences, all feelings, all actors
LONGEST_JOINED = 40  # sentences
PAUSES_S = (0.3, 1.0)  # between sentences of a joined recording: shorter and longer than what ends a stretch
ROOM_LEVEL = 1e-3  # noise of a quiet room below joined sentences, peak 0.5
SNR_DB = (10.0, 3.0)
GATE_DB = 30.0
FRAME = 160  # samples, 10 ms


@dataclass(frozen=True, slots=True)
class Recording:
    """A file with the words in it. who: whose voice."""

    path: Path
    who: str
    text: str


def corpora(data: Path) -> dict[str, list[Recording]]:
    """Clean recordings with a text, by the name of the set."""
    folder = data / "voice" / "fda_ue"
    index = (folder / "orthographic.index").read_text(encoding="utf-8").splitlines()
    said = dict(line.split(" ", 1) for line in index if " " in line)
    office = [Recording(path, path.stem[:2], said[path.stem[2:]]) for path in sorted(folder.glob("*.flac"))]
    reading = data / "asr" / "ljspeech"
    lines = (reading / "metadata.csv").read_text(encoding="utf-8").splitlines()
    read = {line.split("|")[0]: line.split("|")[-1] for line in lines}
    books = [Recording(path, "LJ", read[path.stem]) for path in sorted(reading.glob("*.flac")) if path.stem in read]
    acted = []
    for path in sorted((data / "voice" / "ravdess").glob("Actor_*/*.flac")):
        statement, repetition, actor = path.stem.split("-")[4:]
        if repetition == RAVDESS_REPETITION:
            acted.append(Recording(path, actor, RAVDESS_WORDS[statement]))
    acted = acted[::RAVDESS_STEP]
    return {"reading (LJ Speech)": books, "questions (FDA)": office, "acted sentences (RAVDESS)": acted}


# ---------------------------------------------------------------- three ways to hear


@cache
def bare_model(name: str) -> Any:
    """The bare model as the pipeline loads it."""
    folder = models().path(TRANSCRIBERS[name])
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)


def bare(name: str, samples: Float32Array) -> str:
    """What the bare model makes of the whole recording, with the options of the pipeline."""
    segments, _ = bare_model(name).transcribe(
        samples,
        language="en",
        beam_size=1,
        temperature=0.0,
        word_timestamps=True,
        condition_on_previous_text=False,
    )
    return " ".join(segment.text.strip() for segment in segments)


def live(recogniser: Transcriber, samples: Float32Array, names: Sequence[str] = ()) -> list[Utterance]:
    """The lines of a running call: each stretch of speech by itself."""
    chain = models().voice_chain("csm")
    _, jobs = chain.push(AudioBlock(t_s=0.0, samples=samples, rate_hz=RATE_HZ))
    jobs += chain.flush()[1]
    heard = [recogniser.transcribe(job.samples, t_s=job.t_s, hotwords=names) for job in jobs]
    lines = [utterance_from_words(words, speaker="csm") for words in heard]
    return [line for line in lines if line is not None]


def offline(recogniser: Transcriber, samples: Float32Array) -> list[Utterance]:
    """The lines of an imported recording: stretches share the recogniser's window."""
    parts = OfflineParts(
        make_video=None,
        make_lookers=(),
        audio={"csm": lambda: iter([AudioBlock(t_s=0.0, samples=samples, rate_hz=RATE_HZ)])},
        make_voice=models().voice_chain,
        make_transcriber=lambda: recogniser,
        duration_s=len(samples) / RATE_HZ,
    )
    return [one for one in OfflineAnalysis(parts).run() if isinstance(one, Utterance)]


def text_of(lines: Sequence[Utterance]) -> str:
    """All words."""
    return " ".join(line.text for line in lines)


# ---------------------------------------------------------------- tables


def tables(data: Path, plots: Path) -> list[Table]:
    """Words by both recognisers, joined recordings, doubtful lines, expected names."""
    sets = corpora(data)
    made = [alone_table(sets, name) for name in _installed()]
    return [*made, joined_table(sets), doubt_table(sets), names_table(sets)]


def _installed() -> Iterator[str]:
    for name in TRANSCRIBERS:
        try:
            models().check_transcriber(name)
        except ModelError:
            continue
        yield name


def alone_table(sets: dict[str, list[Recording]], name: str) -> Table:
    """Every file by itself."""
    recogniser, figures, edges = models().transcriber(name), [], list[tuple[float, float]]()
    for title, recordings in sets.items():
        ours, theirs = [], []
        for recording in recordings:
            samples = sound(recording.path)
            lines = live(recogniser, samples)
            ours.append(word_errors(recording.text, text_of(lines)))
            theirs.append(word_errors(recording.text, bare(name, samples)))
            if lines and not ours[-1].wrong:
                edges.append(_edge_errors_s(samples, lines))
        figures.append(_rate(title, ours, theirs, [recording.who for recording in recordings]))
    first, last = (float(np.median(np.abs(side))) for side in np.array(edges).T)
    figures += [
        Figure("start of the first word, median error", first, None, None, 0.3, "lower", "", "", "s", 2),
        Figure("end of the last word, median error", last, None, None, 0.3, "lower", "", f"{len(edges)} lines", "s", 2),
    ]
    notes = (
        "Both texts are written alike before they are compared: small letters, numbers in words, one spelling.",
        "Times are compared with an energy gate (within 30 dB of the loudest moment), on lines without a word error.",
    )
    return Table("words", f"Words of single sentences, {name}", _DATA, tuple(figures), notes)


def joined_table(sets: dict[str, list[Recording]]) -> Table:
    """Sentences of a set joined into one recording, as in a call; live, and as it is imported."""
    recogniser, figures = models().transcriber("tiny.en"), []
    for title, recordings in sets.items():
        for pause_s in PAUSES_S:
            samples, text = joined(recordings[:LONGEST_JOINED], pause_s)
            whole, lines, packed = (
                bare("tiny.en", samples),
                text_of(live(recogniser, samples)),
                text_of(offline(recogniser, samples)),
            )
            floor = word_errors(text, whole).rate
            sample = f"pauses {pause_s} s, {len(samples) / RATE_HZ:.0f} s"
            for how, heard in (("in a call", lines), ("imported", packed)):
                rate, target = word_errors(text, heard).rate, round(floor + ALLOWED_POINTS, 1)
                figures.append(_percent(f"{title}, {how}", rate, target, f"bare {floor:.1f}", sample))
            apart = word_errors(lines, packed).rate
            figures.append(_percent(f"{title}, call against import", apart, None, "", sample))
    notes = (
        "The same sentence again and again (RAVDESS) makes Whisper loop: the bare model, given what went before, then "
        "errs in two words of three; without it, it is at the mercy of where its 30 s end.",
    )
    return Table("words", "Words of whole recordings, tiny.en", _DATA, tuple(figures), notes)


def doubt_table(sets: dict[str, list[Recording]]) -> Table:
    """Lines the recogniser was not sure of, which are shown and not scored."""
    recogniser, found = models().transcriber("tiny.en"), list[tuple[float, Errors]]()
    for title, recordings in sets.items():
        for number, recording in enumerate(recordings):
            bare_sound = sound(recording.path)
            noisy = [white(bare_sound, snr_db=snr, seed=number) for snr in SNR_DB] if "RAVDESS" not in title else []
            for samples in (bare_sound, *noisy):
                lines = live(recogniser, samples)
                if len(lines) == 1:
                    found.append((lines[0].p, word_errors(recording.text, lines[0].text)))
    below = [errors for p, errors in found if p < UNCLEAR_P]
    above = [errors for p, errors in found if p >= UNCLEAR_P]
    poor = [p < UNCLEAR_P for p, errors in found if errors.wrong * 2 >= errors.words]
    figures = (
        _percent("word errors of lines that are not scored", _sum(below).rate, None, "", f"{len(below)} lines"),
        _percent("word errors of lines that are scored", _sum(above).rate, None, "", f"{len(above)} lines"),
        _percent("half-wrong lines that are kept out", 100 * float(np.mean(poor)), None, "", f"of {len(poor)}"),
    )
    return Table("words", "Lines heard unclearly", f"{_DATA}; bare and in noise of 10 and 3 dB", figures)


def names_table(sets: dict[str, list[Recording]]) -> Table:
    """Names to expect: how many more are right, and what they do to other speech."""
    from tests.evaluation.spoken_names import NAMES, OTHERS, spoken

    recogniser, figures = models().transcriber("tiny.en"), []
    plain = [*sets["reading (LJ Speech)"], *sets["questions (FDA)"][::2]]
    for title, names in (
        ("none", ()),
        ("the 27 that are said", NAMES),
        ("30, three of them never said", (*NAMES, *OTHERS[:3])),
        ("60, of which 33 are never said", (*NAMES, *OTHERS[:33])),
    ):
        right = 0
        for samples, said in spoken():
            text = f" {_bare(text_of(live(recogniser, samples, names)))} "
            right += sum(f" {_bare(name)} " in text for name in said)
        errors, false = Errors(), 0
        for recording in plain:
            text = text_of(live(recogniser, sound(recording.path), names))
            errors += word_errors(recording.text, text)
            false += sum(f" {_bare(name)} " in f" {_bare(text)} " for name in names)
        figures.append(Figure(f"names right, expected: {title}", float(right), sample=f"of {len(NAMES)}", digits=0))
        figures.append(_percent("word errors of speech without names", errors.rate, None, "", f"{false} false names"))
    notes = (
        "Names are spoken by the built-in voice in twelve sentences of our own.",
        "Given to the recogniser for all it hears, they cost other speech 1.4 points of word error (measured before "
        "speech was led by silence); so they are used in doubtful places only.",
    )
    return Table("words", "Names and terms", "the built-in voice; LJ Speech, FDA", tuple(figures), notes)


# ---------------------------------------------------------------- helpers

_DATA = "LJ Speech (public domain), FDA (free for research), RAVDESS (CC BY-NC-SA), with their texts"


def joined(recordings: Sequence[Recording], pause_s: float) -> tuple[Float32Array, str]:
    """The sentences one after another over the noise of a room, all equally loud."""
    parts: list[Float32Array] = []
    for recording in recordings:
        samples = sound(recording.path)
        parts += [samples * np.float32(0.5 / max(float(np.abs(samples).max()), 1e-9))]
        parts += [np.zeros(round(pause_s * RATE_HZ), dtype=np.float32)]
    whole = np.concatenate(parts)
    noise = ROOM_LEVEL * np.random.default_rng(1).standard_normal(len(whole))
    return (whole + noise).astype(np.float32), " ".join(recording.text for recording in recordings)


def _rate(title: str, ours: Sequence[Errors], theirs: Sequence[Errors], people: Sequence[str]) -> Figure:
    floor = _sum(theirs).rate
    low, high = by_person(_rate_of(ours), people)
    sample = f"{len(ours)} recordings, {_sum(ours).words} words"
    figure = _percent(title, _sum(ours).rate, round(floor + ALLOWED_POINTS, 1), f"bare {floor:.1f}", sample)
    return Figure(figure.what, figure.value, low, high, figure.target, "lower", figure.baseline, figure.sample, "%", 1)


def _rate_of(errors: Sequence[Errors]) -> Callable[[IntArray], float]:
    return lambda index: _sum([errors[int(k)] for k in index]).rate


def _percent(what: str, value: float, target: float | None, baseline: str, sample: str) -> Figure:
    return Figure(what, value, None, None, target, "lower", baseline, sample, "%", 1)


def _sum(errors: Sequence[Errors]) -> Errors:
    return sum(errors, Errors())


def _bare(text: str) -> str:
    return " ".join("".join(c for c in word.lower() if c.isalnum()) for word in text.split())


def _edge_errors_s(samples: Float32Array, lines: Sequence[Utterance]) -> tuple[float, float]:
    """How far the first word's start and the last word's end lie from the energy gate's."""
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    level_dbfs = 10.0 * np.log10(np.mean(frames.astype(np.float64) ** 2, axis=1) + 1e-12)
    loud = np.flatnonzero(level_dbfs >= level_dbfs.max() - GATE_DB)
    start_s, end_s = loud[0] * FRAME / RATE_HZ, (loud[-1] + 1) * FRAME / RATE_HZ
    return lines[0].words[0].start_s - start_s, lines[-1].words[-1].end_s - end_s
