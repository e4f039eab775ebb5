"""P: nods, acted posture of the drawn person, and single-frame measures on labelled sitting."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perception.features import pose_geometry as geometry
from perception.features.posture import CROSSED_S
from perception.scoring import params
from perception.types import FloatArray, PoseObservation, PoseReading
from tests.evaluation import nods
from tests.evaluation.drawn_films import posture_film
from tests.evaluation.posture_scripts import ARMS, EASE_S, FIRST_S, WAYS, PostureScript, Way
from tests.evaluation.tables import Figure, IntArray, Table, by_person

LOOKS: Final = ("robin", "amara", "joseph", "dana", "kenji", "lena", "mateo", "ingrid", "priya")
AWAY_CM: Final = 17.0  # so far back that the forearms are in the picture
TUNED: Final = tuple(range(9))  # films the limits were chosen on
CHECKED: Final = tuple(range(20, 25))  # films read when all was done
WARM_UP_S: Final = 8.0  # an uncalibrated session has no reference before
SITTING: Final = Path("posture") / "lc29"
_SITTING_SIZE: Final = (1920, 1080)
BoolArray = NDArray[np.bool_]


def tables(data: Path, plots: Path) -> list[Table]:
    """The tables of P; the labelled sitting only where the data are."""
    found = [*nods.tables(data, plots), _acted(plots)]
    if (data / SITTING).is_dir():
        found.append(_sitting(data / SITTING))
    return found


# ---------------------------------------------------------------- acted on the drawn person


class _Film:
    """What was seen of one acted film. Values are (n,), NaN where not told; tilt against the film's first seconds."""

    def __init__(self, number: int, script: PostureScript, seen: Sequence[PoseObservation]) -> None:
        self.number, self.script = number, script
        self.t_s = np.array([body.t_s for body in seen])
        self.lean, self.slouch, self.crossed = (
            _values(seen, read) for read in (lambda b: b.lean, lambda b: b.slouch, lambda b: b.arms_crossed)
        )
        tilt = _values(seen, lambda b: b.shoulder_tilt_deg)
        self.tilt = np.abs(tilt - np.nanmedian(tilt[self.t_s < FIRST_S]))
        self.judged = self.t_s >= WARM_UP_S

    def true(self, *ways: Way) -> BoolArray:
        """(n,) whether the person sits so, from half-way in to half-way out; arms are crossed after CROSSED_S."""
        late_s = EASE_S / 2 + (CROSSED_S if "crossed" in ways else 0.0)
        spans = [(a.start_s + late_s, a.end_s - EASE_S / 2) for a in self.script.acts if a.way in ways]
        return np.array([any(a <= t <= b for a, b in spans) for t in self.t_s])


def _values(seen: Sequence[PoseObservation], read: Callable[[PoseObservation], float | bool | None]) -> FloatArray:
    return np.array([np.nan if (value := read(body)) is None else float(value) for body in seen])


def _acted(plots: Path) -> Table:
    trunk, arms = _films(CHECKED)
    tuned_trunk, tuned_arms = _films(TUNED)
    figures = [
        _frames("leaning in, frame F1", trunk, tuned_trunk, lambda f: f.lean >= params.P_LEAN, "lean_in"),
        _frames("leaning back, frame F1", trunk, tuned_trunk, lambda f: f.lean <= -params.P_LEAN, "lean_back"),
        _frames("slouching, frame F1", trunk, tuned_trunk, lambda f: f.slouch < params.P_SLOUCH, "slouch"),
        _frames(
            "shoulders tilted, frame F1",
            trunk,
            tuned_trunk,
            lambda f: f.tilt > params.P_TILT_DEG,
            *("tilt_left", "tilt_right"),
        ),
        _frames(
            "arms crossed, frame F1 where the wrists are seen", arms, tuned_arms, lambda f: f.crossed > 0, "crossed"
        ),
        _rolling(trunk),
        _open_arms(arms),
        Figure(
            "arms told as crossed or open while they hang out of the picture",
            float(np.mean([np.mean(~np.isnan(f.crossed)) for f in trunk])),
            better="lower",
            sample="share of the pictures of the films without arms: unknown, never assumed",
        ),
    ]
    name = "posture_acted.png"
    _plot([*trunk, *tuned_trunk], plots / name)
    page = (
        _f1(tuned_trunk, lambda f: f.slouch < 0.85, "slouch"),
        _f1(tuned_trunk, lambda f: f.tilt > 6.0, "tilt_left", "tilt_right"),
    )
    notes = (
        "Uncalibrated: the reference is the first half minute. Truth is taken half-way through each movement, so the "
        "lag of the smoothing counts as error.",
        "Lean from the body model's own points of the head alone reads a backward lean of 8 degrees as -.02 with a "
        "tremble of .014; with the face model's distance it is -.06 and .007.",
        f"With the limits of the design page (slouch below .85, tilt above 6 degrees) the F1 is {page[0]:.2f} and "
        f"{page[1]:.2f} on the films it was made on: the body model shows about half of a drawn slouch and six tenths "
        "of a tilt. People who talk into a camera (4 clips) stay above .97 and within 1.6 degrees.",
        "While a chair rolls, the two models lag differently and a lean is told in one picture of ten, mostly in the "
        "first two seconds. A higher limit (.03, share .24) brings it to .04 and backward leans to F1 .83. The share "
        "was set to .2 after these films had been read.",
        "Crossed arms are seen only from a distance of about 65 cm on: nearer, the forearms are below the picture.",
    )
    return Table("P", "Acted posture", "drawn person, truth by construction", tuple(figures), notes, (name,))


