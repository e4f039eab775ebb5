"""What the window needs for calibration packs, as a Protocol. Pure."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from app.library.calibration_packs.pack import Pack
from app.library.calibration_packs.spread import ClipRatings
from app.library.calibration_packs.values import KeptPack, MadeClip, OpenedPack, SentRatings, TakenRatings
from app.library.packages.contents import Contents
from app.library.packages.job import Job
from app.library.packages.values import ShareChoice
from perception.types import Span


class CalibrationPacks(Protocol):
    """Keeps, makes and shares packs. All read or write files, so they run away from the window.

    They raise PerceptionError. A job that is cancelled leaves nothing.
    """

    def all(self) -> tuple[tuple[KeptPack, ...], tuple[str, ...]]:
        """The packs, the newest first, and a sentence for each that cannot be read."""
        ...

    def read(self, folder: Path) -> KeptPack:
        """One pack."""
        ...

    def ratings(self, kept: KeptPack, me: str) -> tuple[ClipRatings, ...]:
        """Its clips as the coach of this name may see them."""
        ...

    def write_table(self, kept: KeptPack, me: str, target: Path) -> None:
        """Write the spread of the clips this coach has rated as CSV. Raises OSError, too."""
        ...

    def make(self, name: str, author: str) -> KeptPack:
        """An empty pack."""
        ...

    def change(self, kept: KeptPack, pack: Pack) -> KeptPack:
        """Keep another name, order, titles or questions of an own pack."""
        ...

    def length_of(self, source: Path) -> float:
        """Seconds of a session; raises for one that no clip may be made from."""
        ...

    def add_clip(
        self, kept: KeptPack, source: Path, span: Span, *, title: str, question: str, job: Job
    ) -> tuple[KeptPack, MadeClip]:
        """Make a clip from a stretch and add it as the last one."""
        ...

    def put_away(self, folder: Path) -> Path:
        """Put a pack into the bin; where it is then."""
        ...

    def bring_back(self, binned: Path) -> Path:
        """Take it out again."""
        ...

    def share(
        self, kept: KeptPack, target: Path, choice: ShareChoice, passphrase: str, *, by: str, job: Job
    ) -> Contents:
        """Write an own pack into one encrypted file."""
        ...

    def open(self, file: Path, passphrase: str, *, job: Job) -> OpenedPack:
        """Bring a shared pack in, or what is new of it."""
        ...

    def send(self, kept: KeptPack, target: Path, passphrase: str, *, by: str, job: Job) -> SentRatings:
        """Write all ratings and notes there are into one encrypted file."""
        ...

    def take_in(self, file: Path, passphrase: str, *, job: Job) -> TakenRatings:
        """Add others' ratings and notes."""
        ...
