"""Settings as data: one tuple of `Setting` values gives the defaults, the checks and the settings page.

The file is plain TOML in the user's configuration folder, so that it can be read and mended by hand. A value that
does not fit falls back to its default alone, and the problem is told; the rest of the file is kept.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import tomli_w
from platformdirs import user_config_dir

from app.settings_form import (
    LETTERS_KNOWN,
    consent,
    fits,
    model_of,
    number,
    remembered,
)
from app.settings_form import (
    LONGEST_LINES as LONGEST_LINES,
)
from app.settings_form import (
    LONGEST_TEXT as LONGEST_TEXT,
)
from app.settings_form import (
    Setting as Setting,
)
from app.settings_form import (
    Value as Value,
)
from perception.language.vocabulary import MOST_TERMS, read_vocabulary

if TYPE_CHECKING:
    from pydantic import BaseModel

PROGRAMME_NAME: Final = "Attune"
FILE_NAME: Final = "settings.toml"
SETTINGS: Final[tuple[Setting, ...]] = (
    Setting(
        "programme_name",
        "Programme",
        "Name of the programme",
        "Shown in the window and on reports. Trainers may use the name their team knows.",
        "text",
        PROGRAMME_NAME,
    ),
    Setting(
        "your_name",
        "Programme",
        "Your name",
        "Stands on the comments and ratings you write. It leaves this computer only in files that you share.",
        "text",
        "",
    ),
    Setting(
        "theme",
        "Look",
        "Light or dark",
        "“As the system” follows your desktop.",
        "choice",
        "system",
        (("system", "As the system"), ("light", "Light"), ("dark", "Dark")),
    ),
    Setting(
        "text_size",
        "Look",
        "Text size",
        "Makes all text larger, for tired eyes or for a room.",
        "choice",
        "normal",
        (("normal", "Normal"), ("large", "Large"), ("larger", "Larger"), ("largest", "Largest (twice)")),
    ),
    Setting(
        "reduced_motion",
        "Look",
        "Less motion",
        "Pictures and notes appear at once, without gliding.",
        "switch",
        False,
    ),
    number(
        "cue_budget",
        "Cues during the call",
        "Cues in 20 minutes",
        "A few words at the right moment help; many take your attention off the customer. 0 is none.",
        (4, 0, 6),
    ),
    number(
        "cue_spacing_s",
        "Cues during the call",
        "Time between two",
        "You need time to act on one before the next. Two for the same letter come 90 seconds apart at least.",
        (45, 20, 300),
        unit="seconds",
    ),
    number(
        "cue_shown_s",
        "Cues during the call",
        "Each stays for",
        "Long enough to read at a glance. It goes sooner when you have done it.",
        (3, 2, 10),
        unit="seconds",
    ),
    Setting(
        "cue_letters",
        "Cues during the call",
        "Letters they may be about",
        "Working on one thing at a time is easier than on seven.",
        "letters",
        LETTERS_KNOWN,
    ),
    Setting(
        "cue_strip",
        "Cues during the call",
        "Strip of seven marks",
        "Shows at a glance what is good and what is worth a look. Without numbers, because they draw the eye.",
        "switch",
        True,
    ),
    Setting(
        "cue_fading",
        "Cues during the call",
        "Every third practice call without cues",
        "What you learn with help should hold without it.",
        "switch",
        True,
    ),
    Setting(
        "captions",
        "Practice calls",
        "Captions",
        "Shows what the customer said over the picture. A real call has none: try without once you feel ready.",
        "switch",
        True,
    ),
    number(
        "thinking_s",
        "Practice calls",
        "Time to think",
        "Added before a silence counts as an answer. A real customer waits, too, when you say that you are thinking.",
        (0, 0, 15),
        unit="seconds",
    ),
    number(
        "voice_volume",
        "Practice calls",
        "Volume of the customer's voice",
        "As loud as a voice across a desk. You can listen to it in the set-up.",
        (80, 0, 100),
        unit="%",
    ),
    Setting(
        "rich_voice",
        "Practice calls",
        "Richer voice",
        "Customers sound more like people. Fetch it once with “attune models install voice-rich” (104 MB). It needs a "
        "quick computer: where it is too slow or not there, the built-in voice speaks and you are told.",
        "switch",
        False,
    ),
    Setting(
        "self_check",
        "Practice calls",
        "Self-check before the debrief",
        "You say first how it went, then see what was measured. Knowing the difference is half of the training.",
        "switch",
        True,
    ),
    number(
        "partner_minutes",
        "Practice calls",
        "Timer with a partner",
        "5, 8 or 10 minutes suit most; time can be added in the call.",
        (8, 2, 60),
        unit="minutes",
    ),
    Setting(
        "role_card_paper",
        "Practice calls",
        "Paper of the role card",
        "The partner's secret card fits one page of either.",
        "choice",
        "a4",
        (("a4", "A4"), ("letter", "Letter")),
    ),
    Setting(
        "side_strip",
        "Practice calls",
        "Small strip beside your own calls",
        "Stays above the other programme: seven marks, the cue, time, pause and end. The large window makes room.",
        "switch",
        True,
    ),
    Setting(
        "keep_media",
        "Recordings",
        "Keep picture and sound",
        "Without them the debrief has no clips to play, only words and figures.",
        "switch",
        True,
    ),
    Setting(
        "retention_days",
        "Recordings",
        "Remove picture and sound after",
        "Scores and notes stay. 0 keeps picture and sound until you delete them.",
        "number",
        30,
        minimum=0,
        maximum=3650,
        unit="days",
    ),
    number(
        "bin_days",
        "Recordings",
        "Empty the bin after",
        "Calls you delete stay in the bin so long and can be brought back. 0 keeps them until you empty it yourself.",
        (30, 0, 3650),
        unit="days",
    ),
    Setting(
        "transcriber",
        "Measuring",
        "Words are recognised by",
        "The quick one fits a small laptop and English; the thorough one is slower and knows more languages.",
        "choice",
        "tiny.en",
        (("tiny.en", "The quick model"), ("base", "The thorough model")),
    ),
    Setting(
        "import_thorough",
        "Measuring",
        "More exact words when importing (slower)",
        "Recordings are put into words by the thorough model, whatever calls use. It takes about twice as long and "
        "must be installed: attune models install.",
        "switch",
        False,
    ),
    Setting(
        "terms",
        "Measuring",
        "Names and terms",
        "Names of products, companies and people that are heard wrongly, one a line or with commas between: "
        f"at most {MOST_TERMS}. Name only what is likely to be said.",
        "lines",
        "",
    ),
    consent(
        "consent_camera",
        "Measure from the camera",
        "Where you look, your smile and brows, how you sit. Off: the letters E, M and P are left out, without penalty.",
    ),
    consent(
        "consent_microphone",
        "Measure from the microphone",
        "How you speak, and the words you say. Off: the letters A, T, H and Y are left out, without penalty.",
    ),
    consent(
        "consent_recording",
        "Record calls on this laptop",
        "Kept in a folder only you open. Nothing is sent anywhere.",
    ),
    Setting(
        "recheck_days",
        "Measuring",
        "Offer a quick re-check after",
        "How you sit and where the window is change over time; the re-check takes 20 seconds. 0 never offers it.",
        "number",
        30,
        minimum=0,
        maximum=365,
        unit="days",
    ),
    remembered("consent_given_on", "Date of consent"),
    remembered("calibration_put_off", "Calibration put off on"),
    remembered("last_camera", "Last camera"),
    remembered("last_microphone", "Last microphone"),
    remembered("last_customer_audio", "Last customer's sound"),
    remembered("last_speaker", "Last speaker"),
    remembered("last_partner_microphone", "Last partner's microphone"),
    remembered("side_strip_place", "Place of the small strip"),
    remembered("review_hidden_lanes", "Tracks that are switched off"),
    remembered("review_places", "Dividers of the review"),
    remembered("review_overlays", "What is drawn over the picture"),
    remembered("cue_trust", "How far each cue is trusted"),
    remembered("last_import_folder", "Last folder"),
    remembered("last_batch_folder", "Last folder of recordings"),
)

BY_KEY: Final[Mapping[str, Setting]] = {setting.key: setting for setting in SETTINGS}


@cache
def _model() -> type[BaseModel]:
    return model_of(SETTINGS)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, checked. Build with `Settings.of(...)`; unknown names and wrong values raise ValueError."""

    values: Mapping[str, Value] = field(default_factory=lambda: {s.key: s.default for s in SETTINGS})

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Settings:
        """Checked settings from names and values; what is not named has its default."""
        unknown = sorted(set(values) - set(BY_KEY))
        if unknown:
            raise ValueError(f"There is no setting called {unknown[0]!r}.")
        if all(fits(BY_KEY[key], value) for key, value in values.items()):
            return cls({**{setting.key: setting.default for setting in SETTINGS}, **values})
        return cls(_model()(**values).model_dump())

    def changed(self, **changes: Value) -> Settings:
        """A copy with these values, checked."""
        return Settings.of({**self.values, **changes})

    def text(self, key: str) -> str:
        """A text or choice."""
        return str(self.values[key])

    def switch(self, key: str) -> bool:
        """A switch."""
        return bool(self.values[key])

    def number(self, key: str) -> int:
        """A whole number."""
        return int(self.values[key])

    @property
    def programme_name(self) -> str:
        """What the programme is called on every screen."""
        return self.text("programme_name").strip() or PROGRAMME_NAME

    @property
    def terms(self) -> tuple[str, ...]:
        """The names and terms that count."""
        return read_vocabulary(self.text("terms")).terms

    @property
    def consented(self) -> bool:
        """Whether the questions of the first start have been answered."""
        return bool(self.text("consent_given_on"))


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings as read, and one plain sentence for each value that had to fall back."""

    settings: Settings
    problems: tuple[str, ...] = ()


class SettingsStore:
    """The settings file. `folder` defaults to the user's configuration folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or Path(user_config_dir("attune"))) / FILE_NAME

    def load(self) -> LoadedSettings:
        """Read the file; a missing file gives the defaults, a damaged one the defaults and a sentence."""
        try:
            raw = tomllib.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return LoadedSettings(Settings())
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            return LoadedSettings(Settings(), (f"The settings could not be read and start fresh ({error}).",))
        return _checked({key: value for key, value in raw.items() if key in BY_KEY})

    def save(self, settings: Settings) -> None:
        """Write the file as a whole, by replacing it. Raises OSError when the folder cannot be written."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_suffix(".tmp")
        temporary.write_text(tomli_w.dumps(dict(settings.values)), encoding="utf-8")
        temporary.replace(self.path)


def _checked(raw: Mapping[str, Any]) -> LoadedSettings:
    try:
        return LoadedSettings(Settings.of(raw))
    except ValueError as error:
        from pydantic import ValidationError

        if not isinstance(error, ValidationError):
            raise
        bad = {str(item["loc"][0]): item["msg"] for item in error.errors()}
    problems = tuple(f"“{BY_KEY[key].label}” went back to its default ({why})." for key, why in sorted(bad.items()))
    return LoadedSettings(Settings.of({key: value for key, value in raw.items() if key not in bad}), problems)
