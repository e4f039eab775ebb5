"""What is shared, opened and sent, in words."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.packages.contents import Contents, PackedFile
from app.library.packages.values import Opened, SentNotes, ShareChoice, SharePreview, TakenNotes
from app.ui.sharing import presenter

PREVIEW = SharePreview(
    "Renewal", "2026-03-02T09:30:00+00:00", 900_000, 100_000, 50_000, has_picture=True, self_check=True
)
CONTENTS = Contents("p", "s", "Renewal", "2026-03-02T09:30:00+00:00", "now", "full", (PackedFile("media.mkv", 5, "x"),))


@given(
    st.builds(
        ShareChoice,
        variant=st.sampled_from(["full", "without_face"]),
        sound=st.booleans(),
        self_check=st.booleans(),
        own_notes=st.booleans(),
        coach_notes=st.booleans(),
    )
)
def test_nothing_is_said_to_go_in_and_to_stay(choice):
    view = presenter.present_share(PREVIEW, choice)
    assert not set(view.goes) & set(view.stays)
    assert ("Your self-check" in view.goes) == choice.self_check
    assert ("The picture: no face can be seen" in view.stays) == (choice.variant == "without_face")


def test_the_other_side_is_to_be_asked_where_their_voice_goes():
    somebody = dataclasses.replace(PREVIEW, other_person=True)
    silent = ShareChoice("without_face")
    assert presenter.present_share(somebody, ShareChoice()).care
    assert presenter.present_share(somebody, dataclasses.replace(silent, sound=True)).care
    assert not presenter.present_share(somebody, silent).care
    assert not presenter.present_share(PREVIEW, ShareChoice()).care


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0.1 MB"), (1_250_000, "1.2 MB"), (189_400_000, "189 MB"), (2_345_000_000, "2.3 GB")],
)
def test_sizes(size, text):
    assert presenter.size_text(size) == text


def opened(**named):
    return presenter.present_opened(Opened(Path("x"), CONTENTS, **named))


def test_what_was_opened():
    assert opened(new=True) == "“Renewal” was opened."
    assert opened(new=False) == "You have “Renewal” already."
    assert opened(new=False, notes=1) == "You have “Renewal” already. 1 note came with it."
    assert "bin" in opened(new=False, fuller=True)


def test_what_was_taken_in():
    taken = TakenNotes(Path("x"), "Renewal", CONTENTS, 1, 0, ("Dana",))
    assert presenter.present_taken(taken).lines == ("1 new note is with “Renewal” now.",)
    again = TakenNotes(Path("x"), "Renewal", CONTENTS, 0, 4, ("Dana",))
    assert "already" in presenter.present_taken(again).title


def test_what_was_sent():
    assert len(presenter.present_sent(SentNotes(CONTENTS, 1), "x").lines) == 3
    assert "1 spoken comment " in presenter.present_sent(SentNotes(CONTENTS, 1, 1), "x").lines[-1]


def test_days():
    assert presenter.about_session("2026-03-02T09:30:00+00:00", date(2026, 3, 2)) == "today"
    assert presenter.about_session("no day", date(2026, 3, 2)) == ""
