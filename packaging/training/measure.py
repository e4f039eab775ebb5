"""How well sentences were read, against what people coded in AnnoMI's interviews (measuring only).

An utterance is as strong as its strongest sentence. Thresholds are never chosen on the interviews they are used on:
those of one fifth of the interviews come from the other four fifths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, f1_score, roc_auc_score

from perception.inference.lexicon_files import load_lexicon
from perception.language.judging import judging_classes
from perception.language.normalise import plain
from perception.language.types import SentenceInContext
from training.columns import AT
from training.corpora import Told

FOLDS: Final = 5
FloatArray = NDArray[np.float32]
Likelihoods = Callable[[Sequence[SentenceInContext]], FloatArray]


@dataclass(frozen=True, slots=True)
class Utterances:
    """Likelihoods of utterances. cured: reflecting and not telling. shares: the sum of cured over an utterance's
    sentences with the judging veto, and the number of its sentences.
    """

    question: FloatArray
    open_question: FloatArray
    reflection: FloatArray
    cured: FloatArray
    telling: FloatArray
    shares: FloatArray


def fold_of(told: Sequence[Told]) -> NDArray[np.int_]:
    """The fold of each utterance: whole interviews, good and poor ones spread evenly."""
    names = list(dict.fromkeys((not one.good, int(one.interview)) for one in told))
    fold = {name: at % FOLDS for at, (_, name) in enumerate(sorted(names))}
    return np.array([fold[int(one.interview)] for one in told])


def utterances(told: Sequence[Told], read: Likelihoods, *, stripped: bool) -> Utterances:
    """Read all sentences and join them to utterances."""
    lexicon = load_lexicon()
    cut = [one.sentences(stripped=stripped) for one in told]
    found = read([sentence for sentences in cut for sentence in sentences])
    veto = np.array([not judging_classes(plain(s.text), lexicon) for sentences in cut for s in sentences])
    cured = found[:, AT["reflection"]] * (1 - found[:, AT["telling"]])
    ends = np.cumsum([len(sentences) for sentences in cut])
    rows: list[tuple[float, ...]] = []
    for start, end in zip((0, *ends[:-1]), ends, strict=True):
        here = found[start:end]
        asks = int(np.argmax(here[:, AT["question"]]))
        best = here.max(0)
        rows.append(
            (
                best[AT["question"]],
                here[asks, AT["open"]],
                best[AT["reflection"]],
                cured[start:end].max(),
                best[AT["telling"]],
                float((cured[start:end] * veto[start:end]).sum()),
                end - start,
            )
        )
    table = np.array(rows, dtype=np.float32)
    return Utterances(*table[:, :5].T, shares=table[:, 5:])  # type: ignore[call-arg]


def report(told: Sequence[Told], plain_form: Utterances, bare_form: Utterances) -> Iterator[tuple[str, float]]:
    """Figures by name. The first coder counts."""
    fold = fold_of(told)
    asks = np.array([one.question[0] for one in told])
    mirrors = np.array([one.reflection[0] for one in told])
    for form, said in (("", plain_form), (", bare", bare_form)):
        yield f"question F1{form}", f1_score(asks, crossed(said.question, asks, fold))
        kinds = np.array([one.question[0] == 1 and bool(one.open_question) for one in told])
        opens = np.array([one.open_question[0] if one.open_question else 0 for one in told])[kinds]
        chosen = crossed(said.open_question[kinds], opens, fold[kinds], cohen_kappa_score)
        yield f"open or closed kappa{form}", cohen_kappa_score(opens, chosen)
        for name, value in (("reflection", said.reflection), ("reflection cured", said.cured)):
            decided = crossed(value, mirrors, fold)
            yield f"{name} F1{form}", f1_score(mirrors, decided)
            yield f"{name} kappa{form}", cohen_kappa_score(mirrors, decided)
            yield f"{name} AUC{form}", roc_auc_score(mirrors, value)
        tells = np.array([one.telling[0] for one in told])
        yield f"telling AUC{form}", roc_auc_score(tells, said.telling)
        yield from sessions(told, said, form)


def sessions(told: Sequence[Told], said: Utterances, form: str) -> Iterator[tuple[str, float]]:
    """Figures over whole interviews."""
    names = list(dict.fromkeys(one.interview for one in told))
    of = [np.array([one.interview == name for one in told]) for name in names]
    good = np.array([next(one.good for one in told if one.interview == name) for name in names])
    asks = np.array([one.question[0] for one in told])
    mirrors = np.array([one.reflection[0] for one in told])
    rate = np.array([said.shares[at, 0].sum() / said.shares[at, 1].sum() for at in of])
    plain_rate = np.array([said.reflection[at].mean() for at in of])
    ratio = np.array([said.shares[at, 0].sum() / max(0.5, said.question[at].sum()) for at in of])
    people = np.array([mirrors[at].sum() / max(1, asks[at].sum()) for at in of])
    telling = np.array([said.telling[at].mean() for at in of])
    yield f"session: cured reflection ranks good over poor, AUC{form}", roc_auc_score(good, rate)
    yield f"session: plain reflection rate, AUC{form}", roc_auc_score(good, plain_rate)
    yield f"session: reflection to question, AUC{form}", roc_auc_score(good, ratio)
    yield f"session: little telling, AUC{form}", roc_auc_score(good, -telling)
    yield f"session: ratio with people's, Spearman{form}", _spearman(ratio, people)


def crossed(
    values: FloatArray,
    truth: NDArray[np.int_],
    fold: NDArray[np.int_],
    score: Callable[[NDArray[np.int_], NDArray[np.bool_]], float] = f1_score,
) -> NDArray[np.bool_]:
    """Decisions of each fold with the threshold that serves the other folds best."""
    out = np.zeros(len(values), dtype=bool)
    for at in np.unique(fold):
        out[fold == at] = values[fold == at] >= best_threshold(values[fold != at], truth[fold != at], score)
    return out


def best_threshold(
    values: FloatArray,
    truth: NDArray[np.int_],
    score: Callable[[NDArray[np.int_], NDArray[np.bool_]], float] = f1_score,
) -> float:
    """The threshold with the best score, of a hundred."""
    grid = np.unique(np.quantile(values, np.linspace(0.01, 0.99, 99)))
    return float(max(grid, key=lambda cut: score(truth, values >= cut)))


def _spearman(one: NDArray[np.float64], two: NDArray[np.float64]) -> float:
    return float(np.corrcoef(_ranks(one), _ranks(two))[0, 1])


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks; equal values share their mean rank."""
    order = np.sort(values)
    return (np.searchsorted(order, values, "left") + np.searchsorted(order, values, "right")) / 2.0
