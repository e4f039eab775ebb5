"""Worked examples the window tests and the screen pictures show: a scorecard, sessions, a shelf in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from shelf_examples import Entry as Entry
from shelf_examples import Shelf as Shelf
from shelf_examples import entries as entries

from app.bootstrap.wordings import reword
from app.engine.messages import PipelineStats, PreviewImage, SnapshotTaken
from app.practice.drills.choosing import DrillDone
from app.practice.drills.model import DrillItem
from app.practice.drills.schema import load_drills
from app.practice.partner import PartnerSaid
from app.practice.self_check import SelfCheck
from app.ui.calibration.presenters.steps import STEPS
from app.ui.ports import (
    KeptCalibration,
    MediaPart,
    OpenedSession,
)
from perception.recording.corrections import Correction, lines_of
from perception.recording.notes import Note
from perception.types import (
    ComponentScore,
    LetterScore,
    LiveLetter,
    LiveMark,
    Moment,
    PersonalBaseline,
    Reason,
    Scorecard,
    Snapshot,
    Span,
    Utterance,
)

NOW = datetime(2026, 11, 23, 15, 30)
DURATION_S = 460.0


def _letter(letter, value, low, high, reasons, components=(), coverage=0.86):
    return LetterScore(letter, value, low, high, coverage, "scored", tuple(reasons), tuple(components))


def _affect() -> LetterScore:
    return _letter(
        "A",
        48.0,
        39.0,
        57.0,
        [
            Reason(
                "A1",
                "The fix came before the feeling, and “but” took the sorry back.",
                -12.0,
                (Span(132, 137),),
                "I'm sorry about that, but we've already deployed a fix.",
            ),
            Reason("A2", "You named what they felt", 6.0, (Span(200, 204),), "You're worried they've lost confidence."),
        ],
        [
            ComponentScore("A1", "Feelings answered", 0.25, "share", "at least 3 of 4", 0.2, 3.0, 0.9),
            ComponentScore("A2", "Level of the answers", 1.6, "of 4", "3 or more", 0.4, 2.0, 0.9),
            ComponentScore("A3", "Time until the feeling is met", 11.0, "s", "within 8 s", 0.6, 1.0, 0.8),
            ComponentScore("A4", "Their words used again", None, "share", "some of theirs", None, 1.0, 0.1),
        ],
    )


def scorecard() -> Scorecard:
    """A call with strong and weak letters, one without enough evidence and one with a band only."""
    letters = {
        "E": _letter("E", 82.0, 79.0, 86.0, [Reason("E1", "on the call 78 % while they spoke", 14.0, (Span(70, 76),))]),
        "M": _letter(
            "M",
            44.0,
            38.0,
            52.0,
            [Reason("M2", "smile held 3 s while they described the outage", -9.0, (Span(128, 131),))],
        ),
        "P": LetterScore(
            "P",
            None,
            None,
            None,
            0.22,
            "not_enough",
            note="Not enough evidence: your shoulders were out of the picture half the time.",
        ),
        "A": _affect(),
        "T": _letter(
            "T",
            86.0,
            81.0,
            91.0,
            [Reason("T1", "You slowed down after they raised their voice.", 11.0, (Span(161, 168),))],
        ),
        "H": _letter(
            "H",
            79.0,
            73.0,
            85.0,
            [
                Reason(
                    "H1",
                    "An open question about the person, not the ticket.",
                    15.0,
                    (Span(185, 189),),
                    "What did that hour cost you with the board?",
                )
            ],
        ),
        "Y": LetterScore(
            "Y",
            None,
            42.0,
            68.0,
            0.44,
            "band",
            (Reason("Y1", "two fixes before the feeling was acknowledged", -7.0, (Span(132, 140),)),),
        ),
    }
    return Scorecard(DURATION_S, letters, _MOMENTS, 0.46, (Span(151, 152),))


_MOMENTS = (
    Moment(70, "frustrated", False, "jumped_to_fixing"),
    Moment(128, "embarrassed", True, "missed"),
    Moment(200, "worried", False, "named"),
    Moment(348, "doubtful", False, "acknowledged"),
)


UTTERANCES = (
    Utterance(
        118, 126, "customer", "Third time this quarter. I had the board on the line, and I had nothing to tell them."
    ),
    Utterance(132, 137, "csm", "I'm sorry about that, but we've already deployed a fix."),
    Utterance(185, 189, "csm", "What did that hour cost you with the board?"),
)

RECORDED = (
    *UTTERANCES,
    Utterance(191.4, 194.2, "customer", "They asked me whether we should of stayed with the old tool.", p=0.52),
    Utterance(
        196,
        204,
        "customer",
        "And honestly I did not have an answer for them, because the status page was still green while nobody on my "
        "team could open a single report. So you can imagine how that looked.",
    ),
    Utterance(205, 207.5, "csm", "That sounds embarrassing, in front of people you have to convince.", p=0.95),
    Utterance(209, 211, "unknown", "Can somebody close the door, please?", p=0.83),
)


def snapshot(
    now_s: float, marks: Mapping[str, LiveMark], *, customer: bool = False, share: float = 0.46
) -> SnapshotTaken:
    """A moment of a running call."""
    letters = {letter: LiveLetter(letter, None, mark, 0.8) for letter, mark in marks.items()}
    shot = Snapshot(now_s, letters, csm_speaking=not customer, customer_speaking=customer, talk_share=share)
    stats = PipelineStats(7562, 3, 15.1, 5.0, 0, 0, 1, 142.0, now_s, 118.0)
    return SnapshotTaken(shot, stats)


def opened(
    folder: Path, media: Path | None = None, check: SelfCheck | None = None, partner: PartnerSaid | None = None
) -> OpenedSession:
    """The example call, opened."""
    parts = (MediaPart(0.0, media),) if media else ()
    lines = lines_of(RECORDED, ())
    title = "Renewal at risk after an outage"
    return OpenedSession(
        folder, title, NOW, scorecard(), RECORDED, parts, lines=lines, reword=reword, self_check=check, partner=partner
    )


@dataclass
class Transcripts:
    """Corrections in memory. trouble: raised by whatever is asked next."""

    kept: list[Correction] = field(default_factory=list)
    renewed: list[Path] = field(default_factory=list)
    trouble: Exception | None = None

    def correct(self, folder: Path, corrections: Sequence[Correction]) -> None:
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble
        self.kept.extend(corrections)

    def renew(self, folder: Path) -> None:
        self.renewed.append(folder)


@dataclass
class Notes:
    """Notes in memory. trouble: raised by whatever is asked next."""

    kept: list[tuple[Path, Note]] = field(default_factory=list)
    trouble: Exception | None = None

    def add(self, folder: Path, note: Note) -> None:
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble
        self.kept.append((folder, note))


DRILLED = (
    DrillDone("2026-11-21T09:10:00+01:00", "name_feeling", ("feel-nine-tickets", "feel-forty-tabs"), 2, 2, 0, 58.0),
    DrillDone("2026-11-22T16:55:00+01:00", "empathy_or_sympathy", ("support-nine-days",), 2, 3, 0, 84.0),
    DrillDone("2026-11-23T09:02:00+01:00", "tone", ("tone-no",), 2, 3, 0, 77.0),
)


class Drills:
    """The shipped drills, and rounds in memory. trouble: raised by whatever is asked next."""

    def __init__(self, *done: DrillDone) -> None:
        self.kept = list(done)
        self.trouble: Exception | None = None
        self.mistakes: list[str] = []

    def problems(self) -> list[str]:
        return self.mistakes

    def items(self) -> tuple[DrillItem, ...]:
        self._fail()
        return shipped_drills()

    def done(self) -> list[DrillDone]:
        return list(self.kept)

    def keep(self, done: DrillDone) -> None:
        self._fail()
        self.kept.append(done)

    def _fail(self) -> None:
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble


@cache
def shipped_drills() -> tuple[DrillItem, ...]:
    return load_drills(Path(__file__).parents[2] / "assets" / "drills")


class Calibrations:
    """Calibrations in memory. trouble: raised by whatever is asked next."""

    def __init__(self, *kept: KeptCalibration) -> None:
        self.kept = {(one.camera, one.microphone): one for one in kept}
        self.trouble: Exception | None = None
        self.damaged: list[str] = []

    def problems(self) -> list[str]:
        told, self.damaged = self.damaged, []
        return told

    def find(self, *, camera: str, microphone: str) -> KeptCalibration | None:
        self._fail()
        return self.kept.get((camera, microphone))

    def all(self) -> list[KeptCalibration]:
        self._fail()
        return list(self.kept.values())

    def keep(self, kept: KeptCalibration) -> None:
        self._fail()
        self.kept[kept.camera, kept.microphone] = kept

    def forget(self, *, camera: str, microphone: str) -> int:
        self._fail()
        return int(self.kept.pop((camera, microphone), None) is not None)

    def _fail(self) -> None:
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble


def kept_calibration(made_at: datetime = datetime(2026, 11, 20, 10, 0), **changes) -> KeptCalibration:
    """A calibration of the first camera with the headset, made three days before."""
    baseline = PersonalBaseline("full", distance_cm=60.0)
    values = {"camera": "Integrated camera", "microphone": "Headset microphone", "measured": STEPS, **changes}
    return KeptCalibration(made_at=made_at, baseline=baseline, **values)


def plain_preview(width: int = 320, height: int = 240) -> PreviewImage:
    """An even grey picture."""
    return PreviewImage(1.0, width, height, width * 3, bytes([120]) * (width * height * 3))
