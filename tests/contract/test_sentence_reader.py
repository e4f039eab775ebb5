"""The shipped sentence reader against what its protocol promises."""

from __future__ import annotations

import shutil
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from perception.errors import ModelError
from perception.inference.asset_files import assets_dir
from perception.inference.sentence_input import SENTENCE_PIECES, SentenceInput
from perception.inference.sentence_reader import ABOUT, NETWORK, OnnxSentenceReader, load_sentence_reader
from perception.language.types import SentenceInContext, SentenceReader, SentenceSignals

HEARD = "The export dropped half our rows and I had to explain it to my board."
CSM = [
    SentenceInContext("csm", text, HEARD)
    for text in (
        "What did the board say?",
        "So you stood there with half the numbers missing.",
        "You can rerun the export from the settings page.",
        "Mm-hm.",
        "I'll check the logs and call you by four.",
    )
]


@pytest.fixture(scope="module")
def reader() -> OnnxSentenceReader:
    return load_sentence_reader()


def _numbers(signals: SentenceSignals) -> list[float]:
    found = asdict(signals)
    return [p for value in found.values() for p in (value.values() if isinstance(value, dict) else [value])]


def test_every_likelihood_lies_between_nothing_and_certainty(reader: SentenceReader) -> None:
    for signals in reader.read(CSM):
        assert all(0.0 <= p <= 1.0 for p in _numbers(signals))


def test_a_sentence_gives_the_same_numbers_in_any_company(reader: SentenceReader) -> None:
    whole = reader.read(CSM)
    assert reader.read(CSM[::-1]) == whole[::-1]
    assert tuple(reader.read([one])[0] for one in CSM) == whole
    long = SentenceInContext("csm", "and then we looked at it again " * 40, HEARD)
    assert reader.read([long, *CSM])[1:] == whole


def test_no_sentences_give_no_signals(reader: SentenceReader) -> None:
    assert reader.read([]) == ()


@pytest.mark.parametrize("text", ["", "...", "日本語", "\x00", "word " * 3000])
def test_anything_can_be_read(reader: SentenceReader, text: str) -> None:
    (signals,) = reader.read([SentenceInContext("csm", text, text)])
    assert all(0.0 <= p <= 1.0 for p in _numbers(signals))


def test_plain_cases_are_told_apart(reader: SentenceReader) -> None:
    asked, mirrored, told, _, promised = reader.read(CSM)
    assert asked.question > 0.5 > max(s.question for s in (mirrored, told, promised))
    assert asked.open_question > 0.5
    assert mirrored.reflection > 0.5 > max(told.reflection, promised.reflection)
    assert told.telling > 0.5 > mirrored.telling
    assert promised.acts["act"] > 0.5 > mirrored.acts["act"]


def test_a_question_is_told_without_marks(reader: SentenceReader) -> None:
    (asked,) = reader.read([replace(CSM[0], text="what did the board say")])
    assert asked.question > 0.5


def test_a_question_at_the_end_of_a_long_run_is_heard(reader: SentenceReader) -> None:
    run = "we went over the figures with the whole team on monday and put them side by side " * 6
    (asked,) = reader.read([replace(CSM[0], text=run + "what did the board say to you about that")])
    assert asked.question > 0.5


def test_long_sentences_are_cut_into_windows_that_miss_nothing() -> None:
    source = SentenceInput(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "agent", "customer", *(f"w{at}" for at in range(300))])
    for length in (0, 1, SENTENCE_PIECES, SENTENCE_PIECES + 1, 300):
        text = " ".join(f"w{at}" for at in range(length))
        rows = source.rows(SentenceInContext("csm", text, "w1 w2"))
        read = {number for row in rows for number in row.pieces[row.start + 1 : -1]}
        assert read == {6 + at for at in range(length)}
        assert all(row.pieces[:5] == (2, 7, 8, 3, 4) for row in rows)
        assert all(len(row.pieces[row.start + 1 : -1]) <= SENTENCE_PIECES for row in rows)


def _copy(tmp_path: Path) -> Path:
    for name in (NETWORK, ABOUT):
        shutil.copy(assets_dir() / "language" / name, tmp_path / name)
    return tmp_path


def test_a_missing_reader_is_told_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="missing") as caught:
        OnnxSentenceReader(tmp_path)
    assert "rules alone" in caught.value.recovery
    (_copy(tmp_path) / NETWORK).unlink()
    with pytest.raises(ModelError, match="missing"):
        OnnxSentenceReader(tmp_path)


def test_a_damaged_reader_is_refused(tmp_path: Path) -> None:
    network = _copy(tmp_path) / NETWORK
    content = bytearray(network.read_bytes())
    content[len(content) // 2] ^= 1
    network.write_bytes(content)
    with pytest.raises(ModelError, match="checksum"):
        OnnxSentenceReader(tmp_path)
    (tmp_path / ABOUT).write_bytes(b"\xff = [")
    with pytest.raises(ModelError, match="description"):
        OnnxSentenceReader(tmp_path)


def test_the_file_is_small_and_says_what_it_was_trained_on(reader: OnnxSentenceReader) -> None:
    assert (assets_dir() / "language" / NETWORK).stat().st_size == reader.about["bytes"] <= 25_000_000
    assert "GoEmotions" in reader.about["trained_on"]
