"""What the call screen shows, from what the engine tells. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from app.engine.messages import (
    CallFinished,
    Event,
    Heard,
    ImportProgress,
    PipelineStats,
    Problem,
    SnapshotTaken,
    StartCall,
    StateChanged,
)
from app.ui.words import clock, listed, time_left
from perception.scoring.params import UNCLEAR_P
from perception.types import LETTERS

CAPTION_STAYS_S: Final = 6.0
LONGEST_CAPTION: Final = 180

CallPhase = Literal["preparing", "running", "paused", "finishing", "finished", "failed"]


@dataclass(frozen=True, slots=True)
class CallView:
    """The call screen at one moment."""

    phase: CallPhase
    elapsed: str
    marks: dict[str, str]
    caption: str
    chip: str
    customer_speaking: bool
    talk_share: float | None
    talk_words: str
    diagnostics: str
    status: str
    progress: float | None


class CallPresenter:
    """Keeps the state of one call; `hear` each event, then read `view`."""

    def __init__(self, plan: StartCall, *, captions: bool) -> None:
        self.plan = plan
        self.folder = plan.folder
        self._captions = captions
        self._caption_ends_s = 0.0
        self._stats: PipelineStats | None = None
        self.view = CallView(
            phase="preparing",
            elapsed=clock(0),
            marks=dict.fromkeys(LETTERS, "unknown"),
            caption="",
            chip="",
            customer_speaking=False,
            talk_share=None,
            talk_words="nothing said yet",
            diagnostics="",
            status="Preparing …",
            progress=None,
        )

    def hear(self, event: Event) -> None:
        """Take in one event."""
        if isinstance(event, SnapshotTaken):
            self._take_snapshot(event)
        elif isinstance(event, Heard):
            self._take_words(event)
        elif isinstance(event, StateChanged):
            self._take_state(event)
        elif isinstance(event, ImportProgress):
            words = " ".join(filter(None, (event.step, time_left(event.remaining_s) if event.remaining_s else "")))
            self.view = replace(self.view, progress=event.fraction, status=words)
        elif isinstance(event, CallFinished):
            self.folder = event.folder
            self.view = replace(self.view, phase="finished")
        elif isinstance(event, Problem) and event.severity == "failed":
            self.view = replace(self.view, phase="failed", status=event.message)

    def finish(self) -> None:
        """The user ends the call."""
        if self.view.phase not in ("finished", "failed"):
            self.view = replace(self.view, phase="finishing", status="Listening to the last words again …", caption="")

    def left_out(self) -> str:
        """Which letters are not measured in this call, in words; '' when all are."""
        missing = [letter for letter in LETTERS if letter not in self.plan.letters]
        if not missing:
            return ""
        if len(missing) == 1:
            return f"The letter {missing[0]} is left out."
        return f"The letters {listed(missing)} are left out."

    def _take_snapshot(self, event: SnapshotTaken) -> None:
        now = event.snapshot
        share = now.talk_share
        self._stats = event.stats
        caption = self.view.caption if now.now_s <= self._caption_ends_s or now.customer_speaking else ""
        phase: CallPhase = "running" if self.view.phase == "preparing" else self.view.phase
        self.view = replace(
            self.view,
            phase=phase,
            elapsed=clock(now.now_s),
            marks={letter: now.letters[letter].mark for letter in LETTERS if letter in now.letters},
            customer_speaking=now.customer_speaking,
            chip=_chip(csm=now.csm_speaking, customer=now.customer_speaking, paused=phase == "paused"),
            caption=caption,
            talk_share=share,
            talk_words=_talk(share),
            diagnostics=describe_stats(event.stats),
        )

    def _take_words(self, event: Heard) -> None:
        said = event.utterance
        if not self._captions or said.speaker != "customer":
            return
        text = said.text.strip()
        if len(text) > LONGEST_CAPTION:
            text = "… " + text[-LONGEST_CAPTION:].split(" ", 1)[-1]
        self._caption_ends_s = said.end_s + CAPTION_STAYS_S
        doubt = " (heard unclearly)" if said.p < UNCLEAR_P else ""
        self.view = replace(self.view, caption=f"“{text}”{doubt}" if text else "")

    def _take_state(self, event: StateChanged) -> None:
        phases: dict[str, CallPhase] = {
            "starting": "preparing",
            "preparing": "preparing",
            "calling": "running",
            "paused": "paused",
            "finishing": "finishing",
        }
        phase = phases.get(event.state)
        if phase is None or self.view.phase in ("finished", "failed"):
            return
        if self.view.phase == "finishing" and phase != "finishing":
            return
        status = event.detail or {"preparing": "Preparing …", "paused": "Paused. Nothing is measured."}.get(phase, "")
        if phase == "finishing":
            status = event.detail or "Listening to the last words again …"
        self.view = replace(self.view, phase=phase, status=status, chip="Paused" if phase == "paused" else "")


def _chip(*, csm: bool, customer: bool, paused: bool) -> str:
    if paused:
        return "Paused"
    if customer:
        return "The customer is speaking"
    return "You are speaking" if csm else ""


def _talk(share: float | None) -> str:
    if share is None:
        return "nothing said yet"
    if share > 0.6:
        return "mostly you"
    return "mostly the customer" if share < 0.4 else "about even"


def describe_stats(stats: PipelineStats) -> str:
    """The diagnostics line."""
    free = f" · disk {stats.disk_free_gb:.0f} GB free" if stats.disk_free_gb is not None else ""
    return (
        f"frames {stats.captured_frames}, dropped {stats.dropped_frames} · face {stats.face_fps:.1f}/s · "
        f"pose {stats.pose_fps:.1f}/s · sound overflows {stats.audio_overflows} · "
        f"recorder drops {stats.recorder_drops} · words waiting {stats.speech_backlog} · "
        f"latency {stats.latency_ms:.0f} ms{free}"
    )
