"""The letters that words alone can carry, for a written conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from perception.language.lexicon import Lexicon
from perception.language.types import Line, SentenceReader
from perception.scoring import params
from perception.scoring.engine import ScoringConfig, ScoringEngine
from perception.types import Letter, LetterScore, Utterance

TEXT_LETTERS: Final[tuple[Letter, ...]] = ("A", "H", "Y")
# Written lines have no times. They get the pace and the pauses of ordinary talk, so that "the next answer" keeps its
# meaning; nothing that needs real times is scored from them.
WORDS_PER_S: Final = params.Y5_WORDS_PER_S
PAUSE_S: Final = 1.0
LEAST_S: Final = 0.5


def letters_of_lines(
    lines: Sequence[Line], lexicon: Lexicon, reader: SentenceReader | None = None
) -> dict[str, dict[str, Any]]:
    """Letters A, H and Y of one conversation, each with value (None without enough evidence), coverage 0..1, state,
    low, high and reasons. reader: a learned reader of sentences, None for the word rules alone.
    """
    config = ScoringConfig(letters=TEXT_LETTERS, lexicon=lexicon, reader=reader, has_video=False, text_only=True)
    engine = ScoringEngine(config)
    now_s = 0.0
    for said in lines:
        length_s = max(LEAST_S, len(said.text.split()) / WORDS_PER_S)
        if said.text.strip():
            engine.observe(Utterance(now_s, now_s + length_s, said.speaker, said.text))
        now_s += length_s + PAUSE_S
    card = engine.scorecard(now_s=now_s)
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
