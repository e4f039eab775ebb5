"""Nods: scripted ones on the drawn person against what is seen, and real talking people for the look of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from perception.features.face import FaceInterpreter
from perception.features.head_motion import SEEN
from perception.types import FaceObservation, PersonalBaseline
from tests.evaluation.drawn_films import nod_film, nods_in
from tests.evaluation.nod_scripts import OTHERS, Act, NodScript
from tests.evaluation.readings import clip_faces
from tests.evaluation.tables import Figure, IntArray, Table, by_person

TOLERANCE_S: Final = 0.5
# Films whose errors were looked at while the detector was made, and others that were read when it was done.
_LOOKS: Final = (("robin", "amara", "kenji", "lena"), ("dana", "joseph", "mateo", "ingrid", "priya"))
TUNED: Final = (
    *((seed, _LOOKS[0][seed % 4]) for seed in range(8)),
    *((seed, _LOOKS[1][seed % 5]) for seed in range(100, 108)),
)
CHECKED: Final = tuple((seed, _LOOKS[1][seed % 5]) for seed in range(130, 138))
SIZES_DEG: Final = ((3.0, 4.5), (4.5, 7.0), (7.0, 12.1))
RATES_HZ: Final = ((0.8, 1.5), (1.5, 2.7), (2.7, 4.1))


class Event(Protocol):
    """Anything with a beginning and an end, seconds."""

    @property
    def start_s(self) -> float: ...

    @property
    def end_s(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """A true nod with what was seen of it (None: missed), or a false one (true None)."""

    film: int
    true: Act | None
    seen: Event | None


def compare(film: int, truth: Sequence[Act], seen: Sequence[Event]) -> list[Outcome]:
    """One seen event for each true one at most: the nearest onset of those within the tolerance."""
    left, found = list(seen), []
    for act in truth:
        near = [s for s in left if s.start_s < act.end_s + TOLERANCE_S and s.end_s > act.start_s - TOLERANCE_S]
        best = min(near, key=lambda s: abs(s.start_s - act.start_s), default=None)
        if best is not None:
            left.remove(best)
        found.append(Outcome(film, act, best))
    return found + [Outcome(film, None, event) for event in left]


def f1(outcomes: Sequence[Outcome]) -> float:
    """Event F1."""
    hits = sum(o.true is not None and o.seen is not None for o in outcomes)
    return 2 * hits / max(1, hits + len([o for o in outcomes if o.true]) + len([o for o in outcomes if o.seen]) - hits)


def crossings(faces: Sequence[FaceObservation], *, least_deg: float) -> list[Act]:
    """The usual method: the pitch leaves its running median of 1.5 s by `least_deg` and comes back within .8 s."""
    kept = [face for face in faces if face.found and face.pitch_deg is not None]
    t_s, pitch = np.array([face.t_s for face in kept]), np.array([face.pitch_deg for face in kept])
    usual = np.array([np.median(pitch[(t_s >= t - 0.75) & (t_s <= t + 0.75)]) for t in t_s])
    out = np.abs(pitch - usual) > least_deg
    edges = np.flatnonzero(np.diff(np.concatenate([[False], out, [False]]).astype(int)))
    found: list[Act] = []
    for first, last in edges.reshape(-1, 2):
        start_s, end_s = float(t_s[first]), float(t_s[last - 1])
        if end_s - start_s > 0.8:
            continue
        if found and start_s - found[-1].end_s < 0.5:
            start_s = found.pop().start_s
        found.append(Act("nod", start_s, end_s, least_deg))
    return found


def tables(data: Path, plots: Path) -> list[Table]:
    """The tables of the drawn films and of the real clips."""
    return [_drawn(plots), _real(data)]


# ---------------------------------------------------------------- drawn films


def _drawn(plots: Path) -> Table:
    films = {film: (NodScript(film[0]), nod_film(*film)) for film in (*TUNED, *CHECKED)}
    tuned = [o for film in TUNED for o in _outcomes(film[0], *films[film])]
    checked = [o for film in CHECKED for o in _outcomes(film[0], *films[film])]
    least_deg = max(
        (SEEN * deg for deg in (1.0, 1.5, 2.0, 2.5, 3.0, 4.0)),
        key=lambda least: f1([o for film in TUNED for o in _crossed(film[0], *films[film], least)]),
    )
    usual = [o for film in CHECKED for o in _crossed(film[0], *films[film], least_deg)]
    scripts = [films[film][0] for film in CHECKED]
    figures = [
        _figure("nods, event F1, films read when all was done", checked, target=0.90, usual=usual),
        _figure("nods, event F1, films whose errors were looked at", tuned),
        _figure("the same with the onset within .5 s", _strict(checked)),
        *(
            Figure(f"recall of nods of {low:g} to {high:.0f} degrees", *_recall(checked, "size", low, high))
            for low, high in SIZES_DEG
        ),
        *(
            Figure(f"recall of nods of {low:g} to {high:.1f} Hz", *_recall(checked, "hz", low, high))
            for low, high in RATES_HZ
        ),
        *_false_figures(checked, scripts),
        _onset(checked),
        _amplitude(checked),
    ]
    name = "nods_recall.png"
    _plot([*tuned, *checked], plots / name)
    notes = (
        "Every film has a look, a script and a camera (grain, blur, compression, 20 to 30 pictures a second) of its "
        "own, and a slow sway of up to 3 degrees throughout. Sizes are from the top to the bottom of the first cycle.",
        "The usual method is a threshold on the pitch against its running median, its threshold chosen on the films "
        "it is tuned on.",
        f"Missed: {_words(o for o in checked if o.seen is None)}.",
        f"False: {_where(checked, {film[0]: films[film][0] for film in CHECKED})}.",
        "The face model smooths over time: .6 to .85 of a nod's degrees arrive, less of small fast ones; amplitudes "
        "are given as they are read. 20 pictures a second instead of the app's 15 did not change the F1 (12 films).",
        "More films were looked at than are kept here. Tried and left: following the pitch without a band-pass (a sway "
        "hides slow nods), the pitch alone without the height (F1 .938 for .951 on 30 films), joining pieces of nods "
        "across a pause (joins different nods).",
    )
    return Table(
        "P", "Nods on drawn faces", "scripted drawn films, truth by construction", tuple(figures), notes, (name,)
    )


def _outcomes(film: int, script: NodScript, faces: list[FaceObservation]) -> list[Outcome]:
    return compare(film, script.nods, nods_in(faces))


def _crossed(film: int, script: NodScript, faces: list[FaceObservation], least_deg: float) -> list[Outcome]:
    return compare(film, script.nods, crossings(faces, least_deg=least_deg))


def _figure(
    what: str, outcomes: list[Outcome], *, target: float | None = None, usual: list[Outcome] | None = None
) -> Figure:
    def statistic(chosen: IntArray) -> float:
        return f1([outcomes[i] for i in chosen])

    low, high = by_person(statistic, [o.film for o in outcomes])
    baseline = "" if usual is None else f"threshold crossing {f1(usual):.3f}"
    films, true = len({o.film for o in outcomes}), sum(o.true is not None for o in outcomes)
    return Figure(
        what, f1(outcomes), low, high, target=target, baseline=baseline, sample=f"{true} nods in {films} films"
    )


def _strict(outcomes: list[Outcome]) -> list[Outcome]:
    """A nod whose onset is off counts as missed and false."""
    found: list[Outcome] = []
    for o in outcomes:
        if o.true is not None and o.seen is not None and abs(o.true.start_s - o.seen.start_s) > TOLERANCE_S:
            found += [Outcome(o.film, o.true, None), Outcome(o.film, None, o.seen)]
        else:
            found.append(o)
    return found


def _recall(outcomes: list[Outcome], measure: str, low: float, high: float) -> tuple[float | None]:
    part = [o for o in outcomes if o.true is not None and low <= getattr(o.true, measure) < high]
    return (float(np.mean([o.seen is not None for o in part])) if part else None,)


def _false_figures(outcomes: list[Outcome], scripts: list[NodScript]) -> list[Figure]:
    """False nods while something else was done, and while only talking and swaying."""
    by_film = {o.film: [] for o in outcomes}
    for o in outcomes:
        if o.true is None and o.seen is not None:
            by_film[o.film].append(o.seen)
    during, acts = Counter[str](), Counter[str]()
    for script, false in zip(scripts, by_film.values(), strict=True):
        for act in script.acts:
            acts[act.kind] += 1
            during[act.kind] += sum(e.start_s < act.end_s and e.end_s > act.start_s for e in false)
    minutes = sum(script.duration_s for script in scripts) / 60
    return [
        Figure(
            f"false nods during {kind.replace('_', ' ')}",
            float(during[kind]),
            target=0.0 if kind in ("shake", "chair") else None,
            better="lower",
            sample=f"{acts[kind]} times",
            digits=0,
        )
        for kind in OTHERS
    ] + [
        Figure(
            "false nods a minute, all causes",
            sum(len(false) for false in by_film.values()) / minutes,
            better="lower",
            sample=f"{minutes:.0f} minutes of swaying, 40 % of them talking",
            digits=2,
        )
    ]


def _onset(outcomes: list[Outcome]) -> Figure:
    errors = [abs(o.true.start_s - o.seen.start_s) for o in outcomes if o.true and o.seen]
    return Figure("onset error, median", float(np.median(errors)), better="lower", unit="s", digits=2)


def _amplitude(outcomes: list[Outcome]) -> Figure:
    shares = [2 * getattr(o.seen, "amplitude_deg") / o.true.size for o in outcomes if o.true and o.seen]  # noqa: B009
    return Figure("amplitude as read over amplitude drawn, median", float(np.median(shares)), digits=2)


def _words(missed: Sequence[Outcome] | object) -> str:
    acts = [o.true for o in missed if o.true]  # type: ignore[attr-defined]
    return "; ".join(f"{act.size:.1f} degrees, {act.hz:.1f} Hz, {act.cycles} cycles" for act in acts) or "none"


def _where(outcomes: list[Outcome], scripts: dict[int, NodScript]) -> str:
    found = []
    for o in outcomes:
        if o.true is None and o.seen is not None:
            acts = [a.kind for a in scripts[o.film].acts if a.start_s < o.seen.end_s and a.end_s > o.seen.start_s]
            found.append(
                "a second part of a nod" if "nod" in acts else f"during {acts[0] if acts else 'rest or speech'}"
            )
    return ", ".join(f"{count} {what}" for what, count in Counter(found).most_common()) or "none"


def _plot(outcomes: list[Outcome], path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 4))
    for seen, color, label in ((True, "tab:blue", "seen"), (False, "tab:red", "missed")):
        part = [o.true for o in outcomes if o.true is not None and (o.seen is not None) == seen]
        axes.scatter([act.hz for act in part], [act.size for act in part], c=color, label=label, s=18)
    axes.set(xscale="log", yscale="log", xlabel="cycles a second", ylabel="size of the first cycle, degrees")
    axes.set_title("Drawn nods, seen and missed")
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


# ---------------------------------------------------------------- real clips


def _real(data: Path) -> Table:
    """Nods a minute of real people; there is no truth."""
    groups = {
        "talking into a camera": sorted((data / "video" / "talking_to_camera").glob("*.mp4")),
        "not looking, silent": sorted((data / "video" / "not_looking").glob("*.mp4")),
        "strong acted faces": sorted((data / "video" / "strong_expressions").glob("*.mp4")),
        "test clips": sorted((data / "faces" / "pyfeat").glob("[sW]*.mp4")),
    }
    figures = []
    for group, paths in groups.items():
        nods, minutes, speaking = 0, 0.0, 0
        for path in paths:
            faces = _observed(path)
            seen = nods_in(faces)
            nods, minutes = nods + len(seen), minutes + sum(face.found for face in faces) / _rate(faces) / 60
            speaking += sum(_mouth_moves(faces, nod) for nod in seen)
        if minutes > 0:
            sample = f"{len(paths)} clips, {60 * minutes:.0f} s, {nods} nods, {speaking} of them while the mouth moved"
            figures.append(Figure(f"nods a minute, {group}", nods / minutes, better="lower", sample=sample, digits=1))
    notes = (
        "Nobody has marked nods in these clips; the traces were looked at. What is found is the head going up or down "
        "by 3 to 8 degrees and back within a second; people who talk into a camera do so to stress words. Such "
        "beats are nods by their form: the letter counts only those near the customer's speech.",
    )
    return Table("P", "Nods of real people", "short clips, no labels", tuple(figures), notes)


def _observed(path: Path) -> list[FaceObservation]:
    interpreter = FaceInterpreter(baseline=PersonalBaseline())
    return [interpreter.interpret(found, t_s=t_s) for t_s, found in clip_faces(path)]


def _rate(faces: list[FaceObservation]) -> float:
    return (len(faces) - 1) / max(faces[-1].t_s - faces[0].t_s, 1e-6) if len(faces) > 1 else 1.0


def _mouth_moves(faces: list[FaceObservation], nod: Event) -> bool:
    jaw = [face.raw.get("jaw_open", 0.0) for face in faces if face.found and nod.start_s <= face.t_s <= nod.end_s]
    return len(jaw) > 2 and float(np.ptp(jaw)) > 0.05
