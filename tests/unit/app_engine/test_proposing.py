"""Who is the CSM: what is proposed, with which reason, and when it is left open."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine.proposing import own_runs, paired, propose, sound_of
from perception.features.mouth_talk import mouth_track
from perception.types import FaceObservation, FloatArray

TURN_S = 2.5
LENGTH_S = 30.0


def turns(first: int) -> FloatArray:
    starts = np.arange(first * TURN_S, LENGTH_S, 2 * TURN_S)
    return np.stack([starts + 0.3, starts + TURN_S - 0.2], 1)


def mouth(talks_in: int | None):
    """A mouth that moves in every second turn, or never."""
    t_s = np.arange(0.0, LENGTH_S, 0.125)
    whose = (t_s // TURN_S) % 2
    still = 0.002 * np.sin(7 * t_s)
    opening = np.where(whose == talks_in, 0.1 * np.abs(np.sin(9 * t_s)), 0.0) if talks_in is not None else 0.0
    return mouth_track(
        FaceObservation(t_s=float(t), found=True, raw={"lips_apart": float(x)})
        for t, x in zip(t_s, opening + still, strict=True)
    )


@pytest.mark.parametrize("talks_in", [0, 1])
def test_a_mouth_tells_its_sound(talks_in: int) -> None:
    assert sound_of(mouth(talks_in), own_runs([turns(0), turns(1)])) == talks_in


def test_a_still_mouth_tells_nothing_and_neither_does_silence() -> None:
    assert sound_of(mouth(None), own_runs([turns(0), turns(1)])) is None
    assert sound_of(mouth(0), ()) is None
    assert sound_of(mouth_track([]), own_runs([turns(0), turns(1)])) is None


def test_where_both_speak_nobody_is_told_by_it() -> None:
    both = np.array([[0.0, 4.0]])
    runs = own_runs([both, np.array([[1.0, 6.0]])])
    assert {run.voice for run in runs} == {0, 1}
    assert max(run.end_s for run in runs if run.voice == 0) == pytest.approx(1.0, abs=0.1)
    assert min(run.start_s for run in runs if run.voice == 1) == pytest.approx(4.0, abs=0.1)


def test_without_two_sounds_there_is_nothing_to_tell_apart() -> None:
    assert own_runs([]) == ()
    assert own_runs([turns(0)]) == ()


def test_one_of_two_tells_the_other_and_a_conflict_tells_nobody() -> None:
    assert paired({"left": 1, "right": None}) == {"left": 1, "right": 0}
    assert paired({"left": 0, "right": 0}) == {}
    assert paired({"whole": None}) == {}


def test_the_one_in_the_picture_has_the_sound_their_mouth_goes_with() -> None:
    who = propose(["whole"], "track", 2, {"whole": 1})
    assert (who.person, who.sound, who.sure) == ("whole", 1, "sure")
    assert who.reasons == ("The person in the picture moves their mouth when the second track is heard.",)


def test_two_people_on_two_tracks_are_proposed_as_likely() -> None:
    who = propose(["left", "right"], "channel", 2, {"left": 1, "right": 0})
    assert (who.person, who.sound, who.sure) == ("right", 0, "likely")
    assert any("left channel is the CSM's" in reason for reason in who.reasons)


@pytest.mark.parametrize(
    ("people", "kind", "sounds", "links"),
    [
        (["left", "right"], "voice", 2, {"left": 0, "right": 1}),
        (["left", "right"], "voice", 1, {}),
        (["left", "right"], "track", 2, {}),
        ([], "voice", 2, {}),
        (["whole"], "voice", 2, {}),
    ],
)
def test_what_is_not_known_is_asked(people, kind, sounds, links) -> None:
    who = propose(people, kind, sounds, links)
    assert who.sure == "open"
    assert who.reasons


def test_one_voice_and_no_picture_leave_no_choice() -> None:
    assert propose([], "voice", 1, {}).sound == 0
    assert propose([], "track", 0, {}).sound is None
    assert propose(["whole"], "voice", 0, {}).person == "whole"


def test_where_nobody_is_seen_or_heard_that_is_said() -> None:
    who = propose([], "voice", 0, {})
    assert (who.person, who.sound, who.sure) == (None, None, "open")
    assert who.reasons == ("Nobody is seen, and no voice is heard.",)
