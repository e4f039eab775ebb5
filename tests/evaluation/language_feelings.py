"""Families of feelings: on sentences written for this, and on comments other people labelled (GoEmotions, ISEAR).

The families of the programme are held against other people's groups by OF_EKMAN; what has no counterpart (disgust,
surprise of the good kind, shame, guilt) is then never found and counts as missed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, get_args

import numpy as np

from perception.inference.lexicon_files import load_lexicon
from perception.inference.sentence_columns import COLUMNS, EKMAN
from perception.language.feelings import customer_feelings
from perception.language.sentences import split_sentences
from perception.language.types import SentenceInContext
from perception.types import FeelingFamily
from tests.evaluation.language_errors import Errors, quoted
from tests.evaluation.language_frozen import OURS, answers, rows
from tests.evaluation.language_heads import folds_of
from tests.evaluation.language_noise import FORM_NAMES, FORMS, Form, Heard
from tests.evaluation.language_reader import KeptReader, Way, ways
from tests.evaluation.language_scores import Array, Codes, Mask, Sample, f1, mean_of
from tests.evaluation.tables import Figure, Table

FAMILIES: Final = (*get_args(FeelingFamily), "none")
OF_EKMAN: Final[Mapping[str, str]] = {
    "anger": "anger", "disrespect": "anger", "disappointment": "sadness", "sadness": "sadness", "worry": "fear",
    "overwhelm": "fear", "distrust": "fear", "confusion": "surprise", "relief_positive": "joy", "none": "neutral",
}  # fmt: skip
FAMILY_MACRO_F1, EKMAN_MACRO_F1 = 0.90, 0.60
_ISEAR_SAMPLE: Final = 600
# The families of the programme are read sentence by sentence, which takes long; every third comment is enough.
_FAMILY_STEP: Final = 3
_GRID: Final = np.linspace(0.05, 0.9, 35)


def voiced(text: str, way: Way) -> str:
    """The family of the strongest feeling a customer's words voice, or 'none'."""
    found = customer_feelings(text, load_lexicon(), way.reader)
    return found[0].family if found else "none"


def named(pairs: Sequence[tuple[str, str]], way: Way) -> list[str]:
    """The family of the first feeling each answer names, or 'none'."""
    labels = [[s.feeling.family for s in line.sentences if s.feeling is not None] for line in answers(pairs, way)]
    return [found[0] if found else "none" for found in labels]


def remember(texts: Sequence[str], way: Way) -> None:
    """Have the sentences of these customers read at once."""
    if way.reader is not None:
        way.reader.remember(SentenceInContext("customer", part) for text in texts for part in split_sentences(text))


def own_tables(plots: Path) -> list[Table]:
    """The feelings customers voice and the ones a CSM names, in sentences written for this."""
    spoken, answered = rows("feelings.tsv"), rows("naming.tsv")
    heard = Heard(row["sentence"] for row in (*spoken, *answered))
    figures: list[Figure] = []
    details: list[Figure] = []
    blocks: list[str] = []
    pictures: list[str] = []
    for way in ways():
        shown = figures if way.shipped else details
        for form in FORMS:
            codes = _voiced(spoken, heard, form, way)
            made = _family_figures("the feeling a customer voices", codes, [row["id"] for row in spoken], way, form)
            (shown if form == "written" else details).append(made[0])
            details.append(made[1])
            if form == "written":
                blocks.append(codes.block(f"feelings voiced, {way.name}"))
                details += _by_word(spoken, codes, way)
                if way.shipped:
                    pictures.append(codes.plot(plots, "Feelings voiced"))
                    _errors("feelings-voiced", codes, [(row["sentence"], "") for row in spoken]).write(plots)
            naming = _named(answered, heard, form, way)
            made = _family_figures("the feeling an answer names", naming, [row["id"] for row in answered], way, form)
            (shown if form == "written" else details).append(made[0])
            details.append(made[1])
            if form == "written":
                blocks.append(naming.block(f"feelings named, {way.name}"))
                if way.shipped:
                    told = [(row["sentence"], row["customer"]) for row in answered]
                    _errors("feelings-named", naming, told).write(plots)
    return [
        Table(
            part="language",
            title="Families of feelings, in sentences written for this",
            data=f"240 sentences of customers and 90 of a CSM, nine families and none. {OURS}",
            figures=tuple(figures),
            details=tuple(details),
            blocks=tuple(blocks),
            plots=tuple(pictures),
        )
    ]


