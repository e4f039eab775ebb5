"""Shared files in memory, for the window's tests and the screen pictures."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from app.library.packages.contents import Contents, PackedFile
from app.library.packages.values import Opened, SentNotes, SharePreview, TakenNotes

PREVIEW = SharePreview(
    title="Renewal at risk after an outage",
    started_at="2026-11-23T09:12:00+01:00",
    media_bytes=182_400_000,
    sound_bytes=9_700_000,
    record_bytes=6_300_000,
    has_picture=True,
    self_check=True,
    own_notes=2,
    coach_notes=5,
    other_person=True,
)


def contents(variant: str = "full") -> Contents:
    files = (PackedFile("media.mkv", 188_700_000, "0" * 64),)
    return Contents("p1", "s1", PREVIEW.title, PREVIEW.started_at, "2026-11-23T15:30:00+01:00", variant, files, "Kim")


@dataclass
class Packages:
    """Answers at once. trouble: raised by whatever is asked next. hold: work waits for it, and can be stopped."""

    shown: SharePreview = PREVIEW
    kind: str = "session"
    trouble: Exception | None = None
    hold: threading.Event | None = None
    new: bool = True
    asked: list[tuple] = field(default_factory=list)
    opened_folder: Path = Path("/sessions/shared")

    def preview(self, folder):
        self._fail()
        return self.shown

    def share(self, folder, target, choice, passphrase, *, by, job):
        self._work(job)
        self.asked.append(("share", folder, target, choice, passphrase, by))
        return contents(choice.variant)

    def kind_of(self, file):
        self._fail()
        return self.kind

    def open(self, file, passphrase, *, job):
        self._work(job)
        self.asked.append(("open", file, passphrase))
        return Opened(self.opened_folder, contents(), new=self.new)

    def take_in(self, file, passphrase, *, job):
        self._work(job)
        self.asked.append(("take_in", file, passphrase))
        return TakenNotes(self.opened_folder, PREVIEW.title, contents("notes"), 6, 2, ("Dana", "Lee"))

    def notes_to_send(self, folder):
        self._fail()
        return 7

    def send_notes(self, folder, target, passphrase, *, by, job):
        self._work(job)
        self.asked.append(("send", folder, target, passphrase, by))
        return SentNotes(contents("notes"), 7, 1)

    def _work(self, job):
        job.reach(0.42, 1.0)
        if self.hold is not None:
            self.hold.wait(5.0)
            job.check()
        self._fail()

    def _fail(self):
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble
