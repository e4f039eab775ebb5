"""What any customer may say, whatever the scenario: not understanding, waiting, breaking in."""

from __future__ import annotations

from typing import Final

NOT_CAUGHT: Final[tuple[str, ...]] = (
    "Sorry, I didn't catch that. Could you say it again?",
    "I'm sorry, the line swallowed that. What did you say?",
    "I still can't make it out, I'm afraid. Could you say it slowly, in English?",
)
NUDGES: Final[tuple[str, ...]] = (
    "Hello? Are you still there?",
    "I can't hear anything at my end. Are you there?",
)
BREAKS_IN: Final[tuple[str, ...]] = (
    "Sorry, can I stop you there for a moment?",
    "Hang on, let me come in here.",
)
