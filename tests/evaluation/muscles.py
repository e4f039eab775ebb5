"""M: smiles and brows as Attune reads them, against labels that people gave. `tables(data, plots)`.

Everything runs through `FaceInterpreter`, as `attune observe` does: single pictures with an interpreter of their own,
clips followed from frame to frame, nobody calibrated. Plots show numbers only.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perception.devices.image_folder import natural_key
from perception.features.face import FaceInterpreter
from perception.scoring.params import M_CONCERN, M_SCOWL, M_SMILE
from perception.types import FaceObservation, PersonalBaseline
from tests.evaluation.readings import Faces, clip_faces, picture_faces
from tests.evaluation.scored import Array, Mask, Scored, plot_roc
from tests.evaluation.tables import Figure, Table, by_person

NOT_CALIBRATED: Final = PersonalBaseline()
TURNED_DEG: Final = 15.0
SMALL_PX: Final = 100.0
CLIP_REACH_S: Final = 0.1  # a labelled picture and the reading next to it


def tables(data: Path, plots: Path) -> list[Table]:
    """The tables of M on the labelled data that is there."""
    made: list[Table] = []
    if (data / "faces" / "genki4k").is_dir():
        made.append(_web_photos(data / "faces" / "genki4k", plots))
    if (data / "faces" / "jaffe").is_dir() and (data / "faces" / "yalefaces").is_dir():
        made.append(_posed(data / "faces", plots))
    if (data / "video" / "looks_eye_contact.csv").is_file():
        made.append(_clips(data / "video", plots))
    return made


# ---------------------------------------------------------------- readings


def _observe(faces: Faces, baseline: PersonalBaseline = NOT_CALIBRATED) -> FaceObservation:
    return FaceInterpreter(baseline=baseline).interpret(faces, t_s=0.0)


def _shown(seen: Sequence[FaceObservation], name: str) -> Array:
    return np.array([face.displays.get(name, np.nan) for face in seen])


def _bare(seen: Sequence[FaceObservation], name: str) -> Array:
    return np.array([face.raw.get(name, np.nan) for face in seen])


# ---------------------------------------------------------------- web photos


def _web_photos(folder: Path, plots: Path) -> Table:
    with (folder / "labels.csv").open() as file:
        rows = list(csv.DictReader(file))
    seen = [_observe(faces) for faces in picture_faces([folder / row["file"] for row in rows])]
    smiles = np.array([row["smile"] == "1" for row in rows])
    names = [row["file"] for row in rows]
    smile, bare = _shown(seen, "smile"), _bare(seen, "mouth_smile")
    turned = np.abs(np.degrees([float(row["yaw_rad"]) for row in rows])) >= TURNED_DEG
    small = np.array([face.box.height < SMALL_PX if face.box is not None else False for face in seen])
    whole, plain = Scored.of(smile, smiles, names), Scored.of(bare, smiles, names)
    bare_auc, bare_right = plain.auc("").value, plain.accuracy("", M_SMILE).value
    majority = max(float(np.mean(smiles)), 1.0 - float(np.mean(smiles)))
    figures = [
        whole.auc("smile", target=0.987, baseline=f"mean of mouthSmile {bare_auc:.3f}"),
        whole.accuracy(
            "smile", M_SMILE, target=0.955, baseline=f"mean of mouthSmile {bare_right:.3f}, majority {majority:.3f}"
        ),
    ]
    for name, group in (
        (f"turned {TURNED_DEG:.0f} degrees or more", turned),
        ("less turned", ~turned),
        (f"face below {SMALL_PX:.0f} px", small),
        ("larger", ~small),
    ):
        part, other = Scored.of(smile, smiles, names, group), Scored.of(bare, smiles, names, group)
        figures.append(part.auc(f"smile, {name}", baseline=f"mouthSmile {other.auc('').value:.3f}"))
        figures.append(
            part.accuracy(f"smile, {name}", M_SMILE, baseline=f"mouthSmile {other.accuracy('', M_SMILE).value:.3f}")
        )
    lost = sum(not face.found for face in seen)
    hidden = int(np.isnan(smile).sum()) - lost
    return Table(
        part="M",
        title="Smiles on web photographs",
        data="GENKI-4K, development part; smile or none by the set's authors; research only; no model is trained on it",
        figures=tuple(figures),
        notes=(
            f"No face found in {lost} pictures, face too small or too far turned in {hidden}: left out of the figures. "
            "A closer look at parts of the picture finds 6 faces that the model misses at first.",
            f"{_errors(whole)} Looked at one by one, more than half of the wrong ones are faint closed-lip smiles that "
            "people disagree on, and several are labelled none although teeth and cheeks show a smile; the others are "
            "smiles in hard light, blurred or turned away.",
            "Two weights (teeth, corners) were settled on these pictures by hand; over a wide field of weights AUC is "
            ".988-.989 and accuracy .949-.953, so .955 is not reached. Logistic regression on all blendshapes and 50 "
            "landmarks and a kernel machine on gradients of the mouth, both trained and cross-validated on the set "
            "itself, reach .945-.948.",
            "Tried without gain: enlarging the picture two and three times, padding it, looking two to four times with "
            "the crop of the time before, averaging with the mirrored picture (AUC +.0005, accuracy +0), "
            "an enlarged crop for small faces (79 below 70 px: 7 wrong instead of 4).",
        ),
        plots=(
            plot_roc(plots / "m_smile_web.png", {"Attune": whole, "mouthSmile": plain}, "Smile on web photographs"),
        ),
    )


def _errors(scored: Scored) -> str:
    said = scored.scores >= M_SMILE
    missed, false = int(np.sum(~said & scored.positive)), int(np.sum(said & ~scored.positive))
    return f"{missed} smiles missed, {false} found where none is labelled."


# ---------------------------------------------------------------- posed faces


@dataclass(frozen=True, slots=True)
class Posed:
    """Posed pictures of one set: who, which expression by the file name, what was seen."""

    who: NDArray[np.str_]
    expression: NDArray[np.str_]
    faces: tuple[Faces, ...]
    seen: tuple[FaceObservation, ...]
    neutral: str

    def from_own_neutral(self, values: Array) -> Array:
        """Each value minus the mean of the same person's neutral pictures."""
        out = values.copy()
        for person in np.unique(self.who):
            mine = self.who == person
            out[mine] -= np.nanmean(values[mine & (self.expression == self.neutral)])
        return out

    def scored(self, values: Array, shows: Sequence[str], without: Sequence[str] = ()) -> Scored:
        """Pictures whose expression is one of `shows` against all others but `without`."""
        keep = ~np.isin(self.expression, list(without))
        return Scored.of(values, np.isin(self.expression, list(shows)), list(self.who), keep)

    def calibrated(self) -> list[FaceObservation]:
        """The same pictures with each person's rest known from the neutral pictures, as after a calibration."""
        out = []
        for person, faces in zip(self.who, self.faces, strict=True):
            mine = (self.who == person) & (self.expression == self.neutral)
            neutral = [face.raw for face, own in zip(self.seen, mine, strict=True) if own]
            rest = {name: float(np.median([raw[name] for raw in neutral])) for name in neutral[0]}
            out.append(_observe(faces, PersonalBaseline(calibrated="full", display_rest=rest)))
        return out


