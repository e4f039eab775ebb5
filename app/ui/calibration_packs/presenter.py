"""What the pages about calibration packs show. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from app.library.agreement.rated import RatedCall
from app.library.calibration_packs.pack import Pack, PackClip
from app.library.calibration_packs.spread import ClipRatings, LetterSpread
from app.library.calibration_packs.values import KeptPack, MadeClip, OpenedPack, SentRatings, TakenRatings
from app.ui.sharing.presenter import DoneView
from app.ui.words import LETTER_NAMES, clock, day, listed
from perception.types import LETTERS

PURPOSE: Final = (
    "Several coaches rate the same clips, each alone. Then you see how far apart you are, talk about it, and rate "
    "the next clips more alike."
)
EMPTY: Final = (
    "Make a pack, then add clips: in the review of a call of your own, choose a stretch and take "
    "“Add to a calibration pack” from the menu. Or open a pack that was shared with you."
)
NO_CLIPS: Final = (
    "Open the review of a call of your own, choose a stretch on the tracks, and take “Add to a calibration pack” from "
    "the menu at the top right. Clips of one to three minutes are good to rate."
)
WIDE: Final = 2  # steps from which on a spread is worth talking about


@dataclass(frozen=True, slots=True)
class PackView:
    """A pack in the list. about: who made it, when, how many clips. progress: how many of them are rated."""

    name: str
    about: str
    progress: str


@dataclass(frozen=True, slots=True)
class DotsView:
    """The ratings of a letter on 1..5. own: 1..5 or None; others: of each other coach. words: all of it aloud."""

    letter: str
    name: str
    own: int | None
    others: tuple[int, ...]
    words: str
    apart: str = ""


@dataclass(frozen=True, slots=True)
class ClipView:
    """A clip on the page of its pack. state: in words; mark: of it. command: of the button that opens it.

    dots: () until it is rated. note: what stands instead, or ''.
    """

    clip: PackClip
    title: str
    about: str
    question: str
    state: str
    mark: str
    command: str
    dots: tuple[DotsView, ...]
    note: str


def present_pack(kept: KeptPack, clips: Sequence[ClipRatings], today: date) -> PackView:
    """A pack in one line."""
    return PackView(kept.pack.name, _about(kept, today), progress_words(clips))


def _about(kept: KeptPack, today: date) -> str:
    count = len(kept.pack.clips)
    who = "Yours" if kept.own else f"From {kept.pack.author or 'somebody else'}"
    return " · ".join([who, _made(kept.pack.made_at, today), f"{count} clip{'' if count == 1 else 's'}"])


def about_words(kept: KeptPack, today: date) -> str:
    """Who made it, when, and by which texts it is rated."""
    rubric = f" · rated by {kept.pack.rubric}" if kept.pack.rubric else ""
    return _about(kept, today) + rubric


def _made(made_at: str, today: date) -> str:
    try:
        return day(datetime.fromisoformat(made_at), today)
    except ValueError:
        return "unknown day"


def progress_words(clips: Sequence[ClipRatings]) -> str:
    """How many are rated."""
    if not clips:
        return "No clip yet"
    rated = sum(one.seen for one in clips)
    return "All rated" if rated == len(clips) else f"{rated} of {len(clips)} rated"


def present_clip(number: int, one: ClipRatings) -> ClipView:
    """A clip. number: its place in the pack, from 1."""
    clip = one.clip
    return ClipView(
        clip=clip,
        title=f"{number}. {clip.title}",
        about=clock(clip.duration_s),
        question=clip.question,
        state=_state(one),
        mark="good" if one.rated else "unknown",
        command="Open" if one.seen else "Go on rating" if one.begun else "Rate",
        dots=tuple(_dots(letter) for letter in one.letters if letter.values),
        note=one.problem or _note(one),
    )


def _state(one: ClipRatings) -> str:
    if one.rated:
        return "Rated"
    if one.seen:
        return "Looked at without rating: it does not count"
    return f"{one.begun} of {len(LETTERS)} letters rated" if one.begun else "Not rated yet"


def _note(one: ClipRatings) -> str:
    if one.seen:
        return "" if one.others else "No other coach's ratings are here yet."
    if not one.others:
        return ""
    who = "Another coach has" if one.others == 1 else f"{one.others} other coaches have"
    return f"{who} rated this clip. Rate it yourself; then you see how."


def _dots(spread: LetterSpread) -> DotsView:
    said = [f"you {spread.own}"] if spread.own is not None else []
    said += [f"{coach} {value}" for coach, value in spread.others.items()]
    apart = "" if spread.width < WIDE else f"{spread.width} steps apart"
    name = LETTER_NAMES[spread.letter]
    words = f"{name}: {', '.join(said)}." + (f" {apart}." if apart else "")
    return DotsView(spread.letter, name, spread.own, tuple(spread.others.values()), words, apart)


def talk_words(clips: Sequence[ClipRatings]) -> str:
    """What to talk about first, in a sentence; '' where nothing can be said."""
    shared = [one for one in clips if one.seen and any(len(letter.values) > 1 for letter in one.letters)]
    if not shared:
        return ""
    widest = max(shared, key=lambda one: (one.widest, one.mean_width))
    if widest.widest < WIDE:
        return "You rated these clips alike: no letter is more than a step apart."
    wide = [LETTER_NAMES[one.letter].lower() for one in widest.letters if one.width == widest.widest]
    return f"Talk about “{widest.clip.title}” first: you are {widest.widest} steps apart in {listed(wide)}."


def first_other(calls: Sequence[RatedCall], me: str) -> str:
    """The other coach who rated most of these clips with one; '' without any."""
    counts: dict[str, int] = {}
    for call in calls:
        for name in call.coaches:
            if name != me:
                counts[name] = counts.get(name, 0) + 1
    return max(sorted(counts), key=lambda name: counts[name], default="")


def moved(pack: Pack, clip_id: str, by: int) -> Pack:
    """The pack with a clip that many places further down."""
    clips = list(pack.clips)
    place = next(number for number, clip in enumerate(clips) if clip.id == clip_id)
    clips.insert(min(max(0, place + by), len(clips) - 1), clips.pop(place))
    return replace(pack, clips=tuple(clips))


def reworded(pack: Pack, clip_id: str, *, title: str, question: str) -> Pack:
    """The pack with another title and question of a clip."""
    clips = (replace(one, title=title, question=question) if one.id == clip_id else one for one in pack.clips)
    return replace(pack, clips=tuple(clips))


def without(pack: Pack, clip_id: str) -> Pack:
    """The pack without a clip."""
    return replace(pack, clips=tuple(clip for clip in pack.clips if clip.id != clip_id))


def parse_clock(text: str) -> float | None:
    """Seconds from “1:05” or “65”; None for anything else."""
    parts = text.strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(part.strip().isascii() and part.strip().isdigit() for part in parts):
        return None
    seconds = 0.0
    for part in parts:
        seconds = seconds * 60 + float(part[:6])
    return seconds


# ------------------------------------------------------------ what came of it


def made_words(made: MadeClip, pack: str) -> DoneView:
    """After a clip was made."""
    lines = [f"It is the last clip of “{pack}” now, {clock(made.clip.duration_s)} long, and was measured by itself."]
    if made.earlier_s >= 0.5:
        lines.append(f"It begins {made.earlier_s:.0f} s earlier than you chose: only there the picture can begin.")
    return DoneView(f"“{made.clip.title}” was added", tuple(lines))


def shared_words(name: str) -> DoneView:
    """After a pack was written."""
    return DoneView(
        f"{name} is ready",
        (
            "Give the file to the other coaches, and tell them the passphrase in another way, best by voice.",
            "Nobody's ratings are in it. Each coach rates alone and sends a small file back; take those in here.",
        ),
    )


def opened_words(opened: OpenedPack) -> str:
    """A short confirmation; the pack itself follows."""
    if opened.new:
        return f"“{opened.name}” was opened. Rate its clips, each by yourself."
    if opened.clips:
        return f"{opened.clips} new clip{'s are' if opened.clips > 1 else ' is'} in “{opened.name}”."
    return f"You have “{opened.name}” already."


def sent_words(sent: SentRatings, name: str) -> DoneView:
    """After ratings were written."""
    lines = [
        f"It holds {sent.entries} entr{'y' if sent.entries == 1 else 'ies'} about {sent.clips} "
        f"clip{'' if sent.clips == 1 else 's'}, encrypted: yours, and those of others that you took in.",
        "Send it to the other coaches of this pack. You can send again whenever there is more: nothing comes twice.",
    ]
    if sent.silent:
        lines.append("The sound of some spoken comments is missing or too large; their words go.")
    return DoneView(f"{name} is ready", tuple(lines))


def taken_words(taken: TakenRatings) -> DoneView:
    """After ratings were taken in."""
    who = listed(taken.authors[:3]) or "other coaches"
    lines = []
    if taken.new:
        known = f" {taken.known} were here already." if taken.known else ""
        lines.append(f"{taken.new} new entr{'y' if taken.new == 1 else 'ies'} about “{taken.name}”.{known}")
        lines.append("You see them on each clip that you have rated yourself.")
    else:
        lines.append(f"All of it is with “{taken.name}” already. Nothing was added.")
    if taken.missing:
        lines.append(
            f"{taken.missing} clip{'s' if taken.missing > 1 else ''} of the file "
            f"{'are' if taken.missing > 1 else 'is'} not in the pack here; their ratings were left out."
        )
    return DoneView(f"Ratings of {who} are in", tuple(lines))
