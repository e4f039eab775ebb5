"""The settings as groups of rows. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.settings import SETTINGS, Setting, Settings, Value


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