def _voiced(spoken: list[dict[str, str]], heard: Heard, form: Form, way: Way) -> Codes:
    texts = [heard(row["sentence"], form) for row in spoken]
    remember(texts, way)
    codes = Codes(FAMILIES)
    for row, text in zip(spoken, texts, strict=True):
        codes.add(row["family"], voiced(text, way))
    return codes


def _named(answered: list[dict[str, str]], heard: Heard, form: Form, way: Way) -> Codes:
    found = named([(heard(row["customer"], form), heard(row["sentence"], form)) for row in answered], way)
    codes = Codes(FAMILIES)
    for row, family in zip(answered, found, strict=True):
        codes.add(row["family"], family)
    return codes


def _family_figures(title: str, codes: Codes, ids: list[str], way: Way, form: Form) -> list[Figure]:
    sample = Sample(ids, f"{len(ids)} sentences, {codes.truth.count('none')} without")
    most = max(codes.truth.count(name) for name in FAMILIES) / len(ids)
    tail = "" if form == "written" else f", {FORM_NAMES[form]}"
    target = way.target(FAMILY_MACRO_F1) if form == "written" else None
    baseline = f"always the most frequent {most:.2f}"
    return [
        sample.figure(way.named(f"{title}, family macro-F1{tail}"), codes.macro_f1(), target=target),
        sample.figure(
            way.named(f"{title}, family told right{tail}"), codes.accuracy(), target=target, baseline=baseline
        ),
    ]


def _by_word(spoken: list[dict[str, str]], codes: Codes, way: Way) -> list[Figure]:
    found = []
    for word, title in (("yes", "with a word for it"), ("no", "without a word for it"), ("-", "without a feeling")):
        at = [place for place, row in enumerate(spoken) if row["word"] == word]
        right = np.array([codes.truth[place] == codes.found[place] for place in at])
        sample = Sample([spoken[place]["id"] for place in at], f"{len(at)} sentences")
        found.append(
            sample.figure(way.named(f"told right, {title}"), lambda drawn, right=right: float(right[drawn].mean()))
        )
    return found


def _errors(name: str, codes: Codes, told: list[tuple[str, str]]) -> Errors:
    errors = Errors(name)
    for truth, found, (text, before) in zip(codes.truth, codes.found, told, strict=True):
        if truth != found:
            errors.add(f"{truth} taken for {found}", quoted(before, text))
    return errors


# ------------------------------------------------------------------ comments and reports other people labelled


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with the groups its readers gave it."""

    text: str
    groups: frozenset[str]
    key: str


@cache
def comments(data: Path) -> tuple[Comment, ...]:
    """The development part of GoEmotions; names masked by its authors become ordinary words."""
    folder = data / "text" / "goemotions" / "ekman"
    names = (folder / "labels.txt").read_text(encoding="utf-8").split()
    found = []
    for line in (folder / "dev.tsv").read_text(encoding="utf-8").splitlines():
        text, labels, key = line.split("\t")
        plain = text.replace("[NAME]", "Sam").replace("[RELIGION]", "church")
        found.append(Comment(plain, frozenset(names[int(at)] for at in labels.split(",")), key))
    return tuple(found)


def comment_table(data: Path) -> Table:
    """GoEmotions by Ekman's groups."""
    every = comments(data)
    truth = np.array([[group in one.groups for group in EKMAN] for one in every])
    sample = Sample([one.key for one in every], f"{len(every)} comments")
    always = _macro(truth, np.ones_like(truth))(np.arange(len(every)))
    figures: list[Figure] = []
    details: list[Figure] = []
    for way in ways():
        details.append(_mapped(every[::_FAMILY_STEP], truth[::_FAMILY_STEP], way))
        if way.reader is not None:
            found = _decided(truth, _ekman(every, way.reader), [one.key for one in every])
            baseline = f"always {always:.2f}; word statistics 0.57, a large network 0.62 as published"
            title = "Ekman's groups, macro-F1"
            figures.append(
                sample.figure(way.named(title), _macro(truth, found), target=EKMAN_MACRO_F1, baseline=baseline)
            )
            details += [
                sample.figure(
                    way.named(f"{group}, F1"),
                    lambda at, place=place, found=found: f1(truth[at, place], found[at, place]),
                )
                for place, group in enumerate(EKMAN)
            ]
    return Table(
        part="language",
        title="Feelings in comments",
        data="GoEmotions, development part: short comments from the web, labelled by their readers; Apache-2.0. One "
        "comment may have several labels.",
        figures=tuple(figures),
        details=tuple(details),
        notes=(
            "Ekman's groups come from the reader given a whole comment; the likelihood from which a group counts is "
            "chosen on the other half of the comments. The programme reads sentences and shows its own families.",
        ),
    )


