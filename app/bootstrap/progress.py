"""What the learner did so far, from the list of sessions and the finished drills."""

from __future__ import annotations

from app.library.drill_progress import DrillProgress
from app.library.library import Library
from app.practice.drills.choosing import DrillDone
from app.ui.ports import Past

_EVERY_SESSION = 1_000_000


class LibraryPast:
    """Implements app.ui.ports.PastShelf over one library."""

    def __init__(self, library: Library, drills: DrillProgress[DrillDone] | None = None) -> None:
        self._library = library
        self._drills = drills or DrillProgress(DrillDone)

    def read(self) -> Past:
        """Every finished call of one's own, and every finished drill."""
        calls = (_call(one) for one in self._library.list(limit=_EVERY_SESSION))
        return Past(tuple(call for call in calls if call is not None), self._drills.all())
