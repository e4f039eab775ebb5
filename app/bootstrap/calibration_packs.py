"""Calibration packs over a real library (app.ui.calibration_packs.ports.CalibrationPacks); loaded when first used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from perception.errors import PerceptionError

if TYPE_CHECKING:
    from app.library.calibration_packs.pack import Pack
    from app.library.calibration_packs.shelf import PackShelf
    from app.library.calibration_packs.spread import ClipRatings
    from app.library.calibration_packs.values import KeptPack, MadeClip, OpenedPack, SentRatings, TakenRatings
    from app.library.packages.contents import Contents
    from app.library.packages.job import Job
    from app.library.packages.values import ShareChoice
    from perception.recording.reader import Session
    from perception.types import Scorecard, Span


@dataclass
class LibraryPacks:
    """The packs of one library. score: measures a clip anew. rubric: name and version of the texts in use."""

    root: Path
    score: Callable[[Session], Scorecard]
    rubric: Callable[[], str]

    @cached_property
    def shelf(self) -> PackShelf:
        """Where they are kept."""
        from app.library.calibration_packs.shelf import PackShelf

        return PackShelf(self.root)

    def all(self) -> tuple[tuple[KeptPack, ...], tuple[str, ...]]:
        """The packs, and what is wrong with those that cannot be read."""
        self.shelf.tidy()
        return self.shelf.all()

    def read(self, folder: Path) -> KeptPack:
        """One pack."""
        return self.shelf.read(folder)

    def ratings(self, kept: KeptPack, me: str) -> tuple[ClipRatings, ...]:
        """Its clips as a coach may see them."""
        from app.library.calibration_packs.spread import read_ratings

        return read_ratings(kept, me)

    def write_table(self, kept: KeptPack, me: str, target: Path) -> None:
        """The spread as CSV."""
        from app.library.calibration_packs.spread import read_ratings, spread_csv
        from perception.recording.format import write_atomically

        write_atomically(target, spread_csv(read_ratings(kept, me), me).encode("utf-8-sig"))

    def make(self, name: str, author: str) -> KeptPack:
        """An empty pack."""
        try:
            rubric = self.rubric()
        except PerceptionError:
            rubric = ""  # the texts cannot be read; the pack does not need them
        return self.shelf.make(name, author=author, rubric=rubric)

    def change(self, kept: KeptPack, pack: Pack) -> KeptPack:
        """Keep other words or another order."""
        return self.shelf.change(kept, pack)

    def length_of(self, source: Path) -> float:
        """How long a session is that clips may be made from."""
        from app.library.calibration_packs.clips import clippable

        return clippable(source).last_time_s()

    def add_clip(
        self, kept: KeptPack, source: Path, span: Span, *, title: str, question: str, job: Job
    ) -> tuple[KeptPack, MadeClip]:
        """Make a clip and add it."""
        return self.shelf.add_clip(kept, source, span, title=title, question=question, score=self.score, job=job)

    def put_away(self, folder: Path) -> Path:
        """Into the bin."""
        return self.shelf.put_away(folder)

    def bring_back(self, binned: Path) -> Path:
        """Out of it."""
        return self.shelf.bring_back(binned)

    def share(
        self, kept: KeptPack, target: Path, choice: ShareChoice, passphrase: str, *, by: str, job: Job
    ) -> Contents:
        """Write a pack into one file."""
        from app.library.calibration_packs.sharing import share_pack

        return share_pack(kept, target, choice, passphrase, by=by, job=job)

    def open(self, file: Path, passphrase: str, *, job: Job) -> OpenedPack:
        """Bring a pack in."""
        from app.library.calibration_packs.sharing import open_pack

        return open_pack(file, passphrase, self.shelf, job=job)

    def send(self, kept: KeptPack, target: Path, passphrase: str, *, by: str, job: Job) -> SentRatings:
        """Write all ratings into one file."""
        from app.library.calibration_packs.sharing import send_ratings

        return send_ratings(kept, target, passphrase, by=by, job=job)

    def take_in(self, file: Path, passphrase: str, *, job: Job) -> TakenRatings:
        """Add others' ratings."""
        from app.library.calibration_packs.sharing import take_in_ratings

        return take_in_ratings(file, passphrase, self.shelf, job=job)
