"""The word rules in the form of the reader's likelihoods: the floor that a learned reader has to beat."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from perception.inference.lexicon_files import load_lexicon
from perception.inference.sentence_columns import COLUMNS
from perception.language.annotate import annotate_line
from perception.language.types import Line, SentenceInContext
from training.columns import AT


def rule_likelihoods(sentences: Sequence[SentenceInContext]) -> NDArray[np.float32]:
    """(sentences, columns): 1 or 0 for what rules decide, their probability for reflections, 0 for what they leave."""
    lexicon = load_lexicon()
    out = np.zeros((len(sentences), len(COLUMNS)), dtype=np.float32)
    for row, sentence in zip(out, sentences, strict=True):
        for found in annotate_line(Line("csm", sentence.text), sentence.before, lexicon).sentences:
            row[AT["question"]] = max(row[AT["question"]], found.question != "none")
            row[AT["open"]] = max(row[AT["open"]], found.question == "open")
            row[AT["reflection"]] = max(row[AT["reflection"]], found.reflection_p)
    return out
