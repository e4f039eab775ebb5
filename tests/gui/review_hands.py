"""A review service in memory, and the hands of a coach."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from conftest import settle
from examples import opened
from review_examples import review_series

from app.library.review.acts import SentenceAct
from app.ui.review.ports import OpenedReview
from app.ui.routes import ToReview
from perception.errors import SessionFormatError

FOLDER = Path("/sessions/a")
ACTS = (
    SentenceAct(1, 0, 56, 132.0, 137.0, "fix first", "watch"),
    SentenceAct(2, 0, 44, 185.0, 189.0, "open question", "good"),
)


class Reviews:
    """The example call, opened for review. shared_by: who shared it, '' for an own one.

    trouble: raised by the next `open`; acts_trouble: by `acts`.
    """

    def __init__(self, entries=(), *, shared_by: str = "") -> None:
        self.shared_by = shared_by
        self.entries = tuple(entries)
        self.trouble: Exception | None = None
        self.acts_trouble: Exception | None = None
        self.asked: list[str] = []

    def open(self, folder):
        if self.trouble is not None:
            raise self.trouble
        return OpenedReview(replace(opened(folder), shared_by=self.shared_by), review_series(), self.entries)

    def acts(self, utterances):
        self.asked.append("acts")
        if self.acts_trouble is not None:
            raise self.acts_trouble
        return ACTS

    def letters(self, folder):
        self.asked.append("letters")
        return {}

    def look(self, media, side):
        raise AssertionError("there is no picture to look at")

    def film(self, folder, media):
        raise AssertionError("there is no recording")


def missing() -> SessionFormatError:
    return SessionFormatError("The folder is gone.", recovery="Choose another one.")


def open_review(window, *, t_s: float = 0.0, rate: bool = False):
    """The page of the example call."""
    window.go(ToReview(FOLDER, t_s=t_s, rate=rate))
    settle(window)
    settle(window)
    return window.page
