"""The customers to practise with, narrowed by words and choices. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.practice.scenario.model import Scenario
from app.reports.words import sentence as full_sentence
from app.ui.ports import Played, ScenarioEntry, ScenarioMistake
from app.ui.practice.words_presenter import DIFFICULTIES, ENDS, LENGTHS, SITUATIONS, length_of
from app.ui.words import LETTER_NAMES, day
from perception.types import LETTERS

MOST_MISTAKES: Final = 3
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PickerFilter:
    """What is looked for; '' is no limit."""

    search: str = ""
    situation: str = ""
    difficulty: str = ""
    length: str = ""
    letter: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return self != EVERYBODY


EVERYBODY: Final = PickerFilter()


@dataclass(frozen=True, slots=True)
class ScenarioCardView:
    """A scenario in the list. facts: difficulty and length. played: '' when never. mistakes: lines to show instead."""

    entry: ScenarioEntry
    title: str
    who: str
    summary: str
    facts: str
    letters: str
    played: str
    look: str
    mistakes: tuple[str, ...] = ()

    @property
    def aloud(self) -> str:
        """All of it, for people who do not see it."""
        trains = f"Trains {self.letters}" if self.letters else ""
        parts = (self.title, self.who, self.summary, self.facts, trains, self.played, *self.mistakes)
        return " ".join(full_sentence(part) for part in parts if part)


@dataclass(frozen=True, slots=True)
class PickerView:
    """The list. empty: title and sentence when nothing is listed, else None."""

    cards: tuple[ScenarioCardView, ...]
    summary: str
    empty: tuple[str, str] | None


def present_picker(entries: Sequence[ScenarioEntry], wanted: PickerFilter, today: date) -> PickerView:
    """The scenarios that fit; those with mistakes stay at the end, whatever is looked for."""
    good = sorted(
        (entry for entry in entries if entry.scenario is not None and _fits(entry.scenario, wanted)), key=_order
    )
    faulty = [entry for entry in entries if entry.scenario is None]
    cards = tuple(present_card(entry, today) for entry in (*good, *faulty))
    all_good = sum(entry.scenario is not None for entry in entries)
    count = f"{len(good)} of {all_good}" if wanted.narrows else f"{all_good}"
    empty = None
    if not all_good and not faulty:
        empty = ("No customers here yet", "No written customer was found. You can still call without one.")
    elif not good and wanted.narrows:
        empty = ("Nobody fits", "No written customer fits all of this. Take something away and look again.")
    return PickerView(cards, f"{count} customers" if all_good != 1 else f"{count} customer", empty)


def situation_choices(entries: Sequence[ScenarioEntry]) -> Choices:
    """The situations there are."""
    there = {entry.scenario.situation for entry in entries if entry.scenario is not None}
    return (("", "Any situation"), *((key, words) for key, words in SITUATIONS.items() if key in there))


def fixed_choices() -> dict[str, Choices]:
    """What difficulty, length and letter may be."""
    return {
        "difficulty": (("", "Any difficulty"), *DIFFICULTIES.items()),
        "length": (("", "Any length"), *LENGTHS.items()),
        "letter": (("", "Any letter"), *((letter, f"{letter}  {LETTER_NAMES[letter]}") for letter in LETTERS)),
    }


def present_card(entry: ScenarioEntry, today: date) -> ScenarioCardView:
    """One scenario as a card."""
    scenario = entry.scenario
    if scenario is None:
        return ScenarioCardView(
            entry,
            entry.file.name,
            "This file cannot be played yet.",
            summary="",
            facts="",
            letters="",
            played="",
            look="",
            mistakes=mistake_lines(entry.mistakes),
        )
    persona = scenario.persona
    return ScenarioCardView(
        entry,
        scenario.title,
        f"{persona.name} · {persona.role}, {persona.company}",
        summary=scenario.summary,
        facts=f"{DIFFICULTIES[scenario.difficulty]} · {scenario.minutes} min",
        letters=" ".join(letter for letter in LETTERS if letter in scenario.letters),
        played=played_words(entry.played, today),
        look=persona.look,
    )


def played_words(played: Played | None, today: date) -> str:
    """When it was played last and the best end so far; '' when never."""
    if played is None:
        return ""
    best = f" · best: {ENDS[played.best]}" if played.best is not None else ""
    return f"Played {day(played.last, today)}{best}"


def mistake_lines(mistakes: Sequence[ScenarioMistake]) -> tuple[str, ...]:
    """The first mistakes with their line and remedy, and how many more there are."""
    lines = [
        f"{f'Line {mistake.line}: ' if mistake.line is not None else ''}{mistake.what} {mistake.remedy}".strip()
        for mistake in mistakes[:MOST_MISTAKES]
    ]
    more = len(mistakes) - MOST_MISTAKES
    return (*lines, *([f"And {more} more."] if more > 0 else []))


def _fits(scenario: Scenario, wanted: PickerFilter) -> bool:
    persona = scenario.persona
    text = " ".join(
        (
            scenario.title,
            scenario.summary,
            scenario.aim,
            SITUATIONS[scenario.situation],
            *scenario.tags,
            persona.name,
            persona.role,
            persona.company,
        )
    ).casefold()
    return (
        all(word in text for word in wanted.search.casefold().split())
        and wanted.situation in ("", scenario.situation)
        and wanted.difficulty in ("", scenario.difficulty)
        and wanted.length in ("", length_of(scenario.minutes))
        and (not wanted.letter or wanted.letter in scenario.letters)
    )


def _order(entry: ScenarioEntry) -> tuple[int, bool, int, str]:
    """The gentle ones first, and of those whom one has not met yet."""
    scenario, met = entry.scenario, entry.played is not None
    if scenario is None:
        return len(DIFFICULTIES), met, 0, entry.file.name
    return list(DIFFICULTIES).index(scenario.difficulty), met, scenario.minutes, scenario.title.casefold()
