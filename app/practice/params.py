"""Every number of the practice: what moves the customer, and when turns are cut, dropped or not understood.

Evidence tags as in perception/scoring/params.py: [R] read in the cited source, [C] computed, [D] a design prior, to be
tuned on sessions and never presented as science. A worked example: the customer stands at calm 40 and hears a good
answer (85 of 100) that names the feeling and takes it on: (9 + 5) * 1.0 = 14 points up, 54. At calm 80 the same answer
has room for 40 % of it: 5.6 points.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.practice.scenario.model import Deed

# ---------------------------------------------------------------- the customer's state
# Points (calm, trust) that a deed moves, both 0..100. Active listening lowers strong anger before anything is solved
# (Herhausen 2023 [R]), so hearing comes first; concrete work builds trust as the call goes on (Marinova 2018 [R]); what
# brushes off costs more than anything wins (bad is stronger than good, Baumeister 2001 [M]). The sizes are [D].
EFFECTS: Final[Mapping[Deed, tuple[float, float]]] = {
    "named_feeling": (9.0, 7.0),
    "acknowledged": (6.0, 5.0),
    "gave_back": (4.0, 4.0),
    "asked_open": (3.0, 3.0),
    "asked_closed": (0.0, 0.0),
    "apologised": (2.0, 1.0),
    "owned": (5.0, 6.0),
    "committed": (4.0, 4.0),
    "committed_with_date": (3.0, 5.0),  # on top of `committed`
    "aligned": (3.0, 3.0),
    "explained": (-1.0, 0.0),
    "greeted": (1.0, 1.0),
    "closed": (0.0, 0.0),
    "judged": (-14.0, -12.0),
    "instructed": (-5.0, -4.0),
    "dismissed": (-14.0, -14.0),
    "pitied": (-7.0, -6.0),
    "jumped_to_fixing": (-6.0, -3.0),
    "took_over": (-8.0, -6.0),
    "overpromised": (-2.0, -8.0),
    "interrupted": (-7.0, -5.0),
    "rambled": (-5.0, -3.0),
    "silent": (-5.0, -4.0),
    "unclear": (0.0, 0.0),
}
# What wins, deeds and edge, counts by the score of the answer (0..100, perception/language/response.py): a weak phrase
# wins the first share, a good one all of it; in between it grows evenly. What loses counts in full. So that a call
# played half well does not end resolved: set with three such scripts over the shipped scenarios. [D]
QUALITY: Final = (40.0, 85.0)  # points of the answer
LEAST_QUALITY: Final = 0.1  # share
# Both scales have a soft end: where less room than this is left, a move shrinks in proportion. [D]
ROOM: Final = 50.0  # points
MOST_UP: Final = 14.0  # points one turn can win, deeds and edge each; nobody is calm after one sentence [D]
MOST_DOWN: Final = 20.0  # points one turn can lose, deeds and edge each; the second chance must stay real [D]

# ---------------------------------------------------------------- reading a turn
STRONG_FEELING: Final = 2  # intensity 0..3 from which going straight to the fix is a jump [D]
TELLING: Final = 0.6  # likelihood from which a sentence counts as explaining [D]
RAMBLES_WORDS: Final = 110  # words of one turn; at 2.5 words a second 44 s [D]
RAMBLES_S: Final = 45.0  # s of one turn; 60 s is the penalty of the letter H, the customer gets restless before [D]
# A turn is in another language when so many of its everyday words are not English, and more of them than English. [D]
FOREIGN_WORDS: Final = 2
FOREIGN_SHARE: Final = 0.15  # of all words
# Share of letters outside the Latin script from which a turn cannot be read. [D]
OTHER_SCRIPT: Final = 0.5

# ---------------------------------------------------------------- scenarios
MOST_WORDS: Final = 45  # words of a customer's line; at 2.7 words a second 17 s, then listening gets hard [D]
LEAST_LINES: Final = 2  # wordings of a turn, so that a second try differs
