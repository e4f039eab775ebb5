"""EPITOME's levels of exploring and interpreting (measuring only): small heads over what the frozen reader makes of an
answer, beside word counts, cross-validated over the posts that were answered. Nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import FunctionTransformer, Pipeline, make_pipeline

from perception.inference.sentence_input import SentenceInput
from perception.language.sentences import split_sentences
from perception.language.types import SentenceInContext
from tests.evaluation.epitome import Answered, answered
from training.batches import ordered_batches
from training.network import Reader

FOLDS: Final = 5
KINDS: Final = {"exploration": "explorations", "interpretation": "interpretations"}


def figures(data: Path, reader: Reader, vocabulary: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Macro-F1 over three levels and over none against some, of each kind."""
    for kind in KINDS:
        told = answered(data, KINDS[kind])
        features = _features(told, reader, SentenceInput(vocabulary))
        texts = np.array([one.answer for one in told], dtype=object)
        level = np.array([one.level for one in told])
        groups = np.array([one.key for one in told])
        table = np.concatenate((np.arange(len(told))[:, None], features), axis=1)
        for name, truth in (("three levels", level), ("none or some", (level > 0).astype(int))):
            found = cross_val_predict(_head(texts), table, truth, groups=groups, cv=GroupKFold(FOLDS))
            yield f"EPITOME {kind}, {name}, macro-F1", float(f1_score(truth, found, average="macro"))


def _features(told: Sequence[Answered], reader: Reader, source: SentenceInput) -> np.ndarray:
    """Of each answer: mean and strongest of its sentences' features and logits, and how long it is."""
    said = [
        (at, row)
        for at, one in enumerate(told)
        for part in split_sentences(one.answer) or (one.answer,)
        for row in source.rows(SentenceInContext("csm", part, one.post))
    ]
    rows = np.zeros((len(said), 768 + reader.head.out_features), dtype=np.float32)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for places, batch in ordered_batches([row for _, row in said], 64):
            pooled = reader.pooled(batch.pieces, batch.part, batch.seen).float()
            rows[places] = torch.cat((pooled, reader.head(pooled).float()), dim=1).float().numpy()
    owner = np.array([at for at, _ in said])
    out = []
    for at, one in enumerate(told):
        here = rows[owner == at]
        length = len(one.answer.split())
        extra = [np.log1p(length), one.answer.count("?"), len(here)]
        out.append(np.concatenate((here.mean(0), here.max(0), extra)))
    return np.stack(out)


def _head(texts: np.ndarray) -> Pipeline:
    return make_pipeline(
        FunctionTransformer(_Joined(texts)), LogisticRegression(C=0.3, max_iter=400, class_weight="balanced")
    )


class _Joined:
    """Puts word counts of the answers (by their number in the first column) beside scaled features."""

    def __init__(self, texts: np.ndarray) -> None:
        self._texts = texts
        self._words = TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True).fit(texts)

    def __call__(self, table: np.ndarray) -> csr_matrix:
        number = table[:, 0].astype(int)
        dense = table[:, 1:]
        dense = (dense - dense.mean(0)) / (dense.std(0) + 1e-6) * 0.15
        return hstack((csr_matrix(dense), self._words.transform(self._texts[number]) * 3.0)).tocsr()
