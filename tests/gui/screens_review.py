"""Takes pictures of the review: `python tests/gui/screens_review.py FOLDER [SESSION]`. SESSION: a session folder."""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from screens import Studio

from app.bootstrap.coaching import FolderCoaching
from app.bootstrap.review import OwnReview
from app.ui.routes import ToReview
from app.ui.run import make_application
from tests.practice_sessions import practice_session, sample

SIZES = {"-720": (1280, 720), "-1080": (1920, 1080)}
WAIT_S = 20.0


class ReviewStudio(Studio):
    """Brought into the review of one session."""

    def open(self, folder: Path, t_s: float, *, rate: bool = False) -> None:
        self.window._services = replace(self.window._services, review=OwnReview, coaching=FolderCoaching)
        self.go(ToReview(folder, t_s=t_s, rate=rate))
        self.until(lambda: self.window.page.review is not None)

    def until(self, condition, wait_s: float = WAIT_S) -> None:
        end = time.monotonic() + wait_s
        while not condition() and time.monotonic() < end:
            self.settle()
        self.settle()

    def parts(self, folder: Path, t_s: float, tail: str) -> None:
        self.open(folder, t_s, rate=True)
        page = self.window.page
        self.until(lambda: page.picture.has_picture, 5.0)
        self.until(lambda: page.transcript.view.lines.lines != () and page.transcript.waiting.isHidden())
        self.shoot(f"review{tail}")
        for name in page.layout_of.stand.turns[1:]:
            page.layout_of.show_part(name)
            self.shoot(f"review-{name}{tail}")
        self.window.page.leave()


def main() -> int:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(scratch) / "call"
        if len(sys.argv) < 3:
            practice_session(folder, sample("empathic"))
        for theme in ("light", "dark"):
            for tail, size in SIZES.items():
                for text in ("normal", "largest"):
                    studio = ReviewStudio(
                        app, Path(scratch) / f"{theme}{tail}{text}", out, size=size, theme=theme, text_size=text
                    )
                    studio.parts(folder, 40.0, f"{tail}{'' if text == 'normal' else '-largest'}")
                    studio.window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
