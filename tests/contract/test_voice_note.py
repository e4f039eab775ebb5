"""A spoken comment with the real parts: a voice into a microphone, Opus in the session, words from the recogniser."""

from __future__ import annotations

import wave
from pathlib import Path

import av
import numpy as np
import pytest
import soxr

from app.bootstrap.engine import RealBuilder
from app.bootstrap.perception_parts import Models
from app.engine.messages import Event
from app.engine.voice_note import RATE_HZ, VoiceNoteDesk
from app.engine.voice_note_messages import RecordVoiceNote, VoiceNoteKept, VoiceNoteWords
from app.practice.scenario.model import Voice
from perception.errors import ModelError
from perception.pipeline.clock import SessionClock

pytestmark = pytest.mark.models
SAID = "Wait one more breath before you offer the fix."


@pytest.fixture(scope="module")
def models() -> Models:
    return Models()


@pytest.fixture(scope="module")
def spoken(models: Models, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence of a built-in voice as a sound file, with a little silence after it."""
    try:
        voice = RealBuilder(models).voice(Voice(), rich=False).voice
        models.transcriber()
    except ModelError as error:
        pytest.skip(str(error))
    sound = soxr.resample(voice.speak(SAID), voice.rate_hz, RATE_HZ)
    samples = np.concatenate((sound, np.zeros(RATE_HZ // 2, dtype=np.float32)))
    file = tmp_path_factory.mktemp("spoken") / "spoken.wav"
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return file


def test_a_comment_spoken_into_a_microphone_is_kept_and_put_into_words(
    models: Models, spoken: Path, tmp_path: Path
) -> None:
    events: list[Event] = []
    clock = SessionClock()
    desk = VoiceNoteDesk(make_parts=RealBuilder(models).voice_note_parts, clock=clock, emit=events.append)
    with wave.open(str(spoken)) as sound:
        length_s = sound.getnframes() / sound.getframerate()
    desk.start(RecordVoiceNote(str(tmp_path), "n1.opus", f"file:{spoken}"))
    while desk.seconds < length_s - 0.3:
        desk.tick()
    desk.close()
    kept = next(event for event in events if isinstance(event, VoiceNoteKept))
    words = next(event for event in events if isinstance(event, VoiceNoteWords))
    assert kept.seconds == pytest.approx(length_s, abs=0.5)
    assert words.text.lower().replace(",", "").startswith("wait one more breath before you offer the fix")
    with av.open(str(tmp_path / "voice" / "n1.opus")) as container:
        heard = sum(frame.samples for frame in container.decode(audio=0))
        assert heard / container.streams.audio[0].rate == pytest.approx(kept.seconds, abs=0.1)
