from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from perception.errors import SessionFormatError
from perception.recording.voice_file import RATE_HZ, write_voice


def tone(seconds: float) -> np.ndarray:
    return (0.4 * np.sin(2 * np.pi * 220 * np.arange(int(seconds * RATE_HZ)) / RATE_HZ)).astype(np.float32)


def test_what_was_spoken_plays_again(tmp_path: Path) -> None:
    written = write_voice(tmp_path, "a1.opus", tone(2.01))
    assert written == tmp_path / "voice" / "a1.opus"
    with av.open(str(written)) as container:
        heard = np.concatenate([frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)])
        rate = container.streams.audio[0].rate
    assert len(heard) / rate == pytest.approx(2.01, abs=0.06)
    assert float(np.sqrt(np.mean(heard**2))) == pytest.approx(0.4 / np.sqrt(2), rel=0.1)
    assert written.stat().st_size < 12_000
    assert [path.name for path in written.parent.iterdir()] == ["a1.opus"]


def test_damaged_samples_do_not_stop_it(tmp_path: Path) -> None:
    sound = tone(1.0)
    sound[100:200], sound[300] = np.nan, 40.0
    assert write_voice(tmp_path, "a2.opus", sound).stat().st_size > 100


@pytest.mark.parametrize("name", ["../a.opus", "a/b.opus", ".opus", "", "a b.opus", "ä.opus"])
def test_only_plain_names_are_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(SessionFormatError, match="no name"):
        write_voice(tmp_path, name, tone(0.5))
    assert list(tmp_path.iterdir()) == []


def test_a_session_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(SessionFormatError):
        write_voice(tmp_path / "gone", "a1.opus", tone(0.5))
    assert not (tmp_path / "gone").exists()


def test_a_file_in_the_place_of_its_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "voice").write_bytes(b"")
    with pytest.raises(SessionFormatError, match="cannot be written"):
        write_voice(tmp_path, "a1.opus", tone(0.5))
