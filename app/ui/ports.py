"""What the window needs from the library, the session reader and the exporters, as Protocols. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.engine.messages import CalibrationStep
from app.library.library import BinnedSession as BinnedSession
from app.library.library import LibraryProblem as LibraryProblem
from app.library.progress.past import PastCall
from app.library.shelf import PutAway as PutAway
from app.library.shelf import ShelfChoices as ShelfChoices
from app.library.shelf import ShelfState as ShelfState
from app.library.snippets import Found as Found
from app.library.wanted import Wanted as Wanted
from app.practice.cue_trace import CueTrace
from app.practice.drills.choosing import DrillDone
from app.practice.drills.model import DrillItem
from app.practice.kept_practice import KeptPractice as KeptPractice
from app.practice.partner import PartnerSaid
from app.practice.scenario.model import EndKind, Scenario
from app.practice.self_check import SelfCheck
from perception.recording.corrections import Correction, TranscriptLine
from perception.recording.notes import Note
from perception.recording.records import CueRecord
from perception.recording.review_notes import ReviewEntry
from perception.scoring.wordings import BetterWording
from perception.types import PersonalBaseline, Scorecard, Utterance


class SessionEntry(Protocol):
    """One session in the list. letters: letter to its mark or score; see `present_marks`."""

    @property
    def folder(self) -> Path:
        """The session folder."""
        ...

    @property
    def title(self) -> str:
        """Its title."""
        ...

    @property
    def started_at(self) -> datetime | None:
        """Wall-clock start, None when unknown."""
        ...

    @property
    def duration_s(self) -> float | None:
        """Length in seconds, None when unknown."""
        ...

    @property
    def letters(self) -> Mapping[str, float | None]:
        """Letter to value 0..100, None where not measured."""
        ...

    @property
    def recovered(self) -> bool:
        """Whether it ended early and was recovered."""
        ...

    @property
    def source(self) -> str:
        """Where it came from; see perception.recording.format.Source."""
        ...

    @property
    def tags(self) -> tuple[str, ...]:
        """Words by which its owner finds it again."""
        ...

    @property
    def comments(self) -> int:
        """How many comments stand in it."""
        ...

    @property
    def coach_rated(self) -> bool:
        """Whether a coach has rated it."""
        ...

    @property
    def shared_by(self) -> str:
        """Who shared it, '' for one's own."""
        ...

    @property
    def ended(self) -> bool:
        """Whether it has an end: False while it is recorded, or not mended yet."""
        ...

    @property
    def check_call(self) -> bool:
        """Whether it went without cues and marks."""
        ...


