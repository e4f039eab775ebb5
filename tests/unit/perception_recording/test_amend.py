"""What is known about a call only at its end is written into its header."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from perception.errors import SessionFormatError
from perception.recording.amend import amend_header
from perception.recording.format import SessionHeader, header_from_json, header_to_json, result_is_final, write_header
from perception.recording.reader import open_session

HEADER = SessionHeader("id", "1.0", {}, "2026-11-26T10:00:00+00:00", "Call", "partner", params={"has_video": 1.0})


def test_params_and_notices_are_added_and_the_rest_stays(tmp_path: Path) -> None:
    write_header(tmp_path, HEADER)
    amend_header(tmp_path, params={"speaker_certainty": 0.8}, notices=["Both of you are on one track."])
    header = open_session(tmp_path).header
    assert header.params == {"has_video": 1.0, "speaker_certainty": 0.8}
    assert header.notices == ("Both of you are on one track.",)
    assert replace(header, params=HEADER.params, notices=()) == HEADER


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(SessionFormatError, match="cannot be written"):
        amend_header(tmp_path / "gone", params={}, notices=[])


def test_what_was_not_kept_makes_the_result_final() -> None:
    assert not result_is_final(HEADER)
    for unkept in (replace(HEADER, customer_words_kept=False), replace(HEADER, customer_sound_kept=False)):
        assert result_is_final(unkept)
        assert header_from_json(header_to_json(unkept)) == unkept
