"""Where the files the window shows are found."""

from __future__ import annotations

from pathlib import Path

ASSETS = Path(__file__).resolve().parents[2] / "assets"
FONTS = ASSETS / "fonts"
ICONS = ASSETS / "icons"
HELP = ASSETS / "help"
RESULTS = ASSETS / "model_card" / "results.json"


def icon(name: str) -> Path:
    """The file of an icon by its name."""
    return ICONS / f"{name}.svg"


def reading_text() -> str:
    """The paragraph that is read aloud in a calibration."""
    return " ".join((ASSETS / "calibration" / "reading.txt").read_text(encoding="utf-8").split())
