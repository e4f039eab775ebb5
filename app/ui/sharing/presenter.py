"""What is shared and what came of it, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.library.packages.contents import Contents
from app.library.packages.values import Opened, SentNotes, ShareChoice, SharePreview, TakenNotes
from app.ui.words import day, listed

ASK_THEM = "The other side is heard in it, too. Share it only if they agreed to that."


@dataclass(frozen=True, slots=True)
class ShareView:
    """What a choice comes to. goes, stays: one plain line each. size: of the file. care: what to mind, or ''."""

    goes: tuple[str, ...]
    stays: tuple[str, ...]
    size: str
    care: str = ""


@dataclass(frozen=True, slots=True)
class ExtraView:
    """Something that may be taken in, too. name: of the field of ShareChoice; there: whether there is any."""

    name: str
    text: str
    there: bool


@dataclass(frozen=True, slots=True)
class DoneView:
    """What came of it: a title, some lines, and whether it went well as a whole."""

    title: str
    lines: tuple[str, ...]


def present_share(shown: SharePreview, choice: ShareChoice) -> ShareView:
    """What goes in and what stays here."""
    full = choice.variant == "full"
    goes = _full(shown) if full else _without_face(choice)
    stays = [] if full or not shown.has_picture else ["The picture: no face can be seen"]
    if not full and not choice.sound and shown.media_bytes:
        stays.append("The sound: no voice can be heard")
    if not full:
        stays.append("Lines you struck out or corrected, as they were")
    stays.append("The names of your devices, and reports")
    for extra in extras(shown):
        if extra.there:
            (goes if getattr(choice, extra.name) else stays).append(extra.text)
    care = ASK_THEM if shown.other_person and choice.has_sound else ""
    return ShareView(tuple(goes), tuple(stays), f"About {size_text(shown.bytes_of(choice))}", care)


def _full(shown: SharePreview) -> list[str]:
    goes = ["The words, with your corrections", "All measures, the seven letters and their reasons"]
    if shown.has_picture:
        goes.insert(0, "Picture and sound: your face and voice, and the other side's")
    elif shown.media_bytes:
        goes.insert(0, "The sound: your voice and the other side's")
    return goes


def _without_face(choice: ShareChoice) -> list[str]:
    return [
        *(["The sound of the voices"] if choice.sound else []),
        "The words as they read now, with names that were said",
        "A stick figure: gaze, posture, nods and smiles",
        "Pitch and level of the voices as curves",
        "The seven letters and their reasons",
    ]


def extras(shown: SharePreview) -> tuple[ExtraView, ...]:
    """What may be taken in beyond the session itself."""
    return (
        ExtraView("self_check", "Your self-check", shown.self_check),
        ExtraView("own_notes", f"Your own notes ({shown.own_notes})", shown.own_notes > 0),
        ExtraView("coach_notes", f"What coaches wrote ({shown.coach_notes})", shown.coach_notes > 0),
    )


def size_text(size: int) -> str:
    """A size as people say it."""
    if size >= 1_000_000_000:
        return f"{size / 1e9:.1f} GB"
    if size >= 10_000_000:
        return f"{size / 1e6:.0f} MB"
    return f"{max(size, 100_000) / 1e6:.1f} MB"


def present_shared(contents: Contents, name: str) -> DoneView:
    """After a file was written."""
    return DoneView(
        f"{name} is ready",
        (
            f"It is encrypted: without the passphrase nobody can open it. It holds {size_text(contents.size)}.",
            "Give the file to your coach as you like: a stick, a folder you share, a message. Tell the passphrase in "
            "another way, best by voice.",
            "Nobody can look it up for you later: it is not kept anywhere.",
        ),
    )


def present_opened(opened: Opened) -> str:
    """A short confirmation. The session itself follows."""
    title = f"“{opened.contents.title}”"
    if opened.new:
        return f"{title} was opened."
    if opened.fuller:
        return f"You have {title} already, without what this file holds. Put that one into the bin to open this one."
    if opened.notes:
        return f"You have {title} already. {_count(opened.notes, 'note')} came with it."
    return f"You have {title} already."


def present_taken(taken: TakenNotes) -> DoneView:
    """After a coach's notes were taken in."""
    who = listed(taken.authors[:3]) or "the coach"
    if not taken.new:
        return DoneView(
            f"You have these notes of {who} already", (f"They are with “{taken.title}”. Nothing was added.",)
        )
    known = f" {_count(taken.known, 'note')} you had already." if taken.known else ""
    what = f"{_count(taken.new, 'new note')} {'are' if taken.new > 1 else 'is'} with “{taken.title}” now.{known}"
    return DoneView(f"Notes of {who} are in", (what,))


def present_sent(sent: SentNotes, name: str) -> DoneView:
    """After a coach's notes were written."""
    lines = [
        f"It holds {_count(sent.entries, 'entry', 'entries')} about “{sent.contents.title}”, encrypted.",
        "Send it to the person who shared the session, and tell them the passphrase in another way.",
        "You can send again whenever you have written more: nothing comes twice.",
    ]
    if sent.silent:
        lines.append(f"The sound of {_count(sent.silent, 'spoken comment')} is missing or too large; its words go.")
    return DoneView(f"{name} is ready", tuple(lines))


def about_session(started_at: str, today: date) -> str:
    """The day of a session, '' where it is not known."""
    try:
        return day(datetime.fromisoformat(started_at), today)
    except ValueError:
        return ""


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
