"""What the CSM did in a turn: the sentence acts of perception.language as deeds the scenario understands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from app.practice import params
from app.practice.scenario.model import Deed, NodeFeeling, Scenario
from app.practice.tongues import is_english
from app.practice.turns import CsmTurn, ReadTurn, StatePoint
from perception.language.annotate import annotate_line
from perception.language.families import NEAR, family_distance
from perception.language.lexicon import Lexicon
from perception.language.normalise import plain
from perception.language.reading import Remembering
from perception.language.types import (
    AnnotatedLine,
    CustomerFeeling,
    DismissingClass,
    Line,
    SentenceAnnotation,
    SentenceReader,
)
from perception.scoring import params as scoring
from perception.types import Phase

# What brushes the customer off, whatever else is said with it.
_BRUSHES_OFF: Final[frozenset[DismissingClass]] = frozenset(
    {"control", "policy_wall", "blame_shift"},
)

# Phases in which the customer waits for what will be done; nothing is jumped over there.
_SOLVES: Final[frozenset[Phase]] = frozenset({"solve", "close"})
# Directing that looks back, or talks down.
_BLAMES: Final = re.compile(
    r"\b(?:should|could|must|ought to|had to|needed to)(?: not| never)? have\b|\b(?:supposed|meant|expected) to\b"
    r"|\byou (?:should|must|can) not\b|\bhope you\b|\bcareful\b|\btake (?:this|it|that) seriously\b|\bwant you to\b"
)

# Feeling bad for somebody, and speaking of oneself.
_PITY: Final = re.compile(
    r"\b(?:sorry|(?:bad|terrible|awful) for you|(?:^|oh,? |the )poor \w+|a (?:shame|pity)|wish (?:i|we) could"
    r"|feel (?:so |really |very )?(?:bad|awful|terrible))\b",
    re.IGNORECASE,
)
_OWN: Final = re.compile(r"\b(?:i|i['’]\w+|me|my|myself)\b", re.IGNORECASE)


class PracticeReader:
    """Reads turns of the CSM against the scenario. Deterministic; one session owns it."""

    def __init__(self, scenario: Scenario, lexicon: Lexicon, reader: SentenceReader | None = None) -> None:
        self._scenario = scenario
        self._lexicon = lexicon
        self._reader = None if reader is None else Remembering(reader)

    def read(self, turn: CsmTurn, *, heard: str, point: StatePoint) -> ReadTurn:
        """What the CSM did in the turn. heard: what the customer said last. point: where the scenario stands."""
        if not turn.text.strip():
            return ReadTurn(turn, _in_order(("silent",)))
        if turn.p < scoring.UNCLEAR_P or not is_english(turn.text):
            return ReadTurn(turn, ("unclear",))
        node = self._scenario.nodes[point.node]
        felt = node.feeling
        said = self._annotated(turn.text, heard, felt)
        deeds = set(_in_sentences(said.sentences, felt, may_promise=self._scenario.may_promise))
        deeds |= set(_by_kind(said, deeds))
        if node.phase not in _SOLVES and _jumped(said.sentences, felt):
            deeds.add("jumped_to_fixing")
        deeds |= set(_of_manner(turn))
        return ReadTurn(turn, _in_order(deeds), said.response)

    def _annotated(self, text: str, heard: str, felt: NodeFeeling | None) -> AnnotatedLine:
        """The turn understood against what was heard and what the customer feels, said or hidden."""
        return annotate_line(Line("csm", text), heard, self._lexicon, self._reader, _stated(felt))


def _stated(felt: NodeFeeling | None) -> tuple[CustomerFeeling, ...]:
    if felt is None or felt.intensity == 0:
        return ()
    return (CustomerFeeling(felt.family, felt.word, felt.intensity, felt.cause, hidden=felt.hidden),)


def _in_order(deeds: Iterable[Deed]) -> tuple[Deed, ...]:
    """In the order of the model, so that the same turn reads the same."""
    found = set(deeds)
    return tuple(deed for deed in params.EFFECTS if deed in found)


def _in_sentences(
    sentences: Sequence[SentenceAnnotation], felt: NodeFeeling | None, *, may_promise: bool
) -> Iterable[Deed]:
    if any(_names(sentence, felt) for sentence in sentences):
        yield "named_feeling"
    elif any(_acknowledges(sentence) for sentence in sentences):
        yield "acknowledged"
    sorry = any(_pities(sentence) for sentence in sentences)
    for sentence in sentences:
        yield from _of_acts(sentence)
        yield from _of_slips(sentence, sorry=sorry, may_promise=may_promise)


def _names(sentence: SentenceAnnotation, felt: NodeFeeling | None) -> bool:
    """Whether it names what the customer feels, nearly enough, and does not take it back."""
    label = sentence.feeling
    if label is None or sentence.eraser_after_label or _closes(sentence):
        return False
    if felt is None or felt.intensity == 0:
        return label.accurate is True and label.level >= scoring.A_NAMED
    return label.level >= scoring.A_NAMED and family_distance(label.family, felt.family) <= NEAR


def _acknowledges(sentence: SentenceAnnotation) -> bool:
    taken_up = sentence.ack_level >= scoring.A_ACKNOWLEDGED or "acknowledge" in sentence.acts
    erased = sentence.eraser_after_label or "eraser" in sentence.dismissing
    return taken_up and sentence.ack_level >= 0 and not erased and not _closes(sentence) and not sentence.judging


def _closes(sentence: SentenceAnnotation) -> bool:
    return any(kind != "eraser" for kind in sentence.dismissing)


def _of_acts(sentence: SentenceAnnotation) -> Iterable[Deed]:
    acts, promise = sentence.acts, sentence.commitment
    if sentence.reflection != "none":
        yield "gave_back"
    if sentence.question != "none":
        yield "asked_open" if sentence.question == "open" else "asked_closed"
    if sentence.apology:
        yield "apologised"
    if "own" in acts:
        yield "owned"
    if promise is not None and promise.commissive:
        yield "committed"
        if promise.time_bound:
            yield "committed_with_date"
    if "ask_align" in acts or "check" in acts:
        yield "aligned"
    if _explains(sentence):
        yield "explained"
    if "greet" in acts:
        yield "greeted"
    if "close" in acts:
        yield "closed"


def _explains(sentence: SentenceAnnotation) -> bool:
    takes_up = sentence.ack_level >= scoring.A_ACKNOWLEDGED or sentence.reflection != "none"
    return "explain" in sentence.acts or (sentence.telling >= params.TELLING and not sentence.acts and not takes_up)


def _of_slips(sentence: SentenceAnnotation, *, sorry: bool, may_promise: bool) -> Iterable[Deed]:
    """Slips of a sentence. sorry: the turn says how sorry they are; then an exit is pity and not a wall."""
    if sentence.judging:
        yield "instructed" if _instructs(sentence) else "judged"
    if "pity_exit" in sentence.dismissing or "silver_lining" in sentence.dismissing:
        yield "pitied" if sorry else "dismissed"
    if _BRUSHES_OFF.intersection(sentence.dismissing):
        yield "dismissed"
    if _takes_over(sentence):
        yield "took_over"
    if "over_promise" in sentence.dismissing and not may_promise:
        yield "overpromised"


def _instructs(sentence: SentenceAnnotation) -> bool:
    """Whether it only tells what to do now ("you'll need to map the fields"), and blames for nothing done so far."""
    return sentence.judging == ("directing",) and not sentence.dismissing and not _BLAMES.search(plain(sentence.text))


def _pities(sentence: SentenceAnnotation) -> bool:
    return sentence.apology or bool(_PITY.search(sentence.text))


def _takes_over(sentence: SentenceAnnotation) -> bool:
    """Whether it is about the CSM's own story or feeling. Feeling sorry is pity, not that."""
    if "me_too" in sentence.dismissing:
        return True
    own = sentence.feeling is None and not _pities(sentence) and bool(_OWN.search(sentence.text))
    return sentence.over_identification and own


def _by_kind(said: AnnotatedLine, found: set[Deed]) -> Iterable[Deed]:
    """What the answer is as a whole, where no single sentence shows it."""
    kind = None if said.response is None else said.response.kind
    if kind == "sympathy" or (kind == "over_identification" and any(_pities(one) for one in said.sentences)):
        yield "pitied"
    elif kind == "dismissal" and not found & {"judged", "instructed", "dismissed", "pitied"}:
        yield "dismissed"


def _jumped(sentences: Sequence[SentenceAnnotation], felt: NodeFeeling | None) -> bool:
    """Whether a strong bad feeling is met with a fix or an explanation before anything takes it up."""
    if felt is None or felt.intensity < params.STRONG_FEELING or felt.family == "relief_positive":
        return False
    for sentence in sentences:
        if _names(sentence, felt) or _acknowledges(sentence):
            return False
        if "act" in sentence.acts or sentence.commitment is not None or _explains(sentence):
            return True
    return False


def _of_manner(turn: CsmTurn) -> Iterable[Deed]:
    if turn.interrupted:
        yield "interrupted"
    long = turn.seconds > params.RAMBLES_S or len(turn.text.split()) > params.RAMBLES_WORDS
    if long or turn.cut_short:
        yield "rambled"
