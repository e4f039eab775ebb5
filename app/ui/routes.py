"""Where the window can go. Pages emit these; the main window follows. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.engine.messages import Device, StartCall
from app.practice.drills.model import DrillKind
from app.ui.ports import KeptCalibration
from perception.types import LETTERS, Letter


@dataclass(frozen=True, slots=True)
class ToHome:
    """The first page."""


@dataclass(frozen=True, slots=True)
class ToSetup:
    """Camera, microphone and consent before a call."""


@dataclass(frozen=True, slots=True)
class ToCalibration:
    """A calibration with these devices. None: that device is off. quick: a re-check of what is `kept`."""

    camera: Device | None
    microphone: Device | None
    kept: KeptCalibration | None = None
    quick: bool = False


@dataclass(frozen=True, slots=True)
class ToCall:
    """A call with this plan."""

    plan: StartCall


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
    | ToSetup
    | ToCalibration
    | ToCall
    | ToDebrief
    | ToSelfCheck
    | ToSessions
    | ToImport
    | ToSample
    | ToSettings
    | ToHelp
    | ToDrills
    | ToDrill
    | ToModelCard
)
