"""A shared file as a whole: whatever the bytes are, it is opened as what it was made of, or refused with a remedy."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from app.library.packages.errors import PackageError
from app.library.packages.job import Job
from app.library.packages.opening import look
from tests.unit.app_library.packages import package_samples as samples


@cache
def seeds() -> tuple[bytes, ...]:
    """A session, a coach's notes, a calibration pack and ratings of it."""
    from app.library.calibration_packs.sharing import send_ratings, share_pack
    from app.library.packages.returning import send_notes
    from app.library.packages.values import ShareChoice
    from tests.unit.app_library.calibration_packs import pack_samples

    with tempfile.TemporaryDirectory() as place:
        folder = samples.session(Path(place) / "one", media=False)
        session, notes = Path(place) / "x.attune", Path(place) / "x.notes.attune"
        samples.package(folder, session)
        send_notes(folder, notes, samples.PASSPHRASE, job=Job(), cost=samples.COST)
        _, kept = pack_samples.pack(Path(place) / "packs", 1)
        pack_samples.rate(kept.clip_folder(kept.pack.clips[0]), "Ann", 3)
        pack, ratings = Path(place) / "x.pack.attune", Path(place) / "x.ratings.attune"
        share_pack(kept, pack, ShareChoice(), samples.PASSPHRASE, job=Job(), cost=samples.COST)
        send_ratings(kept, ratings, samples.PASSPHRASE, job=Job(), cost=samples.COST)
        return session.read_bytes(), notes.read_bytes(), pack.read_bytes(), ratings.read_bytes()


def fuzz_one(data: bytes) -> None:
    """Read the file. Only what was really made opens."""
    with tempfile.NamedTemporaryFile(suffix=".attune") as file:
        file.write(data)
        file.flush()
        try:
            look(Path(file.name), samples.PASSPHRASE, job=Job())
        except PackageError as refusal:
            told = (refusal.message, refusal.recovery)
        else:
            assert data in seeds(), "something opened that was never made"
            return
        assert all(told), "a refusal says why, and what to do"
