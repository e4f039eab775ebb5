"""Takes pictures of the list of sessions and of the bin: `python tests/gui/screens_library.py FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from examples import NOW
from screens import Studio

from app.ui.ports import BinnedSession, Found, LibraryProblem, ShelfState
from app.ui.routes import ToBin, ToHelp, ToSessions
from app.ui.run import make_application

SIZES = {"-720": (1280, 720), "-1080": (1920, 1080)}
SAID = "… third time this quarter, and I had the board on the line with nothing to tell them …"


class LibraryStudio(Studio):
    """The list as it is first seen, searched, narrowed, with several chosen, tagged, checked; then the bin."""

    def library(self, tail: str) -> None:
        self.go(ToSessions())
        page = self.window.page
        self.shoot(f"library{tail}")
        self.shelf.found = {
            Path("/sessions/a"): Found("customer", SAID, ((SAID.index("board"), SAID.index("board") + 5),), 118.0)
        }
        page.search.setText("re")
        page.read()
        self.settle()
        page.list.setFocus()
        page.list.choose_row(0)
        self.shoot(f"library-search{tail}")
        page.filters.show_all()
        self.settle()
        page.list.selectAll()
        page.actions_row.tag()
        self.shoot(f"library-tags{tail}")
        page.tags.close_bar()
        self.shelf.problems = [
            LibraryProblem("session.json of “2026-11-02” is damaged.", "Restore the file from a copy."),
            LibraryProblem("The session “2026-10-30” is not on the list.", "Rebuild the list."),
        ]
        self.shelf.state = ShelfState((1, 0), 1320, ("session.json of “2026-11-02” is damaged.",))
        page.check_panel.check()
        page._freshener.begin()
        self.shoot(f"library-check{tail}")
        page.check_panel.close_panel()
        page.filters.boxes["time"].setCurrentIndex(5)
        page.search.setText("nothing like that")
        page.read()
        self.shoot(f"library-nothing{tail}")

    def bin(self, tail: str) -> None:
        at = NOW.astimezone()
        self.shelf.binned = [
            BinnedSession(Path("/b/1"), "Renewal, first try", at, NOW - timedelta(days=3), 380.0),
            BinnedSession(Path("/b/2"), "A missing feature", at - timedelta(days=12), NOW - timedelta(days=40), 512.0),
            BinnedSession(Path("/b/3"), "2026-10-01_090000-price", at - timedelta(days=29)),
        ]
        self.go(ToBin())
        self.window.page.list.selectAll()
        self.shoot(f"bin{tail}")
        self.window.page.delete()
        self.shoot(f"bin-asked{tail}")
        self.shelf.binned = []
        self.go(ToBin())
        self.shoot(f"bin-empty{tail}")
        self.go(ToHelp("library"))
        self.shoot(f"help-library{tail}")


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    given = {"consent_camera": True, "consent_microphone": True, "consent_recording": True}
    for theme in ("light", "dark"):
        for tail, size in SIZES.items():
            for text, mark in (("normal", ""), ("largest", "-largest")):
                with tempfile.TemporaryDirectory() as folder:
                    look = {"theme": theme, "text_size": text, "consent_given_on": "2026-11-01", **given}
                    made = LibraryStudio(app, Path(folder), out, size=size, **look)
                    made.library(f"{tail}{mark}")
                    made.bin(f"{tail}{mark}")
                    made.window.close()


if __name__ == "__main__":
    main()
