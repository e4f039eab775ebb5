"""Every constant of the live cues, with its unit, its source and how well it is founded.

Evidence tags as in perception/scoring/params.py: [R] read in the cited source, [M] from memory of the literature,
[C] computed on public data, [D] a design prior without a source. Numbers shared with the scores are taken from there.
"""

from __future__ import annotations

from typing import Final

# ---------------------------------------------------------------- when a cue may come at all
BUDGET_WINDOW_S: Final = 1200.0  # s in which the budget counts; product page 3 [D]
MOST_CUES: Final = 6  # cues in it, whatever is asked for; sparse words helped, steady gauges harmed [R secondary]
LEAST_SPACING_S: Final = 20.0  # s between two cues, whatever is asked for; product page 3 [D]
LEAST_SHOWN_S: Final = 1.0  # s a cue stays at least, so that it can be read [D]
UNREAD_S: Final = 0.4  # s below which nobody read a cue that had to go at once: it does not count [D]
TURN_QUIET_S: Final = 3.0  # s at the start of a turn of the CSM; product page 3 [D]
FEELING_QUIET_S: Final = 5.0  # s after the customer voices a feeling; F8.3 [D]
MOST_WORDS: Final = 8  # words of a cue; product page 3 [D]
LATE_S: Final = 2.0  # s without a reading after which nothing counts as having lasted (a pause of the call) [D]

# ---------------------------------------------------------------- letters that are low
LOW: Final = 40.0  # points of the live level; F8.3 [D]
LOW_OVER: Final = 55.0  # points from which on it is not low any more; F8.3 [D]
LOW_COVERAGE: Final = 0.5  # least coverage of the level; F8.3 [D]
LOW_S: Final = 8.0  # s it must have been low; F8.3 [D]

# ---------------------------------------------------------------- causes that last
HOLD_S: Final = 0.7  # s a cause may be away without beginning anew: a blink of .4 s between two readings [D]
RAISED_S: Final = 2.0  # s of a raised voice, on top of the 3 s it is measured over [D]
AWAY_S: Final = 4.0  # s looked away while the customer speaks; as E_AWAY_S [D]
ATTENDING: Final = 0.5  # attend_p from which on somebody looks at the call
BACK_S: Final = 0.7  # s of doing what was asked until the cue counts as done [D]
MONOLOGUE_S: Final = 45.0  # s of one turn; the score counts from 60 s, the word comes while it still helps [D]
SMILE: Final = 0.5  # activation while listening; weaker smiles are harmless (M_SOFT_SMILE) [D]
SMILE_S: Final = 3.0  # s; longer than any polite smile [D]
STRONG_FEELING: Final = 2  # intensity of the customer's feeling from which on smiles and answers matter [D]
FAST_WPM: Final = 195.0  # words a minute, where the pace of T3 ends [R secondary]
FAST_S: Final = 8.0  # s [D]
LEAN_BACK: Final = -0.06  # log ratio: 10 deg at the hips from 70 cm (P_LEAN); three times its limit [C]
SLOUCH: Final = 0.88  # ratio to the reference; a little below P_SLOUCH, .91 [D]
POSTURE_S: Final = 20.0  # s; a posture is a habit, not a moment [D]

# ---------------------------------------------------------------- causes of several turns
TURNS: Final = 2  # turns with the cause; one less where its letter has been low [D]
OTHER_TURNS: Final = 1  # turns without it that may lie between them [D]
TURNS_KEPT: Final = 8  # turns remembered
TURN_FRESH_S: Final = 12.0  # s after the turn in which a word about it still makes sense [D]
TURNS_WITHIN_S: Final = 180.0  # s; older turns say nothing about now [D]
CLOSED_RUN: Final = 3  # turns with closed questions and no open one; as H4_CLOSED_RUN [D]
UNDERSTOOD: Final = 0.65  # CsmTurn.p below which what was done is not believed; as UNCLEAR_P [C]

# ---------------------------------------------------------------- trust of the user
TRUST_STEP: Final = 0.7  # factor for each "that was wrong" [D]
TRUST_LEAST: Final = 0.4  # below, the rule is switched off: after the third "that was wrong" [D]

# ---------------------------------------------------------------- fading out
FADING: Final = 3  # every so many-th practice call goes without words [D]
