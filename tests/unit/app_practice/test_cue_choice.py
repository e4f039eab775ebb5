"""What the user chose about cues, and "that was wrong"."""

from __future__ import annotations

import pytest

from app.practice.cue_choice import cue_settings, read_trust, that_was_wrong, write_trust
from app.practice.cue_rules import RULE_NAMES
from app.practice.cue_values import CueSettings
from app.settings import LONGEST_TEXT, Settings
from perception.types import LETTERS


def test_the_defaults_are_those_of_the_cues():
    assert cue_settings(Settings()) == CueSettings()


def test_choices_reach_the_cues():
    chosen = cue_settings(Settings().changed(cue_budget=6, cue_spacing_s=20, cue_letters="YA", cue_strip=False))
    assert (chosen.budget, chosen.spacing_s, chosen.letters, chosen.strip) == (6, 20.0, ("A", "Y"), False)


def test_a_call_without_words_keeps_the_strip_and_a_check_call_has_neither():
    assert cue_settings(Settings(), words=False).budget == 0
    assert cue_settings(Settings(), words=False).strip
    assert not cue_settings(Settings(), words=False, strip=False).strip


def test_that_was_wrong_lowers_one_rule_and_is_kept():
    settings = Settings()
    for expected in (0.7, 0.49, 0.343):
        settings = settings.changed(**that_was_wrong(settings, "pace"))
        assert cue_settings(settings).trust_in == {"pace": pytest.approx(expected)}
    settings = settings.changed(**that_was_wrong(settings, "smile"))
    assert set(cue_settings(settings).trust_in) == {"pace", "smile"}


def test_every_rule_distrusted_still_fits_the_settings_file():
    text = write_trust(dict.fromkeys(RULE_NAMES, 0.343))
    assert len(text) <= LONGEST_TEXT
    assert set(read_trust(text)) == set(RULE_NAMES)


@pytest.mark.parametrize("text", ["", "pace", "pace much", "unknown 0.5", "pace 7", "pace nan", ",,,"])
def test_what_was_written_by_hand_and_makes_no_sense_is_left_out(text):
    assert read_trust(text) == {}


def test_letters_of_cues_are_checked():
    with pytest.raises(ValueError):
        Settings().changed(cue_letters="EXA")
    assert cue_settings(Settings().changed(cue_letters="")).letters == ()
    assert cue_settings(Settings()).letters == LETTERS
