"""What the coach's column shows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.library.agreement.differences import Difference, differences
from app.library.agreement.scale import on_measured_scale
from app.library.review.book import ReviewBook
from app.library.rubric import Rubric
from app.practice.coach_said import NOT_MEASURED, Thread, both_values, coach_ratings, coach_values, measured_words
from app.reports.words import sentence
from app.ui.bar_presenter import Bar, bar_of
from app.ui.debrief.presenter import MOST_CLIPS
from app.ui.words import LETTER_NAMES, SHORT_NAMES, clock
from perception.recording.review_notes import RATING_HIGHEST, CoachRating, Comment, Override, ReviewEntry
from perception.types import LETTERS, Letter, LetterScore, Scorecard, Span

CANNOT_TELL: Final = "cannot tell"
LOCKED: Final = "The measured values appear when all seven are rated."
LOOKED: Final = "You have seen the measured values. What you rate now does not count for agreement."
SCALE: Final = "Ring: your rating. Bar: measured; the pale band shows how sure it is. 1 is 0, 3 is 50, 5 is 100."
MOST_REASONS: Final = 3
NEAR_S: Final = 6.0  # a comment about a moment is the one of now for so long


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One letter to rate. value: 1..5, None where not rated. cannot: it was said that it cannot be told."""

    letter: Letter
    name: str
    value: int | None = None
    cannot: bool = False

    @property
    def given(self) -> bool:
        """Whether something was said of it."""
        return self.value is not None or self.cannot

    @property
    def aloud(self) -> str:
        """The row in words."""
        said = f"{self.value} of {RATING_HIGHEST}" if self.value else CANNOT_TELL if self.cannot else "not rated"
        return f"{LETTER_NAMES[self.letter]}: {said}"


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A reason of the measurement, and the moments that show it."""

    text: str
    helped: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class CompareView:
    """One letter as rated and as measured. bar: as measured, with the rating on 0..100.

    verdict: one sentence. apart: they differ by more than the interval. settled: the coach has dealt with it, in words.
    own: the coach's value of their own. others: what other coaches set, in words. middle: the measured value or the
    middle of its band, None where there is none.
    """

    letter: Letter
    name: str
    numbers: str
    bar: Bar
    verdict: str
    apart: bool
    settled: str
    reasons: tuple[ReasonView, ...]
    middle: float | None = None
    own: Override | None = None
    own_words: str = ""
    others: tuple[str, ...] = ()


def present_rows(rating: CoachRating | None) -> tuple[RatingRow, ...]:
    """The seven letters as rated so far."""
    values = rating.values if rating is not None else {}
    cannot = rating.cannot if rating is not None else ()
    return tuple(
        RatingRow(letter, SHORT_NAMES[letter], values.get(letter), cannot=letter in cannot) for letter in LETTERS
    )


def progress_words(rows: Iterable[RatingRow]) -> str:
    """3 of 7."""
    return f"{sum(row.given for row in rows)} of {len(LETTERS)}"


def anchor_words(rubric: Rubric | None, letter: Letter, step: int | None) -> tuple[str, str]:
    """Heading and text of what a step looks like; without a step what to watch for."""
    name = LETTER_NAMES[letter]
    if rubric is None:
        return name, ""
    if step is None:
        return name, rubric.letters[letter].looks_at
    return f"{name}: {step} of {RATING_HIGHEST}", rubric.step(letter, step)


def present_comparison(book: ReviewBook, scorecard: Scorecard) -> tuple[CompareView, ...]:
    """The seven letters rated and measured: those furthest apart first, then in the order of the letters."""
    rating = book.rating
    found = {one.letter: one for one in differences(rating, scorecard)} if rating is not None else {}
    views = [_comparison(book, letter, scorecard.letters.get(letter), found.get(letter)) for letter in LETTERS]
    return tuple(sorted(views, key=lambda view: -abs(found[view.letter].apart) if view.letter in found else 0.0))


def _comparison(book: ReviewBook, letter: Letter, score: LetterScore | None, found: Difference | None) -> CompareView:
    rating = book.rating
    row = next(row for row in present_rows(rating) if row.letter == letter)
    values = coach_values(book.entries).get(letter, ())
    own = next((one for one in values if one.author == book.author), None)
    said = f"You {row.value}" if row.value else f"You: {CANNOT_TELL}" if row.cannot else "You: not rated"
    apart = found is not None and found.apart != 0.0
    return CompareView(
        letter=letter,
        name=row.name,
        numbers=f"{said} · {_measured_numbers(score)}",
        bar=bar_of(score, on_measured_scale(row.value) if row.value else None),
        verdict=_verdict(score, found),
        apart=apart,
        settled=_settled(rating, letter, own) if apart else "",
        reasons=_reasons(score) if score is not None else (),
        middle=found.middle if found is not None else _middle(score),
        own=own,
        own_words=both_values(score, own, "you say") if own is not None else "",
        others=tuple(both_values(score, one) for one in values if one.author != book.author),
    )


def _measured_numbers(score: LetterScore | None) -> str:
    words = measured_words(score)
    if score is not None and score.state == "scored" and score.low is not None and score.high is not None:
        words = f"{words} ({score.low:.0f} to {score.high:.0f})"
    return words[:1].lower() + words[1:]


def _middle(score: LetterScore | None) -> float | None:
    if score is None or score.state == "not_enough":
        return None
    if score.value is not None:
        return score.value
    return None if score.low is None or score.high is None else 0.5 * (score.low + score.high)


def _verdict(score: LetterScore | None, found: Difference | None) -> str:
    if score is None or score.state == "not_enough":
        return sentence(score.note) if score is not None and score.note else f"{NOT_MEASURED} in this call."
    if found is None:
        return "You have not rated this one."
    if found.apart == 0.0:
        return "Your rating lies within what the measurement holds likely."
    return f"You rated it {'higher' if found.apart > 0 else 'lower'} than the measurement holds likely."


def _settled(rating: CoachRating | None, letter: Letter, own: Override | None) -> str:
    if own is not None:
        return "You set a value of your own."
    return "You keep your rating." if rating is not None and letter in rating.kept else ""


def _reasons(score: LetterScore) -> tuple[ReasonView, ...]:
    strongest = sorted(score.reasons, key=lambda reason: -abs(reason.delta))[:MOST_REASONS]
    return tuple(ReasonView(sentence(one.text), one.delta >= 0, _moments(one.spans)) for one in strongest)


def _moments(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The first few; those of one second lead to one place."""
    return tuple({clock(span.start_s): span for span in reversed(spans)}.values())[::-1][:MOST_CLIPS]


