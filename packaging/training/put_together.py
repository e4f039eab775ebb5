"""What word rules and a reader make of the texts on which their joining is chosen: interviews and held-out examples.

Interviews are for questions and reflections: people coded them. Our own conversations that the reader never learned
from are for what interviews are too gentle or too far from calls for: judging, dismissing, feelings, acts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from perception.inference.lexicon_files import load_lexicon
from perception.inference.sentence_reader import OnnxSentenceReader, signals_of
from perception.language.annotate import annotate_line
from perception.language.feelings import customer_feelings
from perception.language.fusing import Wording, any_heard, judging_heard, log_odds, not_exempted, wording_of
from perception.language.normalise import plain, words
from perception.language.questions import classify_question
from perception.language.sentences import has_marks
from perception.language.types import Line, QuestionKind, SentenceAnnotation, SentenceInContext, SentenceSignals
from training.corpora import Told
from training.examples import Example, load
from training.measure import FOLDS, fold_of
from training.noise import bare
from training.recipe import split

Values = NDArray[np.float64]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]
FORMS: Final = ("written", "bare")
_Array = TypeVar("_Array", bound=NDArray[Any])
# They ask for a number or for one more thing.
_OTHERWISE: Final = re.compile(
    r"\bhow (?:often|much|many|long|far|old|confident|important|ready|interested|likely|soon)\b|\bscale\b|"
    r"\bwhat number\b|\banything else\b|\bdo you have any\b|\bany other\b|\bis there any|\bany questions\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Sentences in one form. start: the first one of each utterance. veto: by rule it judges, dismisses,
    promises or only listens.

    heard: what the reader hears by name. odds: log odds of reflection and question by the reader and of the rules'.
    share: logarithm of each sentence's share in the words of its utterance. judged: by rule. words: how many.
    """

    wording: tuple[Wording, ...]
    kind: tuple[QuestionKind, ...]
    heard: dict[str, Values]
    odds: dict[str, Values]
    share: Values
    veto: Mask
    judged: Mask
    words: Places
    start: Places

    def strongest(self, values: Values) -> Values:
        """The greatest value of each utterance."""
        return cast(Values, np.maximum.reduceat(values, self.start))

    def any_of(self, found: Mask) -> Mask:
        """Whether something was found in any sentence of each utterance."""
        return cast(Mask, np.logical_or.reduceat(found, self.start))


@dataclass(frozen=True, slots=True)
class Part:
    """Utterances on which numbers are chosen. coded: question, open, kind (whether open or closed is said), reflection.

    otherwise, of coded: holds a form that people often code as open and our convention as closed.
    """

    name: str
    said: Asked
    coded: dict[str, Mask]
    fold: Places

    def crossed(self, by_fold: Sequence[_Array]) -> _Array:
        """For each utterance what belongs to its own fold."""
        return cast(_Array, np.stack(by_fold)[self.fold, np.arange(len(self.fold))])


@dataclass(frozen=True, slots=True)
class Own:
    """Held-out examples of one speaker in one form: labels without intensities, the rules alone, the reader.

    fold: whole conversations. families: of feelings found by their words. judges, closes: likelihood of judging and of
    dismissing, exemptions left out.
    """

    labels: tuple[frozenset[str], ...]
    rules: tuple[tuple[SentenceAnnotation, ...], ...]
    heard: tuple[SentenceSignals, ...]
    families: tuple[frozenset[str], ...]
    judges: Values
    closes: Values
    words: Places
    fold: Places

    def labelled(self, *starts: str) -> Mask:
        """Whether a label begins like one of these."""
        return np.array([any(label.startswith(starts) for label in labels) for labels in self.labels])

    def by_rule(self, of: Callable[[SentenceAnnotation], bool]) -> Mask:
        """Whether the rules alone find this in any part of a sentence."""
        return np.array([any(of(part) for part in parts) for parts in self.rules])

    def likely(self, of: Callable[[SentenceSignals], float]) -> Values:
        """One number of every sentence as the reader hears it."""
        return np.array([of(one) for one in self.heard])


def interview_parts(told: Sequence[Told], reader: OnnxSentenceReader) -> list[Part]:
    """Coded interviews in both forms, the first coder's codes."""
    coded = {
        "question": np.array([bool(one.question[0]) for one in told]),
        "kind": np.array([bool(one.question[0] and one.open_question) for one in told]),
        "open": np.array([bool(one.open_question and one.open_question[0]) for one in told]),
        "otherwise": np.array([_OTHERWISE.search(one.text) is not None for one in told]),
        "reflection": np.array([bool(one.reflection[0]) for one in told]),
    }
    fold = fold_of(told).astype(np.intp)
    cut = {form: [one.sentences(stripped=form == "bare") for one in told] for form in FORMS}
    return [Part(f"interviews, {form}", asked(cut[form], reader), coded, fold) for form in FORMS]


