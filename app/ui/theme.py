"""The look in one place: colours, sizes, weights, spacing, motion and the style sheet made of them.

Screens and widgets take a `Theme` and never write a colour or a size of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication

from app.ui.resources import icon
from app.ui.stylesheet import build_stylesheet
from app.ui.tokens import DARK, LIGHT, TEXT_SCALES, Colours, Sizes

FONT_FAMILY: Final = "Inter"
TABULAR_FIGURES: Final = "tnum"

Role = Literal["small", "body", "heading", "title", "letter", "caption", "display"]


@dataclass(frozen=True, slots=True)
class Theme:
    """One look: `colours`, `sizes` already scaled, and whether things may move."""

    name: Literal["light", "dark"]
    colours: Colours
    sizes: Sizes
    motion: bool
    family: str

    def colour(self, name: str) -> QColor:
        """A colour by the name of its token."""
        return QColor(getattr(self.colours, name))

    def font(self, role: Role = "body", *, strong: bool = False, tabular: bool = False) -> QFont:
        """The font of a role; `tabular` gives figures of one width for times."""
        font = QFont(self.family)
        font.setPixelSize(getattr(self.sizes, role))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        if tabular:
            font.setFeature(QFont.Tag(TABULAR_FIGURES), 1)
        return font

    def motion_ms(self) -> int:
        """Length of a movement; 0 when motion is off."""
        return self.sizes.motion_ms if self.motion else 0

    def stylesheet(self) -> str:
        """The style sheet of the whole window."""
        return build_stylesheet(
            self.colours,
            self.sizes,
            self.family,
            chevron=icon(f"chevron-{self.name}").as_posix(),
            tick=icon(f"tick-{self.name}").as_posix(),
        )


def load_fonts(folder: Path) -> str:
    """Register the bundled fonts; gives the family to use, the system's own when none could be read."""
    loaded = [QFontDatabase.addApplicationFont(str(path)) for path in sorted(folder.glob("*.otf"))]
    if loaded and all(number >= 0 for number in loaded):
        return FONT_FAMILY
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def system_is_dark() -> bool:
    """Whether the desktop asks for a dark look."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def make_theme(*, name: str, text_size: str, reduced_motion: bool, family: str) -> Theme:
    """The theme for these settings. name: 'light', 'dark' or 'system'. text_size: a key of TEXT_SCALES."""
    dark = name == "dark" or (name == "system" and system_is_dark())
    return Theme(
        name="dark" if dark else "light",
        colours=DARK if dark else LIGHT,
        sizes=Sizes.scaled(TEXT_SCALES[text_size]),
        motion=not reduced_motion,
        family=family,
    )
