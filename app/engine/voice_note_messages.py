"""What crosses between window and engine for a spoken comment; these values belong to the unions of messages.py."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_VOICE_NOTE_S = 120.0
SHORTEST_VOICE_NOTE_S = 0.5  # less is a slip of the finger


@dataclass(frozen=True, slots=True)
class RecordVoiceNote:
    """Open this microphone and keep what is said for the session in `folder`, until StopVoiceNote or two minutes.

    name: its file below `voice/` in that folder. terms: names and terms the recogniser is told to expect.
    """

    folder: str
    name: str
    microphone_id: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StopVoiceNote:
    """Close the microphone. keep: write what was said; False forgets it."""

    keep: bool = True


VoiceNoteCommand = RecordVoiceNote | StopVoiceNote


@dataclass(frozen=True, slots=True)
class VoiceNoteReading:
    """About ten times a second while it is spoken. level_dbfs: None before the first sound."""

    seconds: float
    level_dbfs: float | None


@dataclass(frozen=True, slots=True)
class VoiceNoteKept:
    """It is in the folder. seconds: its length; 0: nothing was kept, because nothing was heard or it was given up."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class VoiceNoteWords:
    """The words that were recognised; '' where there were none or no recogniser is here."""

    name: str
    text: str


VoiceNoteEvent = VoiceNoteReading | VoiceNoteKept | VoiceNoteWords
