"""Who speaks when: speech states, turns, backchannels, interruptions, answer times.

Everything is computed from the speech segments of the two channels; words sharpen it where they exist. Times are
seconds on the session clock, intervals are (n, 2) float arrays of start and end, sorted and disjoint.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perception.types import FloatArray, Span, Speaker, SpeechSegment, Utterance, spoken_words

BoolArray = NDArray[np.bool_]

GRID_S: Final = 0.05  # s, one cell of the speech states
TURN_PAUSE_S: Final = 1.0  # s; a longer pause inside ends a turn
BREATH_S: Final = 0.6  # s; over a shorter pause somebody goes on with what they are saying
BACKCHANNEL_S: Final = 1.0  # s, longest backchannel (F6.3)
BACKCHANNEL_WORDS: Final = 3
FLOOR_S: Final = 1.0  # s within which the other keeps or takes up the floor (F6.3)
OVERLAP_S: Final = 0.4  # s of overlap that make an interruption (F6.4)
INTERRUPTION_S: Final = 1.0  # s or
INTERRUPTION_WORDS: Final = 3  # words of the one who comes in (F6.4)
REMAINING_S: Final = 0.7  # s the other still had to say (F6.4)
CLARIFY_S: Final = 2.0  # s, a question to understand counts half (F6.4)
SAME_START_S: Final = 0.2  # s; who starts this close together did not interrupt
HALF: Final = 0.5  # weight of a cooperative interruption (F6.4)
BACKCHANNELS: Final = frozenset(
    (
        *("mm", "mmm", "mhm", "mm-hm", "mm-hmm", "mmhmm", "uh-huh", "uhuh", "hm", "hmm", "oh", "ah", "oh no"),
        *("yeah", "yes", "yep", "right", "okay", "ok", "sure", "wow", "absolutely", "exactly"),
        *("i see", "got it", "of course", "oh okay", "oh wow"),
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class SpeechStates:
    """Speech of both on a grid of GRID_S; cell i is centred at start_s + (i + 0.5) * GRID_S."""

    start_s: float
    csm: BoolArray
    customer: BoolArray

    @property
    def speaking(self) -> BoolArray:
        """S: the CSM speaks."""
        return self.csm

    @property
    def listening(self) -> BoolArray:
        """L: the customer speaks and the CSM is silent."""
        return self.customer & ~self.csm

    @property
    def both(self) -> BoolArray:
        """O: both speak."""
        return self.csm & self.customer

    @property
    def quiet(self) -> BoolArray:
        """Q: nobody speaks."""
        return ~(self.csm | self.customer)


@dataclass(frozen=True, slots=True)
class Turn:
    """A run of one speaker; speech_s is the time of sound in it."""

    speaker: Speaker
    start_s: float
    end_s: float
    speech_s: float


@dataclass(frozen=True, slots=True)
class Interruption:
    """The CSM came in on the customer; weight 1, or 0.5 when it was cooperative."""

    start_s: float
    end_s: float
    weight: float


@dataclass(frozen=True, slots=True)
class Reply:
    """A turn of the CSM that follows one of the customer; latency_s is negative when it came early."""

    customer: Turn
    csm: Turn

    @property
    def latency_s(self) -> float:
        """Seconds from the customer's last sound to the CSM's first."""
        return self.csm.start_s - self.customer.end_s


@dataclass(frozen=True, slots=True)
class Floor:
    """How the two share the floor: turns in order of start, the CSM's backchannels and interruptions, replies.

    The customer's backchannels do not break a turn, so a monologue is a long turn (F6.2).
    """

    turns: tuple[Turn, ...]
    backchannels: tuple[Span, ...]
    interruptions: tuple[Interruption, ...]
    replies: tuple[Reply, ...]

    def of(self, speaker: Speaker) -> tuple[Turn, ...]:
        """The turns of one speaker."""
        return tuple(turn for turn in self.turns if turn.speaker == speaker)


def merge_intervals(intervals: FloatArray, *, join_s: float = 0.0) -> FloatArray:
    """Union of (n, 2) intervals in any order, gaps up to `join_s` closed; empty or reversed ones vanish."""
    kept = intervals[intervals[:, 1] > intervals[:, 0]]
    if not len(kept):
        return np.empty((0, 2))
    kept = kept[np.argsort(kept[:, 0], kind="stable")]
    reach = np.maximum.accumulate(kept[:, 1])
    fresh = np.append(True, kept[1:, 0] > reach[:-1] + join_s)
    last = np.append(np.flatnonzero(fresh)[1:] - 1, len(kept) - 1)
    return np.column_stack((kept[fresh, 0], reach[last]))


def intervals_of(segments: Iterable[SpeechSegment | Utterance], speaker: Speaker) -> FloatArray:
    """Merged intervals of one speaker; utterances stand in where no segments were measured."""
    pairs = [(s.start_s, s.end_s) for s in segments if _speaker_of(s) == speaker]
    return merge_intervals(np.asarray(pairs, dtype=np.float64).reshape(-1, 2))


def clip_intervals(intervals: FloatArray, *, start_s: float, end_s: float) -> FloatArray:
    """The part of the intervals inside [start_s, end_s]."""
    first = int(np.searchsorted(intervals[:, 1], start_s, side="right"))
    last = int(np.searchsorted(intervals[:, 0], end_s, side="left"))
    return np.clip(intervals[first:last], start_s, end_s)


def total_s(intervals: FloatArray) -> float:
    """Summed length of disjoint intervals, s."""
    return float(np.sum(intervals[:, 1] - intervals[:, 0]))


def speech_in(intervals: FloatArray, *, start_s: float, end_s: float) -> float:
    """Seconds of speech inside [start_s, end_s]."""
    return total_s(clip_intervals(intervals, start_s=start_s, end_s=end_s))


def rasterise(intervals: FloatArray, *, start_s: float, cells: int, grid_s: float = GRID_S) -> BoolArray:
    """(cells,) True where the middle of the cell lies in an interval."""
    edges = np.ceil((intervals - start_s) / grid_s - 0.5).astype(np.int64)
    edges = np.clip(edges, 0, cells)
    steps = np.zeros(cells + 1, dtype=np.int64)
    np.add.at(steps, edges[:, 0], 1)
    np.add.at(steps, edges[:, 1], -1)
    return np.asarray(np.cumsum(steps[:-1]) > 0)


def speech_states(csm: FloatArray, customer: FloatArray, *, start_s: float, end_s: float) -> SpeechStates:
    """States S, L, O, Q of [start_s, end_s] on the 50 ms grid from both speakers' intervals."""
    cells = max(0, round((end_s - start_s) / GRID_S))
    return SpeechStates(
        start_s=start_s,
        csm=rasterise(csm, start_s=start_s, cells=cells),
        customer=rasterise(customer, start_s=start_s, cells=cells),
    )


