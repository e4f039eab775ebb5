from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.recording.corrections import Correction, corrected, in_force, lines_of, retimed
from perception.recording.format import header_to_json
from perception.recording.notes import Note, append_corrections, append_note, read_corrections, read_notes
from perception.recording.reader import open_session
from perception.recording.records import EndedRecord, to_line
from perception.recording.rescored import RESCORED_NAME, read_rescored, write_rescored
from perception.types import SpeechSegment, Utterance, Word
from tests.unit.perception_recording import session_samples

WORDS = (Word(1.0, 1.2, "I", 0.9), Word(1.2, 1.6, "here", 0.4), Word(1.6, 1.8, "you", 0.8))
LINE = Utterance(1.0, 1.8, "csm", "I here you", WORDS, 0.7)
OTHER = Utterance(3.0, 4.0, "customer", "Nothing works.", (), 0.9)


def correction(line: Utterance = LINE, **changes) -> Correction:
    return Correction("me", "2026-11-26T10:00:00+01:00", line.start_s, line.end_s, line.speaker, line.text, **changes)


def session(folder: Path, *records) -> Path:
    folder.mkdir()
    (folder / "session.json").write_text(json.dumps(header_to_json(session_samples.header())))
    (folder / "events.jsonl").write_bytes(b"".join(to_line(record) for record in records))
    return folder


def test_a_corrected_line_keeps_its_place_and_the_times_of_the_words_that_stayed() -> None:
    (line, other) = lines_of((OTHER, LINE), [correction(text="I hear you")])
    assert (line.recorded, other.said) == (LINE, OTHER)
    assert (line.said.text, line.said.p, line.corrected, other.corrected) == ("I hear you", 1.0, True, False)
    assert [(word.text, word.start_s, word.end_s) for word in line.said.words] == [
        ("I", 1.0, 1.2),
        ("hear", pytest.approx(1.2), pytest.approx(1.6)),
        ("you", 1.6, 1.8),
    ]


def test_the_last_correction_counts_and_an_empty_one_restores() -> None:
    first, second = correction(text="I hear you"), correction(said_by="customer")
    assert lines_of([LINE], [first, second])[0].said.text == LINE.text
    assert lines_of([LINE], [first, second])[0].said.speaker == "customer"
    assert in_force([first, second, correction()]) == {}
    assert not lines_of([LINE], [first, correction()])[0].corrected


def test_confirming_a_line_makes_it_certain() -> None:
    (line,) = lines_of([LINE], [correction(text=LINE.text)])
    assert line.corrected
    assert line.said.p == 1.0


def test_struck_lines_are_left_out_and_speech_goes_with_its_line() -> None:
    speech = [SpeechSegment(0.95, 1.85, "csm"), SpeechSegment(2.9, 4.1, "customer"), SpeechSegment(1.0, 9.0, "csm")]
    told = list(corrected([*speech, LINE, OTHER], [correction(said_by="customer"), correction(OTHER, struck=True)]))
    assert told == [
        SpeechSegment(0.95, 1.85, "customer"),
        speech[1],
        speech[2],  # reaches far beyond the line
        Utterance(1.0, 1.8, "customer", LINE.text, WORDS, 0.7),
    ]


@given(text=st.lists(st.sampled_from(["I", "hear", "here", "you", "now", "Here,"]), max_size=9).map(" ".join))
def test_times_of_corrected_words_stay_inside_the_line_and_in_order(text: str) -> None:
    words = retimed(LINE, text)
    assert [word.text for word in words] == text.split()
    edges = [edge for word in words for edge in (word.start_s, word.end_s)]
    assert edges == sorted(edges)
    assert all(LINE.start_s <= edge <= LINE.end_s for edge in edges)


def test_lines_without_word_times_have_none_afterwards() -> None:
    assert retimed(OTHER, "Nothing worked.") == ()


def test_corrections_stand_beside_the_notes_and_survive_a_cut_line(tmp_path: Path) -> None:
    note = Note("partner_rating", "partner", "2026-03-02T11:00:00+00:00", text="Good pause")
    append_note(tmp_path, note)
    with (tmp_path / "notes.jsonl").open("ab") as file:
        file.write(b'{"kind":"correction","auth')
    append_corrections(tmp_path, [correction(text="I hear you"), correction(struck=True)])
    assert read_notes(tmp_path) == (note,)
    assert read_corrections(tmp_path) == (correction(text="I hear you"), correction(struck=True))


def test_the_session_reads_as_corrected_and_knows_when_its_scores_do_not(tmp_path: Path) -> None:
    recorded, again = session_samples.scorecard(duration_s=10.0), session_samples.scorecard(duration_s=11.0)
    folder = session(tmp_path / "s", LINE, OTHER, recorded, EndedRecord(10.0, "done"))
    before = (folder / "events.jsonl").read_bytes()
    opened = open_session(folder)
    assert not opened.outdated
    append_corrections(folder, [correction(text="I hear you"), correction(OTHER, struck=True)])
    assert opened.outdated
    assert opened.scorecard() == recorded
    assert [said.text for said in opened.utterances()] == ["I hear you"]
    assert [said.text for said in opened.observations() if isinstance(said, Utterance)] == ["I hear you"]
    write_rescored(folder, again, notes=2)
    assert opened.scorecard() == again
    assert not opened.outdated
    append_corrections(folder, [correction(), correction(OTHER)])
    assert opened.scorecard() == recorded  # everything was brought back
    assert not opened.outdated
    assert (folder / "events.jsonl").read_bytes() == before


def test_the_result_is_outdated_until_it_knows_of_the_self_check(tmp_path: Path) -> None:
    recorded, again = session_samples.scorecard(duration_s=10.0), session_samples.scorecard(duration_s=11.0)
    folder = session(tmp_path / "s", LINE, OTHER, recorded, EndedRecord(10.0, "done"))
    opened = open_session(folder)
    assert (opened.self_checked, opened.outdated) == (False, False)
    append_note(folder, Note("self_check", "learner", "2026-03-02T11:00:00+00:00", ratings={"A": 80.0}))
    assert (opened.self_checked, opened.outdated) == (True, True)
    assert opened.scorecard() == recorded
    write_rescored(folder, again, notes=opened.result_notes)
    assert opened.scorecard() == again
    append_corrections(folder, [correction(struck=True)])
    assert opened.outdated  # a later correction makes it anew


@pytest.mark.parametrize("damage", [b"", b"{", b'{"corrections":1}', b'{"corrections":1,"scorecard":{"letters":5}}'])
def test_a_damaged_result_is_no_result(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / RESCORED_NAME).write_bytes(damage)
    assert read_rescored(tmp_path, notes=1) is None
