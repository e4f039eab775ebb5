"""One page of paper: the role card of every shipped scenario fits A4 and Letter in type that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.practice.role_card import role_card
from app.practice.role_card_text import FOOT, role_card_html, role_card_style
from app.practice.scenario.loader import load_scenario
from app.reports.one_page_pdf import LARGEST_PX, SMALLEST_PX, OnePage, Paper, fitted, write_page
from app.reports.painting import graphics
from perception.errors import SessionFormatError

SHIPPED = sorted((Path(__file__).parents[3] / "assets" / "scenarios").glob("*.yaml"))
PAPERS: tuple[Paper, ...] = ("a4", "letter")


def page_of(path: Path) -> OnePage:
    card = role_card(load_scenario(path).scenario)
    return OnePage(card.title, role_card_html(card), role_card_style, FOOT)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_card_fits_one_page(path: Path, paper: Paper) -> None:
    with graphics():
        document, fits = fitted(page_of(path), paper=paper)
        assert fits
        assert SMALLEST_PX <= document.defaultFont().pixelSize() <= LARGEST_PX


@pytest.mark.parametrize("paper", PAPERS)
def test_the_file_has_one_page_of_that_size(tmp_path: Path, paper: Paper) -> None:
    target = tmp_path / "card.pdf"
    write_page(target, page_of(SHIPPED[0]), paper=paper)
    data = target.read_bytes()
    assert data.count(b"/Type /Page\n") == 1
    assert (b"595" if paper == "a4" else b"612") in data


def test_too_many_words_are_made_smaller_and_still_one_page(tmp_path: Path) -> None:
    long = OnePage("Long", "<p>" + "word " * 6000 + "</p>", role_card_style, FOOT)
    with graphics():
        _document, fits = fitted(long, paper="a4")
        assert not fits
    write_page(tmp_path / "long.pdf", long, paper="a4")
    assert (tmp_path / "long.pdf").read_bytes().count(b"/Type /Page\n") == 1


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(SessionFormatError, match="cannot be written"):
        write_page(tmp_path / "no" / "card.pdf", page_of(SHIPPED[0]), paper="a4")
