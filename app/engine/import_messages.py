"""Commands and events of bringing in recorded calls: frozen values, picklable, no arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

MEDIA_ENDINGS: Final = ("mp4", "mkv", "mov", "webm", "avi", "m4v", "wav", "flac", "mp3", "m4a", "aac", "ogg", "opus")

TranscriberName = Literal["tiny.en", "base"]
CustomerChannel = Literal["auto", "mixed", "left", "right"]
PersonPlace = Literal["whole", "left", "right"]
SoundKind = Literal["channel", "track", "file", "voice"]


@dataclass(frozen=True, slots=True)
class ImportMedia:
    """Analyse a recorded call into `folder`. Answered by ImportProgress and CallFinished or Problem.

    transcriber: 'base' is the more exact and slower one. terms: as in StartCall.
    speaker_first: who is heard first where both share a track, as far as the user knows.
    customer_channel: where the only track has two channels: which of them is the customer's; 'auto' looks whether they
    hold one person each, 'mixed' says that they do not.
    customer_in_media: with `customer_audio`: the customer is heard in `media`, and the CSM in that other file.
    work: a folder for what is finished before the whole is, so that a stopped import can go on; None keeps nothing.
    started_at: when the call was, ISO 8601, '' for now. scenario: the practice scenario it follows, or ''.
    """

    media: str
    folder: str
    title: str
    customer_audio: str | None = None
    customer_track: int | None = None
    layout: Literal["auto", "single", "side-by-side"] = "auto"
    person: Literal["auto", "left", "right"] = "auto"
    transcriber: TranscriberName = "tiny.en"
    terms: tuple[str, ...] = ()
    speaker_first: Literal["csm", "customer"] | None = None
    customer_channel: CustomerChannel = "auto"
    customer_in_media: bool = False
    work: str | None = None
    started_at: str = ""
    scenario: str = ""
    consent: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CancelImport:
    """Stop the import or the look at a recording in progress; without a work folder what was written is removed."""


@dataclass(frozen=True, slots=True)
class ExamineMedia:
    """Look through a recording, quickly, before it is imported. Answered by ImportProgress, MediaExamined or Problem.

    number: comes back with the answer.
    """

    number: int
    media: str
    customer_audio: str | None = None


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """One face in the picture. picture: JPEG, for the screen only. seen_share: 0..1 of the pictures looked at."""

    place: PersonPlace
    picture: bytes
    seen_share: float


@dataclass(frozen=True, slots=True)
class SoundHeard:
    """One of the sounds that may be one person's: a channel, a track, a file, or one of two voices on one track.

    number: counts from 0 in the order of the recording; voices in the order in which they are first heard.
    level_dbfs: of its speech, None when there is none. speech_s: s of speech in what was listened to.
    sample: a few seconds of it as WAV, b'' without speech. sample_at_s: where they begin in the recording.
    """

    kind: SoundKind
    number: int
    level_dbfs: float | None
    speech_s: float
    sample: bytes = b""
    sample_at_s: float = 0.0


@dataclass(frozen=True, slots=True)
class WhoIsCsm:
    """A proposed answer. person, sound: the place of the CSM and the number of their sound, None when not known.

    sure: 'sure' rests on the mouth or leaves no choice, 'likely' on how recordings mostly are, 'open' asks the user.
    reasons: plain sentences. links: whose sound is known to be whose.
    """

    person: PersonPlace | None
    sound: int | None
    sure: Literal["sure", "likely", "open"]
    reasons: tuple[str, ...]
    links: tuple[tuple[PersonPlace, int], ...] = ()


@dataclass(frozen=True, slots=True)
class MediaExamined:
    """What a recording holds. people: one or two, left before right. sounds: none, one, or two that may be told apart.

    tracks: audio tracks of `media`. recorded_at: ISO 8601 as far as the file tells. notes: what the user should know.
    """

    number: int
    media: str
    customer_audio: str | None
    duration_s: float
    has_video: bool
    tracks: int
    people: tuple[PersonSeen, ...]
    sounds: tuple[SoundHeard, ...]
    proposal: WhoIsCsm
    recorded_at: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """fraction 0..1; remaining_s None while unknown; step in plain words."""

    fraction: float
    remaining_s: float | None
    step: str