class SessionShelf(Protocol):
    """Where sessions are kept. What reads or writes many of them runs away from the window.

    All may raise PerceptionError or OSError; what is done with several sessions does all it can first.
    """

    def recent(self, most: int) -> tuple[Sequence[SessionEntry], int]:
        """The newest sessions, and how many there are in all."""
        ...

    def look(self, wanted: Wanted, limit: int | None = None) -> Sequence[SessionEntry]:
        """All that fit, in the order wanted, as they are known; limit: the first of them only."""
        ...

    def places(self, folders: Sequence[Path], words: str) -> Mapping[Path, Found]:
        """Where the words stand in these sessions."""
        ...

    def choices(self) -> ShelfChoices:
        """Tags and scenarios that sessions have."""
        ...

    def freshen(self, budget_s: float = 0.2) -> ShelfState:
        """Bring what is known up to date for about so long."""
        ...

    def retag(self, folders: Sequence[Path], *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """Give sessions tags and take others from them."""
        ...

    def rename_tag(self, old: str, new: str) -> int:
        """Put another word in the place of a tag, in every session; how many had it."""
        ...

    def trash_all(self, folders: Sequence[Path]) -> PutAway:
        """Put several away; the answer tells what could not be."""
        ...

    def bin(self) -> Sequence[BinnedSession]:
        """What was put away, the last first."""
        ...

    def restore(self, trashed: Sequence[Path]) -> None:
        """Bring sessions back from the bin."""
        ...

    def delete_for_good(self, trashed: Sequence[Path]) -> None:
        """Delete sessions in the bin."""
        ...

    def check(self) -> Sequence[LibraryProblem]:
        """What is wrong with the library; reads every session."""
        ...

    def rebuild(self) -> int:
        """Make the list anew from the folders; how many sessions it holds then."""
        ...

    def new_folder(self, title: str) -> Path:
        """A folder name for a new session that does not exist yet."""
        ...

    def rename(self, folder: Path, title: str) -> None:
        """Give a session another title. Raises PerceptionError or OSError."""
        ...

    def trash(self, folder: Path) -> Callable[[], None]:
        """Put a session away; the answer brings it back."""
        ...


@dataclass(frozen=True, slots=True)
class KeptCalibration:
    """What a calibration found with one camera and one microphone, by their names; '' where there was none."""

    made_at: datetime
    camera: str
    microphone: str
    measured: tuple[CalibrationStep, ...]
    baseline: PersonalBaseline


class CalibrationShelf(Protocol):
    """Where the learner's calibrations are kept, one for each pair of camera and microphone.

    All may read or write a file, so they run away from the window; they raise PerceptionError or OSError.
    """

    def find(self, *, camera: str, microphone: str) -> KeptCalibration | None:
        """What is known with this pair, None when nothing is. One device may be known without the other."""
        ...

    def all(self) -> Sequence[KeptCalibration]:
        """Every calibration of the learner."""
        ...

    def keep(self, kept: KeptCalibration) -> None:
        """Keep it in place of an earlier one of the same pair."""
        ...

    def forget(self, *, camera: str, microphone: str) -> int:
        """Delete the calibration of this very pair; how many there were."""
        ...

    def problems(self) -> Sequence[str]:
        """One sentence for each file that could not be read since this was asked last."""
        ...


@dataclass(frozen=True, slots=True)
class Past:
    """What the learner did so far: finished calls and finished drills."""

    calls: tuple[PastCall, ...] = ()
    drills: tuple[DrillDone, ...] = ()


class PastShelf(Protocol):
    """Where finished calls and drills are looked up."""

    def read(self) -> Past:
        """All of them; reads files, so it runs away from the window. Raises PerceptionError or OSError."""
        ...


class DrillShelf(Protocol):
    """The written drills, and what the learner has done of them.

    All may read or write a file, so they run away from the window; they raise PerceptionError or OSError.
    """

    def items(self) -> Sequence[DrillItem]:
        """Every item, the shipped ones by kind, then own ones."""
        ...

    def problems(self) -> Sequence[str]:
        """One sentence for each mistake in own files, as found when the items were asked for last."""
        ...

    def done(self) -> Sequence[DrillDone]:
        """Every finished round, the oldest first."""
        ...

    def keep(self, done: DrillDone) -> None:
        """Keep a finished round."""
        ...


@dataclass(frozen=True, slots=True)
class MediaPart:
    """One media file; its first moment is `start_s` on the session clock."""

    start_s: float
    path: Path


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """What the debrief shows of one session. media: empty when picture and sound were not kept.

    lines: the whole transcript; utterances: what counts of it. corrections: what was corrected in it so far.
    notes: what is to be known about the recording, plain sentences.
    outdated: the result does not know of the newest corrections.
    reword: words weak answers better; None where that is not offered. self_check: what the learner said, or None.
    partner: what the partner said in practice with a person in the room, or None.
    practice: of a call with a written customer, else None. cues: those that were shown; wrong_cues: those of them that
    were said to be wrong. trace: why a cue came, from what was recorded (reads files, so away from the window); None
    where that is not offered. entries: what coaches and the learner wrote in review. shared_by: who shared it, '' for a
    call of one's own.
    """

    folder: Path
    title: str
    started_at: datetime | None
    scorecard: Scorecard
    utterances: tuple[Utterance, ...] = ()
    media: tuple[MediaPart, ...] = ()
    notes: tuple[str, ...] = ()
    lines: tuple[TranscriptLine, ...] = ()
    corrections: tuple[Correction, ...] = ()
    outdated: bool = False
    reword: Callable[[Sequence[Utterance]], Sequence[BetterWording]] | None = None
    self_check: SelfCheck | None = None
    partner: PartnerSaid | None = None
    practice: KeptPractice | None = None
    cues: tuple[CueRecord, ...] = ()
    wrong_cues: tuple[CueRecord, ...] = ()
    trace: Callable[[CueRecord], CueTrace | None] | None = None
    entries: tuple[ReviewEntry, ...] = ()
    shared_by: str = ""

    def media_at(self, t_s: float) -> MediaPart | None:
        """The media file that holds this moment."""
        begun = [part for part in self.media if part.start_s <= t_s]
        return begun[-1] if begun else next(iter(self.media), None)


class SessionOpener(Protocol):
    """Reads a session folder; may take a second, so it runs away from the window."""

    def __call__(self, folder: Path) -> OpenedSession:
        """Do it; raises PerceptionError or OSError."""
        ...


class Exporter(Protocol):
    """Writes one session in one format (app.reports.export.FORMATS) to a file."""

    def __call__(self, folder: Path, kind: str, target: Path) -> None:
        """Do it; raises PerceptionError or OSError."""
        ...


class Transcripts(Protocol):
    """Where corrections of a transcript are kept."""

    def correct(self, folder: Path, corrections: Sequence[Correction]) -> None:
        """Keep corrections with a session: a line is added to a file. Raises PerceptionError or OSError."""
        ...

    def renew(self, folder: Path) -> None:
        """Make the reports in the session folder anew; runs away from the window. Raises PerceptionError or OSError."""
        ...


class SessionNotes(Protocol):
    """Where self-checks, ratings and comments of a session are kept."""

    def add(self, folder: Path, note: Note) -> None:
        """Keep a note with a session; runs away from the window. Raises PerceptionError or OSError."""
        ...


@dataclass(frozen=True, slots=True)
class ScenarioMistake:
    """Something wrong in a scenario's file. line: None where it belongs to no line."""

    line: int | None
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Played:
    """How often a scenario was played, when last, and the best end it came to; None: it was left before its end."""

    times: int
    last: datetime
    best: EndKind | None = None


@dataclass(frozen=True, slots=True)
class ScenarioEntry:
    """A scenario on the shelf. scenario: None when its file has mistakes, which are then told."""

    file: Path
    scenario: Scenario | None
    mistakes: tuple[ScenarioMistake, ...] = ()
    played: Played | None = None


@dataclass(frozen=True, slots=True)
class ScenarioList:
    """All scenarios, and how many practice calls with a written customer there were so far."""

    entries: tuple[ScenarioEntry, ...]
    calls: int = 0


class ScenarioShelf(Protocol):
    """Where scenarios are kept, with what was played of them."""

    def read(self) -> ScenarioList:
        """All of them; reads files, so it runs away from the window. Raises OSError."""
        ...

    def keep_played(self, scenario_id: str, end: EndKind | None) -> None:
        """Remember that it was played just now and how it ended; None: it was left before its end. Raises OSError."""
        ...


@dataclass(frozen=True, slots=True)
class SampleMedia:
    """The files of the sample call."""

    media: Path
    title: str
    customer_audio: Path | None = None
    customer_track: int | None = None
