"""What the page of the rubric shows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from app.library.rubric import STEPS, LetterRubric, Rubric
from app.ui.words import LETTER_NAMES, day
from perception.types import LETTERS, Letter


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version in the list. about: who wrote it and when, and whether it is the one in use."""

    id: str
    title: str
    about: str
    in_use: bool


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One text that reads otherwise than in the version before. where: letter and step in words."""

    where: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class RubricDraft:
    """A version and what was changed in it so far: (letter, step) to its text, step 0 for what to look at."""

    of: Rubric
    texts: Mapping[tuple[Letter, int], str] = field(default_factory=dict)

    def text(self, letter: Letter, step: int) -> str:
        """The text as it reads now."""
        kept = self.of.letters[letter]
        return self.texts.get((letter, step), kept.looks_at if step == 0 else kept.steps[step])

    def changed(self, letter: Letter, step: int, text: str) -> RubricDraft:
        """With another text; one that is as before is no change."""
        texts = {place: one for place, one in self.texts.items() if place != (letter, step)}
        plain = " ".join(text.split())
        if plain != RubricDraft(self.of).text(letter, step):
            texts[letter, step] = plain
        return replace(self, texts=texts)

    @property
    def is_changed(self) -> bool:
        """Whether anything reads otherwise than in the version."""
        return bool(self.texts)

    @property
    def missing(self) -> tuple[str, ...]:
        """Where a text is too short to say anything, in words."""
        return tuple(place_words(letter, step) for (letter, step), text in self.texts.items() if len(text) < 3)

    def rubric(self) -> Rubric:
        """The texts as a rubric; its number and author come when it is kept."""
        letters = {
            letter: LetterRubric(self.text(letter, 0), {step: self.text(letter, step) for step in STEPS})
            for letter in LETTERS
        }
        return replace(self.of, letters=letters)


def present_versions(every: Sequence[Rubric], in_use: str, today: date) -> tuple[VersionView, ...]:
    """The list, the newest own version first and the shipped one last."""
    return tuple(_version(one, in_use, today) for one in reversed(every))


def version_before(every: Sequence[Rubric], shown: Rubric) -> Rubric | None:
    """The version this one is compared with: the one before of its name, or the shipped one."""
    older = [one for one in every if one.name == shown.name and one.version < shown.version]
    if older:
        return max(older, key=lambda one: one.version)
    return every[0] if every and every[0].id != shown.id else None


def changes(before: Rubric, now: Rubric) -> tuple[ChangeView, ...]:
    """Every text that reads otherwise, in the order of the letters."""
    old, new = RubricDraft(before), RubricDraft(now)
    return tuple(
        ChangeView(place_words(letter, step), old.text(letter, step), new.text(letter, step))
        for letter in LETTERS
        for step in (0, *STEPS)
        if old.text(letter, step) != new.text(letter, step)
    )


def place_words(letter: Letter, step: int) -> str:
    """Eye contact, 3."""
    return f"{LETTER_NAMES[letter]}, {step}" if step else f"{LETTER_NAMES[letter]}, what to look at"


def _version(one: Rubric, in_use: str, today: date) -> VersionView:
    try:
        made = day(_midnight(one.made_on), today)
    except ValueError:
        made = one.made_on
    used = one.id == in_use
    about = f"{one.author or 'unknown'} · {made}" + (" · in use" if used else "")
    return VersionView(one.id, f"{one.name}, version {one.version}", about, used)


def _midnight(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time())
