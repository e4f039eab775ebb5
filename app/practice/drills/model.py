"""A drill item as data: one written task with its situation, and what to take along from it.

The YAML form is described in assets/drills/FORMAT.md; `schema.py` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args

from app.practice.scenario.model import Concept, Difficulty, Display, Mood, Situation, Voice
from perception.types import FeelingFamily, Letter

DrillKind = Literal["empathy_or_sympathy", "name_feeling", "paraphrase", "tone", "neutral_face", "posture", "thread"]
DRILL_KINDS: Final[tuple[DrillKind, ...]] = get_args(DrillKind)
AnswerKind = Literal["empathy", "sympathy", "dismissal", "fix_first"]
Way = Literal["as_it_comes", "calmer", "warmer"]
WAYS: Final[tuple[Way, ...]] = get_args(Way)
PostureFocus = Literal["upright", "level", "near"]

# Which letters a kind trains, the first one most.
LETTERS_OF: Final[Mapping[DrillKind, tuple[Letter, ...]]] = MappingProxyType(
    {
        "empathy_or_sympathy": ("Y", "A"),
        "name_feeling": ("A",),
        "paraphrase": ("H",),
        "tone": ("T",),
        "neutral_face": ("M", "E"),
        "posture": ("P",),
        "thread": ("H", "A", "Y"),
    }
)


@dataclass(frozen=True, slots=True)
class Customer:
    """Who speaks. look: a name of perception.character.looks."""

    name: str
    role: str
    look: str = "dana"
    voice: Voice = field(default_factory=Voice)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to choose. kind: what it is. why: what it does to the customer, one or two sentences."""

    text: str
    kind: AnswerKind
    why: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose. why: why it is right, or what speaks against it."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True, slots=True)
class EmpathyTask:
    """Find the empathic answer, say what makes it one, then word one yourself. reasons: one of them is right."""

    customer: Customer
    said: str
    answers: tuple[Answer, ...]
    reasons: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class FeelingTask:
    """Name what the customer feels. hidden: the words do not say it, face and voice do. intensity: 1..3."""

    customer: Customer
    said: str
    family: FeelingFamily
    intensity: int
    choices: tuple[Choice, ...]
    display: Display = "neutral"
    mood: Mood = "neutral"
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ParaphraseTask:
    """Give back what was said before answering. points: what may be given back. example: how it could be said."""

    customer: Customer
    said: str
    points: tuple[Concept, ...]
    example: str


@dataclass(frozen=True, slots=True)
class ToneTask:
    """One sentence to be said in three ways. scene: when it is said."""

    scene: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FaceTask:
    """A hard message, read aloud, to be heard with a neutral, attentive face. hold_s: how long."""

    customer: Customer
    message: str
    mood: Mood
    hold_s: float


@dataclass(frozen=True, slots=True)
class PostureTask:
    """Sit back to the own upright posture and stay there. scene: when. steps: what to do. focus: what counts most."""

    scene: str
    steps: tuple[str, ...]
    focus: PostureFocus
    hold_s: float


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a thread."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class ThreadTask:
    """Posts of customers: what do they feel, what do they need, and a first answer. place: where the thread stands."""

    place: str
    posts: tuple[Post, ...]
    feelings: tuple[Choice, ...]
    needs: tuple[Choice, ...]
    example: str

    @property
    def said(self) -> str:
        """All posts as one turn, as an answer is read against them."""
        return " ".join(post.text for post in self.posts)


Task: TypeAlias = EmpathyTask | FeelingTask | ParaphraseTask | ToneTask | FaceTask | PostureTask | ThreadTask


@dataclass(frozen=True, slots=True)
class DrillItem:
    """One item. take_along: one plain sentence for the end. id: unique over all files."""

    id: str
    kind: DrillKind
    title: str
    situation: Situation
    difficulty: Difficulty
    take_along: str
    task: Task

    @property
    def letters(self) -> tuple[Letter, ...]:
        """What it trains, the first one most."""
        return LETTERS_OF[self.kind]
