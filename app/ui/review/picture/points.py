"""Points of face and body for the picture that is shown, from a helper that looks at the recording again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from app.library.review.landmarks import Landmarks
from app.ui.review.ports import Looker
from app.ui.widgets.recording_player import Shown

_LOOK_MS: Final = 15
_OLD_S: Final = 0.12  # while playing, points of a picture shown that long ago still lie on the person
_KEPT: Final = 90  # pictures whose points are remembered
_LEADS_S: Final = (0.03, 0.6)  # how far ahead is asked while playing
_FOLLOWS: Final = 0.4  # how quickly that follows the answers


class Points:
    """Asks for the picture shown, while playing for one a little ahead. came: called when there is something new."""

    def __init__(self, parent: QObject, make: Callable[[], Looker], came: Callable[[], object]) -> None:
        self._make, self._came = make, came
        self._looker: Looker | None = None
        self._known: dict[float, Landmarks] = {}
        self._lead_s = 0.1
        self._shown_s: float | None = None  # the picture shown last while playing
        self._timer = QTimer(parent)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.poll)

    @property
    def trouble(self) -> str:
        """Why there are none, or ''."""
        return self._looker.trouble if self._looker is not None else ""

    def want(self, wanted: bool) -> None:
        """Start the helper, or end it when nothing is drawn any more."""
        if wanted and self._looker is None:
            self._looker = self._make()
            self._timer.start()
        elif not wanted:
            self.close()

    def at(self, shown: Shown, *, playing: bool) -> Landmarks | None:
        """The points of a picture, None where they are not there yet: they, or those of one ahead, are asked for."""
        middle_s = (shown.t_s + shown.end_s) / 2
        self._shown_s = middle_s if playing else None
        if self._looker is not None:
            ask_s = middle_s + (self._lead_s if playing else 0.0)
            if playing or self._exact(middle_s) is None:
                self._looker.ask(ask_s)
        exact = self._exact(middle_s)
        if exact is not None or not playing:
            return exact
        late = [one for t_s, one in self._known.items() if 0 <= middle_s - t_s <= _OLD_S]
        return max(late, key=lambda one: one.t_s, default=None)

    def poll(self) -> None:
        """Take what was found."""
        found = self._looker.answers() if self._looker is not None else ()
        for one in found:
            self._known[one.t_s] = one
            self._learn(one)
        while len(self._known) > _KEPT:
            del self._known[next(iter(self._known))]
        if found or self.trouble:
            self._came()
        if self.trouble:
            self._timer.stop()

    def close(self) -> None:
        """End the helper; the points are forgotten."""
        self._timer.stop()
        self._known.clear()
        if self._looker is not None:
            self._looker.close()
            self._looker = None

    def _learn(self, found: Landmarks) -> None:
        """An answer for a picture that has gone by was asked for too late, and the other way round."""
        if self._shown_s is not None:
            lead_s = self._lead_s + _FOLLOWS * (self._shown_s - found.t_s)
            self._lead_s = min(max(lead_s, _LEADS_S[0]), _LEADS_S[1])

    def _exact(self, t_s: float) -> Landmarks | None:
        return next((one for one in self._known.values() if one.t_s <= t_s < one.end_s), None)
