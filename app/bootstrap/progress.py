"""What the learner did so far, from the list of sessions and the finished drills."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.library.drill_progress import DrillProgress
from app.library.library import Library
from app.library.progress.past import CueMode, PastCall
from app.library.summary import SessionSummary
from app.practice.drills.choosing import DrillDone
from app.ui.ports import Past
from perception.recording.format import LiveHelp

_PRACTICE: Final = ("practice", "partner")
_MODES: Final[Mapping[LiveHelp, CueMode]] = {"cues": "with", "marks": "fade", "none": "check", "": "none"}


class LibraryPast:
    """Implements app.ui.ports.PastShelf over one library."""

    def __init__(self, library: Library, drills: DrillProgress[DrillDone] | None = None) -> None:
        self._library = library
        self._drills = drills or DrillProgress(DrillDone)

    def read(self) -> Past:
        """Every finished call of one's own, and every finished drill. Calls that others shared are not counted."""
        calls = (past_call(one) for one in self._library.list(limit=None))
        return Past(tuple(call for call in calls if call is not None), self._drills.all())


def past_call(one: SessionSummary) -> PastCall | None:
    """What progress needs of a session; None for one that is not over, has no day, is a sample or somebody else's."""
    if one.started_at is None or not one.ended or one.shared_by or one.source == "demo":
        return None
    return PastCall(
        folder=one.folder,
        title=one.title,
        started_at=one.started_at.astimezone(),
        source=one.source,
        letters=one.letters,
        self_check=one.self_check,
        scenario=one.scenario,
        cue_mode=_MODES[one.live_help] if one.source in _PRACTICE else "none",
        cues=one.cues,
        end=(one.customer.end or "") if one.customer is not None else "",
    )
