"""Pictures of sharing, opening, taking notes in and sending them back."""

from __future__ import annotations

import threading
from pathlib import Path

from app.library.packages.errors import WrongPassphraseError
from app.ui.routes import ToPackage, ToSendNotes, ToSessions, ToShare

PASSPHRASE = "bako-temi-lufa-nosi-rade"


def sharing(studio, tail: str = "") -> None:
    """Every screen of it, with the one window of the studio."""
    packages = studio.packages
    packages.kind, packages.trouble, packages.hold = "session", None, None
    studio.go(ToSessions())
    studio.shoot(f"sharing-list{tail}")
    studio.go(ToShare(Path("/sessions/a")))
    page = studio.window.page
    page.ask_where = lambda *_a: Path("/media/stick/Renewal at risk after an outage.attune")
    page.passphrase.field.setText("horse battery staple")
    studio.shoot(f"sharing-full{tail}")
    page.variants["without_face"].setChecked(True)
    page.checks["self_check"].setChecked(True)
    page.passphrase.field.setText(PASSPHRASE)
    studio.shoot(f"sharing-without-face{tail}")
    packages.hold = threading.Event()
    page.write()
    studio.app.processEvents()
    while page.job is not None and page.job.fraction == 0.0:
        studio.app.processEvents()
    page._watch()
    for _ in range(5):
        studio.app.processEvents()
    studio.window.grab().save(str(studio.out / f"sharing-writing{tail}-{studio.window.theme.name}.png"))
    packages.hold.set()
    studio.shoot(f"sharing-done{tail}")
    packages.hold = None
    studio.go(ToPackage())
    studio.shoot(f"sharing-open{tail}")
    studio.window.page.take(Path("/media/stick/Renewal at risk after an outage.attune"))
    studio.settle()
    studio.window.page.passphrase.field.setText(PASSPHRASE)
    packages.trouble = WrongPassphraseError(
        "This passphrase does not open “Renewal at risk after an outage.attune”.",
        recovery="Type it again, with the same capitals and spaces, or ask who sent the file.",
    )
    studio.window.page.open()
    studio.shoot(f"sharing-wrong{tail}")
    packages.kind = "notes"
    studio.go(ToPackage(Path("/media/stick/Renewal at risk.notes.attune")))
    studio.shoot(f"sharing-notes{tail}")
    studio.window.page.passphrase.field.setText(PASSPHRASE)
    studio.window.page.open()
    studio.shoot(f"sharing-taken{tail}")
    studio.go(ToSendNotes(Path("/sessions/a"), "Renewal at risk after an outage"))
    page = studio.window.page
    page.ask_where = lambda *_a: Path("/media/stick/Renewal at risk.notes.attune")
    page.passphrase.field.setText(PASSPHRASE)
    studio.shoot(f"sharing-send{tail}")
    page.write()
    studio.shoot(f"sharing-sent{tail}")
