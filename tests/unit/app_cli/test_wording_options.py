from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from app.cli.wording import add_options, terms_of, transcriber_of
from perception.errors import MediaError


def parsed(*argv: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_options(parser)
    return parser.parse_args(argv)


def test_nothing_is_expected_and_the_quick_recogniser_is_used_unless_asked() -> None:
    args = parsed()
    assert (terms_of(args), transcriber_of(args)) == ((), "tiny.en")
    assert transcriber_of(parsed("--exact-words")) == "base"


def test_names_are_given_or_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("Grafana\nSiobhán\n", encoding="utf-8")
    assert terms_of(parsed("--words", "Grafana, Acme Robotics")) == ("Grafana", "Acme Robotics")
    assert terms_of(parsed("--words", str(file))) == ("Grafana", "Siobhán")
    assert terms_of(parsed("--words", "x" * 5000)) == ()


def test_what_is_left_out_is_told_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert terms_of(parsed("--words=---,Okta")) == ("Okta",)
    assert capsys.readouterr().err == "attune: --words: “---” has no letter or figure and is left out.\n"


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "names.bin"
    file.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(MediaError, match="not a text file"):
        terms_of(parsed("--words", str(file)))
