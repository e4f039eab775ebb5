"""Pictures of bringing in recordings: `python tests/gui/screens_import.py FOLDER`. For designers."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from import_examples import CHANNELS, OPEN, TWO_LIKELY, VOICES, Batch, Imports, examined, item, stopped
from screens import Studio, make_application

from app.ui.routes import ToBatch, ToHelp, ToImport


def importing(studio: Studio, tail: str) -> None:
    """Choosing, the question in its forms, and a folder."""
    studio.go(ToImport())
    studio.shoot(f"import-choose{tail}")
    found = {
        "two": examined("left", "right", who=TWO_LIKELY),
        "open": examined("left", "right", kind="voice", who=OPEN),
        "voices": examined(kind="voice", who=VOICES, notes=("No picture: E, M and P will not be measured.",)),
        "channels": examined("whole", kind="channel", who=CHANNELS),
    }
    for name, look in found.items():
        studio.engine.examined = look
        studio.go(ToImport())
        studio.window.page.take([Path("/calls/Renewal call 12 May.mp4")])
        studio.shoot(f"import-{name}{tail}")
    studio.window.page.who.agreed.click()
    scroller = studio.window.page._stack.currentWidget()
    scroller.verticalScrollBar().setValue(scroller.verticalScrollBar().maximum())
    studio.shoot(f"import-details{tail}")
    studio.go(ToBatch(Path("/calls/May")))
    studio.window.page.action.click()
    studio.shoot(f"batch{tail}")
    studio.go(ToHelp("import"))
    studio.shoot(f"import-help{tail}")


def room() -> Imports:
    batch = Batch(
        item("Renewal call 12 May.mp4", "done"),
        item("Outage follow-up.mkv", "running", share=0.31),
        item(
            "broken.mp4",
            "failed",
            message="“broken.mp4” is not a video or sound file that can be read; it may be incomplete.",
            remedy="Choose a video or sound file such as mp4, mkv, mov, wav, flac or mp3.",
        ),
        item("old.customer.wav", "left_out", message="Only the customer's side of this call is here."),
        item("Price talk.m4a"),
    )
    return Imports(
        stopped(), stopped("Old call", trouble="The recording has changed since: it begins anew."), batch=batch
    )


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    looks = (
        ("light", (1280, 720), "normal", ""),
        ("dark", (1280, 800), "normal", ""),
        ("light", (1280, 720), "largest", "-largest"),
        ("light", (1920, 1080), "normal", "-1080"),
    )
    for theme, size, text, tail in looks:
        with tempfile.TemporaryDirectory() as folder:
            look = {"theme": theme, "text_size": text, "consent_given_on": "2026-11-01"}
            made = Studio(app, Path(folder), out, size=size, imports=room(), **look)
            importing(made, tail)
            made.window.close()


if __name__ == "__main__":
    main()
