"""The richer voices by name: the files there are, and a fitting one for every shipped customer."""

from __future__ import annotations

from pathlib import PurePosixPath

from app.practice.scenario.loader import load_scenario
from app.practice.scenario.rich_voices import RICH_VOICES
from perception.inference.asset_files import assets_dir
from perception.inference.model_list import load_model_list

SHIPPED = [load_scenario(path).scenario.persona for path in sorted((assets_dir() / "scenarios").glob("*.yaml"))]


def test_the_names_are_those_of_the_files() -> None:
    entry = next(entry for entry in load_model_list().models if entry.id == "voice-rich-voices")
    assert [PurePosixPath(file.name).stem for file in entry.files] == list(RICH_VOICES)
    assert {file.size for file in entry.files} == {510 * 256 * 4}


def test_every_shipped_customer_has_a_fitting_voice_of_their_own() -> None:
    names = [persona.voice.rich for persona in SHIPPED]
    assert len(set(names)) == len(names)
    for persona in SHIPPED:
        woman = RICH_VOICES[persona.voice.rich].woman
        assert persona.pronoun == "they" or woman == (persona.pronoun == "she"), persona.name


def test_both_kinds_of_english_and_voice_are_heard() -> None:
    voices = [RICH_VOICES[persona.voice.rich] for persona in SHIPPED]
    assert 0.3 <= sum(voice.british for voice in voices) / len(voices) <= 0.7
    assert 0.3 <= sum(voice.woman for voice in voices) / len(voices) <= 0.7