def _read_posed(folder: Path, split: Callable[[str], tuple[str, str]], neutral: str) -> Posed:
    paths = sorted((path for path in folder.iterdir() if path.is_file()), key=lambda path: natural_key(path.name))
    found = [(path, faces) for path, faces in zip(paths, picture_faces(paths), strict=True) if faces]
    who, expression = zip(*(split(path.name) for path, _ in found), strict=True)
    faces = tuple(faces for _, faces in found)
    return Posed(np.array(who), np.array(expression), faces, tuple(_observe(face) for face in faces), neutral)


def _posed(folder: Path, plots: Path) -> Table:
    jaffe = _read_posed(folder / "jaffe", lambda name: (name[:2], name[3:5]), "NE")
    yale = _read_posed(folder / "yalefaces", lambda name: (name.split(".")[0], name.split(".")[1]), "normal")

    def own(posed: Posed, name: str) -> Array:
        return posed.from_own_neutral(_shown(posed.seen, name))

    def bare(posed: Posed, name: str, shows: str) -> str:
        plain = posed.scored(_bare(posed.seen, name), [shows])
        minus = posed.scored(posed.from_own_neutral(_bare(posed.seen, name)), [shows])
        return f"{name} bare {plain.auc('').value:.3f}, minus own neutral {minus.auc('').value:.3f}"

    lowered = jaffe.scored(own(jaffe, "brow_lower"), ["AN"])
    raised = jaffe.scored(own(jaffe, "brow_raise"), ["SU"])
    people = {"whose": "people"}
    figures = (
        lowered.auc("brow lowered, JAFFE (AN)", target=0.97, baseline=bare(jaffe, "brow_down", "AN"), **people),
        jaffe.scored(own(jaffe, "brow_lower"), ["AN"], ["DI"]).auc("brow lowered, JAFFE (AN), without DI", **people),
        raised.auc("brow raised, JAFFE (SU)", target=0.97, baseline=bare(jaffe, "brow_inner_up", "SU"), **people),
        yale.scored(own(yale, "brow_raise"), ["surprised"]).auc(
            "brow raised, Yale", target=0.97, baseline=bare(yale, "brow_inner_up", "surprised"), **people
        ),
        jaffe.scored(own(jaffe, "smile"), ["HA"]).auc(
            "smile, JAFFE (HA)", target=0.97, baseline=bare(jaffe, "mouth_smile", "HA"), **people
        ),
        yale.scored(own(yale, "smile"), ["happy"]).auc(
            "smile, Yale", target=0.97, baseline=bare(yale, "mouth_smile", "happy"), **people
        ),
        *_concern(jaffe),
    )
    return Table(
        part="M",
        title="Brows and smiles on posed faces, own neutral subtracted",
        data="JAFFE (3 people) and Yale faces (4), development part; expression by file name; research only",
        figures=figures,
        notes=(
            "Which pictures carry what is taken from the posed expression: AN lowered brows, SU raised brows, HA a "
            "smile, against all other pictures of the same people. In DI the brows are lowered too, so the figure "
            "without DI is the fairer one. Yale has no expression with lowered brows.",
            "browDown hardly rises when these people draw their brows together (by .06); the inner ends of the brows "
            "sink against the outer ones. That slope was added; raised brows weigh the outer ends double.",
            "Concern (F2.3) by browInnerUp does not fire for SA; with the slope it does, and for FE. On Yale's four "
            "sad pictures the brows do not move and nothing fires. With three people and one lab this is a hint, no "
            "proof: without own rest the display needs the top tenth of resting faces, and M counts such faces less.",
        ),
        plots=(
            plot_roc(
                plots / "m_posed.png",
                {
                    "brow lowered": lowered,
                    "brow raised": raised,
                    "smile": jaffe.scored(own(jaffe, "smile"), ["HA"]),
                    "browDown": jaffe.scored(jaffe.from_own_neutral(_bare(jaffe.seen, "brow_down")), ["AN"]),
                },
                "Posed faces, own neutral subtracted",
            ),
        ),
    )


