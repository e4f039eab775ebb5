"""Attending and lids at the rates of calls and of recordings: what is told ought not to depend on the rate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import numpy as np

from app.bootstrap.observing import OBSERVED_FPS
from perception.features.face import FaceInterpreter
from perception.pipeline.vision_chain import FACE_FPS
from perception.types import PersonalBaseline, Span
from tests.evaluation.eye_frames import Judged, auc, away_f1, closed, f1, judge, looks
from tests.evaluation.readings import clip_faces
from tests.evaluation.tables import Figure, IntArray, Table, by_person

_RATES: Final = (10.0, FACE_FPS, 20.0)  # pictures a second
_STARTS_S: Final = (0.0, 0.034, 0.067)  # s; which pictures are read depends on where the reading starts
_ITSELF_S: Final = 0.008  # s; a reading this near to a judged frame is of that very frame
_MEASURES: Final[dict[str, tuple[Callable[[list[Judged]], float], float, int]]] = {
    "attending: AUC": (lambda group: auc(*looks(group)), 0.975, 3),
    "away: F1": (lambda group: away_f1(*looks(group)), 0.88, 2),
    "closed or in a blink: F1": (lambda group: f1(*closed(group)), 0.9, 2),
}


def rates(folder: Path, observed: list[Judged]) -> Table:
    """The same at the rates of calls: nothing that is told ought to depend on how much a machine can afford."""
    figures: list[Figure] = []
    clips = sorted({one.clip for one in observed})
    known = {clip: _blinks(folder / clip, OBSERVED_FPS) for clip in clips}
    for fps in _RATES:
        runs = [judge(folder, fps=fps, start_s=start_s) for start_s in _STARTS_S]
        calls = fps == FACE_FPS
        figures += [_at_rate(f"{fps:g} a second, {name}", runs, name, promised=calls) for name in _MEASURES]
        read = {(one.clip, one.t_s): one for run in runs for one in run if one.off_s <= _ITSELF_S}
        figures += [
            _at_rate(f"{fps:g} a second, judged frames that were read themselves, {name}", [list(read.values())], name)
            for name in _MEASURES
        ]
        again = [{clip: _blinks(folder / clip, fps, start_s) for clip in clips} for start_s in _STARTS_S]
        figures.append(_found_again(fps, known, again))
    figures += [_at_rate(f"{OBSERVED_FPS:g} a second, {name}", [observed], name) for name in _MEASURES]
    return Table(
        part="E",
        title="Attending and lids at the rates of calls and recordings",
        data="The same frames and raters (labels are ours). Which pictures are read depends on where reading starts: "
        f"means over {len(_STARTS_S)} starts.",
        figures=tuple(figures),
        notes=(
            "Most of what a lower rate loses is not read at all: a judged frame between two read ones lies up to 50 ms "
            "beside them, acted eyes move fast, and a blink may begin or end in between.",
            "Blinks are therefore also compared with those told at the full rate: few are lost.",
            "Until the gaze was smoothed in seconds (time constant .05 s) its likelihood was the median of three "
            "readings, .1 s late at 15 a second: AUC .948 and F1 of away .87 there at the first start.",
            "One of the clips shows two people, the larger face is read, and which one that is changes with the rate. "
            "At 30 a second one away frame of it is told apart only because the other person was read a picture "
            "before: without that luck AUC over all clips would be .977.",
            "Tried and left: no smoothing by the face model (AUC .92 at 15 a second on the first half, .97 with it), "
            "a median over a window in seconds, a time constant of .1 s (AUC .008 better, twice as late).",
        ),
    )


def _at_rate(what: str, runs: list[list[Judged]], name: str, *, promised: bool = False) -> Figure:
    """promised: the rate of calls, which the target is for; the others are told for the record."""
    measure, target, digits = _MEASURES[name]
    values = [measure(run) for run in runs]
    pooled = [(index, one) for index, run in enumerate(runs) for one in run]

    def mean(at: IntArray) -> float:
        drawn = [pooled[index] for index in at]
        return float(np.mean([measure([one for run, one in drawn if run == index]) for index in range(len(runs))]))

    low, high = by_person(mean, [one.clip for _, one in pooled], rounds=200)
    spread = f"{len(runs)} starts: {min(values):.{digits}f} to {max(values):.{digits}f}; " if len(runs) > 1 else ""
    return Figure(
        what,
        float(np.mean(values)),
        low,
        high,
        target=target if promised else None,
        sample=f"{spread}{len(runs[0])} frames",
        digits=digits,
    )


# ---------------------------------------------------------------- blinks


def _blinks(clip: Path, fps: float, start_s: float = 0.0) -> list[Span]:
    """When the lids are told to be down."""
    interpreter = FaceInterpreter(baseline=PersonalBaseline())
    found: list[Span] = []
    down = False
    for t_s, faces in clip_faces(clip, fps=fps, start_s=start_s):
        was, down = down, interpreter.interpret(faces, t_s=t_s).eyes in ("blink", "closed")
        if down:
            found.append(Span(found.pop().start_s if was else t_s, t_s))
    return found


def _found_again(fps: float, known: dict[str, list[Span]], runs: list[dict[str, list[Span]]]) -> Figure:
    """F1 of the blinks at this rate against those at the full one; they may lie half a picture apart."""
    clips = list(known)
    late_s = 0.5 / fps + _ITSELF_S

    def met(some: list[Span], others: list[Span]) -> int:
        return sum(any(a.start_s <= b.end_s + late_s and b.start_s <= a.end_s + late_s for b in others) for a in some)

    def score(run: dict[str, list[Span]], at: Iterable[int]) -> float:
        drawn = [(known[clips[index]], run[clips[index]]) for index in at]
        total = sum(len(one) + len(other) for one, other in drawn)
        return sum(met(one, other) + met(other, one) for one, other in drawn) / total if total else float("nan")

    low, high = by_person(lambda at: float(np.mean([score(run, at) for run in runs])), clips, rounds=200)
    values = [score(run, range(len(clips))) for run in runs]
    return Figure(
        f"{fps:g} a second, blinks told at {OBSERVED_FPS:g} a second found again: F1",
        float(np.mean(values)),
        low,
        high,
        sample=f"{len(runs)} starts: {min(values):.2f} to {max(values):.2f}; {sum(map(len, known.values()))} blinks",
        digits=2,
    )
