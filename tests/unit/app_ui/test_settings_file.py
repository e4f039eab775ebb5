"""The settings file: defaults, checks, and damage that costs only the damaged value."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from app.settings import PROGRAMME_NAME, SETTINGS, Settings, SettingsStore


def test_every_setting_has_words_and_a_default_that_passes_its_own_check():
    settings = Settings.of({})
    for setting in SETTINGS:
        assert setting.label
        assert setting.help.endswith(".")
        assert settings.values[setting.key] == setting.default


def test_what_is_saved_is_read_again(tmp_path):
    store = SettingsStore(tmp_path / "Ünïcode folder")
    store.save(Settings().changed(theme="dark", retention_days=7, programme_name="Listening Lab"))
    loaded = store.load()
    assert loaded.problems == ()
    assert loaded.settings.text("theme") == "dark"
    assert loaded.settings.number("retention_days") == 7
    assert loaded.settings.programme_name == "Listening Lab"


def test_a_missing_file_gives_the_defaults(tmp_path):
    assert SettingsStore(tmp_path).load().settings == Settings()


def test_one_bad_value_falls_back_alone(tmp_path):
    store = SettingsStore(tmp_path)
    store.path.write_text('theme = "purple"\nretention_days = 12\nfrom_the_future = 1\n', encoding="utf-8")
    loaded = store.load()
    assert loaded.settings.text("theme") == "system"
    assert loaded.settings.number("retention_days") == 12
    assert len(loaded.problems) == 1
    assert loaded.problems[0].startswith("“Light or dark” went back to its default")


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe\x00", b'theme = "dark'])
def test_a_damaged_file_starts_fresh_and_says_so(tmp_path, content):
    store = SettingsStore(tmp_path)
    store.path.write_bytes(content)
    loaded = store.load()
    assert loaded.settings == Settings()
    assert "could not be read" in loaded.problems[0]


def test_unknown_names_and_wrong_values_are_refused():
    with pytest.raises(ValueError, match="no setting"):
        Settings.of({"volume": 3})
    with pytest.raises(ValidationError):
        Settings().changed(retention_days=-1)
    with pytest.raises(ValidationError):
        Settings().changed(consent_camera="yes please")


def test_an_empty_programme_name_is_the_default():
    assert Settings().changed(programme_name="  ").programme_name == PROGRAMME_NAME


def test_nothing_is_consented_by_itself():
    settings = Settings()
    assert not settings.consented
    assert not any(settings.switch(key) for key in ("consent_camera", "consent_microphone", "consent_recording"))


def test_names_and_terms_are_kept_as_typed_and_those_that_count_are_read():
    settings = Settings().changed(terms="Grafana, Acme Robotics\nSiobhan\n---")
    assert settings.text("terms").endswith("---")
    assert settings.terms == ("Grafana", "Acme Robotics", "Siobhan")
    with pytest.raises(ValueError):
        Settings().changed(terms="x" * 5000)
