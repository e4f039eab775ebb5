"""What crosses between window and engine for a calibration. Values only; they belong to the unions of messages.py."""

from __future__ import annotations

from dataclasses import dataclass, field

from perception.features.calibration_steps import CalibrationAdvice, CalibrationStep
from perception.types import PersonalBaseline


@dataclass(frozen=True, slots=True)
class StartCalibration:
    """Open the devices for a calibration: preview pictures and CalibrationReading events begin. None = off.

    known: what is known already, from an earlier calibration or from before the engine was started again; what is not
    measured anew is kept. quick: a re-check, for which less evidence is enough.
    The steps are measured as they are begun, in any order.
    """

    camera_id: str | None
    microphone_id: str | None
    known: PersonalBaseline | None = None
    quick: bool = False


@dataclass(frozen=True, slots=True)
class BeginStep:
    """Measure this step from now on; what an earlier try of it gave is dropped. StepDone follows by itself."""

    step: CalibrationStep


@dataclass(frozen=True, slots=True)
class EndStep:
    """Stop measuring the present step without a result (it is skipped, or will be tried again)."""


@dataclass(frozen=True, slots=True)
class FinishCalibration:
    """Put together what was measured, close the devices; CalibrationFinished follows."""


@dataclass(frozen=True, slots=True)
class StopCalibration:
    """Close the devices; nothing is kept."""


@dataclass(frozen=True, slots=True)
class CalibrationReading:
    """About ten times a second during a calibration.

    step: what is being measured, None between steps. fraction: 0..1 of the good evidence it needs; only good moments
    count. advice: what is wrong now. level_dbfs: the microphone's level. distance_cm: face to camera, for where the
    customer's tile should be; None when not seen.
    """

    t_s: float
    step: CalibrationStep | None = None
    fraction: float = 0.0
    advice: CalibrationAdvice = ""
    level_dbfs: float | None = None
    distance_cm: float | None = None


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step has its evidence, or has given up: `advice` then says why and `ok` is False.

    so_far: what was found up to now, this step included. The window hands it back as StartCalibration.known when the
    engine had to be started again, so that the steps before are not lost.
    """

    step: CalibrationStep
    ok: bool
    advice: CalibrationAdvice = ""
    so_far: PersonalBaseline | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class CalibrationFinished:
    """What was found. measured: the steps it rests on. lens_tile_deg: angle between looking at the lens and at the
    customer's tile as head and eyes show it, None when either was skipped. separable: whether the two can be told
    apart for this person (F1.4, d' of 1.5 or more)."""

    baseline: PersonalBaseline
    measured: tuple[CalibrationStep, ...]
    lens_tile_deg: float | None = None
    separable: bool = False
