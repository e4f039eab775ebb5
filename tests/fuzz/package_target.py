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
    """A session and a coach's notes."""
    from app.library.packages.returning import send_notes

    with tempfile.TemporaryDirectory() as place:
        folder = samples.session(Path(place) / "one", media=False)
        session, notes = Path(place) / "x.attune", Path(place) / "x.notes.attune"
        samples.package(folder, session)
        send_notes(folder, notes, samples.PASSPHRASE, job=Job(), cost=samples.COST)
        return session.read_bytes(), notes.read_bytes()


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
