"""Where the window can go. Pages emit these; the main window follows. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.engine.messages import Device, StartCall
from app.practice.drills.model import DrillKind
from app.practice.scenario.model import Scenario
from app.practice.turns import StatePoint
from app.ui.ports import KeptCalibration, ScenarioEntry
from app.ui.practice.presenter import EVERYBODY, PickerFilter
from perception.types import LETTERS, Letter

if TYPE_CHECKING:
    # Reading drafts loads the checks of files, which takes a moment; the window appears without them.
    from app.practice.drafts import Draft


@dataclass(frozen=True, slots=True)
class ToHome:
    """The first page."""


@dataclass(frozen=True, slots=True)
class ToPractice:
    """The customers to practise with; wanted: which of them were looked for last."""

    wanted: PickerFilter = EVERYBODY


@dataclass(frozen=True, slots=True)
class ToWorkshop:
    """The scenarios that can be written: the own ones, drafts, the shipped ones to copy, packs."""


@dataclass(frozen=True, slots=True)
class ToEditor:
    """A scenario to write. path: a file, the user's own or a shipped one to copy; None for a new one.

    draft: one that was never saved, as it was left.
    """

    path: Path | None = None
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class ToPersona:
    """Who a customer is, before a call. calls: practice calls so far. wanted: for the way back."""

    entry: ScenarioEntry
    calls: int = 0
    wanted: PickerFilter = EVERYBODY


@dataclass(frozen=True, slots=True)
class PracticeChoice:
    """A call with a written customer. seed: which wordings. start: go on from here, None for the beginning.

    words, strip: live cues come, the strip of seven marks is shown. note: what to say of that at the start, or ''.
    """

    file: Path
    scenario: Scenario
    seed: int = 1
    start: StatePoint | None = None
    words: bool = True
    strip: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class PartnerChoice:
    """A call with a person in the room who plays this customer. minutes: of the timer.

    words, strip: live cues come, the strip of seven marks is shown.
    """

    file: Path
    scenario: Scenario
    minutes: int = 8
    words: bool = True
    strip: bool = True


@dataclass(frozen=True, slots=True)
class ToPartner:
    """Roles, card and timer before a call with a person in the room. As ToPersona."""

    entry: ScenarioEntry
    calls: int = 0
    wanted: PickerFilter = EVERYBODY


@dataclass(frozen=True, slots=True)
class ToSetup:
    """Camera, microphone and consent before a call. practice: with a written customer, partner: with a person in the
    room; None for both: a call of one's own in another programme."""

    practice: PracticeChoice | None = None
    partner: PartnerChoice | None = None


@dataclass(frozen=True, slots=True)
class ToCalibration:
    """A calibration with these devices. None: that device is off. quick: a re-check of what is `kept`.

    practice, partner: the call that was being set up; the set-up of it follows.
    """

    camera: Device | None
    microphone: Device | None
    kept: KeptCalibration | None = None
    quick: bool = False
    practice: PracticeChoice | None = None
    partner: PartnerChoice | None = None


@dataclass(frozen=True, slots=True)
class ToCall:
    """A call with this plan; practice: with this written customer, partner: with a person in the room.

    beside: a call in another programme; the window makes room for a small strip.
    """

    plan: StartCall
    practice: PracticeChoice | None = None
    partner: PartnerChoice | None = None
    beside: bool = False


@dataclass(frozen=True, slots=True)
class ToPartnerRating:
    """What the partner says of a call that has just ended; then the learner's own view. letters: as ToSelfCheck."""

    folder: Path
    letters: tuple[Letter, ...] = LETTERS


@dataclass(frozen=True, slots=True)
class ToDebrief:
    """What was noticed in a session."""

    folder: Path


@dataclass(frozen=True, slots=True)
class ToSelfCheck:
    """The learner's own view of a call that has just ended; then its debrief. letters: those that were measured."""

    folder: Path
    letters: tuple[Letter, ...] = LETTERS


@dataclass(frozen=True, slots=True)
class ToSessions:
    """All sessions."""


