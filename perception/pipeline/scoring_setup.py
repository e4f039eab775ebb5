"""The scoring engine as it is used everywhere: shipped word lists, the shipped sentence reader, one annotator."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache
from typing import Final

from perception.errors import ModelError
from perception.inference.lexicon_files import load_lexicon
from perception.inference.sentence_reader import load_sentence_reader
from perception.language.types import SentenceReader
from perception.recording.format import StatedFacts
from perception.recording.reader import Session
from perception.scoring.context import ScenarioFacts
from perception.scoring.engine import ScoringConfig, ScoringEngine
from perception.types import LETTERS, Letter, PersonalBaseline

# What was captured is kept in the session's header, so that a replay scores under the same conditions.
VIDEO_PARAM: Final = "has_video"
CUSTOMER_PARAM: Final = "has_customer_channel"
CERTAINTY_PARAM: Final = "speaker_certainty"
OVERLAPS_PARAM: Final = "hears_overlaps"
_THEIR_WORDS: Final = frozenset({"A", "H", "Y"})  # letters that say how the other side was answered
log = logging.getLogger(__name__)


def make_scoring(
    *,
    baseline: PersonalBaseline | None = None,
    letters: tuple[Letter, ...] = LETTERS,
    has_video: bool = True,
    has_customer_channel: bool = True,
    text_only: bool = False,
    speaker_certainty: float = 1.0,
    hears_overlaps: bool = True,
    stated: StatedFacts | None = None,
    self_check_done: bool = False,
) -> ScoringEngine:
    """A new scoring engine for one session. stated: by the scenario of a practice call."""
    config = ScoringConfig(
        baseline=baseline,
        letters=letters,
        lexicon=load_lexicon(),
        reader=reader_if_there(),
        has_video=has_video,
        has_customer_channel=has_customer_channel,
        text_only=text_only,
        speaker_certainty=speaker_certainty,
        hears_overlaps=hears_overlaps,
        scenario=None if stated is None else _facts(stated),
        self_check_done=self_check_done,
    )
    return ScoringEngine(config)


def _facts(stated: StatedFacts) -> ScenarioFacts:
    return ScenarioFacts(stated.facts, stated.impacts, stated.may_promise, any_word=True)


@cache
def reader_if_there() -> SentenceReader | None:
    """The shipped sentence reader. None when it is missing or damaged: that is logged once; rules go on alone."""
    try:
        return load_sentence_reader()
    except ModelError as fault:
        log.warning("%s %s", fault.message, fault.recovery)
        return None


def captured_params(
    *, has_video: bool, has_customer_channel: bool, speaker_certainty: float = 1.0, hears_overlaps: bool = True
) -> dict[str, float | str]:
    """What to keep in the header."""
    spoke = who_spoke_params(
        has_customer_channel=has_customer_channel, speaker_certainty=speaker_certainty, hears_overlaps=hears_overlaps
    )
    return {VIDEO_PARAM: float(has_video), **spoke}


def who_spoke_params(
    *, has_customer_channel: bool, speaker_certainty: float, hears_overlaps: bool
) -> dict[str, float | str]:
    """The part of it that says how far it is known who spoke."""
    return {
        CUSTOMER_PARAM: float(has_customer_channel),
        CERTAINTY_PARAM: speaker_certainty,
        OVERLAPS_PARAM: float(hears_overlaps),
    }


def scoring_for(session: Session) -> ScoringEngine:
    """An engine set up like the one that scored this session."""
    params: Mapping[str, float | str] = session.header.params
    return make_scoring(
        baseline=session.header.baseline,
        letters=_letters_of(session),
        has_video=bool(params.get(VIDEO_PARAM, 1.0)),
        has_customer_channel=bool(params.get(CUSTOMER_PARAM, 1.0)),
        speaker_certainty=float(params.get(CERTAINTY_PARAM, 1.0)),
        hears_overlaps=bool(params.get(OVERLAPS_PARAM, 1.0)),
        stated=session.header.stated,
        self_check_done=session.self_checked,
    )


def _letters_of(session: Session) -> tuple[Letter, ...]:
    """The measured letters, without those that need the other side's words where these were not kept."""
    header = session.header
    return tuple(letter for letter in header.letters if header.customer_words_kept or letter not in _THEIR_WORDS)