def _mapped(some: Sequence[Comment], truth: Mask, way: Way) -> Figure:
    """The families of the programme, held against Ekman's groups."""
    remember([one.text for one in some], way)
    found = np.array([[OF_EKMAN[voiced(one.text, way)] == group for group in EKMAN] for one in some])
    sample = Sample([one.key for one in some], f"{len(some)} comments")
    title = way.named("the families of the programme as Ekman's groups, macro-F1")
    return sample.figure(title, _macro(truth, found))


def _ekman(every: Sequence[Comment], reader: KeptReader) -> Array:
    columns = [COLUMNS.index(f"ekman:{group}") for group in EKMAN]
    whole = reader.likelihoods([SentenceInContext("customer", one.text) for one in every])
    return np.asarray(whole[:, columns], dtype=np.float64)


def _decided(truth: Mask, likelihoods: Array, keys: Sequence[str]) -> Mask:
    folds = folds_of(keys, 2)
    out = np.zeros_like(truth)
    for group in range(truth.shape[1]):
        for half in (0, 1):
            others = folds != half
            best = max(
                _GRID, key=lambda cut: np.nan_to_num(f1(truth[others, group], likelihoods[others, group] >= cut))
            )
            out[~others, group] = likelihoods[~others, group] >= best
    return out


def _macro(truth: Mask, found: Mask) -> Callable[[np.ndarray], float]:
    return lambda at: mean_of(f1(truth[at, group], found[at, group]) for group in range(truth.shape[1]))


ISEAR: Final[Mapping[str, str]] = {"joy": "relief_positive", "fear": "worry", "anger": "anger", "sadness": "sadness"}


def reports(data: Path) -> Iterator[tuple[str, str, str]]:
    """Situations of ISEAR with one of four feelings: whose, the family it maps to, text. A fixed sample."""
    lines = (data / "text" / "isear" / "isear.csv").read_text(encoding="utf-8", errors="replace").splitlines()
    head = lines[0].split("|")
    who, kind, text = (head.index(name) for name in ("ID", "Field1", "SIT"))
    parted = (line.split("|") for line in lines[1:])
    known = [row for row in parted if len(row) > text and row[kind] in ISEAR and len(row[text].split()) >= 3]
    for row in random.Random(5).sample(known, min(_ISEAR_SAMPLE, len(known))):
        yield row[who], ISEAR[row[kind]], row[text].replace("á", "")


def report_table(data: Path) -> Table:
    """ISEAR, as a reading: the situations seldom say how it felt."""
    every = list(reports(data))
    details: list[Figure] = []
    for way in ways():
        remember([text for _, _, text in every], way)
        codes = Codes(FAMILIES)
        for _, family, text in every:
            codes.add(family, voiced(text, way))
        sample = Sample([who for who, _, _ in every], f"{len(every)} situations")
        shares = " and ".join(f"{100 * codes.found.count(name) / len(every):.0f} % {name}" for name in ("none",))
        details.append(
            sample.figure(way.named("four feelings, family told right"), codes.accuracy(), baseline=f"{shares} found")
        )
        spoken = np.array([found != "none" for found in codes.found])
        right = np.array([a == b for a, b in zip(codes.truth, codes.found, strict=True)])
        details.append(
            sample.figure(
                way.named("four feelings, told right where any was found"),
                lambda at, spoken=spoken, right=right: (
                    float(right[at][spoken[at]].mean()) if spoken[at].any() else np.nan
                ),
                words=f"{int(spoken.sum())} situations",
            )
        )
    return Table(
        part="language",
        title="Feelings in reported situations",
        data="ISEAR: situations in which people felt joy, fear, anger or sadness, told by themselves; research only.",
        figures=(),
        details=tuple(details),
    )


def tables(data: Path, plots: Path) -> list[Table]:
    """All tables. Raises FileNotFoundError without the labelled texts."""
    return [*own_tables(plots), comment_table(data), report_table(data)]
