"""The letters that words alone can carry, for a written conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.practice.text_clock import TEXT_LETTERS, TextClock
from perception.language.lexicon import Lexicon
from perception.language.types import Line, SentenceReader
from perception.scoring.engine import ScoringConfig, ScoringEngine
from perception.types import LetterScore, Utterance


def letters_of_lines(
    lines: Sequence[Line], lexicon: Lexicon, reader: SentenceReader | None = None
) -> dict[str, dict[str, Any]]:
    """Letters A, H and Y of one conversation, each with value (None without enough evidence), coverage 0..1, state,
    low, high and reasons. reader: a learned reader of sentences, None for the word rules alone.
    """
    config = ScoringConfig(letters=TEXT_LETTERS, lexicon=lexicon, reader=reader, has_video=False, text_only=True)
    engine = ScoringEngine(config)
    clock = TextClock()
    for said in lines:
        start_s, end_s = clock.span(said.text)
        if said.text.strip():
            engine.observe(Utterance(start_s, end_s, said.speaker, said.text))
    card = engine.scorecard(now_s=clock.now_s)
    return {letter: letter_record(card.letters[letter]) for letter in TEXT_LETTERS}


def letter_record(score: LetterScore) -> dict[str, Any]:
    """One letter as plain data."""
    return {
        "value": score.value,
        "coverage": score.coverage,
        "state": score.state,
        "low": score.low,
        "high": score.high,
        "reasons": [
            {"component": reason.component, "text": reason.text, "delta": reason.delta, "quote": reason.quote}
            for reason in score.reasons
        ],
        "note": score.note,
    }
