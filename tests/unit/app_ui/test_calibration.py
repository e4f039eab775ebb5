"""The calibration without a window: from step to step, trouble, and what was found."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from app.engine.messages import (
    BeginStep,
    CalibrationAdvice,
    CalibrationFinished,
    CalibrationReading,
    Device,
    EndStep,
    FinishCalibration,
    Problem,
    StartCalibration,
    StateChanged,
    StepDone,
    StopCalibration,
)
from app.settings import Settings
from app.ui.calibration.presenters.course import CalibrationPlan, CalibrationPresenter
from app.ui.calibration.presenters.outcome import present_outcome, to_keep
from app.ui.calibration.presenters.screen import present_message, present_step
from app.ui.calibration.presenters.steps import STEPS, WORDS, advice_words, steps_for, text_for
from app.ui.ports import KeptCalibration
from app.ui.resources import reading_text
from app.ui.setup.calibration_presenter import present_calibration
from app.ui.setup.presenter import Chosen
from perception.types import PersonalBaseline

CAMERA = Device("cam0", "Integrated camera", "camera")
MICROPHONE = Device("mic0", "Headset microphone", "microphone")
NOW = datetime(2026, 11, 25, 15, 0)
SO_FAR = PersonalBaseline("full", distance_cm=58.0)
TEXT = reading_text()
BOTH = Chosen("cam0", "mic0")
UNPLUGGED = Problem("camera", "The camera was unplugged.", "Plug it in.", "paused")


def started(**changes) -> CalibrationPresenter:
    presenter = CalibrationPresenter(CalibrationPlan(**{"camera": CAMERA, "microphone": MICROPHONE, **changes}))
    presenter.open()
    presenter.hear(StateChanged("calibrating"))
    return presenter


def measure(presenter, *, so_far=None):
    """Measure the present step; gives what is sent at its end."""
    presenter.begin()
    return presenter.hear(StepDone(presenter.now.step, ok=True, so_far=so_far))


def kept(days: int = 3, **changes) -> KeptCalibration:
    made = datetime(2026, 11, 25 - days, 9, 0)
    values = {"camera": CAMERA.name, "microphone": MICROPHONE.name, "measured": STEPS, "baseline": SO_FAR, **changes}
    return KeptCalibration(made_at=made, **values)


# ---------------------------------------------------------------- words


def test_every_step_and_advice_has_words():
    assert set(WORDS) == set(STEPS)
    for advice in get_args(CalibrationAdvice):
        assert advice_words(None, advice).endswith(".") or advice == ""
    for words in WORDS.values():
        assert words.cost.endswith(".")
        assert words.ask.endswith(".")
    assert advice_words("lens", "keep_looking") == "Keep looking into the lens."
    assert advice_words("smile", "too_dark") == "Too dark: turn on a lamp in front of you."


def test_the_paragraph_is_long_enough_and_the_re_check_reads_two_sentences():
    assert 75 <= len(TEXT.split()) <= 90
    short = text_for("reading", TEXT, quick=True)
    assert TEXT.startswith(short)
    assert short.count(".") == 2
    assert text_for("smile", TEXT, quick=False) == ""


def test_steps_follow_devices_and_screens():
    everything = steps_for(camera=True, microphone=True, second_screen=True, quick=False)
    assert everything == STEPS
    assert "second_screen" not in steps_for(camera=True, microphone=True, second_screen=False, quick=False)
    assert steps_for(camera=False, microphone=True, second_screen=True, quick=False) == ("reading", "talking")
    assert steps_for(camera=True, microphone=False, second_screen=False, quick=True) == ("framing", "tile", "neutral")


# ---------------------------------------------------------------- from step to step


def test_sitting_down_is_measured_at_once_and_the_rest_when_begun():
    presenter = CalibrationPresenter(CalibrationPlan(CAMERA, MICROPHONE))
    assert presenter.open() == (StartCalibration("cam0", "mic0"),)
    assert presenter.begin() == ()
    assert presenter.hear(StateChanged("calibrating")) == (BeginStep("framing"),)
    presenter.hear(CalibrationReading(1.0, "framing", 0.4, "too_far"))
    view = present_step(presenter, TEXT)
    assert (view.fraction, view.line.text, view.line.mark) == (0.4, "Come a little closer.", "watch")
    assert presenter.hear(StepDone("framing", ok=True)) == ()
    assert (presenter.now.phase, presenter.now.step) == ("ready", "lens")
    assert present_step(presenter, TEXT).line.text == "Place in the picture: measured."
    assert presenter.begin() == (BeginStep("lens"),)


def test_readings_and_ends_of_another_step_do_not_count():
    presenter = started()
    presenter.hear(CalibrationReading(1.0, "lens", 0.9, "glare", distance_cm=61.0))
    presenter.hear(StepDone("lens", ok=True))
    assert (presenter.now.fraction, presenter.now.advice, presenter.now.step) == (0.0, "", "framing")
    assert presenter.now.distance_cm == 61.0


def test_all_steps_then_finish_and_what_was_found():
    presenter = started()
    sent = ()
    while presenter.now.phase != "finishing":
        sent = measure(presenter)
    assert sent == (FinishCalibration(),)
    found = CalibrationFinished(SO_FAR, presenter.now.measured, 6.4, separable=True)
    presenter.hear(found)
    view = present_outcome(presenter)
    assert (view.title, view.skipped, view.can_keep) == ("Calibrated", (), True)
    assert [letter.mark for letter in view.letters] == ["good"] * 4
    assert view.angle is not None
    assert "about 6 degrees" in view.angle.text
    assert "no picture, no sound" in view.kept
    one = to_keep(presenter, NOW)
    assert one is not None
    assert (one.camera, one.microphone, one.made_at) == (CAMERA.name, MICROPHONE.name, NOW)
    assert one.measured == tuple(step for step in STEPS if step != "second_screen")


def test_a_skipped_step_says_what_it_costs_and_can_still_be_measured():
    presenter = started()
    measure(presenter)
    measure(presenter)
    assert presenter.skip() == ()
    line = present_step(presenter, TEXT).line.text
    assert line.startswith("Customer's picture: skipped. E takes the lens for the customer's place;")
    assert presenter.again() == (BeginStep("tile"),)
    assert presenter.skip() == (EndStep(),)
    dots = {dot.name: dot.state for dot in present_step(presenter, TEXT).dots}
    assert (dots["Camera lens"], dots["Customer's picture"], dots["Your notes"]) == ("measured", "skipped", "now")


def test_again_measures_the_last_step_before_the_next_has_begun():
    presenter = started()
    measure(presenter)
    measure(presenter)
    assert present_step(presenter, TEXT).acts[1].words == "Camera lens again"
    assert presenter.again() == (BeginStep("lens"),)
    presenter.hear(StepDone("lens", ok=True))
    assert presenter.now.step == "tile"
    presenter.begin()
    assert presenter.again() == (BeginStep("tile"),)


def test_a_step_that_gives_up_says_why_and_loses_nothing():
    presenter = started()
    measure(presenter)
    presenter.begin()
    presenter.hear(StepDone("lens", ok=False, advice="eyes_closed"))
    view = present_step(presenter, TEXT)
    assert view.line.text.startswith("That did not work yet. Your eyes look closed")
    assert view.acts[0].words == "Try again"
    assert presenter.now.measured == ("framing",)
    assert presenter.begin() == (BeginStep("lens"),)


def test_skipping_everything_keeps_nothing():
    presenter = started(camera=None)
    presenter.skip()
    assert presenter.skip() == (StopCalibration(),)
    view = present_outcome(presenter)
    assert (view.title, view.can_keep, view.kept) == ("Not calibrated", False, "")
    assert to_keep(presenter, NOW) is None
    assert presenter.again() == (StartCalibration(None, "mic0"),)


def test_a_re_check_builds_on_what_is_kept():
    before = kept()
    presenter = CalibrationPresenter(CalibrationPlan(CAMERA, MICROPHONE, quick=True, known=before))
    assert presenter.open() == (StartCalibration("cam0", "mic0", known=SO_FAR),)
    presenter.hear(StateChanged("calibrating"))
    while presenter.now.phase != "finishing":
        measure(presenter)
    presenter.hear(CalibrationFinished(SO_FAR, ("framing", "tile", "neutral", "reading")))
    one = to_keep(presenter, NOW)
    assert one is not None
    assert one.measured == STEPS
    assert present_outcome(presenter).title == "Calibrated"


# ---------------------------------------------------------------- leaving


def test_leaving_asks_and_can_be_taken_back():
    presenter = started()
    presenter.leave()
    assert not presenter.must_ask
    presenter = started()
    measure(presenter)
    assert not presenter.must_ask
    measure(presenter)
    presenter.begin()
    assert presenter.leave() == (EndStep(),)
    message = present_message(presenter)
    assert message is not None
    assert message.text == "2 steps were measured. They are kept only if you say so."
    presenter.leave()
    assert (presenter.now.phase, presenter.now.step) == ("ready", "tile")
    presenter.leave()
    assert presenter.finish() == (FinishCalibration(),)
    presenter.hear(CalibrationFinished(SO_FAR, ("framing", "lens")))
    presenter.leave()
    assert presenter.finish() == ()
    assert (presenter.now.phase, presenter.stop()) == ("ended", ())


# ---------------------------------------------------------------- trouble


def test_an_unplugged_camera_waits_and_goes_on_by_itself():
    presenter = started()
    measure(presenter)
    presenter.begin()
    assert presenter.hear(UNPLUGGED) == (EndStep(),)
    message = present_message(presenter)
    assert message is not None
    assert "Plug it in. The calibration goes on by itself" in message.text
    assert "not lost: place in the picture" in message.text
    presenter.hear(Problem("camera", "Integrated camera is on.", "", "notice"))
    assert (presenter.now.phase, presenter.now.step) == ("ready", "lens")


def test_without_the_camera_the_voice_is_still_measured():
    presenter = started()
    presenter.hear(UNPLUGGED)
    assert presenter.skip() == ()
    assert (presenter.now.phase, presenter.now.step) == ("ready", "reading")
    presenter.hear(UNPLUGGED)
    assert presenter.now.phase == "ready"


def test_a_camera_that_does_not_open_can_be_tried_again_or_left_out():
    presenter = CalibrationPresenter(CalibrationPlan(CAMERA, MICROPHONE))
    presenter.open()
    busy = Problem("camera", "The camera is busy.", "Close the other programme.", "failed")
    presenter.hear(busy)
    presenter.hear(StateChanged("ready"))
    message = present_message(presenter)
    assert message is not None
    assert [act.name for act in message.acts] == ["again", "skip", "leave"]
    assert presenter.again() == (StartCalibration("cam0", "mic0"),)
    presenter.hear(busy)
    assert presenter.skip() == (StartCalibration(None, "mic0"),)
    presenter.hear(StateChanged("calibrating"))
    assert presenter.now.step == "reading"


def test_a_microphone_that_is_lost_stops_only_at_its_own_steps():
    presenter = started()
    presenter.hear(Problem("microphone", "The microphone was unplugged.", "Plug it in.", "paused"))
    assert presenter.now.phase == "measuring"
    while presenter.now.phase != "blocked":
        measure(presenter)
    assert presenter.now.step == "reading"
    assert presenter.skip() == (FinishCalibration(),)


def test_sitting_down_alone_is_nothing_to_keep():
    presenter = started()
    measure(presenter)
    while presenter.now.phase != "ended":
        presenter.skip()
    assert not present_outcome(presenter).can_keep
    state = present_calibration(kept(measured=("framing",)), BOTH, Settings(), NOW, distance_cm=None)
    assert state.first


def test_an_engine_that_starts_again_gets_back_what_it_had_told():
    presenter = started()
    measure(presenter, so_far=SO_FAR)
    presenter.hear(StateChanged("starting"))
    message = present_message(presenter)
    assert message is not None
    assert "not lost: place in the picture" in message.text
    assert presenter.hear(StateChanged("ready")) == (StartCalibration("cam0", "mic0", known=SO_FAR),)
    presenter.hear(StateChanged("calibrating"))
    assert (presenter.now.phase, presenter.now.step) == ("ready", "lens")


def test_what_went_with_the_engine_is_measured_again_and_that_is_said():
    presenter = started()
    measure(presenter)
    measure(presenter)
    presenter.hear(StateChanged("starting"))
    presenter.hear(Problem("engine", "The measuring part stopped.", "Try again.", "failed"))
    message = present_message(presenter)
    assert message is not None
    assert "have to be measured again" in message.text
    assert presenter.again() == (StartCalibration("cam0", "mic0"),)
    assert presenter.hear(StateChanged("calibrating")) == (BeginStep("framing"),)
    assert presenter.now.measured == ()
    presenter.hear(StepDone("framing", ok=True))
    assert present_step(presenter, TEXT).line.text == "Place in the picture: measured."


def test_a_part_of_the_engine_that_fails_can_be_tried_again():
    presenter = started()
    presenter.hear(Problem("engine", "The face part failed.", "Try again.", "paused"))
    message = present_message(presenter)
    assert message is not None
    assert [act.name for act in message.acts] == ["again", "leave"]


def test_an_engine_that_stays_away_is_told():
    presenter = started()
    presenter.hear(StateChanged("faulted"))
    presenter.hear(Problem("engine", "It stopped several times.", "Close the window.", "failed"))
    message = present_message(presenter)
    assert message is not None
    assert "Close the window." in message.text
    assert message.acts[0].words == "Try again"