def _films(numbers: Sequence[int]) -> tuple[list[_Film], list[_Film]]:
    """Films of the trunk's movements and of the arms', a look each."""
    trunk, arms = [], []
    for number in numbers:
        look, script = LOOKS[number % len(LOOKS)], PostureScript(number)
        trunk.append(_Film(number, script, posture_film(script, f"posture {number}", look)))
        script = PostureScript(200 + number, ways=ARMS, away_cm=AWAY_CM)
        arms.append(_Film(number, script, posture_film(script, f"arms {200 + number}", look)))
    return trunk, arms


def _frames(
    what: str, films: list[_Film], tuned: list[_Film], shown: Callable[[_Film], BoolArray], *ways: Way
) -> Figure:
    counts = np.array([_counts(film, shown, *ways) for film in films])
    low, high = by_person(lambda chosen: _ratio(counts[chosen]), [film.number for film in films])
    sample = (
        f"{counts[:, 2].sum()} pictures, {len(films)} looks; {_f1(tuned, shown, *ways):.3f} on films it was made on"
    )
    return Figure(what, _ratio(counts), low, high, target=0.85, sample=sample)


def _f1(films: list[_Film], shown: Callable[[_Film], BoolArray], *ways: Way) -> float:
    return _ratio(np.array([_counts(film, shown, *ways) for film in films]))


def _ratio(counts: IntArray) -> float:
    hits, said, true = counts.sum(axis=0)
    return float(2 * hits / max(1, said + true))


def _counts(film: _Film, shown: Callable[[_Film], BoolArray], *ways: Way) -> tuple[int, int, int]:
    """Pictures told rightly, told, and true."""
    with np.errstate(invalid="ignore"):
        told = shown(film) & film.judged
    is_so = film.true(*ways) & film.judged
    if "crossed" in ways:
        # Where the wrists are not seen nothing is told and nothing is missed: coverage says so.
        is_so &= ~np.isnan(film.crossed)
    return int(np.sum(told & is_so)), int(np.sum(told)), int(np.sum(is_so))


def _rolling(films: list[_Film]) -> Figure:
    """Share of the time of chair rolls in which a lean is told."""
    told, rolled = 0, 0
    for film in films:
        rolls = film.true("roll_in", "roll_back")
        told, rolled = told + int(np.sum(np.abs(film.lean[rolls]) >= params.P_LEAN)), rolled + int(np.sum(rolls))
    return Figure(
        "lean told while the chair rolls", told / rolled, target=0.05, better="lower", sample=f"{rolled} pictures"
    )


def _open_arms(films: list[_Film]) -> Figure:
    """Share of the time of open arms before the body that is told as crossed."""
    is_open = [film.true("open") for film in films]
    told = sum(int(np.sum(film.crossed[where] > 0)) for film, where in zip(films, is_open, strict=True))
    count = sum(int(where.sum()) for where in is_open)
    return Figure(
        "arms crossed told while they are open", told / count, target=0.02, better="lower", sample=f"{count} pictures"
    )


