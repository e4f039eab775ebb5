"""A small scenario for tests, as text and as values."""

from __future__ import annotations

from functools import cache

from app.practice.scenario.loader import read_scenario
from app.practice.scenario.model import Deed, Scenario
from app.practice.turns import CsmTurn, ReadTurn, StatePoint

TEXT = """\
format: 1
id: late-report
title: The late report
situation: outage
difficulty: gentle
minutes: 3
letters: [A, Y]
summary: The report came late.
aim: Name what it was like.
persona:
  name: Sam Okafor
  pronoun: he
  role: Planner
  company: Hill Foods
  history: New this year.
  look: joseph
  triggers: [being hurried]
  soothers: [a date]
  vocabulary: [plan]
start: {node: complains, calm: 40, trust: 50}
facts:
  - {text: the report was late, words: [late, two days]}
impacts:
  - {text: he planned blind, words: [blind, guess]}
needs: []
nodes:
  complains:
    phase: vent
    lines:
      - The report came two days late. I'm angry.
      - Two days late, again. I'm really angry.
      - It was late, and I'm angry about it.
    feeling: {family: anger, word: angry, intensity: 3, cause: [report]}
    display: angry
    mood: angry
    timing: {waits_s: 0.5, interrupts_after_s: 20, silence_s: 6}
    nudges: ["Hello?", "Still there?"]
    breaks_in: ["Let me stop you there.", "One moment."]
    edges:
      - when: {any_of: [named_feeling, acknowledged]}
        to: opens
        calm: 5
        trust: 4
        because: You took it up, so he told you more.
      - when: {any_of: [dismissed, judged], calm: {max: 25}}
        to: leaves
      - when: {visits: 2}
        to: leaves
        because: He had said it three times.
      - to: complains
  opens:
    phase: explore
    lines: ["It's fine, we managed.", "We got by, it's all right."]
    feeling: {family: worry, word: worried, intensity: 2, hidden: true}
    display: guarded
    edges:
      - when: {any_of: [named_feeling], trust: {min: 40}}
        to: thanks
      - to: leaves
  thanks:
    phase: close
    lines: [Thanks for asking. Bye., That helps. Goodbye.]
    end: resolved
  leaves:
    phase: close
    lines: [I'm leaving it there. Bye., I have to go.]
    end: escalated
"""


@cache
def small() -> Scenario:
    return read_scenario(TEXT, "late-report.yaml").scenario


def changed(*swaps: tuple[str, str]) -> str:
    """The text with parts of it swapped; each must be there."""
    text = TEXT
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


class ByWords:
    """A reader for tests: the words of a turn are the deeds."""

    def read(self, turn: CsmTurn, *, heard: str, point: StatePoint) -> ReadTurn:
        assert heard
        assert point.node
        return ReadTurn(turn, tuple(turn.text.split()))


def did(*deeds: Deed) -> CsmTurn:
    """A turn of the CSM that does this, for `ByWords`."""
    return CsmTurn(" ".join(deeds))
