"""T, tone of voice: pitch, loudness, movement, pace, speech and gain against labelled recordings."""

from __future__ import annotations

from pathlib import Path

from tests.evaluation import tone_pitch, tone_speech, tone_voice
from tests.evaluation.tables import Table


def tables(data: Path, plots: Path) -> list[Table]:
    """All tables of the letter. data: the labelled data. plots: where the PNG files go."""
    return [
        tone_pitch.table(data, plots),
        tone_voice.loudness_table(data, plots),
        tone_voice.movement_table(data, plots),
        tone_speech.pace_table(data, plots),
        tone_speech.speech_table(data, plots),
        tone_speech.gain_table(data, plots),
    ]
