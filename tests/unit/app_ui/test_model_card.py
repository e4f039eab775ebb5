"""The model card in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.reports.results import PublishedFigure, PublishedModel, PublishedPart, PublishedTable, Results
from app.ui.modelcard.presenter import NOT_YET, matching, present_card
from app.ui.modelcard.texts_presenter import LETTERS_TEXT, LIMITS, OTHER_PARTS, UNKNOWN
from perception.types import LETTERS


def figure(what: str, value: float, *, target: float | None = None, met: bool | None = None) -> PublishedFigure:
    return PublishedFigure(
        what, value, value - 0.02, value + 0.01, target, "higher", met, "", 3, "bare model 0.961", "120 frames"
    )


def part(name: str, *figures: PublishedFigure) -> PublishedPart:
    table = PublishedTable(
        "Attending", "Frames judged by two raters of ours; research only", figures, ("A low camera.",)
    )
    return PublishedPart(name, "2026-11-25", "0.1.0", (table,))


GAZE = figure("attending, AUC", 0.978, target=0.975, met=True)
AWAY = figure("looking away, F1", 0.86, target=0.88, met=False)
FACE = PublishedModel(
    "face", "Face: 478 points", "Google", "Apache-2.0", "mediapipe 0.10.33", {"face.task": "0123456789abcdef" * 4}
)


def card(*parts: PublishedPart, programme: str = "Attune"):
    return present_card(Results((FACE,), parts), programme=programme)


def section(view, key: str):
    return next(one for one in view.sections if one.key == key)


def test_the_seven_letters_come_first_then_what_is_not_known() -> None:
    view = card(part("language", GAZE))
    assert tuple(one.key for one in view.sections) == (*LETTERS, "language", "limits", "unknown")
    assert view.empty == ""


def test_a_row_says_all_that_the_terminal_says() -> None:
    (row, missed) = section(card(part("E", GAZE, AWAY)), "E").tables[0].rows
    assert (row.what, row.measured, row.interval, row.target) == (
        "Attending, AUC",
        "0.978",
        "0.958 to 0.988",
        "at least 0.975",
    )
    assert (row.verdict, row.mark, missed.verdict, missed.mark) == ("target met", "good", "target missed", "watch")
    assert row.spoken == (
        "Attending, AUC: 0.978, 95 percent interval 0.958 to 0.988, target at least 0.975, target met, "
        "compare bare model 0.961, 120 frames."
    )


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ((GAZE, AWAY), "1 of 2 targets were met. Missed: looking away, F1."),
        ((GAZE, GAZE), "All 2 targets were met."),
        ((GAZE,), "The target was met."),
        ((AWAY,), "The target was missed."),
        ((figure("told for the record", 0.5),), "No target was set."),
    ],
)
def test_the_summary_tells_date_version_and_what_was_missed(figures, told: str) -> None:
    summary = section(card(part("E", *figures)), "E").summary
    assert summary == f"Measured on 25 November 2026 with version 0.1.0. {told}"


def test_what_was_not_measured_says_so() -> None:
    view = card(part("E", GAZE))
    assert section(view, "M").summary == section(view, "A").summary == NOT_YET
    assert "“Words”" in section(card(part("language", GAZE)), "A").summary


def test_without_results_the_card_is_still_honest() -> None:
    view = present_card(None, programme="Listen Well", problem="The file with the results is damaged.")
    assert view.empty == (
        "The file with the results is damaged. The figures are therefore missing below. Install Listen Well again."
    )
    assert section(view, "unknown").points == UNKNOWN
    assert view.models == ()


def test_the_programme_is_called_by_its_own_name() -> None:
    table = PublishedTable("Head", "Drawn by Attune itself", (GAZE,), ("As Attune does.",))
    view = card(PublishedPart("drawn", "2026-11-25", "0.1.0", (table,)), programme="Listen Well")
    assert section(view, "drawn").tables[0].data == "Drawn by Listen Well itself"
    assert view.introduction.startswith("Listen Well ")
    assert "Attune" not in str((view, *LETTERS_TEXT.values(), *OTHER_PARTS.values()))


def test_models_are_told_with_licence_version_and_checksum() -> None:
    (model,) = card().models
    assert model.made_by == "Google. Licence Apache-2.0. Runs on mediapipe 0.10.33."
    assert model.files == "face.task (sha256 0123456789ab…)"


def test_of_a_model_of_many_files_only_the_first_are_named() -> None:
    many = replace(FACE, checksums={f"voices/{number}.bin": "0123456789ab" * 5 for number in range(22)})
    (model,) = present_card(Results((many,), ()), programme="Attune").models
    assert model.files.count("sha256") == 5
    assert model.files.endswith("; and 17 more")


def test_searching_finds_headings_first_then_what_is_inside() -> None:
    sections = card(part("E", GAZE), part("language", AWAY)).sections
    assert matching(sections, "") == tuple(one.key for one in sections)
    assert matching(sections, "posture")[0] == "P"
    assert matching(sections, "Raters") == ("E", "language")
    assert matching(sections, "low camera")[:1] == ("E",)
    assert matching(sections, "teapot") == ()


def test_every_letter_says_what_it_looks_at_and_what_is_not_known() -> None:
    assert tuple(LETTERS_TEXT) == LETTERS
    assert all(words.text and words.unknown for words in LETTERS_TEXT.values())
    for sentence in (*LIMITS, *UNKNOWN, *(words.text for words in LETTERS_TEXT.values())):
        assert sentence.endswith(".")
