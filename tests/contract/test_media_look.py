"""The look through a recording with the real models: who is seen and heard, and whose mouth goes with what."""

from __future__ import annotations

import io
import threading
import wave
from pathlib import Path

import numpy as np
import pytest

from app.bootstrap.media_look import examine_media
from app.bootstrap.perception_parts import Models
from app.engine.import_messages import ExamineMedia, MediaExamined
from perception.errors import MediaError
from perception.pipeline.offline import Cancelled
from tests import media_samples as make

pytestmark = [pytest.mark.models, pytest.mark.timeout(240)]

SECONDS = 18.0


def look(media: Path, other: Path | None = None) -> MediaExamined:
    told: list[float] = []
    command = ExamineMedia(3, str(media), str(other) if other is not None else None)
    found = examine_media(command, Models(), lambda share, _step: told.append(share), threading.Event())
    assert told == sorted(told)
    assert 0.0 <= told[0] <= told[-1] <= 1.0
    assert (found.number, found.media) == (3, str(media))
    return found


def heard(wav: bytes) -> np.ndarray:
    with wave.open(io.BytesIO(wav)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(float)


@pytest.mark.parametrize("left", [0, 1])
def test_two_people_side_by_side_are_paired_with_their_tracks(tmp_path: Path, left: int) -> None:
    media = make.write_media(
        tmp_path / "call.mkv", make.two_talkers(left=left), make.times(SECONDS), make.by_turns(SECONDS)
    )
    found = look(media)
    assert [person.place for person in found.people] == ["left", "right"]
    assert dict(found.proposal.links) == {"left": left, "right": 1 - left}
    assert (found.proposal.person, found.proposal.sound) == ("left" if left == 0 else "right", 0)
    assert found.proposal.sure == "likely"
    assert all(person.picture.startswith(b"\xff\xd8") for person in found.people)
    assert all(np.abs(heard(sound.sample)).max() > 5000 for sound in found.sounds)


def test_one_person_has_the_track_their_mouth_goes_with(tmp_path: Path) -> None:
    def paint(t_s: float) -> np.ndarray:
        return make.talker(t_s, talks=int(t_s // 2.5) % 2 == 1)

    media = make.write_media(
        tmp_path / "call.mp4", make.repeated(paint, every_s=5.0), make.times(SECONDS), make.by_turns(SECONDS)
    )
    found = look(media)
    assert (found.proposal.person, found.proposal.sound, found.proposal.sure) == ("whole", 1, "sure")


def test_sound_alone_in_its_forms(tmp_path: Path) -> None:
    own, other = make.by_turns(SECONDS)
    stereo = make.write_wav(tmp_path / "stereo.wav", np.stack([own, other], 1), make.RATE_HZ)
    both = sum(make.by_turns(26.0))  # each is heard long enough to be told from the other
    same = make.write_wav(tmp_path / "same.wav", np.stack([both] * 2, 1), make.RATE_HZ)
    mine = make.write_wav(tmp_path / "mine.wav", own, make.RATE_HZ)
    theirs = make.write_wav(tmp_path / "theirs.wav", other, make.RATE_HZ)
    assert [sound.kind for sound in look(stereo).sounds] == ["channel", "channel"]
    mono = look(same)
    assert [sound.kind for sound in mono.sounds] == ["voice", "voice"]
    assert mono.proposal.sure == "open"
    files = look(mine, theirs)
    assert [sound.kind for sound in files.sounds] == ["file", "file"]
    assert files.notes == ("No picture: E, M and P will not be measured.",)


def test_silence_is_told(tmp_path: Path) -> None:
    found = look(make.write_wav(tmp_path / "silence.wav", np.zeros(make.RATE_HZ * 3), make.RATE_HZ))
    assert found.sounds == ()
    assert "No voice is heard: T, A, H and Y will not be measured." in found.notes


def test_a_film_without_sound_can_be_looked_through(tmp_path: Path) -> None:
    found = look(make.write_media(tmp_path / "silent.mp4", make.person, make.times(2.0), []))
    assert [person.place for person in found.people] == ["whole"]
    assert (found.tracks, found.sounds) == (0, ())
    assert found.notes == ("No sound: T, A, H and Y will not be measured.",)


def test_the_same_file_is_not_taken_for_the_other_side(tmp_path: Path) -> None:
    media = make.write_wav(tmp_path / "call.wav", make.voice(3.0), make.RATE_HZ)
    with pytest.raises(MediaError, match="the same file again"):
        look(media, media)


def test_a_look_can_be_stopped_and_bad_files_are_told(tmp_path: Path) -> None:
    stopped = threading.Event()
    stopped.set()
    media = make.write_wav(tmp_path / "call.wav", make.voice(3.0), make.RATE_HZ)
    with pytest.raises(Cancelled):
        examine_media(ExamineMedia(1, str(media)), Models(), lambda *_told: None, stopped)
    (tmp_path / "notes.mp4").write_text("no film", encoding="utf-8")
    with pytest.raises(MediaError):
        look(tmp_path / "notes.mp4")
