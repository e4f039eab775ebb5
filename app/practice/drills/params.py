"""Every number of the drills, with unit and source. Tags as in perception/scoring/params.py: [C] measured, [D] design.

Limits that the letters have too are taken from there, so that a drill asks for what a call will notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from app.practice.drills.model import DrillKind
from perception.scoring.params import M_SCOWL, M_SMILE, P_LEAN, P_SLOUCH, P_TILT_DEG

# ---------------------------------------------------------------- rounds
ROUND_ITEMS: Final[Mapping[DrillKind, int]] = MappingProxyType(  # items in one round, so that it takes 60 to 120 s [D]
    {
        "empathy_or_sympathy": 1,
        "name_feeling": 5,
        "paraphrase": 2,
        "tone": 1,
        "neutral_face": 2,
        "posture": 2,
        "thread": 1,
    }
)
CHOOSE_S: Final = 18.0  # s to read and choose one of four [D]
CHOOSE_ANSWER_S: Final = 30.0  # s to read what was said and three whole answers [D]
WRITE_S: Final = 45.0  # s to word two sentences [D]
SAY_S: Final = 22.0  # s to read a line and say it once [D]
SETTLE_S: Final = 12.0  # s around a hold: reading what to do, and its result [D]
READ_POSTS_S: Final = 20.0  # s to read three posts [D]
SHORTEST_S, LONGEST_S = 60.0, 120.0  # s a round takes (product page, drills)
EXTRA_SHARE: Final = 0.5  # of the planned time, after which the ring says "take your time" [D]

# ---------------------------------------------------------------- written answers
GOOD_ANSWER: Final = 60.0  # of 100 of perception.language: what a rewritten answer must reach, too (rewrite/better.py)
LEAST_WORDS: Final = 3  # fewer cannot be judged [D]
MOST_LETTERS: Final = 600  # of a written answer [D]
GIVES_BACK: Final = 0.5  # likelihood from which a sentence counts as giving back (reflections are decided by it)
POINTS_SHARE: Final = 0.5  # share of the points a paraphrase should give back [D]

# ---------------------------------------------------------------- tone
VOICE_BIN_S: Final = 0.1  # s of one point of the traces [D]
VOICED_SHARE: Final = 0.3  # of the hops of a point, from which it is voiced [D]
TAKE_VOICED_S: Final = 0.8  # s of voice before a take counts [D]
TAKE_END_S: Final = 1.3  # s of silence that end a take [D]
TAKE_LONGEST_S: Final = 20.0  # s [D]
TAKE_WAITS_S: Final = 10.0  # s without any voice after which listening ends [D]
SLIP_ST: Final = 8.0  # st from the middle of a take, beyond which a point is a slip of an octave; F5.1 [D]
CALMER_PACE: Final = 0.90  # of the first take's pace; one can hear a tenth; 5.1 slower is heard as more empathic [D]
CALMER_LEVEL_DB: Final = 1.0  # dB it may be above the first take [D]
CALMER_PITCH_ST: Final = 1.5  # st it may be above the first take; the same voice twice differs by 1.1 [C]
WARMER_MOVE_ST: Final = 0.5  # st more movement of the pitch than in the first take; one voice twice: .1 to .7 [C]
WARMER_LEVEL_DB: Final = 2.0  # dB it may be above the first take; T2 ends its plateau there [D]
WARMER_PACE: Final = 1.05  # of the first take's pace at most [D]

# ---------------------------------------------------------------- face
REST_S: Final = 3.0  # s at the beginning that show the own resting face [D]
DISPLAY_LIMITS: Final[Mapping[str, float]] = MappingProxyType(  # activation above the own rest
    {"brow_lower": M_SCOWL, "lip_press": 0.35, "smile": M_SMILE}  # lips [D]
)
DISPLAY_LEAST_S: Final = 0.5  # s a movement must last to be told; M_MIN_S is .4, readings come each .1 [D]
FACE_SEEN_SHARE: Final = 0.6  # of the time the face must be seen for a result [D]
FACE_QUIET_SHARE: Final = 0.9  # of the time without a movement that is good [D]
ATTENDING: Final = 0.5  # likelihood from which a look counts as on the call [D]
ATTEND_SHARE: Final = 0.7  # of the time on the call that is good; eye contact asks for about that while listening [D]

# ---------------------------------------------------------------- posture
SLOUCH: Final = P_SLOUCH
TILT_DEG: Final = P_TILT_DEG
LEAN: Final = P_LEAN
POSTURE_LONGEST_S: Final = 45.0  # s until a hold is ended without success [D]
