"""What lasted: speech, gaze, displays, posture, gaps, by the limits that scores use (perception/scoring/params.py)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from app.library.review.grid import cells_of, held, runs_of_codes, sampled
from app.library.review.series import FaceSeries, PoseSeries, Stretch
from perception.features.turn_taking import intervals_of, rasterise
from perception.scoring import params
from perception.types import CustomerSmile, FloatArray, Gap, Span, Speaker, SpeechSegment, Utterance

CSM_SPEECH: Final = "speech_csm"
CUSTOMER_SPEECH: Final = "speech_customer"
UNKNOWN_SPEECH: Final = "speech_unknown"
GAZE: Final = "gaze"
DISPLAY: Final = "display"
CUSTOMER_SMILE: Final = "customer_smile"
POSTURE: Final = "posture"
GAP: Final = "gap"

SMILE, BROWS_UP, BROWS_LOWERED, EYE_ROLL, ONE_SIDED = (
    "smile",
    "brows up",
    "brows lowered",
    "eye roll",
    "one-sided mouth",
)
SLOUCHED, TILTED, LEANING_IN, LEANING_BACK, ARMS_CROSSED, TURNED_AWAY = (
    "slouched",
    "shoulders tilted",
    "leaning in",
    "leaning back",
    "arms crossed",
    "turned away",
)
THEY_SMILE: Final = "customer smiles"
LABELS: Final = (  # of what is shown and how the body is held, in the order they are listed
    *(SMILE, BROWS_UP, BROWS_LOWERED, ONE_SIDED, EYE_ROLL, THEY_SMILE),
    *(LEANING_IN, LEANING_BACK, SLOUCHED, TILTED, TURNED_AWAY, ARMS_CROSSED),
)
ON_CALL: Final = "on the call"  # where only that is known, not whether the lens or the picture
ZONE_WORDS: Final[Mapping[str, str]] = {
    "camera": "to the camera",
    "tile": "to the customer's picture",
    "notes": "to the notes",
    "away": "away",
}
_SPEECH: Final[tuple[tuple[Speaker, str], ...]] = (
    ("csm", CSM_SPEECH),
    ("customer", CUSTOMER_SPEECH),
    ("unknown", UNKNOWN_SPEECH),
)
_GAP_WORDS: Final[Mapping[str, str]] = {
    "video": "No picture",
    "audio": "No sound",
    "all": "Nothing recorded",
}


def speech_of(items: Sequence[SpeechSegment | Utterance], speaker: Speaker) -> FloatArray:
    """(n, 2) runs of speech of one speaker; where none were measured the times of what was said."""
    segments = [one for one in items if isinstance(one, SpeechSegment)]
    measured = any(one.channel == speaker for one in segments)
    return intervals_of(segments if measured else [one for one in items if isinstance(one, Utterance)], speaker)


def speech_stretches(items: Sequence[SpeechSegment | Utterance]) -> list[Stretch]:
    """Runs of speech of everybody, and of those who could not be told apart."""
    return [
        Stretch(float(start_s), float(end_s), kind)
        for speaker, kind in _SPEECH
        for start_s, end_s in speech_of(items, speaker)
    ]


def overlaps_of(csm: FloatArray, customer: FloatArray) -> tuple[Span, ...]:
    """Where both spoke; (n, 2) disjoint runs in order of time each."""
    found: list[Span] = []
    i = j = 0
    while i < len(csm) and j < len(customer):
        start_s, end_s = max(csm[i, 0], customer[j, 0]), min(csm[i, 1], customer[j, 1])
        if start_s < end_s:
            found.append(Span(float(start_s), float(end_s)))
        if csm[i, 1] <= customer[j, 1]:
            i += 1
        else:
            j += 1
    return tuple(found)


def gaze_stretches(face: FaceSeries, duration_s: float) -> list[Stretch]:
    """Where the person looked. Without zones: at the call or away, by the probability of attending."""
    cells = cells_of(duration_s)
    words = [*ZONE_WORDS.values(), ON_CALL]
    code_of = {zone: float(code) for code, zone in enumerate(ZONE_WORDS)}
    zoned = np.array([code_of.get(zone, np.nan) for zone in face.zone])
    with np.errstate(invalid="ignore"):
        attending = np.where(face.attend_p >= params.E_ON, float(words.index(ON_CALL)), np.nan)
        attending = np.where(face.attend_p <= params.E_OFF, code_of["away"], attending)
    codes = np.where(np.isnan(zoned), attending, zoned)
    known = ~np.isnan(codes) & face.found
    on_grid = sampled(face.t_s[known], codes[known], cells, hold_s=params.GAP_HOLD_S)
    runs = runs_of_codes(on_grid, least_s=params.E_MIN_LOOK_S)
    return [Stretch(start_s, end_s, GAZE, words[code]) for start_s, end_s, code in runs]


def display_stretches(face: FaceSeries, csm_speech: FloatArray, duration_s: float) -> list[Stretch]:
    """What the face showed. A mouth that speaks looks a little like a smile, so more is asked of it then."""
    cells = cells_of(duration_s)
    speaking = rasterise(csm_speech, start_s=0.0, cells=len(cells))
    shown = {
        name: np.nan_to_num(sampled(face.t_s, values, cells, hold_s=params.GAP_HOLD_S))
        for name, values in face.displays.items()
    }
    none = np.zeros(len(cells))
    smile, asymmetry = shown.get("smile", none), shown.get("smile_asymmetry", none)
    one_sided = (asymmetry > params.M_ONE_SIDED[0]) & (smile + 0.5 * asymmetry > params.M_ONE_SIDED[1]) & ~speaking
    displays = (
        (SMILE, smile >= params.M_SMILE + params.M_SMILE_SPEAKING_EXTRA * speaking, params.M_MIN_S),
        (BROWS_UP, shown.get("concern", none) >= params.M_CONCERN, params.M_MIN_S),
        (BROWS_LOWERED, shown.get("scowl", none) >= params.M_SCOWL, params.M_MIN_S),
        (EYE_ROLL, shown.get("eye_roll", none) > params.M_EYE_ROLL, params.M_EYE_ROLL_S[0]),
        (ONE_SIDED, one_sided, params.M_MIN_S),
    )
    return [one for label, mask, least in displays for one in held(mask, least_s=least, kind=DISPLAY, label=label)]


def posture_stretches(
    pose: PoseSeries, facing: FloatArray, duration_s: float, *, usual_tilt_deg: float | None
) -> list[Stretch]:
    """How the body was held. facing: (n,) shoulders square to the camera, 0..1, a row a reading of `pose`.

    usual_tilt_deg: of the person's calibration; without one the middle of the session stands in.
    """
    cells = cells_of(duration_s)
    seen = pose.found
    tilts = pose.shoulder_tilt_deg[seen & ~np.isnan(pose.shoulder_tilt_deg)]
    usual = usual_tilt_deg if usual_tilt_deg is not None else float(np.median(tilts)) if len(tilts) else 0.0

    def on_grid(values: FloatArray) -> FloatArray:
        return sampled(pose.t_s[seen], values[seen], cells, hold_s=params.POSE_HOLD_S)

    lean = on_grid(pose.lean)
    with np.errstate(invalid="ignore"):
        postures = (
            (SLOUCHED, on_grid(pose.slouch) < params.P_SLOUCH, params.P_HELD_S),
            (TILTED, np.abs(on_grid(pose.shoulder_tilt_deg) - usual) > params.P_TILT_DEG, params.P_HELD_S),
            (LEANING_IN, lean >= params.P_LEAN, params.POSE_HOLD_S),
            (LEANING_BACK, lean <= -params.P_LEAN, params.POSE_HOLD_S),
            (ARMS_CROSSED, on_grid(pose.arms_crossed) > 0, params.P5_CROSSED_S),
            (TURNED_AWAY, on_grid(facing) < params.P_FACING, params.P_TURNED_S),
        )
    return [one for label, mask, least in postures for one in held(mask, least_s=least, kind=POSTURE, label=label)]


def gap_stretches(gaps: Iterable[Gap]) -> list[Stretch]:
    """What was not captured, and why."""
    return [Stretch(gap.start_s, gap.end_s, GAP, f"{_GAP_WORDS[gap.what]}: {gap.reason}") for gap in gaps]


def smile_stretches(smiles: Iterable[CustomerSmile]) -> list[Stretch]:
    """When the customer's face smiled."""
    return [Stretch(smile.start_s, smile.end_s, CUSTOMER_SMILE, THEY_SMILE) for smile in smiles]
