"""Which field of the form a finding is about, and how it is said there. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.practice.scenario.checking import PlacedFinding
from app.practice.yaml_files import Place

# The checks speak of the file; the form has names of its own for the same things.
_SAYINGS = (
    (r"No\. (\d+) of `lines` of nodes › (\S+)", r"Wording \1 of “\2”"),
    (r"No\. (\d+) of `(\w+)`", r"No. \1 of \2"),
    (r"`(\w+)` of nodes › (\S+)(?: › \w+)*", r"The field “\1” of “\2”"),
    (r"its last edge has a `when`", "its last way has a condition"),
    (r"End the edges with one that has no `when`", "Let the last way hold in every case"),
    (r"no edges and no `end`", "no ways on and no end"),
    (r"Add edges, or an `end`", "Add ways, or choose an end"),
    (r"Remove `end` or the edges", "Remove the end or the ways"),
    (r"a turn with `end: (\w+)` or `end: (\w+)`", r"a turn that ends the call (\1 or \2)"),
    (r"a turn with `end`", "a turn that ends the call"),
    (r"set `hidden: false`", "take the tick from “Hidden”"),
    (r"set `hidden: true`", "tick “Hidden”"),
    (r"Set `interrupts_after_s` in its timing", "Set “Breaks in after”"),
    (r"its `when`", "its condition"),
    (r"\bEdge\b", "Way"),
    (r"\bAn edge\b", "A way"),
    (r"\bedge\b", "way"),
    (r"\ban edge\b", "a way"),
    (r"\ban way\b", "a way"),
    (r"^`(\w+)`", r"“\1”"),
    (r"`", ""),
)

_OF_TURN = {
    "feeling": "feeling.family",
    "timing": "timing.waits",
    "phase": "phase",
    "display": "display",
    "mood": "mood",
    "end": "end",
    "nudges": "nudges",
    "breaks_in": "breaks_in",
}
_FEELING = ("family", "word", "intensity", "hidden", "cause")


def field_of(place: Place) -> str:
    """The key of the field that shows what stands at a place; '' for none."""
    if not place:
        return ""
    if place[0] == "nodes":
        return _of_turn(place[2:])
    if place[0] in ("facts", "impacts", "needs"):
        if len(place) < 2:
            return f"{place[0]}.add"
        return f"{place[0]}.{place[1]}.{'words' if 'words' in place else 'text'}"
    if place[:2] == ("persona", "voice"):
        return f"voice.{place[2]}" if len(place) > 2 else "voice.pitch_st"
    if place[0] == "effects":
        return f"effects.{place[1]}.{'trust' if place[2:] == (1,) else 'calm'}" if len(place) > 1 else "effects.add"
    if place[0] in ("persona", "start") and len(place) > 1:
        return f"{place[0]}.{place[1]}"
    return str(place[0])


def _of_turn(place: Place) -> str:
    if not place:
        return "name"
    field = str(place[0])
    if field == "lines":
        return f"lines.{place[1]}" if len(place) > 1 else "lines.add"
    if field == "edges":
        if len(place) < 2:
            return "edges.add"
        inner = str(place[2]) if len(place) > 2 else "to"
        if inner == "when":
            inner = str(place[3]) if len(place) > 3 and place[3] in ("any_of", "none_of") else "any_of"
        return f"edges.{place[1]}.{inner}".replace("edges.", "edge.", 1)
    if field == "feeling" and len(place) > 1 and place[1] in _FEELING:
        return f"feeling.{place[1]}"
    return _OF_TURN.get(field, "name")


def finding_words(one: PlacedFinding) -> str:
    """A finding in the words of the form."""
    text = f"{one.what} {one.remedy}".strip()
    for said, better in _SAYINGS:
        text = re.sub(said, better, text)
    return text


def findings_words(findings: Sequence[PlacedFinding]) -> str:
    """How many of each: “1 error, 2 warnings”; '' for none."""
    errors = sum(one.severity == "error" for one in findings)
    warnings = len(findings) - errors
    parts = [f"{errors} error{'s' if errors > 1 else ''}" if errors else ""]
    parts.append(f"{warnings} warning{'s' if warnings > 1 else ''}" if warnings else "")
    return ", ".join(filter(None, parts))
