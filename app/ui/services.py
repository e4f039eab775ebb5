"""What the window works with; bootstrap fills it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.engine.port import Engine
from app.library.agreement.rated import RatedCall
from app.settings import SettingsStore
from app.ui.ports import (
    CalibrationShelf,
    DrillShelf,
    Exporter,
    PastShelf,
    SampleMedia,
    ScenarioShelf,
    SessionNotes,
    SessionOpener,
    SessionShelf,
    Transcripts,
)
from app.ui.widgets.character_view import Drawing

if TYPE_CHECKING:
    from app.ui.calibration_packs.ports import CalibrationPacks
    from app.ui.editor.ports import Workshop
    from app.ui.importing.ports import ImportRoom
    from app.ui.review.coaching.ports import CoachingService
    from app.ui.review.ports import ReviewService
    from app.ui.sharing.ports import Packages


@dataclass(frozen=True, slots=True)
class Services:
    """What the window works with. sample: makes the files of the sample call; calibrations: where they are kept.

    transcripts: where corrections are kept. notes: where self-checks are kept. scenarios: the written customers.
    drills: the written drills. past: finished calls and drills.
    ratings: reads every call that a coach has rated; away from the window.
    portrait: makes the drawing of a person by the name of their look. workshop: where scenarios are written.
    imports: stopped imports, and whole folders of recordings.
    packages: shared sessions and the notes that come back. packs: calibration packs.
    coaching: where comments, ratings and the rubric are kept.
    review: reads sessions for the coach's workspace.
    Each may be None: the window then does not offer it.
    """

    engine: Engine
    shelf: SessionShelf
    opener: SessionOpener
    exporter: Exporter
    store: SettingsStore
    sample: Callable[[], SampleMedia] | None = None
    calibrations: CalibrationShelf | None = None
    transcripts: Transcripts | None = None
    notes: SessionNotes | None = None
    scenarios: ScenarioShelf | None = None
    drills: DrillShelf | None = None
    past: PastShelf | None = None
    ratings: Callable[[], Sequence[RatedCall]] | None = None
    portrait: Callable[[str], Drawing] | None = None
    workshop: Callable[[], Workshop] | None = None
    imports: ImportRoom | None = None
    packages: Packages | None = None
    packs: CalibrationPacks | None = None
    coaching: Callable[[], CoachingService] | None = None
    review: Callable[[], ReviewService] | None = None
    clock: Callable[[], datetime] = datetime.now
