"""What everything personal is compared with: the own calibration where there is one, else the session itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from perception.scoring import params
from perception.scoring.evidence import FACE, POSE, Evidence
from perception.scoring.gain import gain_adapts
from perception.scoring.rates import own_rates
from perception.types import FloatArray, PersonalBaseline, Speaker


@dataclass(frozen=True, slots=True)
class Reference:
    """Usual values of the CSM (and the customer's usual level); None = unknown.

    *_own: the value comes from the person's own calibration, not from this session. own: the person has calibrated,
    whatever was skipped. calibrated: what the eyes are read against: 'full', 'session' or 'none'. gain_adapts: the
    microphone changes its own gain, so that levels say little.
    """

    yaw_deg: float | None = None
    pitch_deg: float | None = None
    shoulder_tilt_deg: float | None = None
    motion: float | None = None  # own calibration only: a session's own percentile says nothing about that session
    f0_hz: float | None = None
    level_dbfs: float | None = None
    tilt_db: float | None = None
    words_per_minute: float | None = None
    customer_level_dbfs: float | None = None
    calibrated: str = "none"
    own: bool = False
    voice_own: bool = False
    display_own: bool = False
    gain_adapts: bool = False


def make_reference(evidence: Evidence, baseline: PersonalBaseline | None) -> Reference:
    """The reference from a calibration, with what it lacks taken from the medians of the session so far."""
    own = baseline if baseline is not None else PersonalBaseline()
    face = _thinned(evidence.face.rows(-np.inf, np.inf))
    found = face[face[:, FACE["found"]] > 0]
    pose = _thinned(evidence.pose.rows(-np.inf, np.inf))
    voiced = _voiced(evidence, "csm")
    customer = _voiced(evidence, "customer")
    derived = len(found) > 0 and found[-1, 0] - found[0, 0] >= params.REFERENCE_MIN_S
    full = own.calibrated == "full"
    # A calibration without gaze is none for the eyes: the session's own median then stands in.
    gaze_own = full and own.gaze_x_deg is not None and own.gaze_y_deg is not None
    from_session = "session" if derived else "none"
    return Reference(
        yaw_deg=_first(own.yaw_deg, _median(found[:, FACE["yaw"]])),
        pitch_deg=_first(own.pitch_deg, _median(found[:, FACE["pitch"]])),
        shoulder_tilt_deg=_first(own.shoulder_tilt_deg, _median(pose[:, POSE["tilt"]])),
        motion=own.motion,
        f0_hz=_first(own.f0_hz, _median(voiced[:, 0])),
        level_dbfs=_first(own.level_dbfs, _median(voiced[:, 2])),
        tilt_db=_first(own.tilt_db, _median(voiced[:, 3])),
        words_per_minute=_first(own.words_per_minute, _usual_rate(evidence)),
        customer_level_dbfs=_median(customer[:, 2]),
        calibrated="full" if gaze_own else from_session,
        own=full,
        voice_own=full and own.level_dbfs is not None and own.f0_hz is not None,
        display_own=full and bool(own.display_rest),
        gain_adapts=gain_adapts(evidence, usual_dbfs=_median(voiced[:, 2])),
    )


def _voiced(evidence: Evidence, speaker: Speaker) -> FloatArray:
    """Evenly chosen voiced hops of one channel."""
    _, values = evidence.voice[speaker].window(0.0, evidence.end_s)
    values = _thinned(values)
    return values[(values[:, 1] >= params.T_VOICED) & ~np.isnan(values[:, 0])]


def _usual_rate(evidence: Evidence) -> float | None:
    """Words a minute over all utterances of the CSM."""
    rates = own_rates(evidence)
    seconds = sum(rate.seconds for rate in rates)
    words = sum(rate.words for rate in rates)
    return 60.0 * words / seconds if seconds >= params.REFERENCE_MIN_S else None


def _first(own: float | None, session: float | None) -> float | None:
    return own if own is not None else session


def _median(values: FloatArray) -> float | None:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else None


def _thinned(rows: FloatArray) -> FloatArray:
    """Evenly chosen rows, at most about twice REFERENCE_MAX_SAMPLES."""
    return rows[:: max(1, len(rows) // params.REFERENCE_MAX_SAMPLES)]
