"""Why a cue came, in one or two plain sentences, from the numbers it was kept with. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

from perception.recording.records import CueRecord

Numbers = Mapping[str, float]


def why_words(cue: CueRecord) -> str:
    """What was measured and what was asked for, what the letter stood at, each where it is known."""
    told = _RULES.get(cue.rule)
    try:
        cause = told(cue.numbers, cue.limits) if told is not None else ""
    except KeyError:  # kept by another release with other numbers
        cause = ""
    return " ".join(filter(None, (cause or f"It came from the rule “{cue.rule.replace('_', ' ')}”.", _low(cue))))


def _low(cue: CueRecord) -> str:
    """The second sign, where a rule asks for one."""
    low_s, needed_s = cue.numbers.get("low_s"), cue.limits.get("low_s")
    if low_s is None or needed_s is None or low_s < needed_s:
        return ""
    return f"The letter {cue.letter} had also been low for {low_s:.0f} s (at least {needed_s:.0f} s are asked for)."


def _raised(now: Numbers, limits: Numbers) -> str:
    return (
        f"For {now['lasted_s']:.0f} s your voice was {now['level_db']:.0f} dB louder and {now['pitch_st']:.1f} "
        f"semitones higher than your usual. The cue comes from {limits['level_db']:.0f} dB, "
        f"{limits['pitch_st']:.1f} semitones and {limits['lasted_s']:.0f} s on."
    )


def _away(now: Numbers, limits: Numbers) -> str:
    return f"You looked away for {now['lasted_s']:.0f} s while they spoke. {_from(limits['lasted_s'])}"


def _monologue(now: Numbers, limits: Numbers) -> str:
    return f"Your turn had lasted {now['speaking_s']:.0f} s. {_from(limits['speaking_s'])}"


def _smile(now: Numbers, limits: Numbers) -> str:
    return f"You smiled for {now['lasted_s']:.0f} s while they told something heavy. {_from(limits['lasted_s'])}"


def _pace(now: Numbers, limits: Numbers) -> str:
    return (
        f"For {now['lasted_s']:.0f} s you spoke {now['words_per_minute']:.0f} words a minute. The cue comes above "
        f"{limits['words_per_minute']:.0f}, from {limits['lasted_s']:.0f} s on."
    )


def _lean(now: Numbers, limits: Numbers) -> str:
    return (
        f"For {now['lasted_s']:.0f} s you sat {_back(now['lean']):.0f} % further back than usual. The cue comes from "
        f"{_back(limits['lean']):.0f} % and {limits['lasted_s']:.0f} s on."
    )


def _slouch(now: Numbers, limits: Numbers) -> str:
    return (
        f"For {now['lasted_s']:.0f} s your head stood at {100 * now['slouch']:.0f} % of its usual height. The cue "
        f"comes below {100 * limits['slouch']:.0f} %, from {limits['lasted_s']:.0f} s on."
    )


def _from(seconds: float) -> str:
    return f"The cue comes from {seconds:.0f} s on."


def _turns(what: str) -> Callable[[Numbers, Numbers], str]:
    def told(now: Numbers, limits: Numbers) -> str:
        count = round(now["turns"])
        turns = "your last turn" if count == 1 else f"{count} of your last turns"
        return f"In {turns} {what}. The cue asks for {limits['turns']:.0f}."

    return told


def _back(lean: float) -> float:
    """Per cent further from the camera."""
    return 100.0 * (math.exp(-lean) - 1.0)


_RULES: Final[Mapping[str, Callable[[Numbers, Numbers], str]]] = {
    "raised_voice": _raised,
    "look_away": _away,
    "monologue": _monologue,
    "smile": _smile,
    "pace": _pace,
    "lean_back": _lean,
    "slouch": _slouch,
    "interrupting": _turns("you began while they still spoke"),
    "closing": _turns("you judged or brushed it off and did not take up what they felt"),
    "feeling_passed_over": _turns("a strong feeling of theirs was not taken up"),
    "closed_run": _turns("you asked for yes or no, and nothing open"),
    "no_next_step": _turns("nothing was said of what happens next"),
}
