"""What a call with a written customer shows: what they say and do, and one live cue at most. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from app.engine.messages import (
    CueCleared,
    CueShown,
    CustomerDoing,
    CustomerIs,
    CustomerLeft,
    CustomerSpeaks,
    CustomerStops,
    Event,
    Problem,
    SnapshotTaken,
    StartCall,
)
from app.practice.scenario.model import EndKind, Persona
from app.ui.practice.words_presenter import closing_words, first_name
from app.ui.speakers import SILENT
from perception.types import Letter

CAPTION_STAYS_S: Final = 4.0
LONGEST_PART: Final = 150
NOTE_STAYS_S: Final = 8.0
CAPTIONS_ONLY: Final = "Without sound: the customer's words come as captions."

_DOING: Final[dict[CustomerDoing, str]] = {
    "getting_ready": "{} is getting ready",
    "speaking": "{} is speaking",
    "listening": "{} is listening",
    "thinking": "{} is thinking",
    "waiting": "{} is waiting for you",
    "gone": "{} has left the call",
}


@dataclass(frozen=True, slots=True)
class CueLineView:
    """A live cue as shown. place: "cue 2 of 4 in this call"."""

    letter: Letter
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class PracticeView:
    """One moment. end: how the call ended, None while it goes on. closing: one line after it, or ''.

    hidden: cue and strip are hidden by the user. note: what to know at the start, or ''.
    """

    chip: str = ""
    speaking: bool = False
    caption: str = ""
    cue: CueLineView | None = None
    hidden: bool = False
    note: str = ""
    end: EndKind | None = None
    closing: str = ""


class PracticePresenter:
    """Keeps what the customer says and does, and the cue. Without a persona only the cues (a free call)."""

    def __init__(self, plan: StartCall, persona: Persona | None, *, captions: bool, note: str = "") -> None:
        self.persona = persona
        self._name = first_name(persona) if persona is not None else ""
        self._silent = plan.practice is not None and plan.practice.speaker_id == SILENT
        self._captions = captions or self._silent
        self._budget = plan.cues.budget if plan.cues is not None else 0
        self._cues = 0
        self._said: CustomerSpeaks | None = None
        self._caption_ends_s = 0.0
        notes = (note, CAPTIONS_ONLY if self._silent and persona is not None else "")
        chip = _DOING["getting_ready"].format(self._name) if persona is not None else ""
        self.view = PracticeView(chip=chip, note=" ".join(filter(None, notes)))

    def hear(self, event: Event) -> None:
        """Take in one event."""
        if isinstance(event, CueShown):
            self._take_cue(event)
        elif isinstance(event, CueCleared):
            if self.view.cue is not None and not event.read:
                self._cues -= 1
            self.view = replace(self.view, cue=None)
        elif isinstance(event, SnapshotTaken):
            self._take_snapshot(event)
        elif isinstance(event, Problem) and event.what in ("speaker", "model"):
            # Without a loudspeaker or a voice the words must be seen, whatever was chosen.
            self._captions = True
        elif self.persona is not None:
            self._take_customer(event, self.persona)

    def hide(self) -> bool:
        """Hide cue and strip, or show them again; whether they are hidden now."""
        self.view = replace(self.view, hidden=not self.view.hidden, cue=None)
        return self.view.hidden

    def _take_cue(self, event: CueShown) -> None:
        if self.view.hidden:
            return
        self._cues += 1
        of = f" of {self._budget}" if self._cues <= self._budget else ""
        cue = CueLineView(event.cue.letter, event.cue.text, f"cue {self._cues}{of} in this call")
        self.view = replace(self.view, cue=cue, note="")

    def _take_customer(self, event: Event, persona: Persona) -> None:
        if isinstance(event, CustomerSpeaks):
            if event.kind != "sound":
                self._said = event
                self._caption_ends_s = event.t_s + event.lead_s + event.seconds + CAPTION_STAYS_S
            self._say("speaking", speaking=True)
            self._show_caption(event.t_s)
        elif isinstance(event, CustomerStops):
            self._stop(event)
        elif isinstance(event, CustomerIs):
            self._say(event.doing, speaking=False)
        elif isinstance(event, CustomerLeft):
            self._say("gone", speaking=False)
            self.view = replace(self.view, end=event.end, closing=closing_words(persona, event.end), cue=None)

    def _stop(self, event: CustomerStops) -> None:
        self._say("listening", speaking=False)
        if event.cut:
            said = event.said.strip()
            self._said = None
            self._caption_ends_s = event.t_s + CAPTION_STAYS_S
            if self._captions:
                self.view = replace(self.view, caption=f"“{said} –”" if said else "")

    def _say(self, doing: CustomerDoing, *, speaking: bool) -> None:
        self.view = replace(self.view, chip=_DOING[doing].format(self._name), speaking=speaking)

    def _show_caption(self, now_s: float) -> None:
        said = self._said
        if said is not None and self._captions:
            self.view = replace(self.view, caption=caption_at(said, now_s))

    def _take_snapshot(self, event: SnapshotTaken) -> None:
        now = event.snapshot
        if now.now_s > self._caption_ends_s:
            self._said = None
            self.view = replace(self.view, caption="")
        self._show_caption(now.now_s)
        if now.now_s > NOTE_STAYS_S and self.view.note:
            self.view = replace(self.view, note="")


def caption_at(said: CustomerSpeaks, now_s: float) -> str:
    """The part of a line that is being said now; a part is as long as can be read over the picture."""
    parts = caption_parts(said.text)
    total = sum(map(len, parts))
    begun_s = now_s - said.t_s - said.lead_s
    place, shown = 0, parts[0] if parts else ""
    for part in parts:
        if begun_s >= said.seconds * place / max(1, total):
            shown = part
        place += len(part)
    return f"“{shown}”" if shown else ""


def caption_parts(text: str) -> tuple[str, ...]:
    """A line cut into parts of whole words, at ends of sentences where there are some."""
    parts: list[str] = []
    for word in text.split():
        last = parts[-1] if parts else ""
        ends = last.endswith((".", "!", "?", "…")) and len(last) > LONGEST_PART // 2
        if not parts or ends or len(last) + 1 + len(word) > LONGEST_PART:
            parts.append(word)
        else:
            parts[-1] = f"{last} {word}"
    return tuple(parts)
