"""The settings as groups of rows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.practice.cue_choice import TRUST_KEY, read_trust
from app.practice.cue_rules import RULES, words_of
from app.settings import SETTINGS, Setting, Settings, Value
from app.ui.ports import KeptCalibration
from app.ui.words import day, listed
from perception.language.vocabulary import read_vocabulary


def line_notes(text: str) -> tuple[str, ...]:
    """What is wrong with the names and terms typed so far, and how many count."""
    vocabulary = read_vocabulary(text)
    count = len(vocabulary.terms)
    told = "" if not count else "One name counts." if count == 1 else f"{count} names count."
    return (*vocabulary.problems, *filter(None, (told,)))


@dataclass(frozen=True, slots=True)
class SettingView:
    """One setting with its value."""

    setting: Setting
    value: Value


def present_settings(settings: Settings) -> tuple[tuple[str, tuple[SettingView, ...]], ...]:
    """The shown settings by group, in the order of the tuple."""
    groups: dict[str, list[SettingView]] = {}
    for setting in SETTINGS:
        if setting.shown:
            groups.setdefault(setting.group, []).append(SettingView(setting, settings.values[setting.key]))
    return tuple((name, tuple(rows)) for name, rows in groups.items())


def doubted_cues(settings: Settings) -> str:
    """The cues that were called wrong, in their own words; '' when there are none."""
    doubted = read_trust(settings.text(TRUST_KEY))
    words = [f"“{words_of(rule, 'they')}”" for rule in RULES if doubted.get(rule.name, 1.0) < 1.0]
    return f"You called these wrong, so they come less or not at all: {listed(words)}." if words else ""


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """One calibration: with which devices, and when it was made."""

    devices: str
    made: str


def present_calibrations(kept: Sequence[KeptCalibration], today: date) -> tuple[CalibrationRow, ...]:
    """The calibrations in words, in their order."""
    return tuple(
        CalibrationRow(listed(filter(None, (one.camera, one.microphone))), f"Made {day(one.made_at, today)}.")
        for one in kept
    )