def talk_share(csm: FloatArray, customer: FloatArray, *, start_s: float, end_s: float) -> float | None:
    """Speech time of the CSM over that of both (F6.1), 0..1; None when nobody spoke."""
    own = speech_in(csm, start_s=start_s, end_s=end_s)
    both = own + speech_in(customer, start_s=start_s, end_s=end_s)
    return own / both if both > 0 else None


def is_backchannel_text(text: str) -> bool:
    """Whether these words are a backchannel by their wording: one of the list, at most three words."""
    words = _words(text)
    return 0 < len(words) <= BACKCHANNEL_WORDS and (
        " ".join(words) in BACKCHANNELS or all(word in BACKCHANNELS for word in words)
    )


def floor_of(csm: FloatArray, customer: FloatArray, utterances: Sequence[Utterance] = ()) -> Floor:
    """Turns, backchannels, interruptions and replies of a stretch of conversation.

    csm, customer: intervals as `intervals_of` gives them. utterances: words where known, in any order.
    """
    heard = {"csm": _Heard(utterances, "csm"), "customer": _Heard(utterances, "customer")}
    csm_short = _backchannels(csm, customer, heard["csm"])
    customer_short = _backchannels(customer, csm, heard["customer"])
    turns = _turns(csm[~csm_short], customer[~customer_short])
    return Floor(
        turns=turns,
        backchannels=tuple(Span(float(a), float(b)) for a, b in csm[csm_short]),
        interruptions=_interruptions(csm[~csm_short], customer[~customer_short], turns, heard),
        replies=_replies(turns),
    )


class _Heard:
    """Words of one speaker by time."""

    def __init__(self, utterances: Sequence[Utterance], speaker: Speaker) -> None:
        own = sorted((u for u in utterances if u.speaker == speaker), key=lambda u: (u.start_s, u.end_s, u.text))
        timed = sorted((0.5 * (w.start_s + w.end_s), w.text) for u in own for w in u.words)
        self._times = [t for t, _ in timed]
        self._timed = [text for _, text in timed]
        self._own = own
        self._starts = [u.start_s for u in own]

    def text(self, start_s: float, end_s: float, *, slack_s: float = 0.15) -> str | None:
        """What was said in a stretch; None when that is not known."""
        first = bisect_left(self._times, start_s - slack_s)
        last = bisect_right(self._times, end_s + slack_s)
        if last > first:
            return " ".join(self._timed[first:last])
        # An utterance without word times tells the words of a stretch only if it is about that stretch.
        for u in self._own[bisect_left(self._starts, start_s - FLOOR_S) : bisect_right(self._starts, end_s)]:
            if not u.words and abs(u.start_s - start_s) < 0.5 and abs(u.end_s - end_s) < 0.5:
                return u.text
        return None


def _speaker_of(item: SpeechSegment | Utterance) -> Speaker:
    return item.channel if isinstance(item, SpeechSegment) else item.speaker


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9'’-]+", " ".join(spoken_words(text)).lower())


