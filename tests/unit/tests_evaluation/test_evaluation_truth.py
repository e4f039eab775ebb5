"""The frozen truth of the words: well formed, evenly spread, and drawn the same way each time."""

from __future__ import annotations

import csv
import math
from collections import Counter
from pathlib import Path

import pytest

from tests.evaluation import judging_sample
from tests.evaluation.judging_sample import Judged, Spoken

FAMILIES = (
    "anger",
    "disappointment",
    "worry",
    "overwhelm",
    "confusion",
    "disrespect",
    "sadness",
    "distrust",
    "relief_positive",
)
DISMISSING = (
    "pity_exit",
    "silver_lining",
    "control",
    "policy_wall",
    "blame_shift",
    "me_too",
    "eraser",
    "over_promise",
)
JUDGING = {"directing", "accusing", "contradicting", "condescension", "premise_doubt", "none"}


def rows(name: str) -> list[dict[str, str]]:
    with (judging_sample.TRUTH.parent / name).open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


@pytest.mark.parametrize(
    ("name", "count"), [("pairs.tsv", 200), ("feelings.tsv", 240), ("naming.tsv", 90), ("dismissing.tsv", 320)]
)
def test_every_line_is_whole_and_stands_once(name: str, count: int) -> None:
    found = rows(name)
    assert len(found) == count
    assert all(value and value == value.strip() for row in found for value in row.values())
    assert len({row["id"] for row in found}) == count
    assert len({tuple(value for key, value in row.items() if key != "id") for row in found}) == count


def test_length_does_not_tell_the_better_answer() -> None:
    longer = [len(row["better"]) > len(row["worse"]) for row in rows("pairs.tsv")]
    assert 0.4 < sum(longer) / len(longer) < 0.6


def test_reasons_and_classes_are_spread_evenly() -> None:
    assert set(Counter(row["why"] for row in rows("pairs.tsv")).values()) == {16, 17}
    assert Counter(row["family"] for row in rows("feelings.tsv")) == {**dict.fromkeys(FAMILIES, 20), "none": 60}
    assert set(Counter(row["family"] for row in rows("naming.tsv"))) == {*FAMILIES, "none"}
    first = Counter(row["classes"].split(",")[0] for row in rows("dismissing.tsv"))
    assert first == {**dict.fromkeys(DISMISSING, 20), "none": 160}


def test_judging_labels_hold_places_and_classes_only() -> None:
    labelled = judging_sample.load()
    assert len({row.place for row in labelled}) == 2 * judging_sample.PER_QUALITY
    flagged = judging_sample.load(judging_sample.FLAGGED)
    assert {row.place for row in flagged}.isdisjoint(row.place for row in labelled)
    assert {row.first for row in flagged} <= JUDGING
    assert all({row.first, row.second} <= JUDGING for row in labelled)
    assert any(row.first != "none" != row.second for row in labelled)


def test_agreement_is_counted_beyond_chance() -> None:
    pairs = [("none", "none")] * 4 + [("accusing", "accusing")] * 4 + [("none", "accusing"), ("accusing", "none")]
    assert judging_sample.kappa(pairs) == pytest.approx(0.6)
    assert judging_sample.kappa([("none", "accusing"), ("accusing", "none")]) == pytest.approx(-1.0)
    assert math.isnan(judging_sample.kappa([("none", "none")]))


def interviews_file(data: Path) -> None:
    path = data / judging_sample.INTERVIEWS
    path.parent.mkdir(parents=True)
    lines = ["mi_quality,transcript_id,utterance_id,interlocutor,utterance_text"]
    for quality, transcript in (("high", 1), ("low", 2)):
        lines.append(f"{quality},{transcript},0,client,I tried it twice.")
        for turn in range(1, 101):
            lines.append(f"{quality},{transcript},{turn},therapist,Right. You tried it twice. What came of it then?")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_short_sentences_are_left_out_but_counted(tmp_path: Path) -> None:
    interviews_file(tmp_path)
    found = judging_sample.spoken(tmp_path)
    assert ("1", "1", 0) not in found
    assert found["1", "1", 1] == Spoken("You tried it twice.", "I tried it twice.", "high")
    assert found["2", "1", 2].text == "What came of it then?"


def test_the_draw_is_even_mixed_and_repeatable(tmp_path: Path) -> None:
    interviews_file(tmp_path)
    sentences = judging_sample.spoken(tmp_path)
    drawn = judging_sample.draw(sentences)
    assert drawn == judging_sample.draw(sentences)
    assert Counter(sentences[row.place].quality for row in drawn) == {"high": 150, "low": 150}
    assert len({sentences[row.place].quality for row in drawn[:20]}) == 2


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    labelled = [Judged("1", "4", 2, "none", ""), Judged("2", "9", 0, "accusing", "directing")]
    judging_sample.write(labelled, tmp_path / "labels.csv")
    assert judging_sample.load(tmp_path / "labels.csv") == labelled
