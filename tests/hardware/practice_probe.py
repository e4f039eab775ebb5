"""A practice call through the private sound service, in a process of its own. Prints one JSON line.

The CSM's lines are played into the virtual microphone, which sounddevice records; the customer sounds in the virtual
speakers.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import wave
from pathlib import Path

import numpy as np

from app.bootstrap.practice import scenario_shelf
from app.bootstrap.practice_spoken import Stage, spoken_call
from perception.recording.reader import open_session
from perception.types import SpeechSegment, Utterance


class PlayedMouth:
    """Speaks into the virtual microphone."""

    def __init__(self, clock, rate_hz: int, folder: Path) -> None:
        self._clock, self._rate_hz, self._folder, self._count = clock, rate_hz, folder, 0

    def say(self, samples: np.ndarray) -> float:
        self._count += 1
        path = self._folder / f"line-{self._count}.wav"
        with wave.open(str(path), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(self._rate_hz)
            out.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
        subprocess.Popen(["paplay", "--device=mic_in", str(path)])
        return self._clock.now_s() + len(samples) / self._rate_hz


def main(scenario_id: str, folder: str, lines: list[str]) -> None:
    scenario = scenario_shelf().entries[scenario_id].scenario
    stage = Stage(
        lambda clock, rate_hz: PlayedMouth(clock, rate_hz, Path(folder)), "mic:pulse/testmic", "speaker:pulse/speaker"
    )
    began_s = time.monotonic()
    played, call = spoken_call(scenario, lines, 0, Path(folder), stage=stage)
    session = open_session(Path(folder) / "session")
    observed = list(session.observations())
    said = [one.text for one in observed if isinstance(one, Utterance) and one.speaker == "customer"]
    sys.stdout.write(
        json.dumps(
            {
                "path": played.path,
                "heard": [step.read.turn.text for step in played.steps if step.read is not None],
                "customer": said,
                "csm_speech": sum(1 for one in observed if isinstance(one, SpeechSegment) and one.channel == "csm"),
                "problems": call.problems,
                "answers_s": call.answers_s,
                "seconds": time.monotonic() - began_s,
                "media": session.media() is not None,
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
