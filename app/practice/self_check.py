"""The self-check: what the learner says of a call before any score is shown, and how far it is from what was measured.

Its content is never scored (measurement page F7.5); that it was done counts a little in Y.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from perception.scoring.params import SMALLEST_CHANGE
from perception.types import LETTERS, Letter, Scorecard

LONGEST_SENTENCE: Final = 300
LOWEST_WORDS: Final = "hardly ever"
HIGHEST_WORDS: Final = "nearly always"
STATEMENTS: Final[Mapping[Letter, str]] = {
    "E": "I looked at the customer while they spoke.",
    "M": "My face answered what they told me.",
    "P": "I sat facing them, open and upright.",
    "A": "I said what they were feeling, and why.",
    "T": "My voice was calm and alive.",
    "H": "I asked, listened, and let them finish.",
    "Y": "My answers took up the feeling first, then offered help.",
}
# Points between what was said and what was measured that are worth a look: two measurements of the same call may
# differ by as much.
WORTH_A_LOOK: Final = SMALLEST_CHANGE


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """What the learner said. ratings: letter to 0..100; a letter that was not answered is left out. sentence: '' for
    none."""

    ratings: Mapping[Letter, float] = field(default_factory=dict)
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """One letter said and measured, 0..100. apart: said minus measured; 0 where the said value lies within how sure the
    measurement is, or so near that no difference can be told."""

    letter: Letter
    said: float
    measured: float
    apart: float


def self_check_of(ratings: Mapping[str, float], sentence: str) -> SelfCheck:
    """What a note of a session holds, as a self-check; names and values that do not fit are left out."""
    kept = {letter: ratings[letter] for letter in LETTERS if 0.0 <= ratings.get(letter, -1.0) <= 100.0}
    return SelfCheck(kept, sentence)


def gaps(check: SelfCheck, scorecard: Scorecard) -> tuple[Gap, ...]:
    """Every letter that was both said and measured, the widest gap first."""
    found = []
    for letter, said in check.ratings.items():
        score = scorecard.letters.get(letter)
        if score is None or score.value is None or score.low is None or score.high is None:
            continue
        apart = said - score.value
        if score.low <= said <= score.high or abs(apart) < WORTH_A_LOOK:
            apart = 0.0
        found.append(Gap(letter, said, score.value, apart))
    return tuple(sorted(found, key=lambda gap: -abs(gap.apart)))
