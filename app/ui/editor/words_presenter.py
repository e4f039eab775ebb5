"""How deeds, feelings, faces, conditions and ends are said where scenarios are written. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from app.practice.scenario.model import Condition, Deed, Display, Edge, EndKind, Mood
from app.practice.scenario.rich_voices import RICH_VOICES
from perception.types import FeelingFamily, Phase

Choices = tuple[tuple[str, str], ...]

DEED_GROUPS: Final[tuple[tuple[str, Mapping[Deed, str]], ...]] = (
    (
        "Heard them",
        {
            "named_feeling": "named the feeling",
            "acknowledged": "took it up",
            "gave_back": "gave back what was said",
            "asked_open": "asked an open question",
            "asked_closed": "asked a yes-or-no question",
        },
    ),
    (
        "Took it on",
        {
            "apologised": "apologised",
            "owned": "owned it",
            "committed": "promised an action",
            "committed_with_date": "promised with a date",
            "aligned": "checked that it would help",
        },
    ),
    ("Moved along", {"greeted": "greeted", "explained": "explained", "closed": "summed up or said goodbye"}),
    (
        "Went wrong",
        {
            "judged": "judged",
            "instructed": "told them what to do",
            "dismissed": "brushed it off",
            "pitied": "pitied",
            "jumped_to_fixing": "jumped to fixing",
            "took_over": "made it about themselves",
            "overpromised": "promised too much",
        },
    ),
    (
        "How it was said",
        {
            "interrupted": "interrupted",
            "rambled": "talked too long",
            "silent": "said nothing",
            "unclear": "could not be understood",
        },
    ),
)
DEEDS: Final[Mapping[Deed, str]] = {deed: words for _group, deeds in DEED_GROUPS for deed, words in deeds.items()}
RICH_VOICE_CHOICES: Final[Choices] = tuple(
    (name, f"{name[3:].title()}, {'British' if one.british else 'American'} {'woman' if one.woman else 'man'}")
    for name, one in RICH_VOICES.items()
)
# On a line of the graph there is room for a word or two.
SHORT: Final[Mapping[Deed, str]] = {
    **DEEDS,
    "named_feeling": "named it",
    "gave_back": "gave it back",
    "asked_open": "asked openly",
    "asked_closed": "asked yes or no",
    "committed": "promised",
    "committed_with_date": "gave a date",
    "aligned": "checked",
    "closed": "closed",
    "instructed": "instructed",
    "dismissed": "brushed off",
    "jumped_to_fixing": "went to the fix",
    "took_over": "took over",
    "overpromised": "overpromised",
    "rambled": "talked on",
    "silent": "silent",
    "unclear": "unclear",
}
PHASES: Final[Mapping[Phase, str]] = {
    "greet": "Greet",
    "vent": "Vent",
    "explore": "Explore",
    "solve": "Solve",
    "close": "Close",
}
FAMILIES: Final[Mapping[FeelingFamily, str]] = {
    "anger": "Anger",
    "disappointment": "Disappointment",
    "worry": "Worry",
    "overwhelm": "Overwhelm",
    "confusion": "Confusion",
    "disrespect": "Disrespect",
    "sadness": "Sadness",
    "distrust": "Distrust",
    "relief_positive": "Relief and joy",
}
INTENSITIES: Final[Choices] = (("0", "not at all"), ("1", "a little"), ("2", "clearly"), ("3", "strongly"))
DISPLAYS: Final[Mapping[Display, str]] = {
    "neutral": "Neutral",
    "friendly": "Friendly",
    "angry": "Angry",
    "disappointed": "Disappointed",
    "worried": "Worried",
    "overwhelmed": "Overwhelmed",
    "confused": "Confused",
    "hurt": "Hurt",
    "sad": "Sad",
    "sceptical": "Sceptical",
    "relieved": "Relieved",
    "guarded": "Guarded: polite and closed",
}
MOODS: Final[Mapping[Mood, str]] = {
    "neutral": "Neutral",
    "warm": "Warm",
    "tense": "Tense",
    "angry": "Angry",
    "low": "Low",
    "tired": "Tired",
    "worried": "Worried",
    "flat": "Flat",
    "relieved": "Relieved",
}
END_WORDS: Final[Mapping[EndKind, str]] = {
    "resolved": "The call ends settled",
    "calmed": "The call ends calmer",
    "open": "The call ends, things stay open",
    "escalated": "The call ends, they take it further",
    "left": "They hang up",
}
END_MARKS: Final[Mapping[EndKind, str]] = {
    "resolved": "ends settled",
    "calmed": "ends calmer",
    "open": "ends open",
    "escalated": "escalates",
    "left": "hangs up",
}


def choices(words: Mapping[Any, str], *first: tuple[str, str]) -> Choices:
    """As a choice field takes them."""
    return (*first, *words.items())


def deeds_words(deeds: Iterable[Deed]) -> str:
    """The deeds, with commas."""
    return ", ".join(DEEDS[deed] for deed in deeds)


def condition_words(when: Condition) -> str:
    """A condition as words: “named the feeling or took it up; not pitied; calm 30 or less”."""
    if when.always:
        return "in every other case"
    parts = []
    if when.any_of:
        parts.append(" or ".join(DEEDS[deed] for deed in when.any_of))
    if when.all_of:
        parts.append(("also " if when.any_of else "") + " and ".join(DEEDS[deed] for deed in when.all_of))
    if when.none_of:
        parts.append("not " + " or ".join(DEEDS[deed] for deed in when.none_of))
    parts += _limits(when)
    return "; ".join(parts)


def short_condition(when: Condition) -> str:
    """A condition in a few words, for a line of the graph."""
    if when.always:
        return "else"
    named = [*when.any_of, *when.all_of]
    parts = [SHORT[named[0]] + (f" +{len(named) - 1}" if len(named) > 1 else "")] if named else []
    if when.none_of and not named:
        parts.append(f"not {SHORT[when.none_of[0]]}" + (f" +{len(when.none_of) - 1}" if len(when.none_of) > 1 else ""))
    parts += _limits(when)
    return " · ".join(parts[:2])


def way_label(edges: Iterable[Edge]) -> str:
    """What stands on a line that may be several edges."""
    said = list(dict.fromkeys(short_condition(edge.when) for edge in edges))
    return " / ".join(said[:2]) + (f" +{len(said) - 2}" if len(said) > 2 else "")


def _limits(when: Condition) -> list[str]:
    found = []
    for name, (low, high) in (("calm", when.calm), ("trust", when.trust)):
        if low > 0 and high < 100:
            found.append(f"{name} {low:g}–{high:g}")
        elif low > 0:
            found.append(f"{name} {low:g} or more")
        elif high < 100:
            found.append(f"{name} {high:g} or less")
    if when.visits:
        found.append("a second time" if when.visits == 1 else f"after {when.visits} times")
    found += [f"{name} came before" for name in when.seen]
    found += [f"{name} not yet" for name in when.not_seen]
    return found
