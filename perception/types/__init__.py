"""The values that cross the boundaries of perception, with their units.

Times are seconds on the session clock (0 at session start, monotonic). Angles are degrees.
`None` means "not measurable here", never zero. Values that hold arrays compare by identity
(`eq=False`), because comparing arrays element by element has no single truth value.
"""

from __future__ import annotations

from perception.types.baseline import GazeTarget, PersonalBaseline
from perception.types.basics import (
    LETTERS,
    ByteArray,
    FeelingFamily,
    Float32Array,
    FloatArray,
    Letter,
    LiveMark,
    Phase,
    ScoreState,
    Speaker,
    Zone,
)
from perception.types.heard import SpeechSegment, StatedFeeling, Utterance, VoiceObservation, Word, spoken_words
from perception.types.media import AudioBlock, FaceReading, PoseReading, VideoFrame
from perception.types.observed import Gap, Mark, Observation, PhaseChange
from perception.types.scores import (
    ComponentScore,
    LetterCourse,
    LetterScore,
    LiveLetter,
    Moment,
    Reason,
    Scorecard,
    Snapshot,
    Span,
)
from perception.types.seen import Box, CustomerSmile, FaceObservation, Nod, PoseObservation

__all__ = [
    "LETTERS",
    "AudioBlock",
    "Box",
    "ByteArray",
    "ComponentScore",
    "CustomerSmile",
    "FaceObservation",
    "FaceReading",
    "FeelingFamily",
    "Float32Array",
    "FloatArray",
    "Gap",
    "GazeTarget",
    "Letter",
    "LetterCourse",
    "LetterScore",
    "LiveLetter",
    "LiveMark",
    "Mark",
    "Moment",
    "Nod",
    "Observation",
    "PersonalBaseline",
    "Phase",
    "PhaseChange",
    "PoseObservation",
    "PoseReading",
    "Reason",
    "ScoreState",
    "Scorecard",
    "Snapshot",
    "Span",
    "Speaker",
    "SpeechSegment",
    "StatedFeeling",
    "Utterance",
    "VideoFrame",
    "VoiceObservation",
    "Word",
    "Zone",
    "spoken_words",
]