def own_part(reader: OnnxSentenceReader) -> Part:
    """The manager's held-out examples as written, one an utterance."""
    every, said = held_out("csm", "written")
    names = {"question": {"q:open", "q:closed"}, "kind": {"q:open", "q:closed"}, "open": {"q:open"}}
    names |= {"otherwise": set(), "reflection": {"r:simple", "r:complex"}}
    coded = {what: np.array([bool(labels & one.labels) for one in every]) for what, labels in names.items()}
    return Part("own", asked([[one] for one in said], reader), coded, folds_of(every))


def asked(cut: Sequence[Sequence[SentenceInContext]], reader: OnnxSentenceReader) -> Asked:
    """What rules and reader make of utterances, each given as its sentences."""
    lexicon = load_lexicon()
    every = [sentence for sentences in cut for sentence in sentences]
    flats = [plain(sentence.text) for sentence in every]
    kinds = [classify_question(flat, lexicon) for flat in flats]
    alone = [annotate_line(Line("csm", one.text), one.before, lexicon).sentences for one in every]
    signals = [signals_of(row) for row in reader.likelihoods(every)]
    heard = {
        "question": np.array([one.question for one in signals]),
        "open": np.array([one.open_question for one in signals]),
        "reflection": np.array([one.reflection for one in signals]),
        "telling": np.array([one.telling for one in signals]),
        "judging": np.array([_judging(one, flat) for one, flat in zip(signals, flats, strict=True)]),
        "either": np.array([either(one) for one in signals]),
    }
    by_rule = [max((part.reflection_p for part in parts), default=0.0) for parts in alone]
    likely = {"reader": heard["reflection"], "question": heard["question"], "rules": np.array(by_rule)}
    starts = np.cumsum([0, *(len(sentences) for sentences in cut)])[:-1].astype(np.intp)
    written = [marks for said in cut for marks in [has_marks([one.text for one in said])] * len(said)]
    looks = zip(kinds, flats, written, strict=True)
    counts = np.array([max(1, len(words(flat))) for flat in flats])
    whole = np.repeat(np.add.reduceat(counts, starts), [len(sentences) for sentences in cut])
    return Asked(
        wording=tuple(wording_of(kind, flat, written=marks) for kind, flat, marks in looks),
        kind=tuple(kinds),
        heard=heard,
        odds={name: np.array([log_odds(float(p)) for p in values]) for name, values in likely.items()},
        share=np.log(counts / whole),
        veto=np.array([any(_vetoed(part) for part in parts) for parts in alone]),
        judged=np.array([any(part.judging for part in parts) for parts in alone]),
        words=np.array([len(flat.split()) for flat in flats]),
        start=starts,
    )


def either(signals: SentenceSignals) -> float:
    """Likelihood of judging or dismissing."""
    return 1.0 - (1.0 - any_heard(signals.judging)) * (1.0 - any_heard(signals.dismissing))


def _judging(signals: SentenceSignals, flat: str) -> float:
    return any_heard(not_exempted(judging_heard(signals), flat, load_lexicon().groups["judging"]))


def _vetoed(part: SentenceAnnotation) -> bool:
    found = part.judging or part.dismissing or part.commitment or part.over_identification
    return bool(found) or "backchannel" in part.acts


def held_out(speaker: str, form: str) -> tuple[list[Example], list[SentenceInContext]]:
    """The examples of a speaker that no reader learned from, and their sentences in a form."""
    every = [one for one in split(load()).held_out if one.speaker == speaker]
    return every, [_in_form(one, form) for one in every]


def folds_of(every: Sequence[Example]) -> Places:
    """The fold of each example: whole conversations."""
    topics = {topic: at % FOLDS for at, topic in enumerate(sorted({one.topic for one in every}))}
    return np.array([topics[one.topic] for one in every])


def own_heard(reader: OnnxSentenceReader, speaker: str, form: str) -> Own:
    """The held-out examples of a speaker."""
    lexicon = load_lexicon()
    every, said = held_out(speaker, form)
    flats = [plain(one.text) for one in said]
    rules = tuple(annotate_line(Line("csm", one.text), one.before, lexicon).sentences for one in said)
    named = [frozenset(part.feeling.family for part in parts if part.feeling) for parts in rules]
    voiced = [frozenset(found.family for found in customer_feelings(one.text, lexicon)) for one in said]
    heard = tuple(signals_of(row) for row in reader.likelihoods(said))
    both = list(zip(heard, flats, strict=True))
    judging, dismissing = lexicon.groups["judging"], lexicon.groups["dismissing"]
    return Own(
        labels=tuple(frozenset(label.partition("/")[0] for label in one.labels) for one in every),
        rules=rules,
        heard=heard,
        families=tuple(named if speaker == "csm" else voiced),
        judges=np.array([any_heard(not_exempted(judging_heard(one), flat, judging)) for one, flat in both]),
        closes=np.array([any_heard(not_exempted(one.dismissing, flat, dismissing)) for one, flat in both]),
        words=np.array([len(flat.split()) for flat in flats]),
        fold=folds_of(every),
    )


def _in_form(one: Example, form: str) -> SentenceInContext:
    if form == "written":
        return SentenceInContext(one.speaker, one.text, one.before)
    return SentenceInContext(one.speaker, bare(one.text), bare(one.before))