def _backchannels(own: FloatArray, other: FloatArray, heard: _Heard) -> BoolArray:
    """(n,) which of the own segments are backchannels (F6.3).

    A short word with which somebody begins or ends a longer contribution is none: "Okay, (breath) so let me check".
    """
    found = np.zeros(len(own), dtype=bool)
    for i in np.flatnonzero(own[:, 1] - own[:, 0] <= BACKCHANNEL_S):
        start, end = float(own[i, 0]), float(own[i, 1])
        said = heard.text(start, end)
        if said is not None and not is_backchannel_text(said):
            continue
        before = np.searchsorted(other[:, 0], start) > 0 and _last_end_before(other, start) >= start - FLOOR_S
        after = len(clip_intervals(other, start_s=end, end_s=end + FLOOR_S)) > 0
        found[i] = before and after
    part = _parts_of(own)
    whole = np.bincount(part, weights=~found, minlength=len(own)) == 0  # nothing but backchannels in it
    return np.asarray(found & whole[part]) if len(own) else found


def _parts_of(own: FloatArray) -> NDArray[np.int64]:
    """(n,) number of the contribution each segment belongs to: segments a breath apart are one."""
    return np.cumsum(np.append(0, own[1:, 0] - own[:-1, 1] >= BREATH_S)[: len(own)]).astype(np.int64)


def _last_end_before(intervals: FloatArray, t_s: float) -> float:
    return float(intervals[np.searchsorted(intervals[:, 0], t_s) - 1, 1])


def _turns(csm: FloatArray, customer: FloatArray) -> tuple[Turn, ...]:
    tagged = sorted(
        [(float(a), float(b), "csm") for a, b in csm] + [(float(a), float(b), "customer") for a, b in customer]
    )
    turns: list[Turn] = []
    open_turn: dict[str, int] = {}
    for start, end, who in tagged:
        speaker: Speaker = "csm" if who == "csm" else "customer"
        at = open_turn.get(speaker)
        # A turn goes on as long as the other has not begun in between and the pause inside stays short.
        if at is not None and at == len(turns) - 1 and start - turns[at].end_s < TURN_PAUSE_S:
            old = turns[at]
            turns[at] = Turn(speaker, old.start_s, end, old.speech_s + end - start)
            continue
        open_turn[speaker] = len(turns)
        turns.append(Turn(speaker, start, end, end - start))
    return tuple(turns)


def _replies(turns: Sequence[Turn]) -> tuple[Reply, ...]:
    return tuple(
        Reply(first, then) for first, then in pairwise(turns) if first.speaker == "customer" and then.speaker == "csm"
    )


def _interruptions(
    csm: FloatArray, customer: FloatArray, turns: Sequence[Turn], heard: dict[str, _Heard]
) -> tuple[Interruption, ...]:
    """F6.4 over contributions: one that begins while the customer is in the middle of one of theirs."""
    found = []
    customer_turns = [turn for turn in turns if turn.speaker == "customer"]
    theirs = merge_intervals(customer, join_s=BREATH_S)
    for start, end in merge_intervals(csm, join_s=BREATH_S).tolist():
        at = int(np.searchsorted(theirs[:, 0], start - SAME_START_S)) - 1
        if at < 0 or theirs[at, 1] <= start:
            continue
        before = csm[csm[:, 1] <= start]
        if len(before) and start - before[-1, 1] < TURN_PAUSE_S and theirs[at, 0] >= before[-1, 0]:
            continue  # the customer came in on a short pause of the CSM
        other_end = float(theirs[at, 1])
        overlap_s = speech_in(customer, start_s=start, end_s=min(end, other_end))
        if _comes_in(start, end, overlap_s, theirs[at], customer_turns, heard):
            weight = HALF if _cooperative(start, end, other_end, heard) else 1.0
            found.append(Interruption(start, end, weight))
    return tuple(found)


def _comes_in(
    start: float,
    end: float,
    overlap_s: float,
    other: FloatArray,
    customer_turns: Sequence[Turn],
    heard: dict[str, _Heard],
) -> bool:
    """The conditions of F6.4 for one contribution of the CSM that begins inside one of the customer's."""
    if overlap_s < OVERLAP_S:
        return False
    said = heard["csm"].text(start, end)
    if end - start < INTERRUPTION_S and (said is None or len(_words(said)) < INTERRUPTION_WORDS):
        return False
    turn_end = next((t.end_s for t in customer_turns if t.start_s <= start <= t.end_s), start)
    if max(turn_end, float(other[1])) - start > REMAINING_S:
        return True
    theirs = heard["customer"].text(float(other[0]), float(other[1]))
    return theirs is not None and not theirs.rstrip().endswith((".", "?", "!"))


def _cooperative(start: float, end: float, other_end: float, heard: dict[str, _Heard]) -> bool:
    """A short question to understand, or words the customer was about to say."""
    said = heard["csm"].text(start, end)
    if said is None:
        return False
    if said.rstrip().endswith("?") and end - start <= CLARIFY_S:
        return True
    following = heard["customer"].text(start, other_end)
    words = set(_words(said))
    return following is not None and bool(words) and words <= set(_words(following))
