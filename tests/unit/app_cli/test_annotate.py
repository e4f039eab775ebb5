"""`attune annotate` end to end on files: records out, one clear line for every bad input."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from app.cli import annotate
from perception.errors import ModelError

CALL = [
    {
        "conversation": "a",
        "speaker": "customer",
        "text": "Your export crashed before my board meeting. I'm so frustrated.",
    },
    {
        "conversation": "a",
        "speaker": "csm",
        "text": "It sounds like you're really frustrated that the export crashed. That's on us.",
    },
    {"conversation": 7, "speaker": "customer", "text": "The report is broken."},
    {"conversation": "a", "speaker": "customer", "text": "I'm worried about my job."},
    {"conversation": 7, "speaker": "csm", "text": "Calm down. You should have read the guide."},
    {
        "conversation": "a",
        "speaker": "csm",
        "text": "You're worried about what comes next. I'll send the numbers by 9 am tomorrow.",
    },
]


def attune(*argv: str) -> int:
    parser = argparse.ArgumentParser()
    annotate.add_parser(parser.add_subparsers())
    args = parser.parse_args(["annotate", *argv])
    return int(args.func(args))


def write(folder: Path, *records: object) -> Path:
    path = folder / "call with spaces ü.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records) + "\n", encoding="utf-8")
    return path


def test_every_line_comes_back_in_order_then_the_letters(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert attune(str(write(tmp_path, *CALL)), "--out", str(out)) == 0
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    lines, letters = records[: len(CALL)], records[len(CALL) :]
    assert [{key: line[key] for key in ("conversation", "speaker", "text")} for line in lines] == CALL
    assert [record["conversation"] for record in letters] == ["a", 7]
    for record in letters:
        assert set(record["letters"]) == {"A", "H", "Y"}
        for letter in record["letters"].values():
            assert {"value", "coverage", "state", "low", "high", "reasons"} <= set(letter)
            assert (letter["value"] is None) == (letter["state"] == "not_enough")


def test_the_two_sentences_of_the_training(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = (
        "It sounds like you're very frustrated by our product; I'm committed to figuring this out with you",
        "I'm sorry, but there's nothing I can do.",
    )
    lines = [{"conversation": i, "speaker": "csm", "text": text} for i, text in enumerate(said)]
    assert attune(str(write(tmp_path, *lines))) == 0
    good, bad = (json.loads(line)["response"] for line in capsys.readouterr().out.splitlines()[:2])
    assert good["score"] >= 85
    assert (good["kind"], good["why"]) == ("empathy", "It names the feeling, then commits.")
    assert bad["score"] <= 25
    assert (bad["kind"], bad["why"]) == ("sympathy", "Pity, then an exit: it is sorry, and nothing follows.")


def test_a_promise_comes_back_in_its_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = {"conversation": 1, "speaker": "csm", "text": "I'll send you the report by Friday. Thank you."}
    assert attune(str(write(tmp_path, line))) == 0
    promise, thanks = json.loads(capsys.readouterr().out.splitlines()[0])["sentences"]
    assert promise["commitment"] == {"what": "send you the report", "who": "I", "when": "by Friday"}
    assert thanks["commitment"] is None


def test_a_line_of_the_csm_is_understood(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert attune(str(write(tmp_path, *CALL))) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    first = records[1]
    naming, owning = first["sentences"]
    assert naming["feeling"] == {"family": "anger", "word": "frustrated", "level": 4, "accurate": True}
    assert naming["acts"] == ["acknowledge"]
    assert naming["reflection"] in ("simple", "complex")
    assert owning["acts"] == ["own"]
    assert owning["feeling"] is None
    assert first["response"]["score"] >= 85
    assert first["response"]["kind"] == "empathy"
    assert first["response"]["why"]
    assert first["rewrite"] is None
    assert "rewrite" not in records[0]
    harsh = records[4]
    assert harsh["rewrite"] is None or set(harsh["rewrite"]) == {"better", "why"}
    assert harsh["sentences"][0]["dismissing"] == ["control"]
    assert harsh["sentences"][1]["judging"] == ["directing"]
    assert harsh["response"]["kind"] == "dismissal"


def test_a_weak_line_comes_with_a_better_wording(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = {"conversation": 1, "speaker": "customer", "text": "I'm so frustrated. The export failed three times."}
    answered = {"conversation": 1, "speaker": "csm", "text": "Calm down, please."}
    assert attune(str(write(tmp_path, told, answered))) == 0
    weak = json.loads(capsys.readouterr().out.splitlines()[1])
    assert "the export failed three times" in weak["rewrite"]["better"].lower()
    assert weak["rewrite"]["why"] == "It takes up the feeling instead of asking the customer not to have it."


def test_a_line_of_the_customer_carries_its_feelings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    attune(str(write(tmp_path, *CALL)))
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first["feelings"] == [{"family": "anger", "word": "frustrated", "intensity": 3}]
    assert "response" not in first


def test_json_prints_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert attune(str(write(tmp_path, *CALL)), "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["lines"]) == len(CALL)
    assert len(document["conversations"]) == 2


@pytest.mark.parametrize(
    ("content", "where", "remedy"),
    [
        (b"hello\n", "line 1: this is not JSON", "one JSON object"),
        (b'{"conversation":"a","speaker":"csm","text":"hi"}\n{"conv', "line 2: this is not JSON", "one JSON object"),
        (b"[1]\n", "line 1: this is not a JSON object", "Write it like"),
        (
            b'{"conversation":"a","speaker":"agent","text":"hi"}\n',
            'line 1: the speaker is "agent"',
            '"csm" or "customer"',
        ),
        (b'{"conversation":"a","text":"hi"}\n', "line 1: the speaker is null", '"csm" or "customer"'),
        (b'\n{"conversation":"a","speaker":"csm"}\n', 'line 2: "text" is missing', "words that were said"),
        (b'{"conversation":"a","speaker":"csm","text":5}\n', 'line 1: "text" is not text', "words that were said"),
        (b'{"conversation":[],"speaker":"csm","text":"hi"}\n', 'line 1: "conversation" is not', "whole number"),
        (b"", "holds no lines", "one JSON object"),
        (b"\n \n", "holds no lines", "one JSON object"),
        (b'{"speaker":"csm","text":"hi"}\n\xff\xfe\n', "line 2: this is not UTF-8 text", "Save the file as UTF-8"),
        (b"[" * 100_000, "line 1: this is not JSON", "one JSON object"),
    ],
)
def test_bad_input_is_one_line_with_a_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, where: str, remedy: str
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(content)
    assert attune(str(path)) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert where in printed.err
    assert remedy in printed.err


def test_missing_file_and_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert attune(str(tmp_path / "nothing.jsonl")) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert attune(str(tmp_path)) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_output_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert attune(str(write(tmp_path, *CALL)), "--out", str(tmp_path / "no" / "such" / "out.jsonl")) == 1
    assert "Choose another place" in capsys.readouterr().err


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"conversation":"a","speaker":"csm","text":"How are you?"}\r\n')
    assert attune(str(path)) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["sentences"][0]["question"] != "none"


def test_empty_text_is_a_line_like_any_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert attune(str(write(tmp_path, {"conversation": "a", "speaker": "csm", "text": ""}))) == 0
    record = json.loads(capsys.readouterr().out.splitlines()[0])
    assert record["sentences"] == []
    assert record["response"]["score"] == 0.0


def test_without_the_sentence_reader_the_rules_go_on_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise ModelError("The sentence reader is missing.", recovery="Install Attune again.")

    monkeypatch.setattr(annotate, "load_sentence_reader", missing)
    assert attune(str(write(tmp_path, *CALL))) == 0
    printed = capsys.readouterr()
    assert printed.err.splitlines() == ["attune: The sentence reader is missing. Install Attune again."]
    assert len(printed.out.splitlines()) == len(CALL) + len({line["conversation"] for line in CALL})
