"""What a setting is: its kind, its limits, and whether a value fits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

if TYPE_CHECKING:
    from pydantic import BaseModel

LONGEST_TEXT: Final = 400
LONGEST_LINES: Final = 4000

LETTERS_KNOWN: Final = "EMPATHY"

Group = Literal["Programme", "Look", "Cues during the call", "Practice calls", "Recordings", "Measuring", "Remembered"]
Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: what it is called, why it is there, and what it may be.

    kind: 'text', 'lines' (text of several lines), 'switch', 'choice', 'number' or 'letters' (some of the seven).
    choices: (stored value, words shown). minimum, maximum: for numbers. unit: shown after a number.
    shown: False for values the programme remembers by itself.
    """

    key: str
    group: Group
    label: str
    help: str
    kind: Literal["text", "lines", "switch", "choice", "number", "letters"]
    default: Value
    choices: tuple[tuple[str, str], ...] = ()
    minimum: int = 0
    maximum: int = 0
    unit: str = ""
    shown: bool = True


def consent(key: str, label: str, text: str) -> Setting:
    """A switch that is off until the user says yes."""
    return Setting(key=key, group="Measuring", label=label, help=text, kind="switch", default=False)


def number(key: str, group: Group, label: str, text: str, limits: tuple[int, int, int], *, unit: str = "") -> Setting:
    """A whole number. limits: default, least and most."""
    default, least, most = limits
    return Setting(key, group, label, text, "number", default, minimum=least, maximum=most, unit=unit)


def remembered(key: str, label: str) -> Setting:
    """A text the programme keeps by itself."""
    return Setting(
        key=key, group="Remembered", label=label, help="Kept for the next start.", kind="text", default="", shown=False
    )


def fits(setting: Setting, value: Any) -> bool:
    """Whether a value plainly fits. Loading pydantic costs a quarter of a second; it is for explaining misfits."""
    if setting.kind == "switch":
        return isinstance(value, bool)
    if setting.kind == "number":
        return type(value) is int and setting.minimum <= value <= setting.maximum
    if setting.kind == "letters":
        return isinstance(value, str) and set(value) <= set(LETTERS_KNOWN)
    if setting.kind == "choice":
        return value in [known for known, _ in setting.choices]
    return isinstance(value, str) and len(value) <= (LONGEST_LINES if setting.kind == "lines" else LONGEST_TEXT)


def model_of(settings: tuple[Setting, ...]) -> type[BaseModel]:
    """A model that explains misfits."""
    from pydantic import ConfigDict, Field, create_model

    kinds: dict[str, Any] = {
        "number": lambda s: Annotated[int, Field(strict=True, ge=s.minimum, le=s.maximum)],
        "choice": lambda s: Literal[tuple(value for value, _ in s.choices)],
        "switch": lambda _s: Annotated[bool, Field(strict=True)],
        "letters": lambda _s: Annotated[str, Field(pattern=f"^[{LETTERS_KNOWN}]*$")],
        "text": lambda _s: Annotated[str, Field(max_length=LONGEST_TEXT)],
        "lines": lambda _s: Annotated[str, Field(max_length=LONGEST_LINES)],
    }
    fields: dict[str, Any] = {s.key: (kinds[s.kind](s), s.default) for s in settings}
    return create_model("SettingsFile", __config__=ConfigDict(extra="ignore", frozen=True), **fields)
