"""The values that cross the boundaries of perception, with their units.

Times are seconds on the session clock (0 at session start, monotonic). Angles are degrees.
`None` means "not measurable here", never zero. Values that hold arrays compare by identity
(`eq=False`), because comparing arrays element by element has no single truth value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Float32Array = NDArray[np.float32]
ByteArray = NDArray[np.uint8]

Letter = Literal["E", "M", "P", "A", "T", "H", "Y"]
LETTERS: Final[tuple[Letter, ...]] = ("E", "M", "P", "A", "T", "H", "Y")

Speaker = Literal["csm", "customer", "unknown"]
Zone = Literal["camera", "tile", "notes", "away"]
Phase = Literal["greet", "vent", "explore", "solve", "close"]
FeelingFamily = Literal[
    "anger",
    "disappointment",
    "worry",
    "overwhelm",
    "confusion",
    "disrespect",
    "sadness",
    "distrust",
    "relief_positive",
]
ScoreState = Literal["scored", "band", "not_enough"]
LiveMark = Literal["good", "watch", "unknown"]


# ---------------------------------------------------------------- what devices deliver


@dataclass(frozen=True, slots=True, eq=False)
class VideoFrame:
    """One picture. `bgr` is (height, width, 3) uint8, read-only, stamped right after capture."""

    t_s: float
    bgr: ByteArray
    index: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class AudioBlock:
    """A run of mono samples, float32 in -1..1, `t_s` being the time of the first sample."""

    t_s: float
    samples: Float32Array
    rate_hz: int
    channel: Speaker = "csm"

    @property
    def duration_s(self) -> float:
        """Length of the block in seconds."""
        return len(self.samples) / self.rate_hz


# ---------------------------------------------------------------- what models deliver


@dataclass(frozen=True, slots=True, eq=False)
class FaceReading:
    """One face as the face model gives it, before any interpretation.

    landmarks: (478, 3) float, x and y in pixels of the frame, z in the same scale (smaller = nearer).
    blendshapes: the 52 names of the model, each 0..1.
    matrix: (4, 4) facial transformation matrix, translation in centimetres, or None.
    mouth_light: how much lighter and less red the mouth's opening is than the lips (features/mouth_light.py), None
    when the picture was not looked at for it.
    """

    t_s: float
    landmarks: FloatArray
    blendshapes: Mapping[str, float]
    matrix: FloatArray | None
    frame_width_px: int
    frame_height_px: int
    mouth_light: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PoseReading:
    """The 33 body landmarks as the pose model gives them.

    landmarks: (33, 3) float, x and y in pixels, z in the same scale. visibility: (33,) 0..1.
    """

    t_s: float
    landmarks: FloatArray
    visibility: FloatArray
    frame_width_px: int
    frame_height_px: int


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word with session times and the recogniser's probability."""

    start_s: float
    end_s: float
    text: str
    p: float


# ---------------------------------------------------------------- observations


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the frame, origin top left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class FaceObservation:
    """What is seen of the CSM's face in one frame. All None/empty but t_s when not found.

    yaw_deg: + when the nose points to the right edge of the picture. pitch_deg: + looking up.
    roll_deg: + when the head is tilted clockwise in the picture. gaze_x_deg, gaze_y_deg: head and eyes
    together, same signs. distance_cm: camera to face. offset_x, offset_y: t_x/t_z and t_y/t_z of the face
    (place in the field of view, tangent units). blink: mean of both lids 0..1. eyes: the lids told against the
    person's own, lowered ones of a look down being open; None when the eyes cannot be read. eye_span_px: distance
    of the outer eye corners divided by cos(yaw), pixels (face scale d_f of F3.1).
    displays: personal activation 0..1 (smile, smile_asymmetry, concern, scowl, brow_raise, brow_lower,
    lip_press, eye_squint, eye_roll, jaw_open); a face turned too far shows a smile at most. raw: means of bare
    blendshapes, and smile_shape, brow_slope, brow_lowering (features/facial_display.py).
    """

    t_s: float
    found: bool
    box: Box | None = None
    faces: int = 0
    yaw_deg: float | None = None
    pitch_deg: float | None = None
    roll_deg: float | None = None
    gaze_x_deg: float | None = None
    gaze_y_deg: float | None = None
    distance_cm: float | None = None
    offset_x: float | None = None
    offset_y: float | None = None
    eye_span_px: float | None = None
    attend_p: float | None = None
    zone: Zone | None = None
    blink: float | None = None
    eyes: Literal["open", "blink", "closed"] | None = None
    displays: Mapping[str, float] = field(default_factory=dict)
    raw: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PoseObservation:
    """What is seen of the CSM's upper body in one frame.

    shoulder_span_px: distance of the shoulders. head_span_px: distance of the outer eye corners in depth and
    picture, from the same landmarks (scale of the head). ear_shoulder_ratio: vertical distance ear to shoulder
    over shoulder span (slouch ratio before baseline). shoulder_tilt_deg: + = the shoulder at the right edge of
    the picture is lower. facing: shoulders square to the camera, 0..1. arms_crossed: None while the wrists are
    out of the picture. face_touch: None likewise. motion: median landmark speed, shoulder spans a second.
    framing: 'ok', 'head_only', 'too_far', 'too_close', 'off_centre', 'too_low', 'too_high' or 'absent'.
    lean: personal lean, + forward, in F3.1 units (log ratio), joined from face and body (features/lean.py), None
    without a reference or a face. slouch: ratio to the reference, None without one.
    """

    t_s: float
    found: bool
    shoulder_span_px: float | None = None
    ear_shoulder_ratio: float | None = None
    shoulder_tilt_deg: float | None = None
    facing: float | None = None
    lean: float | None = None
    slouch: float | None = None
    arms_crossed: bool | None = None
    face_touch: bool | None = None
    motion: float | None = None
    shoulders_visible: bool = False
    framing: str = "absent"
    head_span_px: float | None = None


