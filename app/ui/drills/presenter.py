"""What the list of drills shows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.practice.drills import params
from app.practice.drills.choosing import DrillDone, kind_for, suggested
from app.practice.drills.model import (
    DRILL_KINDS,
    LETTERS_OF,
    DrillItem,
    DrillKind,
    EmpathyTask,
    FaceTask,
    FeelingTask,
    ParaphraseTask,
    ThreadTask,
    ToneTask,
)
from app.practice.drills.session import steps_of
from app.ui.words import LETTER_NAMES
from perception.types import Letter

# What each kind is called, and what one does in it.
KINDS: Final[Mapping[DrillKind, tuple[str, str]]] = {
    "empathy_or_sympathy": (
        "Empathy or sympathy?",
        "Three answers to one hard sentence. Find the empathic one, say why, then word your own.",
    ),
    "name_feeling": ("Name the feeling", "From the words, or from voice and face where the words hide it."),
    "paraphrase": ("Paraphrase first", "Give back what was said in your own words, before you answer."),
    "tone": ("One sentence, three ways", "As it comes, calmer, warmer: held against your own pitch and level, live."),
    "neutral_face": ("A face that listens", "Hear a hard message with brows, lips and mouth at rest."),
    "posture": ("Sit back", "Return to your own upright and stay there for a few breaths."),
    "thread": ("Read the thread", "Customers' posts: what do they feel, what do they need, what do you answer first?"),
}
DIFFICULTY_WORDS: Final = {"gentle": "gentle", "steady": "steady", "hard": "hard"}
SITUATION_WORDS: Final = {
    "outage": "outage",
    "renewal": "renewal",
    "missing_feature": "missing feature",
    "price_rise": "price rise",
    "onboarding": "onboarding",
    "escalation": "escalation",
    "interview": "interview",
    "internal": "colleagues",
    "data_loss": "data loss",
    "support_delay": "slow support",
    "champion_leaves": "champion leaves",
    "good_news": "good news",
}
NEEDS: Final[Mapping[DrillKind, str]] = {"tone": "microphone", "neutral_face": "camera", "posture": "camera"}


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item in a list. done: it was drilled before."""

    id: str
    kind: DrillKind
    title: str
    about: str
    done: bool


@dataclass(frozen=True, slots=True)
class KindView:
    """One kind of drill. dots: one for each of its items, True for those drilled. shown: the items that match."""

    kind: DrillKind
    title: str
    text: str
    letters: str
    about: str
    dots: tuple[bool, ...]
    shown: tuple[ItemView, ...] = ()


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """What to drill now."""

    kind: DrillKind
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class DrillsView:
    """The whole list. empty: what to say when nothing matches, else ''."""

    suggestion: SuggestionView | None
    kinds: tuple[KindView, ...]
    summary: str
    empty: str = ""


def present_drills(
    items: Sequence[DrillItem],
    done: Sequence[DrillDone],
    *,
    letter: Letter | None = None,
    kind: DrillKind | None = None,
    search: str = "",
) -> DrillsView:
    """What is shown with this letter chosen and these words typed. Typed words find items; without, only kinds."""
    met = {name for one in done for name in one.items}
    words = search.lower().split()
    kinds = []
    for one in DRILL_KINDS:
        of_kind = [item for item in items if item.kind == one]
        if not of_kind or (letter is not None and letter not in LETTERS_OF[one]) or kind not in (None, one):
            continue
        found = [item for item in of_kind if all(word in _text(item) for word in words)] if words else []
        if words and not found:
            continue
        kinds.append(_kind(one, of_kind, found, met))
    empty = f"No drill says “{search.strip()}”. Try one word, such as a situation or a name." if not kinds else ""
    return DrillsView(
        suggestion=_suggestion(items, done, letter, kind) if not words else None,
        kinds=tuple(kinds),
        summary=_summary(done),
        empty=empty,
    )


def drill_for(letter: Letter) -> tuple[DrillKind, str]:
    """The drill for a letter, with the words of a button that starts it."""
    kind = kind_for(letter)
    return kind, _two_minutes(kind)


def _two_minutes(kind: DrillKind) -> str:
    title = KINDS[kind][0]
    return f"2-minute drill: {title[:1].lower()}{title[1:]}"


def _kind(kind: DrillKind, items: Sequence[DrillItem], found: Sequence[DrillItem], met: set[str]) -> KindView:
    title, text = KINDS[kind]
    letters = LETTERS_OF[kind]
    seconds = sum(step.planned_s for item in items for step in steps_of(item)) / len(items) * params.ROUND_ITEMS[kind]
    about = f"{len(items)} tasks · about {round(seconds / 10) * 10} s"
    if kind in NEEDS:
        about += f" · {NEEDS[kind]}"
    shown = tuple(_item(item, item.id in met) for item in found)
    dots = tuple(sorted((item.id in met for item in items), reverse=True))
    return KindView(kind, title, text, " ".join(letters), about, dots, shown)


def _item(item: DrillItem, done: bool) -> ItemView:
    about = f"{SITUATION_WORDS[item.situation]} · {DIFFICULTY_WORDS[item.difficulty]}"
    return ItemView(item.id, item.kind, item.title, about, done)


def present_items(items: Sequence[DrillItem], done: Sequence[DrillDone], kind: DrillKind) -> tuple[ItemView, ...]:
    """All items of a kind."""
    met = {name for one in done for name in one.items}
    return tuple(_item(item, item.id in met) for item in items if item.kind == kind)


def _suggestion(
    items: Sequence[DrillItem], done: Sequence[DrillDone], letter: Letter | None, kind: DrillKind | None
) -> SuggestionView | None:
    chosen = kind or suggested(done, letter)
    if not any(item.kind == chosen for item in items):
        return None
    if letter is not None:
        why = f"It trains {letter}: {LETTER_NAMES[letter].split(':')[0].lower()}."
    elif not any(one.kind == chosen for one in done):
        why = "You have not tried this one yet."
    else:
        why = "It is the one you drilled least."
    return SuggestionView(chosen, _two_minutes(chosen), why)


def _summary(done: Sequence[DrillDone]) -> str:
    if not done:
        return "One letter, one or two minutes. Nothing you write or say here is kept."
    minutes = max(1, round(sum(one.seconds for one in done) / 60.0))
    times = "once" if len(done) == 1 else f"{len(done)} times"
    return f"You drilled {times}, {minutes} min in all. Nothing you write or say here is kept."


def _text(item: DrillItem) -> str:
    """Everything a search looks at."""
    task = item.task
    parts = [item.title, SITUATION_WORDS[item.situation], item.difficulty, KINDS[item.kind][0]]
    if isinstance(task, EmpathyTask | FeelingTask | ParaphraseTask):
        parts += [task.said, task.customer.name, task.customer.role]
    elif isinstance(task, FaceTask):
        parts += [task.message, task.customer.name]
    elif isinstance(task, ToneTask):
        parts += [task.scene, task.sentence]
    elif isinstance(task, ThreadTask):
        parts += [task.place, task.said]
    else:
        parts.append(task.scene)
    return " ".join(parts).lower()
