"""What the import page shows: its phases, the proposed answer, and the command that comes of the user's. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeGuard

from app.engine.messages import MEDIA_ENDINGS as MEDIA_ENDINGS
from app.engine.messages import (
    CallFinished,
    Event,
    ImportMedia,
    ImportProgress,
    MediaExamined,
    PersonPlace,
    Problem,
    SoundHeard,
    SoundKind,
)
from app.reports.words import percent
from app.ui.words import duration, time_left

ImportPhase = Literal["choosing", "examining", "asking", "making", "running", "failed", "finished"]

PLACE_WORDS: Final[Mapping[PersonPlace, str]] = {
    "whole": "In the picture",
    "left": "On the left",
    "right": "On the right",
}
SOUND_WORDS: Final[Mapping[SoundKind, tuple[str, str]]] = {
    "channel": ("Left channel", "Right channel"),
    "track": ("First track", "Second track"),
    "file": ("First file", "Second file"),
    "voice": ("First voice", "Second voice"),
}
SURE_WORDS: Final = {
    "sure": "Proposed. This is quite sure.",
    "likely": "Proposed. Please check it.",
    "open": "No answer can be proposed. Please choose.",
}
_ONLY_VOICE: Final = "The voice"
_NOBODY: Final = "There is nobody to choose."
_QUIET_DBFS: Final = -42.0
CONSENT: Final = "consent_both"


@dataclass(frozen=True, slots=True)
class ImportView:
    """The import page at one moment. fraction: 0..1. notices: how the recording is read, as far as it is known."""

    phase: ImportPhase = "choosing"
    title: str = ""
    step: str = ""
    left: str = ""
    fraction: float = 0.0
    message: str = ""
    recovery: str = ""
    folder: str = ""
    notices: tuple[str, ...] = ()
    examined: MediaExamined | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user says: where the CSM is seen, and which sound is theirs; None where they do not know.

    mixed: both people are on both channels.
    """

    person: PersonPlace | None = None
    sound: int | None = None
    mixed: bool = False


class ImportPresenter:
    """Keeps the state of one import."""

    def __init__(self) -> None:
        self.view = ImportView()
        self._number = 0

    def examine(self, title: str, *, anew: bool = True) -> int:
        """The recording is looked through; the answer to the number given is the one that counts.

        anew: not only for a second file that belongs to it. When that fails, what was found before is asked again.
        """
        self._number += 1
        found = None if anew else self.view.examined
        self.view = ImportView("examining", title, "Looking at the recording …", time_left(None), examined=found)
        return self._number

    def begin(self, title: str) -> None:
        """An import starts."""
        self.view = ImportView(phase="running", title=title, step="Opening the recording …", left=time_left(None))

    def make(self, title: str, step: str) -> None:
        """The recording itself is made first."""
        self.view = ImportView(phase="making", title=title, step=step, left="This takes a minute or two.")

    def cancel(self) -> None:
        """The user changed their mind."""
        self._number += 1
        self.view = ImportView()

    def hear(self, event: Event) -> None:
        """Take in one event."""
        if isinstance(event, MediaExamined):
            if self.view.phase == "examining" and event.number == self._number:
                self.view = replace(self.view, phase="asking", examined=event, fraction=1.0)
            return
        if self.view.phase not in ("running", "examining"):
            return
        if isinstance(event, ImportProgress):
            left = time_left(event.remaining_s)
            self.view = replace(self.view, fraction=min(1.0, max(0.0, event.fraction)), step=event.step, left=left)
        elif isinstance(event, Problem) and event.severity == "failed" and self.view.examined is not None:
            self.view = replace(self.view, phase="asking", fraction=1.0)
        elif isinstance(event, Problem) and event.severity == "failed":
            words = " ".join(filter(None, (event.kept, event.recovery)))
            self.view = replace(self.view, phase="failed", message=event.message, recovery=words)
        elif self.view.phase == "running" and isinstance(event, CallFinished):
            self.view = replace(self.view, phase="finished", folder=event.folder, fraction=1.0)
        elif self.view.phase == "running" and is_import_notice(event):
            self.view = replace(self.view, notices=(*self.view.notices, event.message))


