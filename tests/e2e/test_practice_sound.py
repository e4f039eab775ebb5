"""A practice call as its user has it: the real window and engine, a microphone that is spoken into, a loudspeaker."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer

from app.engine.messages import CustomerSpeaks, CustomerStops, Event, Problem
from perception.pipeline.replay import replay_as_kept
from perception.recording.reader import open_session
from perception.types import Float32Array
from tests.virtual_devices import SOUND_TOOLS, SoundService, missing_tools, virtual_sound

SCENARIO = "outage-closing-day"
ANSWER = "You sound furious, and six hours without reports would do that. What was the day like for you and your team?"
BREAKS_IN = "Sorry, let me stop you there for a moment, because I would like to understand this."
GAP_P99_S = 0.1  # far above what is measured (the benchmark holds the figure); a window that hangs is found
STOPS_S = 1.0  # with the players' own delays


@pytest.fixture
def sound(short_place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundService]:
    """A private sound service that the engine's process will find."""
    if missing := missing_tools(SOUND_TOOLS):
        pytest.skip(f"not installed: {', '.join(missing)}")
    with virtual_sound(short_place) as service:
        for name in ("HOME", "XDG_RUNTIME_DIR"):
            monkeypatch.setenv(name, service.environment[name])
        yield service


@pytest.fixture
def short_place() -> Iterator[Path]:
    """Names of sockets must stay short."""
    with tempfile.TemporaryDirectory(prefix="att", dir="/tmp", ignore_cleanup_errors=True) as name:
        yield Path(name)


class Csm:
    """Speaks into the virtual microphone, and remembers what the engine told."""

    def __init__(self, app, service: SoundService) -> None:
        from perception.inference.hibari_voice import HibariVoice

        self._voice = HibariVoice(pitch_st=-8.0, tract=0.84)  # unlike the customer
        self._service = service
        self._players: list[subprocess.Popen[bytes]] = []
        self.events: list[tuple[float, Event]] = []
        self._lines = {text: self._voice.speak(text) for text in (ANSWER, BREAKS_IN)}
        app.window._bridge.heard.connect(lambda event: self.events.append((time.monotonic(), event)))

    def say(self, text: str) -> float:
        """Begin to speak; how long it takes."""
        samples: Float32Array = self._lines[text]
        self._players.append(self._service.play(samples, rate_hz=self._voice.rate_hz))
        return len(samples) / self._voice.rate_hz

    def last(self, kind: type) -> tuple[float, Event] | None:
        return next((one for one in reversed(self.events) if isinstance(one[1], kind)), None)

    def end(self) -> None:
        for player in self._players:
            player.wait(30)


class Gaps:
    """How long the window's event loop was away."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._last_s: float | None = None
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now_s = time.monotonic()
        if self._last_s is not None:
            self.seconds.append(now_s - self._last_s)
        self._last_s = now_s


def call(app, sound: SoundService) -> Csm:
    """From home through list, persona and set-up into the call, until the customer has said their first line."""
    app.click(app.page.practise)
    app.until(lambda: app.page_name == "PickerPage" and app.page.cards)
    card = next(one for one in app.page.cards if one.view.entry.scenario.id == SCENARIO)
    card.click()
    app.until(lambda: app.page_name == "PersonaPage")
    app.click(app.page.start)
    app.until(lambda: app.page_name == "SetupPage")
    setup = app.page
    app.until(lambda: setup.microphone.findData("mic:pulse/testmic") >= 0, 60_000)
    setup.microphone.setCurrentIndex(setup.microphone.findData("mic:pulse/testmic"))
    setup.voice.speaker.setCurrentIndex(setup.voice.speaker.findData("speaker:pulse/speaker"))
    csm = Csm(app, sound)
    app.until_loaded(lambda: setup.go_button.isEnabled())
    app.click(setup.voice.try_it)
    app.click(setup.go_button)
    app.until(lambda: app.page_name == "CallPage")
    app.until_loaded(lambda: app.phase == "running")
    customer = app.page.customer
    app.until(lambda: customer.view.speaking, 30_000)
    app.until(lambda: not customer.view.speaking, 30_000)
    return csm


def answered(app, csm: Csm) -> None:
    """Say the answer to its end, until the customer has been answering it for a while.

    They may begin after its first sentence; then they yield, and begin again when all is said.
    """
    customer = app.page.customer
    ends_s = time.monotonic() + csm.say(ANSWER)
    app.until(lambda: time.monotonic() > ends_s and _node(csm) == "the_night" and customer.view.speaking, 60_000)
    spoken_s = time.monotonic()
    app.until(lambda: time.monotonic() - spoken_s > 2.5)


def test_a_customer_is_heard_answered_and_interrupted_by_voice(open_app, sound: SoundService) -> None:
    app = open_app()
    csm, gaps = call(app, sound), Gaps()
    folder, customer = Path(app.page.presenter.plan.folder), app.page.customer

    answered(app, csm)
    assert customer.view.speaking
    began_s = time.monotonic()
    csm.say(BREAKS_IN)
    app.until(lambda: not customer.view.speaking)
    stopped_s, stop = csm.last(CustomerStops)
    assert stop.cut
    assert stopped_s - began_s < STOPS_S
    app.until(lambda: (csm.last(CustomerSpeaks) or (0.0,))[0] > stopped_s, 60_000)
    app.end_call()
    csm.end()
    assert float(np.quantile(gaps.seconds, 0.99)) < GAP_P99_S
    assert not [event for _, event in csm.events if isinstance(event, Problem)]

    session = open_session(folder)
    assert session.ended
    assert [step.node for step in session.steps()][:2] == ["on_hold", "the_night"]
    said = " ".join(line.text for line in session.utterances() if line.speaker == "csm").casefold()
    assert "furious" in said
    assert "understand" in said
    scorecard, again = session.scorecard(), replay_as_kept(session)
    assert scorecard is not None
    for letter, score in scorecard.letters.items():
        value = again.letters[letter].value
        assert value == (None if score.value is None else pytest.approx(score.value, abs=0.05))
    assert _loudness(session.media(), 1) > -45.0, "the customer has a track of their own"


def test_after_a_crash_the_customer_says_the_line_again_that_was_broken_off(open_app, sound: SoundService) -> None:
    app = open_app()
    csm = call(app, sound)
    folder = Path(app.page.presenter.plan.folder)
    answered(app, csm)
    csm.events.clear()
    assert app.engine.pid is not None
    os.kill(app.engine.pid, signal.SIGKILL)
    app.until_loaded(lambda: csm.last(CustomerSpeaks) is not None)
    assert _node(csm) == "the_night"
    assert next(event.message for _, event in csm.events if isinstance(event, Problem)).startswith("The measuring part")
    app.end_call()
    csm.end()
    session = open_session(folder)
    assert session.ended
    assert len(session.parts()) == 2
    assert {step.node for step in session.steps()} == {"on_hold", "the_night"}


def _node(csm: Csm) -> str:
    found = csm.last(CustomerSpeaks)
    assert found is not None
    return found[1].node


def _loudness(media: Path | None, track: int) -> float:
    from perception.devices.media_file import iter_audio

    assert media is not None
    samples = np.concatenate([b.samples for b in iter_audio(media, track=track, rate_hz=16_000, channel="customer")])
    return float(10.0 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-12))
