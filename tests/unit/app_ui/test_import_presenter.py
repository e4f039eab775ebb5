"""The user's answer becomes the command that asks for it."""

from __future__ import annotations

import pytest

from app.engine.import_messages import PersonSeen, SoundHeard, SoundKind, WhoIsCsm
from app.engine.messages import ImportMedia, MediaExamined
from app.ui.importing.presenter import (
    Answer,
    choose_person,
    choose_sound,
    facts_line,
    half_done_line,
    is_complete,
    sound_line,
    sound_name,
    sure_line,
    with_answer,
)

COMMAND = ImportMedia("call.mkv", "out", "Call")


def found(people: int, sounds: int, kind: SoundKind = "track", links=(), *, video: bool = True) -> MediaExamined:
    places = {0: (), 1: ("whole",), 2: ("left", "right")}[people]
    return MediaExamined(
        1,
        "call.mkv",
        None,
        61.0,
        video,
        sounds,
        tuple(PersonSeen(place, b"", 1.0) for place in places),
        tuple(SoundHeard(kind, number, -25.0, 20.0) for number in range(sounds)),
        WhoIsCsm(None, None, "open", (), tuple(links)),
    )


@pytest.mark.parametrize(
    ("kind", "sound", "wanted"),
    [
        ("track", 1, {"customer_track": 0, "customer_channel": "mixed"}),
        ("file", 0, {"customer_in_media": False, "customer_channel": "mixed"}),
        ("file", 1, {"customer_in_media": True}),
        ("channel", 0, {"customer_channel": "right"}),
        ("channel", 1, {"customer_channel": "left"}),
        ("voice", 0, {"speaker_first": "csm"}),
        ("voice", 1, {"speaker_first": "customer"}),
        ("voice", None, {"speaker_first": None}),
    ],
)
def test_the_chosen_sound_is_the_csms(kind, sound, wanted) -> None:
    command = with_answer(COMMAND, Answer("whole", sound), found(1, 2, kind))
    assert {name: getattr(command, name) for name in wanted} == wanted
    assert command.layout == "single"


def test_the_chosen_person_is_the_csm() -> None:
    command = with_answer(COMMAND, Answer("left", 0), found(2, 2))
    assert (command.layout, command.person) == ("side-by-side", "left")
    assert with_answer(COMMAND, Answer(), found(0, 1, "voice", video=False)).layout == "auto"


def test_person_and_sound_go_together_where_that_is_known() -> None:
    look = found(2, 2, links=(("left", 1), ("right", 0)))
    assert choose_person(Answer("right", 0), look, "left") == Answer("left", 1)
    assert choose_sound(Answer("left", 1), look, 0) == Answer("right", 0)
    loose = found(2, 2)
    assert choose_person(Answer("right", 0), loose, "left") == Answer("left", 0)


def test_enough_is_said_once_nothing_would_be_guessed() -> None:
    assert not is_complete(Answer(None, 0), found(2, 2))
    assert not is_complete(Answer("left", None), found(2, 2))
    assert is_complete(Answer("left", 1), found(2, 2))
    assert is_complete(Answer("left", None), found(2, 2, "voice"))
    assert is_complete(Answer(mixed=True), found(1, 2, "channel"))
    assert is_complete(Answer("whole", 0), found(1, 1, "voice"))


def test_what_was_found_is_said_in_a_line() -> None:
    assert facts_line(found(2, 2)) == "1 min 1 s, two people side by side, two sound tracks"
    assert facts_line(found(0, 0, video=False)).endswith("no picture, no voice is heard")
    assert sound_line(SoundHeard("track", 0, -50.0, 12.0)).endswith("quiet")
    assert "no voice" in sound_line(SoundHeard("track", 0, None, 0.0))


def test_where_nobody_is_found_nothing_is_called_proposed() -> None:
    assert sure_line(found(0, 0, video=False)) == "There is nobody to choose."
    assert "Please choose" in sure_line(found(2, 0))


def test_one_voice_alone_has_no_number() -> None:
    voice = SoundHeard("voice", 0, -25.0, 20.0)
    assert sound_name(voice, alone=True) == "The voice"
    assert sound_name(voice, alone=False) == "First voice"


def test_a_half_done_one_says_how_far_it_is() -> None:
    assert half_done_line(0.27, "today") == "27 % read, begun today"
