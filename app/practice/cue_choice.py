"""The user's choices about live cues: from the settings to the cues, and "that was wrong" back to the settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.practice.cue_rules import RULE_NAMES
from app.practice.cue_values import CueSettings
from app.practice.cues import trust_after_wrong
from app.settings import Settings, Value
from perception.types import LETTERS

TRUST_KEY: Final = "cue_trust"


def cue_settings(settings: Settings, *, words: bool = True, strip: bool = True) -> CueSettings:
    """What the settings say. words, strip: False leaves them out of this call, whatever the settings say."""
    chosen = settings.text("cue_letters")
    return CueSettings(
        budget=settings.number("cue_budget") if words else 0,
        spacing_s=float(settings.number("cue_spacing_s")),
        shown_s=float(settings.number("cue_shown_s")),
        strip=strip and settings.switch("cue_strip"),
        letters=tuple(letter for letter in LETTERS if letter in chosen),
        trust_in=read_trust(settings.text(TRUST_KEY)),
    )


def that_was_wrong(settings: Settings, rule: str) -> dict[str, Value]:
    """The change of settings after "that was wrong" about a cue of this rule; the rule needs more from now on."""
    trust = dict(read_trust(settings.text(TRUST_KEY)))
    trust[rule] = trust_after_wrong(trust.get(rule, 1.0))
    return {TRUST_KEY: write_trust(trust)}


def read_trust(text: str) -> dict[str, float]:
    """Trust by rule from its kept form, `rule 0.7, rule 0.49`. What is not known or not a number is left out."""
    trust: dict[str, float] = {}
    for part in text.split(","):
        name, _, number = part.strip().partition(" ")
        try:
            value = float(number)
        except ValueError:
            continue
        if name in RULE_NAMES and 0.0 <= value <= 1.0:
            trust[name] = value
    return trust


def write_trust(trust: Mapping[str, float]) -> str:
    """The kept form of trust by rule; full trust needs no words."""
    return ", ".join(f"{rule} {value:g}" for rule, value in sorted(trust.items()) if value < 1.0)
