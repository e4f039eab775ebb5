"""Who a customer is, what helps, and what the call is for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.practice.cues import goes_without
from app.practice.scenario.model import Persona, Scenario
from app.settings import Settings
from app.ui.ports import Played
from app.ui.practice.presenter import played_words
from app.ui.practice.words_presenter import DIFFICULTIES, SITUATIONS, first_name
from app.ui.words import LETTER_NAMES, listed, sentence
from perception.types import LETTERS

CHECK_NOTE: Final = "Check call: no cues and no marks, as in a real call."
FADE_NOTE: Final = "This call goes without cues: every third one does. The marks stay."

_THEM: Final = {"she": "her", "he": "him", "they": "them"}
_THEY_USE: Final = {"she": "she uses", "he": "he uses", "they": "they use"}


@dataclass(frozen=True, slots=True)
class PersonaView:
    """A persona card. lists: headings with their items."""

    name: str
    role: str
    history: str
    lists: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class BriefView:
    """The page before a call."""

    title: str
    about: str
    summary: str
    aim: str
    trains: str
    played: str
    persona: PersonaView


@dataclass(frozen=True, slots=True)
class CueNote:
    """Whether live cues come in the next call, and what to say of it at the start, or ''."""

    words: bool
    strip: bool
    note: str


def present_persona(persona: Persona) -> PersonaView:
    """The card of a persona."""
    them = _THEM[persona.pronoun]
    lists = (
        (f"Helps {them}", persona.soothers),
        (f"Pushes {them} over the edge", persona.triggers),
        (f"Words {_THEY_USE[persona.pronoun]}", persona.vocabulary),
    )
    return PersonaView(
        name=persona.name,
        role=f"{persona.role}, {persona.company}",
        history=persona.history,
        lists=tuple((heading, items) for heading, items in lists if items),
    )


def present_brief(scenario: Scenario, played: Played | None, today: date) -> BriefView:
    """The page before a call with this customer."""
    letters = [letter for letter in LETTERS if letter in scenario.letters]
    return BriefView(
        title=scenario.title,
        about=f"{SITUATIONS[scenario.situation]} · {DIFFICULTIES[scenario.difficulty]} · about {scenario.minutes} min",
        summary=scenario.summary,
        aim=scenario.aim,
        trains=f"Trains {listed(f'{letter} ({_short(letter)})' for letter in letters)}." if letters else "",
        played=played_words(played, today),
        persona=present_persona(scenario.persona),
    )


def present_cue_note(settings: Settings, calls: int, *, check: bool) -> CueNote:
    """What live cues do in the next call. calls: practice calls so far. check: the user asked for a check call."""
    if check:
        return CueNote(words=False, strip=False, note=CHECK_NOTE)
    strip = settings.switch("cue_strip")
    if settings.number("cue_budget") == 0 or not settings.text("cue_letters"):
        return CueNote(words=False, strip=strip, note="")
    if goes_without(calls, fading=settings.switch("cue_fading")):
        note = FADE_NOTE if strip else FADE_NOTE.removesuffix(" The marks stay.")
        return CueNote(words=False, strip=strip, note=note)
    return CueNote(words=True, strip=strip, note="")


def start_words(persona: Persona) -> str:
    """What the button that goes on says."""
    return sentence(f"call {first_name(persona)}")


def _short(letter: str) -> str:
    return LETTER_NAMES[letter].split(":")[0].lower()
