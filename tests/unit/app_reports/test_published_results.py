"""The published results: written, read again, refused when damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.reports.results import (
    PublishedFigure,
    PublishedModel,
    PublishedPart,
    PublishedTable,
    Results,
    ResultsError,
    interval_text,
    load_results,
    measured_text,
    results_text,
    target_text,
    verdict,
    with_parts,
)

FIGURE = PublishedFigure(
    "smile, AUC", 0.991, 0.984, 0.996, 0.987, "higher", True, "", 3, "bare model 0.984", "1184 photos"
)
BARE = PublishedFigure("nods", None, None, None, None, "lower", None, "degrees", 1, "", "")
RESULTS = Results(
    (PublishedModel("face", "Face", "Google", "Apache-2.0", "mediapipe 0.10.33", {"face.task": "ab" * 32}),),
    (PublishedPart("M", "2026-11-25", "0.1.0", (PublishedTable("Smiles", "GENKI", (FIGURE, BARE), ("a note",)),)),),
)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    file.write_text(results_text(RESULTS), encoding="utf-8")
    assert load_results(file) == RESULTS


def test_numbers_in_words() -> None:
    assert (measured_text(FIGURE), interval_text(FIGURE), target_text(FIGURE)) == (
        "0.991",
        "0.984 to 0.996",
        "at least 0.987",
    )
    assert (measured_text(BARE), interval_text(BARE), target_text(BARE)) == ("not measured", "", "")
    lower = PublishedFigure("yaw", 3.4, None, None, 3.2, "lower", False, "degrees", 1, "", "")
    assert (measured_text(lower), target_text(lower)) == ("3.4 degrees", "at most 3.2 degrees")
    assert [verdict(met) for met in (True, False, None)] == ["met", "missed", ""]


def test_newer_parts_take_the_place_of_older_ones() -> None:
    newer = PublishedPart("M", "2026-12-01", "0.2.0", ())
    other = PublishedPart("T", "2026-12-01", "0.2.0", ())
    assert with_parts(RESULTS, [other, newer]).parts == (newer, other)
    assert with_parts(RESULTS, []) == RESULTS


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="not there"):
        load_results(tmp_path / "results.json")
    with pytest.raises(ResultsError, match="could not be opened"):
        load_results(tmp_path)


def damaged(change) -> str:
    told = json.loads(results_text(RESULTS))
    change(told)
    return json.dumps(told)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        damaged(lambda told: told.update(format=2)),
        damaged(lambda told: told.update(parts=None)),
        damaged(lambda told: told["parts"][0].update(measured_on="yesterday")),
        damaged(lambda told: told["parts"][0]["tables"][0].pop("data")),
        damaged(lambda told: told["parts"][0]["tables"][0]["figures"][0].update(value="high")),
        damaged(lambda told: told["parts"][0]["tables"][0]["figures"][0].update(value=True)),
        damaged(lambda told: told["parts"][0]["tables"][0]["figures"][0].update(better="more")),
        damaged(lambda told: told["parts"][0]["tables"][0]["figures"][0].update(digits=-1)),
        damaged(lambda told: told["parts"][0]["tables"][0]["figures"][0].update(met="yes")),
        damaged(lambda told: told["models"][0].update(checksums=[])),
        damaged(lambda told: told["models"][0].update(title=3)),
    ],
)
def test_a_damaged_file_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "results.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ResultsError, match="damaged"):
        load_results(file)