@dataclass(frozen=True, slots=True)
class Nod:
    """A head nod. timed: onset close to a phrase end or pause of the customer; None when unknown."""

    start_s: float
    end_s: float
    cycles: int
    amplitude_deg: float
    timed: bool | None = None


@dataclass(frozen=True, slots=True, eq=False)
class VoiceObservation:
    """A run of voice measurements on a 10 ms grid, `t_s` the centre of the first hop.

    f0_hz: (n,) NaN where unvoiced. voiced_p: (n,) 0..1, at least .5 exactly where f0_hz is a number.
    level_dbfs: (n,) RMS level of the hop's window, floor -100. tilt_db: (n,) level of 50-500 Hz minus level of
    2.8-4 kHz in dB, lower is more pressed, NaN where unvoiced.
    """

    t_s: float
    hop_s: float
    channel: Speaker
    f0_hz: FloatArray
    voiced_p: FloatArray
    level_dbfs: FloatArray
    tilt_db: FloatArray


@dataclass(frozen=True, slots=True)
class SpeechSegment:
    """A run of speech of one speaker (inner pauses shorter than the hangover).

    channel: by the track, or on a track that both share by voice and mouth. p: how sure that is, .5..1 (1 by the
    track). voice: 'A' or 'B' where two voices were told apart and nothing shows whose they are, else ''.
    """

    start_s: float
    end_s: float
    channel: Speaker
    p: float = 1.0
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was said in one run of speech of one speaker, with word times when known.

    p: mean word probability 0..1 (1 for typed or scripted text).
    """

    start_s: float
    end_s: float
    speaker: Speaker
    text: str
    words: tuple[Word, ...] = ()
    p: float = 1.0


@dataclass(frozen=True, slots=True)
class StatedFeeling:
    """A feeling the customer voiced or the scenario states (an emotional opportunity, measurement.md 4.2).

    kind: 'concern' when said in words, 'cue' when hidden. intensity: 1..3. cause: words that tie it to its cause.
    source: where it comes from; never from face or voice.
    """

    start_s: float
    end_s: float
    family: FeelingFamily
    word: str
    intensity: int
    kind: Literal["concern", "cue"] = "concern"
    cause: tuple[str, ...] = ()
    source: Literal["scenario", "words", "partner"] = "words"


@dataclass(frozen=True, slots=True)
class CustomerSmile:
    """The customer's face smiles: the drawn customer's rig, the partner's picture in a side-by-side recording, or a
    mark by hand. A display, not a feeling."""

    start_s: float
    end_s: float
    source: Literal["character", "video", "partner"] = "character"


@dataclass(frozen=True, slots=True)
class PhaseChange:
    """From `t_s` on the call is in this phase (from the scenario, or derived from the words)."""

    t_s: float
    phase: Phase


@dataclass(frozen=True, slots=True)
class Gap:
    """A span in which something was not captured; it is 'not measured', never scored low."""

    start_s: float
    end_s: float
    what: Literal["video", "audio", "all"]
    reason: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment marked by hand."""

    t_s: float
    label: str


Observation = (
    FaceObservation
    | PoseObservation
    | Nod
    | VoiceObservation
    | SpeechSegment
    | Utterance
    | StatedFeeling
    | CustomerSmile
    | PhaseChange
    | Gap
    | Mark
)


# ---------------------------------------------------------------- personal baseline


