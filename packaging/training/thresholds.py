"""Chooses the numbers by which word rules and a reader are put together (perception/language/fusing.py).

Each is chosen from a coarse grid, so that it holds nearly as well with the neighbouring value. `crossed` figures come
from numbers chosen on four fifths of the interviews or conversations and used on the fifth, `here` ones from numbers
chosen on all, `in force` ones from those that stand in fusing.py now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final, get_args

import numpy as np

from perception.inference.sentence_reader import load_sentence_reader
from perception.language import fusing
from perception.language.reflections import REFLECTION_THRESHOLD as FOUND
from perception.scoring import params
from training import own_thresholds
from training.agreement import auc, f1, kappa, line, spearman
from training.corpora import Told, interviews
from training.measure import FOLDS
from training.put_together import FORMS, Asked, Mask, Part, Values, interview_parts, own_part

# Coarse, and the number in force first where several are as good: finer ones are worse on interviews they did not see.
LEVELS: Final = (0.0, 0.01, 0.03, 0.1, 0.3, 0.6, 0.8, 0.95)
OPEN_LEVELS: Final = (0.005, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8)
LOOKS: Final = get_args(fusing.Wording)
# Rounds in which each of the numbers for questions is chosen beside the others.
ROUNDS: Final = 3
BIASES: Final = tuple(at / 5 for at in range(-3, 16))
OF_RULES: Final = (0.0, 0.1, 0.2, 0.3, 0.4)
OF_QUESTION: Final = (0.0, -0.1, -0.2)
OF_SHARE: Final = (0.0, 0.3, 0.6)
_TRIED: Final = {"rules": OF_RULES, "question": OF_QUESTION, "share": OF_SHARE, "bias": BIASES}
_FORCE: Final = tuple(fusing.ASKS[look] for look in LOOKS)


@dataclass(frozen=True, slots=True)
class Mix:
    """How rules and reader decide about a reflection; names as in fusing.py."""

    rules: float
    question: float
    share: float
    bias: float


MIX: Final = Mix(
    fusing.REFLECTION_OF_RULES, fusing.REFLECTION_OF_QUESTION, fusing.REFLECTION_OF_SHARE, fusing.REFLECTION_BIAS
)  # in force
# How much steeper than for one sentence giving back counts over an interview, and from what log odds on.
STEEP: Final = (1.0, 1.5, 2.0)
FROM: Final = (0.0, 0.3, 0.6, 0.9)


def report(data: Path, folder: Path | None) -> Iterator[str]:
    """Lines to print: each constant as chosen, then the figures. folder: of the reader; None for the shipped one."""
    reader = load_sentence_reader(folder)
    told = interviews(data)
    parts = [*interview_parts(told, reader), own_part(reader)]
    yield from _questions(parts)
    yield from _kinds(parts)
    yield from _reflections(parts)
    whole = Whole(told)
    yield from _sessions(parts[: len(FORMS)], whole)
    yield from own_thresholds.report(reader, lambda sure, no: _tells_apart(parts[: len(FORMS)], whole, sure, no))


# ---------------------------------------------------------------- questions


def asks(said: Asked, levels: Sequence[float]) -> Mask:
    """Utterances in which a sentence asks. levels: one for each of LOOKS."""
    return said.any_of(_asking(said, levels))


def _asking(said: Asked, levels: Sequence[float]) -> Mask:
    look = np.array([LOOKS.index(one) for one in said.wording])
    return np.asarray(said.heard["question"] >= np.array(levels)[look])


def choose_asks(parts: Sequence[Part], without: int | None = None) -> tuple[float, ...]:
    """Likelihoods from which a sentence asks, best for the mean F1 of parts. without: a fold that does not count."""
    levels = list(_FORCE)
    for _, at in product(range(ROUNDS), range(len(LOOKS))):
        tried = [[*levels[:at], level, *levels[at + 1 :]] for level in (levels[at], *LEVELS)]
        levels = max(tried, key=lambda one: _mean_f1(parts, "question", without, lambda said: asks(said, one)))
    return tuple(levels)


def _mean_f1(parts: Sequence[Part], what: str, without: int | None, find: Callable[[Asked], Mask]) -> float:
    reached = []
    for part in parts:
        on = part.fold != without
        reached.append(f1(part.coded[what][on], find(part.said)[on]))
    return float(np.mean(reached))


def _questions(parts: Sequence[Part]) -> Iterator[str]:
    chosen = choose_asks(parts)
    yield f"ASKS = {dict(zip(LOOKS, chosen, strict=True))}"
    by_fold = [choose_asks(parts, at) for at in range(FOLDS)]
    for part in parts:
        truth = part.coded["question"]
        found = {
            "crossed": part.crossed([asks(part.said, levels) for levels in by_fold]),
            "here": asks(part.said, chosen),
            "in force": asks(part.said, _FORCE),
        }
        for name, one in found.items():
            yield line(f"question, {part.name}, {name}", F1=f1(truth, one), kappa=kappa(truth, one))


# ---------------------------------------------------------------- open or closed


def opens(said: Asked, levels: tuple[float, float]) -> Mask:
    """Utterances in which a sentence that asks does so openly. levels: with and against the rule."""
    limit = np.where(np.array(said.kind) == "open", *levels)
    return said.any_of(_asking(said, _FORCE) & (said.heard["open"] >= limit))


def choose_open(parts: Sequence[Part], without: int | None = None) -> tuple[float, float]:
    """Both levels, best for the mean kappa of parts on what people and programme take for questions."""

    def worth(levels: tuple[float, float]) -> float:
        reached = []
        for part in parts:
            on = part.coded["kind"] & asks(part.said, _FORCE) & (part.fold != without)
            reached.append(kappa(part.coded["open"][on], opens(part.said, levels)[on]))
        return float(np.mean(reached))

    return max(((low, high) for low, high in product(OPEN_LEVELS, OPEN_LEVELS) if low <= high), key=worth)


def _kinds(parts: Sequence[Part]) -> Iterator[str]:
    """By the codes as they are, and without forms that people often code as open and our convention as closed."""
    chosen = choose_open(parts)
    yield f"OPEN_WITH_RULE, OPEN_AGAINST_RULE = {chosen}"
    by_fold = [choose_open(parts, at) for at in range(FOLDS)]
    for part in parts:
        truth = part.coded["open"]
        both = part.coded["kind"] & asks(part.said, _FORCE)
        ours = both & ~part.coded["otherwise"]
        given = {
            "crossed": part.crossed([opens(part.said, levels) for levels in by_fold]),
            "in force": opens(part.said, (fusing.OPEN_WITH_RULE, fusing.OPEN_AGAINST_RULE)),
        }
        for name, one in given.items():
            figures = {"as_coded": kappa(truth[both], one[both]), "ours": kappa(truth[ours], one[ours])}
            yield line(f"open or closed, {part.name}, {name}, kappa", **figures)


# ---------------------------------------------------------------- giving back


def gives_back(said: Asked, mix: Mix) -> Values:
    """Likelihood that an utterance gives back: of its strongest sentence."""
    return said.strongest(np.where(said.veto, 0.0, 1 / (1 + np.exp(-_odds(said, mix)))))


def _odds(said: Asked, mix: Mix) -> Values:
    odds = fusing.REFLECTION_OF_READER * said.odds["reader"] + mix.rules * said.odds["rules"]
    return odds + mix.question * said.odds["question"] + mix.share * said.share + mix.bias


def mixes(parts: Sequence[Part]) -> dict[Mix, tuple[float, ...]]:
    """Of every mix the mean of F1 and AUC over parts: on all, and without each of the folds."""
    return {
        mix: _worth_of(parts, mix) for mix in (Mix(*one) for one in product(OF_RULES, OF_QUESTION, OF_SHARE, BIASES))
    }


def _worth_of(parts: Sequence[Part], mix: Mix) -> tuple[float, ...]:
    reached = []
    for part in parts:
        truth, likely = part.coded["reflection"], gives_back(part.said, mix)
        on = [part.fold != without for without in (None, *range(FOLDS))]
        reached.append([(f1(truth[one], likely[one] >= FOUND) + auc(truth[one], likely[one])) / 2 for one in on])
    return tuple(float(one) for one in np.mean(reached, axis=0))


def _reflections(parts: Sequence[Part]) -> Iterator[str]:
    table = mixes(parts)
    best = [max(table, key=lambda mix: table[mix][at]) for at in range(FOLDS + 1)]
    chosen = best[0]
    yield (
        f"REFLECTION_OF_RULES = {chosen.rules}, REFLECTION_OF_QUESTION = {chosen.question}, "
        f"REFLECTION_OF_SHARE = {chosen.share}, REFLECTION_BIAS = {chosen.bias}"
    )
    for name in _TRIED:
        reached = {value: max(table[mix][0] for mix in table if getattr(mix, name) == value) for value in _TRIED[name]}
        yield f"  mean of F1 and AUC by {name}: " + "  ".join(f"{value} {one:.3f}" for value, one in reached.items())
    for part in parts:
        truth = part.coded["reflection"]
        by_fold = part.crossed([gives_back(part.said, mix) for mix in best[1:]])
        for name, likely in (
            ("crossed", by_fold),
            ("here", gives_back(part.said, chosen)),
            ("in force", gives_back(part.said, MIX)),
            ("reader alone", part.said.strongest(part.said.heard["reflection"])),
        ):
            found = likely >= FOUND
            yield line(
                f"reflection, {part.name}, {name}",
                F1=f1(truth, found),
                kappa=kappa(truth, found),
                AUC=auc(truth, likely),
            )


# ---------------------------------------------------------------- whole interviews


class Whole:
    """Which utterances belong to which interview, and which interviews are good."""

    def __init__(self, told: Sequence[Told]) -> None:
        """In the order of the interviews."""
        names = list(dict.fromkeys(one.interview for one in told))
        self.of = [np.array([one.interview == name for one in told]) for name in names]
        self.good = np.array([next(one.good for one in told if one.interview == name) for name in names])

    def share(self, said: Asked, values: Values) -> Values:
        """The mean of a value over the sentences of each interview."""
        count, total = np.diff([*said.start, len(values)]), np.add.reduceat(values, said.start)
        return np.array([total[at].sum() / count[at].sum() for at in self.of])


def _tells_apart(parts: Sequence[Part], whole: Whole, sure: float, no: float) -> float:
    """AUC of few judging sentences for good over poor interviews, mean of the forms."""
    reached = []
    for said in (part.said for part in parts):
        kept = said.judged & ((said.words <= fusing.NO_ROOM_WORDS) | (said.heard["either"] >= no))
        found = kept | (said.heard["judging"] >= sure)
        reached.append(auc(whole.good, -whole.share(said, found.astype(np.float64))))
    return float(np.mean(reached))


def _sessions(parts: Sequence[Part], whole: Whole) -> Iterator[str]:
    """Giving back and not telling over whole interviews, judging sentences left out, by how it is counted.

    Not crossed: the neighbours in the table show how much hangs on the choice.
    """
    for part in parts:
        said, mirrored, asking = part.said, part.coded["reflection"], part.coded["question"]
        people = np.array([mirrored[at].sum() / max(1, asking[at].sum()) for at in whole.of])
        judged = said.veto | said.judged | (said.heard["judging"] >= fusing.JUDGING)
        found = asks(said, _FORCE)
        for steep, least in product(STEEP, FROM):
            clear = 1 / (1 + np.exp(-steep * (_odds(said, MIX) - least)))
            likely = np.where(judged, 0.0, clear * (1 - said.heard["telling"]))
            rate, best = whole.share(said, likely), said.strongest(likely)
            ratio = np.array([best[at].sum() / max(params.H5_LEAST_QUESTIONS, found[at].sum()) for at in whole.of])
            mark = ", in force" if (steep, least) == (fusing.GIVING_BACK_STEEPNESS, fusing.GIVING_BACK_FROM) else ""
            figures = {"rate_AUC": auc(whole.good, rate), "ratio_AUC": auc(whole.good, ratio)}
            yield line(f"whole {part.name}, {steep} from {least}{mark}", **figures, Spearman=spearman(ratio, people))
