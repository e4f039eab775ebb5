"""Takes a picture of each part of a practice call's debrief: `python tests/gui/screens_debrief.py FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

from screens import Studio

from app.bootstrap.window import open_for_debrief
from app.ui.ports import MediaPart
from app.ui.routes import ToDebrief
from app.ui.run import make_application
from app.ui.tokens import TEXT_SCALES
from tests.practice_sessions import practice_session, sample

SIZES = {"-720": (1280, 720), "-1080": (1920, 1080)}


class DebriefStudio(Studio):
    """Brought to each part of the debrief."""

    def parts(self, folder: Path, tail: str) -> None:
        self.go(ToDebrief(folder))
        self.shoot(f"debrief-practice{tail}")
        page = self.window.page
        page.show_part("customer")
        self.shoot(f"debrief-customer{tail}")
        page.customer.show_turn(0)
        self.settle()
        first, scroller = page.customer.turns[0], page.customer.scroller
        scroller.verticalScrollBar().setValue(first.mapTo(scroller.widget(), first.rect().topLeft()).y())
        self.shoot(f"debrief-turns{tail}")
        page.show_part("advice")
        page.rooms._side.verticalScrollBar().setValue(600)
        self.shoot(f"debrief-advice{tail}")
        page.show_part("cues")
        page.cues.cues[0].show_trace()
        page.cues.cues[1].show_trace()
        self.shoot(f"debrief-cues{tail}")

    def cold(self, folder: Path, tail: str) -> None:
        """A call that went badly, with a clip opened."""
        self.go(ToDebrief(folder))
        page = self.window.page
        page.show_part("customer")
        self.shoot(f"debrief-cold{tail}")
        page._play_exactly(page.customer.view.turns[0].clip)
        self.shoot(f"debrief-clip{tail}")
        page.show_part("advice")
        page.rooms._side.verticalScrollBar().setValue(900)
        self.shoot(f"debrief-missed{tail}")

    def without(self, tail: str) -> None:
        self.go(ToDebrief(Path("/sessions/a")))
        self.window.page.show_part("customer")
        self.shoot(f"debrief-no-customer{tail}")


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    given = {"consent_camera": True, "consent_microphone": True, "consent_recording": True}
    with tempfile.TemporaryDirectory() as kept:
        call, cold = Path(kept) / "call", Path(kept) / "cold"
        practice_session(call)
        practice_session(cold, sample("dismissive"), checked=False)
        TEXT_SCALES["larger"] = 2.0  # type: ignore[index]
        for theme in ("light", "dark"):
            for tail, size in SIZES.items():
                for text, mark in (("normal", ""), ("larger", "-larger")):
                    with tempfile.TemporaryDirectory() as folder:
                        look = {"theme": theme, "text_size": text, "consent_given_on": "2026-11-01", **given}
                        made = DebriefStudio(app, Path(folder), out, size=size, **look)
                        example = made.window._services.opener
                        opener = partial(with_media, example)
                        made.window._services = replace(made.window._services, opener=opener)
                        made.parts(call, f"{tail}{mark}")
                        made.cold(cold, f"{tail}{mark}")
                        made.without(f"{tail}{mark}")
                        made.window.close()


def with_media(example, where: Path):
    """The recorded call as if its sound had been kept, any other as the example."""
    if not where.exists():
        return example(where)
    return replace(open_for_debrief(where), media=(MediaPart(0.0, where / "media.mkv"),))


if __name__ == "__main__":
    main()
