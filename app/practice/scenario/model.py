"""A scenario as data: a customer, a situation, and what the customer says next depending on what the CSM did.

The YAML form is described in assets/scenarios/FORMAT.md; `schema.py` reads it, `lint.py` checks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from perception.types import FeelingFamily, Letter, Phase

# What the CSM can be found to have done in one turn; by these the customer's next turn is chosen.
Deed = Literal[
    "named_feeling",  # named the feeling the customer voiced or hides
    "acknowledged",  # took it up without naming it
    "gave_back",  # gave back what was said
    "asked_open",
    "asked_closed",
    "apologised",
    "owned",  # said whose fault or task it is, "we"
    "committed",  # promised an action
    "committed_with_date",  # and said by when
    "aligned",  # asked whether that would help, or agreed on next steps together
    "explained",
    "greeted",
    "closed",  # summed up or said goodbye
    "judged",
    "instructed",  # told them what they have to do
    "dismissed",
    "pitied",  # pity without an offer
    "jumped_to_fixing",  # a fix before the feeling was taken up
    "took_over",  # made it about themselves
    "overpromised",
    "interrupted",  # spoke over the customer
    "rambled",  # a long turn
    "silent",  # said nothing for long
    "unclear",  # nothing of what was said could be understood
]
DEEDS: Final[tuple[Deed, ...]] = get_args(Deed)

Situation = Literal[
    "outage",
    "renewal",
    "missing_feature",
    "price_rise",
    "onboarding",
    "escalation",
    "interview",
    "internal",
    "data_loss",
    "support_delay",
    "champion_leaves",
    "good_news",
]
Difficulty = Literal["gentle", "steady", "hard"]
# What the drawn face shows; how strongly follows from the intensity of the feeling and the customer's calm.
Display = Literal[
    "neutral",
    "friendly",
    "angry",
    "disappointed",
    "worried",
    "overwhelmed",
    "confused",
    "hurt",
    "sad",
    "sceptical",
    "relieved",
    "guarded",  # polite and closed: a hidden feeling
]
Mood = Literal["neutral", "warm", "tense", "angry", "low", "tired", "worried", "flat", "relieved"]
EndKind = Literal["resolved", "calmed", "open", "escalated", "left"]


@dataclass(frozen=True, slots=True)
class Voice:
    """How the customer sounds. pitch_st, tract: of the built-in voice (perception/inference/hibari_voice.py). rate: 1
    as it comes. rich: name of the richer voice, where installed."""

    pitch_st: float = 0.0
    tract: float = 1.0
    rate: float = 1.0
    rich: str = "af_heart"


@dataclass(frozen=True, slots=True)
class Persona:
    """Who the customer is. look: a name of perception.character.looks. triggers: what pushes them over the edge.
    soothers: what helps. vocabulary: words they use and like to hear."""

    name: str
    role: str
    company: str
    history: str
    look: str
    voice: Voice = field(default_factory=Voice)
    pronoun: Literal["she", "he", "they"] = "they"
    triggers: tuple[str, ...] = ()
    soothers: tuple[str, ...] = ()
    vocabulary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """Something the CSM may take up. words: any of them counts as taking it up."""

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NodeFeeling:
    """What the customer feels in one turn. intensity: 0..3. hidden: the words do not say it, face and voice do.
    cause: words that tie it to its cause."""

    family: FeelingFamily
    word: str
    intensity: int
    hidden: bool = False
    cause: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """When an edge is taken. All that is given must hold; an empty one always holds.

    any_of, all_of, none_of: deeds of the CSM's turn. calm, trust: lowest and highest value, both included, AFTER the
    deeds moved them. visits: times this node was reached before, at least. seen, not_seen: nodes that were all reached
    before, and such that were not reached yet.
    """

    any_of: tuple[Deed, ...] = ()
    all_of: tuple[Deed, ...] = ()
    none_of: tuple[Deed, ...] = ()
    calm: tuple[float, float] = (0.0, 100.0)
    trust: tuple[float, float] = (0.0, 100.0)
    visits: int = 0
    seen: tuple[str, ...] = ()
    not_seen: tuple[str, ...] = ()

    @property
    def always(self) -> bool:
        """Whether it holds whatever happened."""
        return self == Condition()


@dataclass(frozen=True, slots=True)
class Edge:
    """A way to the next turn. calm, trust: points it adds on top of the deeds' own. because: for the debrief, one plain
    sentence of what the CSM did and what it did to the customer."""

    to: str
    when: Condition = field(default_factory=Condition)
    calm: float = 0.0
    trust: float = 0.0
    because: str = ""


@dataclass(frozen=True, slots=True)
class Timing:
    """waits_s: pause before the customer speaks, from the CSM's last word on; about half a second is usual, and less
    than that changes nothing. interrupts_after_s: the customer breaks in when the CSM talks on for so long, None for
    never. silence_s: after so much silence the `nudges` follow."""

    waits_s: float = 0.0
    interrupts_after_s: float | None = None
    silence_s: float = 8.0


@dataclass(frozen=True, slots=True)
class Node:
    """One turn of the customer. lines: wordings to choose from, two or more. nudges: what is said into a silence.
    breaks_in: how the customer breaks into a long turn. end: the call ends after this turn, and how."""

    id: str
    phase: Phase
    lines: tuple[str, ...]
    feeling: NodeFeeling | None = None
    display: Display = "neutral"
    mood: Mood = "neutral"
    timing: Timing = field(default_factory=Timing)
    nudges: tuple[str, ...] = ()
    breaks_in: tuple[str, ...] = ()
    edges: tuple[Edge, ...] = ()
    end: EndKind | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole scenario. start: id of the first node. calm, trust: 0..100 at the start. effects: points (calm, trust) a
    deed moves in this scenario, in place of the usual ones. aim: what the learner should try, one sentence.
    may_promise: the CSM is allowed to promise."""

    id: str
    title: str
    situation: Situation
    difficulty: Difficulty
    minutes: int
    letters: tuple[Letter, ...]
    summary: str
    aim: str
    persona: Persona
    start: str
    nodes: Mapping[str, Node]
    calm: float = 50.0
    trust: float = 50.0
    facts: tuple[Concept, ...] = ()
    impacts: tuple[Concept, ...] = ()
    needs: tuple[Concept, ...] = ()
    effects: Mapping[Deed, tuple[float, float]] = field(default_factory=dict)
    may_promise: bool = False
    tags: tuple[str, ...] = ()
    author: str = ""
    version: int = 1
