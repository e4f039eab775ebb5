"""What the calibration shows at one moment. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from app.engine.messages import Problem
from app.ui.calibration.presenters.course import CalibrationPresenter, Now
from app.ui.calibration.presenters.steps import VOICE_STEPS, WORDS, Scene, advice_words, needs_camera, text_for
from app.ui.setup.presenter import Advice
from app.ui.words import listed

ActName = Literal["begin", "again", "skip", "leave", "drop"]


@dataclass(frozen=True, slots=True)
class Act:
    """A button with its key."""

    name: ActName
    words: str
    key: str
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Dot:
    """One step in the row of dots. state: 'now', 'measured', 'skipped' or 'pending'."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class StepView:
    """The screen of a step. text: what is read or answered, '' for none. line: live advice, or what was just done.

    measuring: the ring fills. sees: the own picture is of use.
    """

    scene: Scene
    title: str
    ask: str
    text: str
    line: Advice
    fraction: float
    measuring: bool
    fits: bool
    sees: bool
    progress: str
    dots: tuple[Dot, ...]
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class MessageView:
    """A screen with a sentence and what one can do."""

    title: str
    text: str
    acts: tuple[Act, ...]
    watch: bool = False
    busy: bool = False


_STOPPED_BY: Final = {"camera": "The camera cannot be used", "microphone": "The microphone cannot be used"}
_SKIP_WITHOUT: Final = {"camera": "Go on without the camera", "microphone": "Go on without the microphone"}


def present_step(presenter: CalibrationPresenter, paragraph: str) -> StepView:
    """The screen of the present step."""
    now, words = presenter.now, WORDS[presenter.now.step]
    measuring, opening = now.phase == "measuring", now.phase == "opening"
    order = list(now.states)
    return StepView(
        scene=words.scene,
        title=words.title,
        ask=words.ask,
        text=text_for(now.step, paragraph, quick=presenter.plan.quick),
        line=_line(now),
        fraction=now.fraction if measuring else 0.0,
        measuring=measuring,
        fits=measuring and not now.advice,
        sees=presenter.plan.camera is not None,
        progress=f"Step {order.index(now.step) + 1} of {len(order)}",
        dots=_dots(now),
        acts=(
            Act("begin", "Try again" if now.phase == "failed" else "Begin", "Space", not measuring and not opening),
            Act("again", _again_words(now), "R", measuring or (now.phase == "ready" and now.last is not None)),
            Act("skip", words.skip, "S", not opening),
            Act("leave", "Leave", "Esc"),
        ),
    )


def _again_words(now: Now) -> str:
    if now.phase == "ready" and now.last is not None:
        return f"{WORDS[now.last].name} again"
    return "Again"


def _line(now: Now) -> Advice:
    words = WORDS[now.step]
    if now.phase == "opening":
        return Advice("Opening camera and microphone …", "unknown")
    if now.phase == "failed":
        why = advice_words(now.step, now.advice) or "There was not enough to measure."
        return Advice(f"That did not work yet. {why} Press Space to try again, or S to skip.", "watch")
    if now.phase == "measuring":
        if now.advice:
            return Advice(advice_words(now.step, now.advice), "watch")
        return Advice(words.hold if now.fraction > 0 else "Waiting for the first good moment …", _mark(now))
    return _after_last(now)


def _mark(now: Now) -> str:
    return "good" if now.fraction > 0 else "unknown"


def _after_last(now: Now) -> Advice:
    """What came of the step before, while the next one waits."""
    if now.lost_steps:
        return Advice("The measuring part was started again. The steps before have to be measured again.", "watch")
    if now.last is None:
        return Advice("Press Space to begin.", "unknown")
    last = WORDS[now.last]
    if now.states[now.last] == "skipped":
        return Advice(f"{last.name}: skipped. {last.cost[:1].upper()}{last.cost[1:]}", "unknown")
    return Advice(f"{last.name}: measured.", "good")


def _dots(now: Now) -> tuple[Dot, ...]:
    return tuple(
        Dot(WORDS[step].name, "now" if step == now.step and state == "pending" else state)
        for step, state in now.states.items()
    )


def present_message(presenter: CalibrationPresenter) -> MessageView | None:
    """The screen between or instead of steps; None when a step is shown."""
    now = presenter.now
    if now.phase == "finishing":
        text = "Medians, spreads and ranges are put together. This takes a moment."
        return MessageView("Putting it together", text, (Act("leave", "Leave", "Esc"),), busy=True)
    if now.phase == "leaving":
        return _leaving(now)
    if now.phase == "blocked" and now.obstacle is not None:
        return _blocked(now, now.obstacle)
    return None


def _leaving(now: Now) -> MessageView:
    count = len(now.measured)
    said = "1 step was measured. It is" if count == 1 else f"{count} steps were measured. They are"
    ended = now.before_leaving == "ended"
    text = f"{said} kept only if you say so."
    keep = "Back to what was found" if ended else "Finish with these"
    acts = [Act("begin", keep, "Space"), Act("drop", "Leave, keep nothing", "D")]
    if not ended:
        acts.append(Act("leave", "Go on measuring", "Esc"))
    return MessageView("Leave the calibration?", text, tuple(acts))


def _blocked(now: Now, obstacle: Problem) -> MessageView:
    kept = _kept_words(now)
    title = _STOPPED_BY.get(obstacle.what, "The measuring part stopped")
    message = "" if obstacle.message.rstrip(".") == title else obstacle.message
    text = " ".join(filter(None, (message, obstacle.recovery, _by_itself(obstacle), kept)))
    acts: list[Act] = []
    if obstacle.severity == "failed" or obstacle.what not in _SKIP_WITHOUT:
        acts.append(Act("again", "Try again", "R"))
    if obstacle.what in _SKIP_WITHOUT and _has_other_steps(now, obstacle.what):
        acts.append(Act("skip", _SKIP_WITHOUT[obstacle.what], "S"))
    return MessageView(title, text, (*acts, Act("leave", "Leave", "Esc")), watch=True)


def _by_itself(obstacle: Problem) -> str:
    device = obstacle.what in _SKIP_WITHOUT and obstacle.severity == "paused"
    return "The calibration goes on by itself when it is back." if device else ""


def _kept_words(now: Now) -> str:
    if now.lost_steps:
        return "The steps before have to be measured again."
    if not now.measured:
        return ""
    return f"Measured and not lost: {listed(WORDS[step].name.lower() for step in now.measured)}."


def _has_other_steps(now: Now, what: str) -> bool:
    if now.measured:
        return True
    others = VOICE_STEPS if what == "camera" else tuple(step for step in now.states if needs_camera(step))
    return any(step in now.states for step in others)
