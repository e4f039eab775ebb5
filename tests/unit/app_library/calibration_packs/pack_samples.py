"""Packs of a made-up session, and what coaches rated of them."""

from __future__ import annotations

from pathlib import Path

from app.library.calibration_packs.shelf import PackShelf
from app.library.calibration_packs.values import KeptPack
from app.library.packages.job import Job
from perception.recording.review_notes import CoachRating, append_review, new_id
from perception.types import LETTERS, Span
from tests.unit.app_library.packages import package_samples
from tests.unit.perception_recording import session_samples

PASSPHRASE, COST = package_samples.PASSPHRASE, package_samples.COST


def source(root: Path, *, media: bool = False) -> Path:
    """A session of 65 s to make clips from."""
    folder = package_samples.session(root / "2026-03-02_100000-renewal", media=False)
    if media:
        package_samples.small_media(folder / "media.mkv", seconds=20.0)
    return folder


def score(_session):
    return session_samples.scorecard(duration_s=20.0)


def pack(root: Path, clips: int = 2, *, media: bool = False) -> tuple[PackShelf, KeptPack]:
    """A pack of so many clips of 6 s."""
    shelf = PackShelf(root)
    kept = shelf.make("Outages", author="Robin", rubric="empathy 1")
    session = source(root, media=media)
    for number in range(clips):
        span = Span(0.2 * number, 0.2 * number + 5.5)
        kept, _ = shelf.add_clip(
            kept, session, span, title=f"Clip {number + 1}", question="When?", score=score, job=Job()
        )
    return shelf, kept


def rate(folder: Path, coach: str, value: int, *, at: str = "2026-03-04T10:00:00+00:00", **other) -> None:
    """A finished blind rating, the same for every letter but those named."""
    values = {**dict.fromkeys(LETTERS, value), **other}
    append_review(folder, [CoachRating(new_id(), coach, at, values, done=True, blind=True)])