def _plot(films: list[_Film], path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 3, figsize=(12, 4))
    ways = [way for way in WAYS if WAYS[way][0] != "arms"]
    for axis, name, limit in zip(
        axes, ("lean", "slouch", "tilt"), (params.P_LEAN, params.P_SLOUCH, params.P_TILT_DEG), strict=True
    ):
        values = [np.concatenate([getattr(f, name)[f.true(way) & f.judged] for f in films]) for way in ways]
        axis.boxplot([v[~np.isnan(v)] for v in values], orientation="horizontal", showfliers=False)
        axis.set_yticks(range(1, len(ways) + 1), [way.replace("_", " ") for way in ways])
        axis.axvline(limit, color="tab:red", lw=1)
        axis.set_title({"lean": "lean, log ratio", "slouch": "slouch ratio", "tilt": "tilt, degrees"}[name])
    axes[0].axvline(-params.P_LEAN, color="tab:red", lw=1)
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


# ---------------------------------------------------------------- labelled sitting


def _sitting(folder: Path) -> Table:
    """Correct against incorrect sitting of one person in ten videos from several sides, without an own reference."""
    with (folder / "posture_external_test_2fps.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = np.array(list(csv.reader(file))[1:], dtype=np.float64)
    bad, points = rows[:, -1] > 0, rows[:, :-1].reshape(-1, 33, 3) * np.array([*_SITTING_SIZE, _SITTING_SIZE[0]])
    video = np.repeat(np.arange(10), _pictures_a_video(folder))
    readings = [PoseReading(0.0, p, np.ones(33), *_SITTING_SIZE) for p in points]
    measures: dict[str, FloatArray] = {
        "ear over shoulder in shoulder spans (slouch before reference)": -np.array(
            [geometry.ear_shoulder_ratio(reading) or np.nan for reading in readings]
        ),
        "slope of the shoulders": np.array([abs(geometry.shoulder_tilt_deg(p)) for p in points]),
        "head forward of the shoulders by the model's depth, degrees (not shipped)": _forward_deg(points),
    }
    figures = []
    for name, value in measures.items():
        low, high = by_person(lambda chosen, v=value: _auc(v[chosen], bad[chosen]), video)  # type: ignore[misc]
        accuracy = _left_out(value, bad, video)
        figures.append(
            Figure(
                f"incorrect sitting, AUC: {name}",
                _auc(value, bad),
                low,
                high,
                baseline=f"accuracy with the limit from the other videos {accuracy:.2f}, majority {bad.mean():.2f}",
                sample=f"{len(bad)} pictures, 10 videos of one person",
            )
        )
    notes = (
        "One person, unknown views, and no rest to compare with: the ratio depends on the side from which the camera "
        "looks (.6 from the front, 2 and more from the side), which an own reference takes away. Intervals are over "
        "videos.",
        "The depth-based angle needs no reference here, but trembles by 4 degrees from picture to picture on frontal "
        "webcam views and separates drawn slouching less well (AUC .94) than the ratio to the own rest (1.00); it is "
        "left for a session without reference.",
    )
    return Table("P", "Labelled sitting", "lc29, labels of its makers, licence unknown", tuple(figures), notes)


def _pictures_a_video(folder: Path) -> list[int]:
    """The set is in order of its videos; its own error table tells how many pictures each has."""
    with (folder / "external_error_by_video.csv").open(encoding="utf-8-sig", newline="") as file:
        return [sum(int(cell) for cell in row[1:]) for row in list(csv.reader(file))[1:]]


def _forward_deg(points: FloatArray) -> FloatArray:
    ear, shoulder = points[:, [7, 8]].mean(axis=1), points[:, [11, 12]].mean(axis=1)
    ahead = np.hypot(ear[:, 0] - shoulder[:, 0], ear[:, 2] - shoulder[:, 2])
    return np.asarray(np.degrees(np.arctan2(ahead, shoulder[:, 1] - ear[:, 1])), dtype=np.float64)


def _auc(value: FloatArray, positive: BoolArray) -> float:
    ranks = np.argsort(np.argsort(value))
    ones, zeros = int(positive.sum()), int((~positive).sum())
    return float("nan") if not ones or not zeros else (ranks[positive].sum() - ones * (ones - 1) / 2) / (ones * zeros)


def _left_out(value: FloatArray, bad: BoolArray, video: IntArray) -> float:
    """Accuracy when the limit for each video comes from the other videos."""
    right = 0
    for one in np.unique(video):
        others = video != one
        limits = np.quantile(value[others], np.linspace(0.02, 0.98, 49))
        best = max(limits, key=lambda limit: np.mean((value[others] > limit) == bad[others]))
        right += int(np.sum((value[~others] > best) == bad[~others]))
    return right / len(bad)
