"""Reads a written answer with the rules of perception.language, as a call would."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.practice.drills import params
from app.practice.drills.answers import Judged
from app.practice.scenario.model import Concept
from perception.language.annotate import annotate_line
from perception.language.lexicon import Lexicon
from perception.language.normalise import plain
from perception.language.rewrite.better import Company, rewrite_answer
from perception.language.types import Line, SentenceReader


class LanguageJudge:
    """Implements AnswerJudge. reader: a learned reader beside the word rules, None for the rules alone."""

    def __init__(self, lexicon: Lexicon, reader: SentenceReader | None = None) -> None:
        self._lexicon = lexicon
        self._reader = reader

    def judge(self, said: str, heard: str) -> Judged:
        """How the answer meets what was heard."""
        lexicon, reader = self._lexicon, self._reader
        answer = annotate_line(Line("csm", said), heard, lexicon, reader)
        response = answer.response
        assert response is not None
        company = Company(judge=lambda line, before: annotate_line(line, before, lexicon, reader))
        rewrite = rewrite_answer(answer, heard, lexicon, company)
        named = [one.feeling.word for one in answer.sentences if one.feeling is not None]
        promised = [one.commitment.what or "an action" for one in answer.sentences if one.commitment is not None]
        return Judged(
            said=said,
            score=response.score,
            kind=response.kind,
            why=response.why,
            better=rewrite.better if rewrite is not None else "",
            better_why=rewrite.why if rewrite is not None else "",
            named=named[0] if named else "",
            promised=promised[0] if promised else "",
            gave_back=any(one.reflection_p >= params.GIVES_BACK for one in answer.sentences),
        )


def enough_said(text: str) -> bool:
    """Whether there are words enough to be read."""
    return len(text.split()) >= params.LEAST_WORDS


def points_given(text: str, points: Iterable[Concept]) -> tuple[str, ...]:
    """Which of the points a paraphrase takes up: any of their words is in it."""
    flat = plain(text)
    return tuple(
        point.text for point in points if any(re.search(rf"\b{re.escape(plain(word))}", flat) for word in point.words)
    )
