"""What coaches wrote and rated, as reports say it: beside what was measured, never in its place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from app.reports.words import clock
from perception.recording.review_notes import CoachRating, Comment, Override, ReviewEntry

_LONGEST: Final = 400  # characters of a comment on paper


def letter_words(measured: str, overrides: Sequence[Override]) -> str:
    """A letter's value in words: '62 ± 10', or with what coaches put beside it, both named."""
    if not overrides:
        return measured
    return f"measured {measured}; {'; '.join(override_words(one) for one in overrides)}"


def override_words(override: Override) -> str:
    """'75 by Maria: …' – a coach's value with its reason."""
    return f"{override.value:.0f} by {override.author}: {override.reason}"


def comment_lines(entries: Iterable[ReviewEntry]) -> tuple[str, ...]:
    """The comments in order of time, one line each: '02:12 Maria: …'."""
    comments = [entry for entry in entries if isinstance(entry, Comment) and entry.text.strip()]
    return tuple(_line(one) for one in sorted(comments, key=lambda one: -1.0 if one.t_s is None else one.t_s))


def coach_data(entries: Iterable[ReviewEntry]) -> dict[str, Any] | None:
    """The review as data; null where nobody wrote anything."""
    standing = list(entries)
    if not standing:
        return None
    return {
        "overrides": [
            {**_signed(one), "letter": one.letter, "value": one.value, "reason": one.reason}
            for one in standing
            if isinstance(one, Override)
        ],
        "ratings": [
            {**_signed(one), "values": dict(one.values), "cannot": list(one.cannot), "blind": one.blind,
             "done": one.done, "rubric": one.rubric}
            for one in standing
            if isinstance(one, CoachRating)
        ],
        "comments": [
            {**_signed(one), "role": one.role, "t_s": one.t_s, "end_s": one.end_s, "text": one.text,
             "reply_to": one.reply_to, "another_take": one.take}
            for one in standing
            if isinstance(one, Comment)
        ],
    }  # fmt: skip


def _signed(entry: ReviewEntry) -> dict[str, str]:
    return {"id": entry.id, "author": entry.author, "written_at": entry.written_at}


def _line(comment: Comment) -> str:
    time = f"{clock(comment.t_s)} " if comment.t_s is not None else ""
    asked = " (asks for another take)" if comment.take else ""
    text = " ".join(comment.text.split())
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rsplit(" ", 1)[0] + " …"
    return f"{time}{comment.author}{asked}: {text}"