def _concern(jaffe: Posed) -> list[Figure]:
    """The concern and scowl displays with each person's rest known, and how often they fire."""
    seen = jaffe.calibrated()
    concern, scowl = _shown(seen, "concern"), _shown(seen, "scowl")
    page = jaffe.from_own_neutral(_bare(jaffe.seen, "brow_inner_up"))
    figures = [
        jaffe.scored(concern, ["SA"], ["FE"]).auc(
            "concern, JAFFE (SA), without FE",
            baseline=f"browInnerUp minus own neutral {jaffe.scored(page, ['SA'], ['FE']).auc('').value:.3f}",
            whose="people",
        )
    ]
    for name, values, threshold in (("concern", concern, M_CONCERN), ("scowl", scowl, M_SCOWL)):
        rates = ", ".join(
            f"{code} {np.mean(values[jaffe.expression == code] >= threshold):.0%}"
            for code in sorted(set(jaffe.expression))
        )
        shows = "SA" if name == "concern" else "AN"
        share = float(np.mean(values[jaffe.expression == shows] >= threshold))
        figures.append(Figure(f"{name} fires for {shows}", share, baseline=rates, sample="pictures", digits=2))
    return figures


# ---------------------------------------------------------------- clips


def _clips(folder: Path, plots: Path) -> Table:
    with (folder / "looks_eye_contact.csv").open() as file:
        rows = list(csv.DictReader(file))
    read = {name: _follow(folder / name) for name in sorted({row["video"] for row in rows})}
    pairs = [(row, face) for row in rows if (face := _at(read[row["video"]], float(row["t_s"]))) is not None]
    labels, seen = [row for row, _ in pairs], [face for _, face in pairs]
    clips = [row["video"] for row in labels]
    smile = np.array([[int(row["smile_a"]), int(row["smile_b"])] for row in labels])
    none, any_, broad = (smile.max(axis=1) == 0), (smile.min(axis=1) >= 1), (smile.min(axis=1) == 2)
    shown, bare = _shown(seen, "smile"), _bare(seen, "mouth_smile")

    def both(column: str, value: str) -> Mask:
        return np.array([row[f"{column}_a"] == value == row[f"{column}_b"] for row in labels])

    still = both("brow", "neutral")

    def brow(label: str, display: str, name: str) -> Figure:
        shows = both("brow", label)
        plain = Scored.of(_bare(seen, name), shows, clips, still | shows)
        scored = Scored.of(_shown(seen, display), shows, clips, still | shows)
        return scored.auc(f"brow {label} against neutral", baseline=f"{name} {plain.auc('').value:.3f}", whose="clips")

    clear = Scored.of(shown, any_, clips, none | any_)
    plain = Scored.of(bare, any_, clips, none | any_)
    figures = (
        clear.auc("smile (1 or 2) against none", baseline=f"mouthSmile {plain.auc('').value:.3f}", whose="clips"),
        clear.accuracy("smile", M_SMILE, baseline=f"mouthSmile {plain.accuracy('', M_SMILE).value:.3f}", whose="clips"),
        Scored.of(shown, broad, clips, none | broad).auc(
            "broad smile (2) against none",
            baseline=f"mouthSmile {Scored.of(bare, broad, clips, none | broad).auc('').value:.3f}",
            whose="clips",
        ),
        brow("raised", "brow_raise", "brow_inner_up"),
        brow("lowered", "scowl", "brow_down"),
        *(
            _false_alarms(name, _shown(seen, name), threshold, still, clips)
            for name, threshold in (("concern", M_CONCERN), ("scowl", M_SCOWL))
        ),
        Scored.of(
            _shown(seen, "jaw_open"), both("mouth", "open"), clips, both("mouth", "open") | both("mouth", "closed")
        ).auc("mouth open against closed", whose="clips"),
    )
    agreed = float(np.mean(smile[:, 0] == smile[:, 1]))
    return Table(
        part="M",
        title="Smiles, brows and mouth in clips of people",
        data="160 frames of 16 clips, judged by two raters of this project by eye: the labels are ours",
        figures=figures,
        notes=(
            f"Frames on which the raters differ are left out; they agree on the smile in {agreed:.0%}. Nobody is "
            "calibrated and the clips are read without their sound, so speech is not masked: teeth shown while "
            "speaking then count as in a picture. With sound they do not.",
            "Lowered brows: 6 frames of 3 clips are too few for a figure that holds. The raters call parted lips an "
            "open mouth; jaw_open follows the jaw and no score rests on it.",
        ),
        plots=(plot_roc(plots / "m_smile_clips.png", {"Attune": clear, "mouthSmile": plain}, "Smile in clips"),),
    )


def _false_alarms(name: str, values: Array, threshold: float, still: Mask, clips: Sequence[str]) -> Figure:
    """How often a brow display fires while both raters call the brows neutral."""
    there = still & ~np.isnan(values)
    fired, whose = values[there] >= threshold, np.asarray(clips)[there]
    low, high = by_person(lambda index: float(np.mean(fired[index])), list(whose))
    return Figure(
        f"{name} fires on neutral brows",
        float(np.mean(fired)),
        low,
        high,
        better="lower",
        sample=f"{len(fired)} frames of {len(set(whose))} clips",
    )


def _follow(path: Path) -> list[FaceObservation]:
    interpreter = FaceInterpreter(baseline=NOT_CALIBRATED)
    return [interpreter.interpret(faces, t_s=t_s) for t_s, faces in clip_faces(path)]


def _at(seen: Sequence[FaceObservation], t_s: float) -> FaceObservation | None:
    nearest = min(seen, key=lambda face: abs(face.t_s - t_s))
    return nearest if nearest.found and abs(nearest.t_s - t_s) <= CLIP_REACH_S else None
