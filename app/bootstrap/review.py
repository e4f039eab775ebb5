"""Reads sessions for the review: the session, what was measured over time, what coaches wrote, what sentences do."""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.bootstrap.filmstrip import FilmstripElsewhere
from app.bootstrap.looking_elsewhere import LookerElsewhere
from app.bootstrap.review_letters import letters_over_time
from app.bootstrap.window import local_time, media_of, score_again
from app.library.review.acts import SentenceAct, sentence_acts
from app.library.review.series import LetterSeries
from app.practice.kept_practice import kept_practice
from app.ui.ports import MediaPart, OpenedSession
from app.ui.review.ports import Filmstrip, Looker, OpenedReview, Side
from perception.inference.lexicon_files import load_lexicon
from perception.language.annotate import annotate_line
from perception.recording.format import PICTURE_SIDE
from perception.recording.records import CueRecord, PartRecord, StepRecord
from perception.recording.review_notes import read_review
from perception.types import Utterance

if TYPE_CHECKING:
    from app.library.review.read_series import ReadSession
    from perception.language.types import SentenceReader
    from perception.recording.reader import Session

log = logging.getLogger(__name__)

_TAKEN_LEFT: Final = "the left one was taken as you"  # what recordings said that were read before that was kept


class OwnReview:
    """Implements app.ui.review.ports.ReviewService over session folders."""

    def open(self, folder: Path) -> OpenedReview:
        """Read it; raises PerceptionError or OSError."""
        from app.library.review.read_series import read_for_review

        read = read_for_review(folder)
        side = side_of(read.session)
        return OpenedReview(_opened(read), read.series, read_review(folder), side, read.letters_missing)

    def acts(self, utterances: Sequence[Utterance]) -> tuple[SentenceAct, ...]:
        """What each sentence of the CSM does, from a process of its own: the window's process loads no reader.

        Where that process dies the word rules go on alone, here.
        """
        try:
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
                return pool.submit(_acts, tuple(utterances)).result()
        except BrokenProcessPool as error:
            log.warning("the reader of sentences ended, the word rules go on: %s", error)
            return _acts_with(utterances, None)

    def letters(self, folder: Path) -> Mapping[str, LetterSeries]:
        """The letters over time, worked out from the records."""
        return letters_over_time(folder)

    def look(self, media: Sequence[MediaPart], side: Side | None) -> Looker:
        """Somebody who finds face and body."""
        return LookerElsewhere(media, side)

    def film(self, folder: Path, media: Sequence[MediaPart]) -> Filmstrip:
        """The small pictures of a recording."""
        return FilmstripElsewhere(folder, media)


def side_of(session: Session) -> Side | None:
    """The half of the picture that is the CSM's; None where all of it is, or nobody can say."""
    kept = session.header.devices.get(PICTURE_SIDE)
    if kept in ("left", "right"):
        return "left" if kept == "left" else "right"
    return "left" if any(_TAKEN_LEFT in notice for notice in session.header.notices) else None


def _opened(read: ReadSession) -> OpenedSession:
    """The session as the debrief knows it, from one pass over its records; what only the debrief shows is left out."""
    session, header = read.session, read.session.header
    is_practice = session.scenario_file() is not None or any(isinstance(one, StepRecord) for one in read.records)
    return OpenedSession(
        folder=session.folder,
        title=header.title,
        started_at=local_time(header.started_at),
        scorecard=read.scorecard or score_again(session),
        utterances=tuple(line.said for line in read.lines if not line.struck),
        media=media_of(session, (one for one in read.records if isinstance(one, PartRecord))),
        notes=header.notices,
        lines=read.lines,
        practice=kept_practice(session) if is_practice else None,
        cues=tuple(one for one in read.records if isinstance(one, CueRecord)),
    )


def _acts(utterances: tuple[Utterance, ...]) -> tuple[SentenceAct, ...]:
    from app.bootstrap.practice import practice_reader

    reader, _trouble = practice_reader()
    return _acts_with(utterances, reader)


def _acts_with(utterances: Sequence[Utterance], reader: SentenceReader | None) -> tuple[SentenceAct, ...]:
    from perception.language.reading import Remembering

    lexicon = load_lexicon()
    remembering = Remembering(reader) if reader is not None else None
    return sentence_acts(utterances, lambda line, heard: annotate_line(line, heard, lexicon, remembering))