# ------------------------------------------------------------ comments


def when_words(t_s: float | None, end_s: float | None = None) -> str:
    """Where a comment belongs: 02:12, 02:12 – 02:20, or Whole call."""
    if t_s is None:
        return "Whole call"
    return clock(t_s) if end_s is None else f"{clock(t_s)} – {clock(end_s)}"


def author_words(comment: Comment, author: str) -> str:
    """Who wrote it, with what has to be known of it."""
    who = "you" if comment.author == author else comment.author
    more = [word for word, said in (("spoken", comment.voice), ("edited", comment.replaces)) if said]
    return " · ".join((who, *more))


def of_now(found: Sequence[Thread], t_s: float) -> str | None:
    """The id of the thread the review stands at: begun last, and not over or begun a few seconds ago."""
    now = [
        thread
        for thread in found
        if thread.comment is not None
        and thread.t_s is not None
        and thread.t_s - 0.05 <= t_s <= max(thread.comment.end_s or 0.0, thread.t_s + NEAR_S)
    ]
    return now[-1].id if now else None


def count_words(found: Sequence[Thread]) -> str:
    """Comments 4."""
    return f"Comments {len(found)}" if found else "Comments"


# ------------------------------------------------------------ for the learner


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter as measured, with what coaches say of it. bar: with the first coach's rating on 0..100.

    coaches: their ratings and values, one sentence each.
    """

    letter: Letter
    name: str
    measured: str
    bar: Bar
    coaches: tuple[str, ...]


def present_letters(entries: Sequence[ReviewEntry], scorecard: Scorecard) -> tuple[LetterView, ...]:
    """The seven letters as measured, each with what coaches rated and set."""
    ratings, values = coach_ratings(entries), coach_values(entries)
    return tuple(_letter(letter, scorecard.letters.get(letter), ratings, values.get(letter, ())) for letter in LETTERS)


def _letter(
    letter: Letter, score: LetterScore | None, ratings: Sequence[CoachRating], values: Sequence[Override]
) -> LetterView:
    given = [(rating.author, rating.values[letter]) for rating in ratings if letter in rating.values]
    rated = tuple(f"{author} rated {value} of {RATING_HIGHEST}." for author, value in given)
    measured = _measured_numbers(score)
    return LetterView(
        letter=letter,
        name=SHORT_NAMES[letter],
        measured=measured[:1].upper() + measured[1:],
        bar=bar_of(score, on_measured_scale(given[0][1]) if given else None),
        coaches=(*rated, *(both_values(score, one) for one in values)),
    )
