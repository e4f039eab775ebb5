"""Times for written lines: the pace and the pauses of ordinary talk, so that "the next answer" keeps its meaning."""

from __future__ import annotations

from typing import Final

from perception.scoring import params
from perception.types import Letter

# The letters that words alone can carry; nothing that needs real times is scored from written lines.
TEXT_LETTERS: Final[tuple[Letter, ...]] = ("A", "H", "Y")
WORDS_PER_S: Final = params.Y5_WORDS_PER_S
PAUSE_S: Final = 1.0
LEAST_S: Final = 0.5


class TextClock:
    """Gives each line in order its span in seconds; the first one starts at 0."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def span(self, text: str) -> tuple[float, float]:
        """Start and end of the next line. After it comes a pause, also after an empty one."""
        start = self.now_s
        end = start + seconds_of(text)
        self.now_s = end + PAUSE_S
        return start, end


def seconds_of(text: str) -> float:
    """How long a line takes to say."""
    return max(LEAST_S, len(text.split()) / WORDS_PER_S)
