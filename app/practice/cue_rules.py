"""What gives cause for a live cue: states that last, and what was done in several turns.

A rule finds a cause; whether a cue may come now is for `cues.py`. Each asks for more than one sign (precision before
recall): a state that lasted and, but for a raised voice, a letter that has been low; or the same in several turns.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from app.practice import cue_params as params
from app.practice.cue_view import CueView, HeardTurn
from app.practice.scenario.model import Deed
from perception.scoring.params import T_RAISED_DB, T_RAISED_ST
from perception.types import Letter

Pronoun = Literal["she", "he", "they"]
_OBJECT: Final[Mapping[Pronoun, str]] = {"she": "her", "he": "him", "they": "them"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a rule saw. holds: None when nothing can be said."""

    holds: bool | None
    numbers: Mapping[str, float] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause that lasted long enough. since_s: when it began."""

    rule: str
    letter: Letter
    text: str
    since_s: float
    numbers: Mapping[str, float]
    limits: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class HeldRule:
    """A state that must last for `lasts_s`. low: its letter must have been low, too."""

    name: str
    letter: Letter
    text: str
    lasts_s: float
    see: Callable[[float, CueView], Seen]
    low: bool = True


@dataclass(frozen=True, slots=True)
class TurnRule:
    """Something done in several finished turns. counts: whether a turn counts. turns: how many must.

    in_a_row: no other turn may come between. low: one turn less is enough where the letter has been low.
    """

    name: str
    letter: Letter
    text: str
    counts: Callable[[HeardTurn], bool]
    turns: int = params.TURNS
    in_a_row: bool = False
    low: bool = True


# ---------------------------------------------------------------- states


def _raised(_now_s: float, view: CueView) -> Seen:
    if view.csm_since_s is None or view.level_db is None or view.pitch_st is None:
        return Seen(None)
    return Seen(
        view.level_db >= T_RAISED_DB and view.pitch_st >= T_RAISED_ST,
        {"level_db": view.level_db, "pitch_st": view.pitch_st},
        {"level_db": T_RAISED_DB, "pitch_st": T_RAISED_ST},
    )


def _away(_now_s: float, view: CueView) -> Seen:
    if view.customer_since_s is None or view.csm_since_s is not None or view.attend_p is None:
        return Seen(None)
    return Seen(view.attend_p < params.ATTENDING, {"attend_p": view.attend_p}, {"attend_p": params.ATTENDING})


def _monologue(now_s: float, view: CueView) -> Seen:
    if view.csm_since_s is None:
        return Seen(None)
    speaking_s = now_s - view.csm_since_s
    return Seen(speaking_s >= params.MONOLOGUE_S, {"speaking_s": speaking_s}, {"speaking_s": params.MONOLOGUE_S})


def _smile(_now_s: float, view: CueView) -> Seen:
    if view.smile is None or view.feeling is None or view.csm_since_s is not None:
        return Seen(None)
    strong = view.intensity >= params.STRONG_FEELING and view.feeling != "relief_positive"
    numbers = {"smile": view.smile, "intensity": float(view.intensity)}
    limits = {"smile": params.SMILE, "intensity": float(params.STRONG_FEELING)}
    return Seen(strong and view.smile >= params.SMILE, numbers, limits)


def _fast(_now_s: float, view: CueView) -> Seen:
    if view.csm_since_s is None or view.words_per_minute is None:
        return Seen(None)
    numbers = {"words_per_minute": view.words_per_minute}
    return Seen(view.words_per_minute > params.FAST_WPM, numbers, {"words_per_minute": params.FAST_WPM})


def _leans_back(_now_s: float, view: CueView) -> Seen:
    if view.lean is None:
        return Seen(None)
    return Seen(view.lean <= params.LEAN_BACK, {"lean": view.lean}, {"lean": params.LEAN_BACK})


def _slouches(_now_s: float, view: CueView) -> Seen:
    if view.slouch is None:
        return Seen(None)
    return Seen(view.slouch < params.SLOUCH, {"slouch": view.slouch}, {"slouch": params.SLOUCH})


# ---------------------------------------------------------------- turns

_CLOSED: Final[frozenset[Deed]] = frozenset({"judged", "dismissed", "pitied", "took_over"})
_TAKEN_UP: Final[frozenset[Deed]] = frozenset({"named_feeling", "acknowledged"})
_PROMISED: Final[frozenset[Deed]] = frozenset({"committed", "committed_with_date", "aligned", "asked_open", "closed"})


def _did(*deeds: Deed) -> Callable[[HeardTurn], bool]:
    wanted = frozenset(deeds)
    return lambda turn: bool(wanted & set(turn.read.deeds))


def _shut(turn: HeardTurn) -> bool:
    return bool(_CLOSED & set(turn.read.deeds)) and not _TAKEN_UP & set(turn.read.deeds)


def _passed_over(turn: HeardTurn) -> bool:
    return turn.answered >= params.STRONG_FEELING and not (_TAKEN_UP | {"gave_back"}) & set(turn.read.deeds)


def _closed_only(turn: HeardTurn) -> bool:
    return "asked_closed" in turn.read.deeds and "asked_open" not in turn.read.deeds


def _nothing_promised(turn: HeardTurn) -> bool:
    return turn.phase in ("solve", "close") and not _PROMISED & set(turn.read.deeds)


# In the order in which they go before one another (F8.3).
RULES: Final[tuple[HeldRule | TurnRule, ...]] = (
    HeldRule("raised_voice", "T", "Lower your voice a little", params.RAISED_S, _raised, low=False),
    TurnRule("interrupting", "H", "Let {them} finish", _did("interrupted"), low=False),
    TurnRule("closing", "Y", "Say back what you heard first", _shut),
    TurnRule("feeling_passed_over", "A", "Name what you hear", _passed_over),
    HeldRule("look_away", "E", "Look into the camera", params.AWAY_S, _away),
    HeldRule("monologue", "H", "Pause and ask an open question", 0.0, _monologue, low=False),
    TurnRule("closed_run", "H", "Ask an open question", _closed_only, params.CLOSED_RUN, in_a_row=True, low=False),
    TurnRule("no_next_step", "Y", "Say what you will do, by when", _nothing_promised),
    HeldRule("smile", "M", "Let the smile rest", params.SMILE_S, _smile),
    HeldRule("pace", "T", "Slow down a little", params.FAST_S, _fast),
    HeldRule("lean_back", "P", "Lean in a little", params.POSTURE_S, _leans_back),
    HeldRule("slouch", "P", "Sit up a little", params.POSTURE_S, _slouches),
)
RULE_NAMES: Final = tuple(rule.name for rule in RULES)


def words_of(rule: HeldRule | TurnRule, pronoun: Pronoun) -> str:
    """The words of a rule for a customer who is spoken of in this way."""
    return rule.text.format(them=_OBJECT[pronoun])


def turn_cause(
    rule: TurnRule, turns: Sequence[HeardTurn], *, trust: float, low_s: float
) -> tuple[Sequence[HeardTurn], int] | None:
    """The turns that give cause and how many were asked for; None without cause. turns: of late, the oldest first.

    trust: above 0, at most 1; less asks for more turns. low_s: how long the letter has been low.
    The last turn must be one of them; a turn that was hardly understood counts neither way.
    """
    understood = [turn for turn in turns if turn.read.turn.p >= params.UNDERSTOOD and turn.read.turn.text.strip()]
    if not understood or understood[-1] is not turns[-1] or not rule.counts(understood[-1]):
        return None
    needed = math.ceil(rule.turns / trust)
    back = needed if rule.in_a_row else needed + params.OTHER_TURNS
    found = [turn for turn in understood[-back:] if rule.counts(turn)]
    if rule.low and low_s >= params.LOW_S / trust:
        needed -= 1
    return (found, needed) if len(found) >= needed else None
