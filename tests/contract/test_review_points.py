"""Points of a face, found for single pictures of a recording in a process beside the window."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest

from app.bootstrap.looking_elsewhere import LookerElsewhere
from app.ui.ports import MediaPart
from tests import media_samples as make

pytestmark = [pytest.mark.models, pytest.mark.timeout(180)]


def until(condition: Callable[[], object], seconds: float = 120.0) -> None:
    """The helper loads its models; it tells nobody when it is ready."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing was found"
        time.sleep(0.01)


def test_the_person_on_the_named_side_is_found(tmp_path):
    media = make.write_media(tmp_path / "two.mkv", make.two_people, make.times(2.0))
    found = {}
    for side in ("left", "right"):
        looker = LookerElsewhere([MediaPart(10.0, media)], side)
        answers = []
        looker.ask(11.0)
        looker.ask(11.2)  # while the first is looked at
        looker.ask(11.4)  # only the newest of what waits is looked at
        until(lambda answers=answers, looker=looker: answers.extend(looker.answers()) or len(answers) > 1)
        assert looker.trouble == ""
        assert answers[0].t_s <= 11.0 < answers[0].end_s
        assert answers[1].t_s <= 11.4 < answers[1].end_s
        face = answers[1].face
        assert face is not None
        assert face.shape == (478, 2)
        assert 0.0 < float(np.min(face[:, 0])) < float(np.max(face[:, 0])) < 1.0
        assert answers[1].body is not None
        found[side] = face
        looker.close()
        looker.close()
    assert not np.allclose(found["left"], found["right"], atol=0.005)  # two people, not one


def test_a_recording_without_a_picture_is_told(tmp_path):
    sound = make.write_wav(tmp_path / "sound.wav", make.voice(1.0), make.RATE_HZ)
    looker = LookerElsewhere([MediaPart(0.0, sound)], None)
    looker.ask(0.5)
    until(lambda: looker.answers() or looker.trouble)
    assert "sound.wav" in looker.trouble
    looker.ask(0.6)
    looker.close()
