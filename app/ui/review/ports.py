"""What the review needs from outside the window, as Protocols. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from app.library.review.acts import SentenceAct
from app.library.review.landmarks import Landmarks
from app.library.review.series import LetterSeries, SessionSeries
from app.ui.ports import MediaPart, OpenedSession
from perception.recording.review_notes import ReviewEntry
from perception.types import Utterance

Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True, eq=False)
class OpenedReview:
    """What the review shows of one session. Holds arrays, so it compares by identity.

    side: the half of the picture that is the CSM's, None for the whole of it. letters_missing: the letters over time
    are not kept with the session and are to be worked out.
    """

    session: OpenedSession
    series: SessionSeries
    entries: tuple[ReviewEntry, ...] = ()
    side: Side | None = None
    letters_missing: bool = False


class Looker(Protocol):
    """Finds face and body in the pictures of one session, away from the window."""

    def ask(self, t_s: float) -> None:
        """Look at the picture shown at this session time; a newer question replaces one that was not begun."""
        ...

    def answers(self) -> Sequence[Landmarks]:
        """What was found since this was asked last."""
        ...

    @property
    def trouble(self) -> str:
        """Why nothing can be found, or ''."""
        ...

    def close(self) -> None:
        """Stop it; may be called twice."""
        ...


class Filmstrip(Protocol):
    """Small pictures of a recording, made away from the window."""

    def nearest(self, t_s: float) -> Path | None:
        """The file of the small picture nearest to a session time; None where none is near yet."""
        ...

    @property
    def complete(self) -> bool:
        """Whether all of them are there."""
        ...

    def frame_times(self) -> Sequence[float]:
        """The session times of all pictures, in order; empty until they are known."""
        ...

    def close(self) -> None:
        """Stop making more; may be called twice."""
        ...


class ReviewService(Protocol):
    """Reads a session for the review. All but `look` and `film` may take long, so they run away from the window."""

    def open(self, folder: Path) -> OpenedReview:
        """Read it; raises PerceptionError or OSError."""
        ...

    def acts(self, utterances: Sequence[Utterance]) -> tuple[SentenceAct, ...]:
        """What each sentence of the CSM does."""
        ...

    def letters(self, folder: Path) -> Mapping[str, LetterSeries]:
        """The letters over time, worked out from the records; takes seconds. Raises PerceptionError or OSError."""
        ...

    def look(self, media: Sequence[MediaPart], side: Side | None) -> Looker:
        """Somebody who finds face and body."""
        ...

    def film(self, folder: Path, media: Sequence[MediaPart]) -> Filmstrip:
        """The small pictures of a recording."""
        ...