@dataclass(frozen=True, slots=True)
class ToImport:
    """A recorded call; `media` starts at once."""

    media: Path | None = None
    customer_audio: Path | None = None
    customer_track: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class ToSample:
    """Make the sample call and open it."""


@dataclass(frozen=True, slots=True)
class ToReview:
    """A session in the coach's workspace. t_s: where to begin. rate: ask for the coach's own rating first.

    pack: the calibration pack it is a clip of; what other coaches wrote stays hidden until it is rated, and back leads
    there.
    """

    folder: Path
    t_s: float = 0.0
    rate: bool = False
    pack: Path | None = None


@dataclass(frozen=True, slots=True)
class ToCompare:
    """Two sessions side by side."""

    first: Path
    second: Path


@dataclass(frozen=True, slots=True)
class ToProgress:
    """How the learner's letters went over time."""


@dataclass(frozen=True, slots=True)
class ToAgreement:
    """How well coaches agree with what was measured, and with each other."""


@dataclass(frozen=True, slots=True)
class ToCalibrationPacks:
    """Clips that several coaches rate, to become consistent. pack: one of them, None for the list."""

    pack: Path | None = None


@dataclass(frozen=True, slots=True)
class ToAddClip:
    """A stretch of a session to add to a calibration pack. title: of the session. rate: of the review it came from."""

    folder: Path
    start_s: float = 0.0
    end_s: float = 0.0
    title: str = ""
    rate: bool = False


@dataclass(frozen=True, slots=True)
class ToSharePack:
    """A calibration pack to share with other coaches, or, with ratings, all ratings of its clips to send."""

    pack: Path
    name: str = ""
    ratings: bool = False


@dataclass(frozen=True, slots=True)
class ToRubric:
    """What each step of the coach's rating means, to read and to edit."""


@dataclass(frozen=True, slots=True)
class ToBin:
    """Sessions that were put away."""


@dataclass(frozen=True, slots=True)
class ToBatch:
    """A folder of recordings to analyse, or these files. Neither: the folder that was chosen last."""

    folder: Path | None = None
    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class ToShare:
    """A session to share with a coach."""

    folder: Path


@dataclass(frozen=True, slots=True)
class ToSendNotes:
    """A coach's notes about a shared session, to send back; then back to its review. title: of the session."""

    folder: Path
    title: str = ""


@dataclass(frozen=True, slots=True)
class ToPackage:
    """A shared package to open, or a file of a coach's notes to take in. file: None asks for it."""

    file: Path | None = None


@dataclass(frozen=True, slots=True)
class ToSettings:
    """The settings."""


@dataclass(frozen=True, slots=True)
class ToHelp:
    """The help; `topic` is a file name without its ending."""

    topic: str = "start"


@dataclass(frozen=True, slots=True)
class ToDrills:
    """The drills; those of one kind or one letter first."""

    kind: DrillKind | None = None
    letter: Letter | None = None


@dataclass(frozen=True, slots=True)
class ToDrill:
    """A round of this kind now. first: id of the item it begins with, '' for any."""

    kind: DrillKind
    first: str = ""


@dataclass(frozen=True, slots=True)
class ToModelCard:
    """What was measured, how well, and what is not known; back leads to `origin`."""

    origin: Literal["help", "settings"] = "help"


Route = (
    ToHome
    | ToPractice
    | ToPersona
    | ToPartner
    | ToWorkshop
    | ToEditor
    | ToSetup
    | ToCalibration
    | ToCall
    | ToDebrief
    | ToPartnerRating
    | ToSelfCheck
    | ToSessions
    | ToImport
    | ToSample
    | ToReview
    | ToCompare
    | ToProgress
    | ToAgreement
    | ToCalibrationPacks
    | ToAddClip
    | ToSharePack
    | ToRubric
    | ToBin
    | ToBatch
    | ToShare
    | ToSendNotes
    | ToPackage
    | ToSettings
    | ToHelp
    | ToDrills
    | ToDrill
    | ToModelCard
)
