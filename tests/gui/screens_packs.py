"""Pictures of calibration packs: `python tests/gui/screens_packs.py FOLDER`. For designers."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from examples import NOW, scorecard
from fake_engine import FakeEngine

from app.bootstrap.calibration_packs import LibraryPacks
from app.bootstrap.coaching import FolderCoaching
from app.bootstrap.packages import LibraryPackages
from app.bootstrap.window import open_for_debrief
from app.library.library import Library
from app.library.shelf import LibraryShelf
from app.settings import Settings, SettingsStore
from app.ui.main_window import Services
from app.ui.routes import ToAddClip, ToCalibrationPacks, ToHome, ToSharePack
from app.ui.run import make_application, make_window
from perception.recording.review_notes import CoachRating, Comment, append_review
from perception.types import LETTERS
from tests.unit.app_library.calibration_packs import pack_samples as samples

RATED = {"Robin": (3, 2, 3, 4, 3, 3, 3), "Ann": (2, 2, 3, 1, 3, 4, 3), "Ben": (4, 2, 3, 5, 3, 3, 3)}
WORDS = "He lets her finish, then says what it cost her. That is a four by the rubric."


def filled(root: Path) -> Path:
    """A pack of six clips; all rated by all but the last, which Robin has not rated yet."""
    _, kept = samples.pack(root, 6)
    for number, clip in enumerate(kept.pack.clips):
        for name, values in RATED.items():
            if name == "Robin" and number == 5:
                continue
            turned = [1 + (value + number * (1 + place) - 1) % 5 for place, value in enumerate(values)]
            given = dict(zip(LETTERS, values if number == 0 else turned, strict=True))
            entry = CoachRating(f"r{name}{number}", name, "2026-03-04T10:00:00+00:00", given, done=True)
            append_review(kept.clip_folder(clip), [entry])
    about = kept.clip_folder(kept.pack.clips[0])
    append_review(about, [Comment("c1", "Ben", "coach", "2026-03-04T11:00:00+00:00", WORDS, t_s=2.0)])
    append_review(
        about,
        [
            Comment(
                "c2",
                "Ann",
                "coach",
                "2026-03-04T12:00:00+00:00",
                "Only after the third try, so a two for me.",
                reply_to="c1",
            )
        ],
    )
    return kept.folder


def shoot(app, out: Path, tail: str, *, size=(1280, 800), **settings) -> None:
    """Every screen in one look."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "library"
        library = Library(root)
        store = SettingsStore(Path(place) / "config")
        store.save(Settings().changed(consent_given_on="2026-11-01", your_name="Robin", **settings))
        coaching = FolderCoaching(Path(place) / "rubrics")
        packs = LibraryPacks(root, samples.score, lambda: "empathy@1")
        services = Services(
            FakeEngine(scorecard),
            LibraryShelf(library),
            open_for_debrief,
            lambda *_a: None,
            store,
            packages=LibraryPackages(library),
            packs=packs,
            coaching=lambda: coaching,
            clock=lambda: NOW,
        )
        window = make_window(services)
        window.resize(*size)
        window.show()
        window.begin(ToHome())

        def look(route, name, then=lambda _page: None) -> None:
            window.go(route)
            for _ in range(4):
                window.tasks.finish(5000)
                window.tasks.deliver()
                app.processEvents()
            then(window.page)
            for _ in range(4):
                app.processEvents()
            path = out / f"packs-{name}{tail}.png"
            window.grab().save(str(path))
            sys.stdout.write(f"{path}\n")

        def down(share):
            def scroll(page):
                from PySide6.QtWidgets import QScrollArea

                bar = page.findChild(QScrollArea).verticalScrollBar()
                bar.setValue(round(bar.maximum() * share))

            return scroll

        look(ToCalibrationPacks(), "empty")
        folder = filled(root)
        packs.make("Renewals with a price rise", "Robin")
        look(ToCalibrationPacks(), "list")
        look(ToCalibrationPacks(folder), "pack")
        look(ToCalibrationPacks(folder), "pack-middle", down(0.45))
        look(ToCalibrationPacks(folder), "pack-foot", down(1.0))
        look(ToCalibrationPacks(folder), "edit", lambda page: page.edit())
        look(ToAddClip(root / "2026-03-02_100000-renewal", 1.0, 6.5, "Renewal at risk"), "add")
        look(ToSharePack(folder, "Outages"), "share")
        look(ToSharePack(folder, "Outages", ratings=True), "send")
        window.close()
        library.close()


def main() -> None:
    """Light, dark, small, and with very large text."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    shoot(app, out, "-light")
    shoot(app, out, "-dark", theme="dark")
    shoot(app, out, "-small", size=(1280, 720))
    shoot(app, out, "-200", text_size="largest")


if __name__ == "__main__":
    main()
