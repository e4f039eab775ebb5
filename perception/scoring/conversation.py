"""What was said, in order, with its annotations: the ground of the letters A, H and Y.

The annotator and the finder of voiced feelings are handed in as functions, so this package needs no lexicon.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from perception.features.turn_taking import is_backchannel_text
from perception.language.types import AnnotatedLine, CustomerFeeling, Line, SentenceAnnotation
from perception.scoring import params
from perception.types import Speaker, StatedFeeling, Utterance, spoken_words

# A line, what the customer said last, and what is known of how the customer felt then.
Annotator: TypeAlias = Callable[[Line, str, tuple[CustomerFeeling, ...]], AnnotatedLine]
FeelingFinder: TypeAlias = Callable[[str], tuple[CustomerFeeling, ...]]
ComplaintFinder: TypeAlias = Callable[[str], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One annotated sentence of the CSM with its time and number of words."""

    start_s: float
    end_s: float
    words: int
    note: SentenceAnnotation


@dataclass(frozen=True, slots=True, eq=False)
class SpokenTurn:
    """What one speaker said before the other answered; sentences only for the CSM, and only of what was heard well."""

    speaker: Speaker
    start_s: float
    end_s: float
    utterances: tuple[Utterance, ...]
    sentences: tuple[Sentence, ...] = ()

    @property
    def text(self) -> str:
        """All words of the turn that were heard well."""
        return " ".join(said.text.strip() for said in self.sure)

    @property
    def sure(self) -> tuple[Utterance, ...]:
        """What was heard well enough to carry evidence."""
        return tuple(said for said in self.utterances if is_sure(said))

    @property
    def words(self) -> int:
        """Number of words, those heard badly as well."""
        return sum(len(spoken_words(said.text)) for said in self.utterances)


class Interpreter:
    """Annotates sentences, finds feelings and complaints, each text only once."""

    def __init__(
        self,
        annotate: Annotator | None = None,
        find_feelings: FeelingFinder | None = None,
        finds_complaint: ComplaintFinder | None = None,
    ) -> None:
        self.annotates = annotate is not None
        self._annotate = annotate
        self._find = find_feelings
        self._complains = finds_complaint
        self._notes: dict[tuple[str, str, tuple[CustomerFeeling, ...]], tuple[SentenceAnnotation, ...]] = {}
        self._feelings: dict[str, tuple[CustomerFeeling, ...]] = {}
        self._complaints: dict[str, bool] = {}
        self._timed: dict[tuple[Utterance, str, tuple[CustomerFeeling, ...]], tuple[Sentence, ...]] = {}

    def sentences(
        self, text: str, previous_customer_turn: str, stated: tuple[CustomerFeeling, ...] = ()
    ) -> tuple[SentenceAnnotation, ...]:
        """The annotated sentences of something the CSM said; empty without an annotator.

        stated: what the customer felt, where that is known from elsewhere than the words.
        """
        if self._annotate is None:
            return ()
        key = (text, previous_customer_turn, stated)
        if key not in self._notes:
            self._notes[key] = self._annotate(Line("csm", text), previous_customer_turn, stated).sentences
        return self._notes[key]

    def timed(
        self, said: Utterance, previous_customer_turn: str, stated: tuple[CustomerFeeling, ...] = ()
    ) -> tuple[Sentence, ...]:
        """The annotated sentences of an utterance of the CSM with their times."""
        key = (said, previous_customer_turn, stated)
        if key not in self._timed:
            self._timed[key] = tuple(_timed(said, self.sentences(said.text, previous_customer_turn, stated)))
        return self._timed[key]

    def feelings(self, text: str) -> tuple[CustomerFeeling, ...]:
        """The feelings a customer's words voice; empty without a finder."""
        if self._find is None:
            return ()
        if text not in self._feelings:
            self._feelings[text] = self._find(text)
        return self._feelings[text]

    def complains(self, text: str) -> bool:
        """Whether a customer's turn is a complaint, with or without a feeling word; False without a finder."""
        if self._complains is None:
            return False
        if text not in self._complaints:
            self._complaints[text] = self._complains(text)
        return self._complaints[text]


def is_sure(said: Utterance) -> bool:
    """Whether the words of an utterance are likely enough to be scored; else they are only shown."""
    return said.p >= params.UNCLEAR_P


def spoken_turns(
    utterances: Sequence[Utterance], interpreter: Interpreter, stated: Sequence[StatedFeeling] = ()
) -> tuple[SpokenTurn, ...]:
    """Turns of words in order. A backchannel inside the other's turn is left out and breaks nothing.

    utterances: sorted by start. Those of an unknown speaker are left out. stated: what the customer felt and when,
    where that is known from elsewhere than the words; a naming in the answer is held against it as well.
    """
    known = [said for said in utterances if said.speaker != "unknown" and spoken_words(said.text)]
    groups: list[list[Utterance]] = []
    for i, said in enumerate(known):
        if groups and groups[-1][0].speaker == said.speaker:
            groups[-1].append(said)
        elif not _is_backchannel(known, i):
            groups.append([said])
    turns: list[SpokenTurn] = []
    heard = ""
    felt: tuple[CustomerFeeling, ...] = ()
    for group in groups:
        if group[0].speaker == "customer":
            turns.append(_turn(group, ()))
            heard = turns[-1].text
            felt = tuple(_felt(one) for one in stated if _during(one, turns[-1]))
        else:
            sentences = [s for said in group if is_sure(said) for s in interpreter.timed(said, heard, felt)]
            turns.append(_turn(group, tuple(sentences)))
    return tuple(turns)


def _during(felt: StatedFeeling, turn: SpokenTurn) -> bool:
    return felt.source != "words" and felt.start_s <= turn.end_s and felt.end_s >= turn.start_s


def _felt(felt: StatedFeeling) -> CustomerFeeling:
    return CustomerFeeling(felt.family, felt.word, felt.intensity, felt.cause, hidden=felt.kind == "cue")


def _turn(group: Sequence[Utterance], sentences: tuple[Sentence, ...]) -> SpokenTurn:
    end = max(said.end_s for said in group)
    return SpokenTurn(group[0].speaker, group[0].start_s, end, tuple(group), sentences)


def _is_backchannel(known: Sequence[Utterance], i: int) -> bool:
    """A short 'mm-hm' between two things the other says; after a question it answers."""
    said = known[i]
    inside = 0 < i < len(known) - 1 and known[i - 1].speaker != said.speaker and known[i + 1].speaker != said.speaker
    return inside and is_backchannel_text(said.text) and not known[i - 1].text.rstrip().endswith("?")


def _timed(said: Utterance, notes: Sequence[SentenceAnnotation]) -> list[Sentence]:
    """Sentences with times: from the word times where they match the text, else by their share of the words.

    One without a word that counts ("Um.") is left out.
    """
    counts = [max(1, len(note.text.split())) for note in notes]
    total = sum(counts)
    exact = len(said.words) == total
    out = []
    done = 0
    for note, count in zip(notes, counts, strict=True):
        if exact:
            start, end = said.words[done].start_s, said.words[done + count - 1].end_s
        else:
            length = said.end_s - said.start_s
            start, end = said.start_s + length * done / total, said.start_s + length * (done + count) / total
        if spoken := len(spoken_words(note.text)):
            out.append(Sentence(start, end, spoken, note))
        done += count
    return out