def is_import_notice(event: Event) -> TypeGuard[Problem]:
    """Whether this tells how a recording is read."""
    return isinstance(event, Problem) and event.what == "media" and event.severity == "notice"


def proposed(examined: MediaExamined) -> Answer:
    """The proposal as an answer."""
    return Answer(examined.proposal.person, examined.proposal.sound)


def choose_person(answer: Answer, examined: MediaExamined, person: PersonPlace) -> Answer:
    """Another person; with them comes their sound where it is known whose it is."""
    sound = dict(examined.proposal.links).get(person, answer.sound)
    return replace(answer, person=person, sound=sound)


def choose_sound(answer: Answer, examined: MediaExamined, sound: int | None) -> Answer:
    """Another sound; with it comes its person where that is known."""
    owner = next((place for place, number in examined.proposal.links if number == sound), answer.person)
    return replace(answer, sound=sound, person=owner, mixed=False)


def is_complete(answer: Answer, examined: MediaExamined) -> bool:
    """Whether enough is said to begin: of two people the user is one, and of two separate sounds one is theirs."""
    if len(examined.people) == 2 and answer.person is None:
        return False
    apart = len(examined.sounds) == 2 and examined.sounds[0].kind != "voice"
    return not apart or answer.mixed or answer.sound is not None


def with_answer(command: ImportMedia, answer: Answer, examined: MediaExamined) -> ImportMedia:
    """The command as the answer asks for it."""
    if len(examined.people) == 2 and answer.person in ("left", "right"):
        command = replace(command, layout="side-by-side", person=answer.person)
    elif examined.has_video:
        command = replace(command, layout="single")
    if not examined.sounds or examined.sounds[0].kind != "channel":
        command = replace(command, customer_channel="mixed")
    if len(examined.sounds) < 2:
        return command
    kind, other = examined.sounds[0].kind, 1 - (answer.sound or 0)
    if kind == "track":
        return replace(command, customer_track=other)
    if kind == "file":
        return replace(command, customer_in_media=other == 0)
    if kind == "channel":
        return replace(command, customer_channel="mixed" if answer.mixed else ("left", "right")[other])
    first: Literal["csm", "customer"] | None = None if answer.sound is None else ("csm", "customer")[answer.sound]
    return replace(command, speaker_first=first)


def facts_line(examined: MediaExamined) -> str:
    """Length, picture and sound in one line."""
    people = {0: "nobody in the picture", 1: "one person", 2: "two people side by side"}[len(examined.people)]
    picture = people if examined.has_video else "no picture"
    kinds = {"channel": "two people on two channels", "track": "two sound tracks", "file": "two sound files"}
    if not examined.sounds:
        sound = "no voice is heard"
    elif len(examined.sounds) == 1:
        sound = "one voice"
    else:
        sound = kinds.get(examined.sounds[0].kind, "two voices on one track")
    return f"{duration(examined.duration_s)}, {picture}, {sound}"


def sure_line(examined: MediaExamined) -> str:
    """How sure the proposal is."""
    if not examined.people and not examined.sounds:
        return _NOBODY
    return SURE_WORDS[examined.proposal.sure]


def sound_name(sound: SoundHeard, *, alone: bool) -> str:
    """What a sound is called on the page."""
    return _ONLY_VOICE if alone else SOUND_WORDS[sound.kind][sound.number]


def sound_line(sound: SoundHeard) -> str:
    """How much of a sound there is, and how loud."""
    if not sound.speech_s:
        return "no voice is heard in the part that was listened to"
    loud = "quiet" if sound.level_dbfs is not None and sound.level_dbfs < _QUIET_DBFS else "well heard"
    return f"{duration(sound.speech_s)} of speech, {loud}"


def half_done_line(share: float, when: str) -> str:
    """How far a stopped import is."""
    return f"{percent(share)} read, begun {when}"
