"""What is understood of sentences: the values that perception.language gives and perception.scoring reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from perception.types import FeelingFamily, Speaker

Act = Literal["acknowledge", "own", "ask_align", "act", "check", "explain", "close", "greet", "backchannel"]
QuestionKind = Literal["none", "open", "closed"]
ReflectionKind = Literal["none", "simple", "complex"]
JudgingClass = Literal["directing", "accusing", "contradicting", "condescension", "premise_doubt"]
DismissingClass = Literal[
    "pity_exit", "silver_lining", "control", "policy_wall", "blame_shift", "me_too", "eraser", "over_promise"
]
# Likelihood from which a feeling counts as found.
FOUND: Final = 0.5
# What a sentence may be likely to do although it was not found: an act, judging or dismissing at all, asking openly.
Sign = Act | Literal["judging", "dismissing", "open"]
ResponseKind = Literal["empathy", "sympathy", "dismissal", "fix_first", "over_identification", "neutral"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation in order."""

    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class FeelingLabel:
    """A feeling the CSM says the customer has. intensity: 1..3. level: -1..4 as the affect letter scores it.

    accurate: whether it fits what the customer stated; None when the customer stated nothing to compare with.
    tentative: offered as a guess or a question. ties_cause: tied to what the customer told. p: likelihood 0..1 that it
    is given at all, from one half on where it was found.
    """

    family: FeelingFamily
    word: str
    level: int
    intensity: int = 2
    accurate: bool | None = None
    tentative: bool = False
    ties_cause: bool = False
    p: float = 1.0


@dataclass(frozen=True, slots=True)
class Commitment:
    """What of a promised action is named: the action itself, its object, who does it, by when.

    what, who, when: those parts in words, '' where they are not said.
    """

    commissive: bool = False
    object_match: bool = False
    time_bound: bool = False
    named_owner: bool = False
    what: str = ""
    who: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class SentenceAnnotation:
    """One sentence of a line, understood against the customer's last turn.

    likely: likelihood 0..1 of signs that may be there but were not found.
    ack_level: -1..4, how far it acknowledges (affect levels of the A letter; -1 blocks, 0 none).
    reflection_p: 0..1, by it `reflection` is decided. giving_back: 0..1, the same for measures over a conversation.
    telling: 0..1, how likely it advises, informs or persuades. apology: the sentence apologises.
    apology_share: share of its words that do, 0..1, None when it does not.
    content_overlap: share of its content words that the customer used in the last turn, 0..1.
    taking_up, blocking: 0..1, how likely it acknowledges, and how likely it denies, talks away or shuts out what is
    felt. likely_feeling: a feeling it may name although none was found, with its likelihood; None where one was found.
    """

    text: str
    acts: tuple[Act, ...] = ()
    question: QuestionKind = "none"
    follow_up: bool = False
    reflection: ReflectionKind = "none"
    reflection_p: float = 0.0
    giving_back: float = 0.0
    telling: float = 0.0
    judging: tuple[JudgingClass, ...] = ()
    dismissing: tuple[DismissingClass, ...] = ()
    feeling: FeelingLabel | None = None
    ack_level: int = 0
    commitment: Commitment | None = None
    apology: bool = False
    apology_share: float | None = None
    eraser_after_label: bool = False
    content_overlap: float = 0.0
    over_identification: bool = False
    likely: Mapping[Sign, float] = field(default_factory=dict)
    likely_feeling: FeelingLabel | None = None
    taking_up: float = 0.0
    blocking: float = 0.0

    def does(self, sign: Sign) -> float:
        """How likely the sentence does this, 0..1: 1 when it was found."""
        found = {"judging": bool(self.judging), "dismissing": bool(self.dismissing), "open": self.question == "open"}
        return 1.0 if found.get(sign, sign in self.acts) else self.likely.get(sign, 0.0)


@dataclass(frozen=True, slots=True)
class ResponseScore:
    """How one answer of the CSM meets the customer's last turn. score: 0..100. why: one plain sentence."""

    score: float
    kind: ResponseKind
    why: str


@dataclass(frozen=True, slots=True)
class AnnotatedLine:
    """A line with its sentences; `response` only for lines of the CSM."""

    line: Line
    sentences: tuple[SentenceAnnotation, ...]
    response: ResponseScore | None = None


@dataclass(frozen=True, slots=True)
class CustomerFeeling:
    """A feeling in the customer's own words. cause: content words of the same sentence.

    p: likelihood 0..1 that it is voiced at all, from one half on where it was found. hidden: it is not in the words but
    known from elsewhere, such as a scenario.
    """

    family: FeelingFamily
    word: str
    intensity: int
    cause: tuple[str, ...] = ()
    p: float = 1.0
    hidden: bool = False

    @property
    def found(self) -> bool:
        """Whether it is told to be there, not only heard as possible."""
        return self.p >= FOUND


@dataclass(frozen=True, slots=True)
class SentenceSignals:
    """What a learned reader makes of one sentence: likelihoods 0..1, one for every class in the mappings.

    open_question: that it is open, given that it asks. telling: it advises, informs or persuades. feeling: a feeling of
    the customer that the sentence names (CSM) or voices (customer). joining: the speaker takes the feeling over.
    """

    question: float
    open_question: float
    reflection: float
    telling: float
    joining: float
    acts: Mapping[Act, float]
    judging: Mapping[JudgingClass, float]
    dismissing: Mapping[DismissingClass, float]
    feeling: Mapping[FeelingFamily, float]


@dataclass(frozen=True, slots=True)
class SentenceInContext:
    """A sentence to be read. before: what the customer said last, '' for nothing or for the customer's own sentence."""

    speaker: Speaker
    text: str
    before: str = ""


class SentenceReader(Protocol):
    """A learned reader of sentences; the rules of this package work without one and better with one."""

    def read(self, sentences: Sequence[SentenceInContext]) -> tuple[SentenceSignals, ...]:
        """Signals of each sentence in order. Deterministic: the same sentence gives the same numbers in any batch."""
        ...
