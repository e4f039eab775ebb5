"""A reader of sentences that says what a test tells it to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from perception.language.types import (
    Act,
    DismissingClass,
    JudgingClass,
    SentenceInContext,
    SentenceSignals,
)
from perception.types import FeelingFamily

# Neither sure of yes nor of no: leaves what the rules found. Of many classes each is less likely than a single one.
UNSURE = 0.06
UNSURE_CLASS = 0.02
UNSURE_ACT = 0.3


def signals(**heard: Any) -> SentenceSignals:
    """Signals that are unsure of everything but what is given; mappings are filled up."""
    blank = SentenceSignals(
        question=0.005,
        open_question=0.5,
        reflection=0.0,
        telling=0.0,
        joining=UNSURE,
        acts=dict.fromkeys(get_args(Act), UNSURE_ACT),
        judging=dict.fromkeys(get_args(JudgingClass), UNSURE_CLASS),
        dismissing=dict.fromkeys(get_args(DismissingClass), UNSURE_CLASS),
        feeling=dict.fromkeys(get_args(FeelingFamily), UNSURE_CLASS),
    )
    full = {name: {**getattr(blank, name), **v} if isinstance(v, dict) else v for name, v in heard.items()}
    return replace(blank, **full)


@dataclass(slots=True)
class ScriptedReader:
    """says: signals by text; every other sentence gets `signals()`. calls: what it was asked, one entry a call."""

    says: dict[str, SentenceSignals] = field(default_factory=dict)
    calls: list[tuple[SentenceInContext, ...]] = field(default_factory=list)

    def read(self, sentences: Sequence[SentenceInContext]) -> tuple[SentenceSignals, ...]:
        self.calls.append(tuple(sentences))
        return tuple(self.says.get(one.text, signals()) for one in sentences)
