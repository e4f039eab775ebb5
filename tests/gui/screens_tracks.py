"""Takes pictures of the time tracks: `python tests/gui/screens_tracks.py FOLDER [SESSION]`. For designers."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from review_examples import COMMENTS, review_series

from app.library.review.read_series import read_for_review
from app.ui.resources import FONTS
from app.ui.review.playhead import Playhead
from app.ui.review.tracks.view import TracksView
from app.ui.run import make_application
from app.ui.theme import load_fonts, make_theme
from perception.types import Span

LOOKS = {
    "light": ("light", "normal", (1280, 620)),
    "dark": ("dark", "normal", (1280, 620)),
    "dark-720": ("dark", "normal", (1252, 330)),
    "light-largest": ("light", "largest", (1252, 620)),
    "dark-wide": ("dark", "normal", (1880, 640)),
}


def main() -> None:
    """One picture a look and a state."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    series = read_for_review(Path(sys.argv[2])).series if len(sys.argv) > 2 else review_series()
    app = make_application()
    family = load_fonts(FONTS)
    for name, (look, text, size) in LOOKS.items():
        theme = make_theme(name=look, text_size=text, reduced_motion=True, family=family)
        app.setStyleSheet(theme.stylesheet())
        for locked in (False, True):
            playhead = Playhead(series.duration_s)
            view = TracksView(theme, series, playhead, locked=locked)
            view.set_notes(COMMENTS)
            view.resize(*size)
            view.show()
            playhead.seek(132.4)
            app.processEvents()
            tail = "-locked" if locked else ""
            view.grab().save(str(out / f"tracks-{name}{tail}.png"))
            if not locked:
                view.canvas.show_around()
                playhead.select(Span(126.0, 138.5))
                app.processEvents()
                view.grab().save(str(out / f"tracks-{name}-near.png"))
            view.close()


if __name__ == "__main__":
    main()