@dataclass(frozen=True, slots=True)
class GazeTarget:
    """Where head and eyes point together while one place was looked at in the calibration.

    x_deg, y_deg: medians of FaceObservation.gaze_x_deg and gaze_y_deg. spread_x_deg, spread_y_deg: robust SDs
    (1.4826 MAD). samples: readings they come from. Two places may share a zone (notes on paper, a second screen).
    """

    zone: Zone
    x_deg: float
    y_deg: float
    spread_x_deg: float
    spread_y_deg: float
    samples: int


@dataclass(frozen=True, slots=True)
class PersonalBaseline:
    """Medians, spreads and ranges of one person on one device. Every field may be unknown (None / empty).

    calibrated: 'full' after calibration (of whatever was not skipped), 'session' when derived from the session
    itself, 'none' otherwise. gaze_x_deg, gaze_y_deg: centre of attending to the call. gaze_targets: the places looked
    at, one or more a zone. yaw_per_offset, pitch_per_offset: degrees of gaze a degree off the picture's centre, fitted
    while the head moved. offset_x, offset_y: place of the face (as in FaceObservation) from which gaze_targets were
    looked at. eyes_open_blink: lid shapes of open eyes. display_rest / display_full: blendshape means at
    rest and at the posed maximum; display_rest_speaking: the same medians while speaking. motion: 90th percentile of
    PoseObservation.motion while listening quietly. distance_cm: usual distance to the camera. f0_hz, level_dbfs,
    tilt_db: medians of the own voice; f0_sd_st, level_sd_db: their spreads.
    """

    calibrated: Literal["full", "session", "none"] = "none"
    yaw_deg: float | None = None
    pitch_deg: float | None = None
    roll_deg: float | None = None
    gaze_x_deg: float | None = None
    gaze_y_deg: float | None = None
    gaze_targets: tuple[GazeTarget, ...] = ()
    yaw_per_offset: float | None = None
    pitch_per_offset: float | None = None
    offset_x: float | None = None
    offset_y: float | None = None
    eyes_open_blink: float | None = None
    display_rest: Mapping[str, float] = field(default_factory=dict)
    display_rest_speaking: Mapping[str, float] = field(default_factory=dict)
    display_full: Mapping[str, float] = field(default_factory=dict)
    eye_span_px: float | None = None
    shoulder_span_px: float | None = None
    head_span_px: float | None = None
    ear_shoulder_ratio: float | None = None
    shoulder_tilt_deg: float | None = None
    motion: float | None = None
    distance_cm: float | None = None
    f0_hz: float | None = None
    f0_sd_st: float | None = None
    level_dbfs: float | None = None
    level_sd_db: float | None = None
    tilt_db: float | None = None
    words_per_minute: float | None = None


# ---------------------------------------------------------------- scores


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of session time, seconds."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence why a letter is as it is: `delta` is its contribution in points
    (100 w c (s - 0.5) / sum of w c)."""

    component: str
    text: str
    delta: float
    spans: tuple[Span, ...] = ()
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class ComponentScore:
    """One component of a letter: value in its unit, s 0..1 or None, weight, coverage 0..1, target as text."""

    id: str
    name: str
    value: float | None
    unit: str
    target: str
    s: float | None
    weight: float
    coverage: float
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterScore:
    """A letter over a whole session: value 0..100 or None when the evidence does not carry one.

    low, high: 80 % interval. coverage 0..1. state: 'scored' (show the number), 'band' (show low..high only),
    'not_enough' (value, low and high are None). note: why there is not enough evidence, plain words, else ''.
    """

    letter: Letter
    value: float | None
    low: float | None
    high: float | None
    coverage: float
    state: ScoreState
    reasons: tuple[Reason, ...] = ()
    components: tuple[ComponentScore, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """What happened with one voiced feeling: named, acknowledged, missed or jumped to fixing."""

    t_s: float
    feeling: str
    hidden: bool
    outcome: Literal["named", "acknowledged", "missed", "jumped_to_fixing", "blocked"]
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class LiveLetter:
    """A letter during the call: level 0..100 or None, the mark to show, and its coverage."""

    letter: Letter
    level: float | None
    mark: LiveMark
    coverage: float


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of the seven letters at one moment of a running call."""

    now_s: float
    letters: Mapping[str, LiveLetter]
    csm_speaking: bool = False
    customer_speaking: bool = False
    talk_share: float | None = None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The result of a session, computed from its raw evidence."""

    duration_s: float
    letters: Mapping[str, LetterScore]
    moments: tuple[Moment, ...]
    talk_share: float | None
    interruptions: tuple[Span, ...]
    flags: tuple[Reason, ...] = ()
