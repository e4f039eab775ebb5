"""What the pages say, without a window."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import pytest

from app.engine.messages import (
    CallFinished,
    CheckReading,
    Device,
    Heard,
    ImportProgress,
    PipelineStats,
    Problem,
    SnapshotTaken,
    StartCall,
    StateChanged,
)
from app.settings import Settings
from app.ui.call.presenter import CallPresenter
from app.ui.debrief.presenter import NO_WORDING, WordingView, clip_around, present_debrief, words_during
from app.ui.home.presenter import present_home, present_session
from app.ui.importing.presenter import ImportPresenter
from app.ui.ports import MediaPart, OpenedSession
from app.ui.sessions.presenter import present_row
from app.ui.setup.presenter import (
    Chosen,
    measured_letters,
    preferred,
    present_framing,
    present_go,
    present_light,
    present_sound,
)
from app.ui.words import clock, day, duration, listed, mark_of, time_left
from perception.language.rewrite.better import Rewrite
from perception.scoring.params import LIVE_GOOD
from perception.scoring.targets import ACTIONS
from perception.scoring.wordings import BetterWording
from perception.types import (
    ComponentScore,
    LetterScore,
    LiveLetter,
    Moment,
    Reason,
    Scorecard,
    Snapshot,
    Span,
    Utterance,
)

AGREED = Settings().changed(consent_camera=True, consent_microphone=True)
TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Entry:
    folder: Path = Path("/s/a")
    title: str = "A call"
    started_at: datetime | None = datetime(2026, 11, 22, 9, 0)
    duration_s: float | None = 460.0
    letters: dict = field(default_factory=dict)
    recovered: bool = False
    source: str = "practice"
    tags: tuple[str, ...] = ()
    comments: int = 0
    coach_rated: bool = False
    shared_by: str = ""
    ended: bool = True
    check_call: bool = False


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(("seconds", "said"), [(0, "00:00"), (151.9, "02:31"), (3725, "1:02:05"), (-3, "00:00")])
def test_clock(seconds, said):
    assert clock(seconds) == said


@pytest.mark.parametrize(("seconds", "said"), [(40, "40 s"), (460, "7 min 40 s"), (600, "10 min"), (3900, "1 h 5 min")])
def test_duration(seconds, said):
    assert duration(seconds) == said


def test_days_and_lists():
    assert day(datetime(2026, 11, 23, 1), TODAY) == "today"
    assert day(datetime(2026, 11, 22, 23), TODAY) == "yesterday"
    assert day(datetime(2025, 3, 2), TODAY) == "2 March 2025"
    assert day(None, TODAY) == "unknown day"
    assert (listed([]), listed(["E"]), listed(["E", "M", "P"])) == ("", "E", "E, M and P")
    assert time_left(None) == "Working out how long it takes."
    assert time_left(42) == "About 40 seconds left."
    assert time_left(200) == "About 3 minutes left."


def test_mark_of_a_session_uses_the_line_of_the_live_strip():
    def scored(value):
        return LetterScore("E", value, value - 5, value + 5, 0.9, "scored")

    assert mark_of(scored(LIVE_GOOD)) == "good"
    assert mark_of(scored(LIVE_GOOD - 0.1)) == "watch"
    assert mark_of(LetterScore("E", None, 60.0, 80.0, 0.4, "band")) == "good"
    assert mark_of(LetterScore("E", None, None, None, 0.1, "not_enough")) == "unknown"
    assert mark_of(None) == "unknown"


# ---------------------------------------------------------------- home and list


def test_session_words_and_marks():
    shown = present_session(Entry(letters={"E": 90.0, "A": 20.0}, recovered=True), TODAY)
    assert shown.about == "yesterday · 7 min 40 s · recovered"
    assert (shown.marks["E"], shown.marks["A"], shown.marks["P"]) == ("good", "watch", "unknown")
    assert (shown.action, shown.drill) == ("Look again at: affect", None)


def test_a_session_leads_to_the_drill_of_its_lowest_letter():
    shown = present_session(Entry(letters={"E": 90.0, "A": 20.0}), TODAY, drills=True)
    assert (shown.action, shown.drill) == ("2-minute drill: name the feeling", "name_feeling")
    good = present_session(Entry(letters={"E": 90.0, "A": None}), TODAY, drills=True)
    assert (good.action, good.drill) == ("See what to keep", None)
    assert present_session(Entry(letters={"E": None}), TODAY, drills=True).action == "Look at what was recorded"


def test_somebody_else_s_call_shows_nothing_measured():
    entry = Entry(letters={"E": 90.0, "A": 20.0}, shared_by="Kim")
    shown, listed = present_session(entry, TODAY, drills=True), present_row(entry, TODAY)
    assert shown.marks == listed.marks == {}
    assert "measured" not in listed.aloud
    assert (shown.action, shown.drill, shown.shared) == ("Rate and review it", None, True)
    assert shown.about.endswith("from Kim")
    rated = replace(entry, coach_rated=True)
    assert present_row(rated, TODAY).marks == {}
    assert present_session(rated, TODAY, drills=True).action == "Review it"


def test_home_shows_three_and_counts_the_rest():
    view = present_home([Entry()] * 5, TODAY)
    assert (len(view.recent), view.more) == (3, 2)
    assert present_home([], TODAY).recent == ()


# ---------------------------------------------------------------- set-up


def test_letters_follow_devices_and_consent():
    assert measured_letters(Chosen("c", "m"), AGREED) == ("E", "M", "P", "A", "T", "H", "Y")
    assert measured_letters(Chosen("c", ""), AGREED) == ("E", "M", "P")
    assert measured_letters(Chosen("c", "m"), Settings()) == ()


def test_go_says_what_is_missing():
    assert not present_go(Chosen(), AGREED, "ready").enabled
    assert not present_go(Chosen("c", "m"), AGREED, "preparing").enabled
    go = present_go(Chosen("", "m"), AGREED, "checking")
    assert (go.text, go.enabled) == ("Start without camera", True)
    assert go.note == "The letters E, M and P pause, without penalty."


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        (CheckReading(0, brightness=0.5, backlit=True), "The light is behind you: turn towards it."),
        (CheckReading(0, brightness=0.05), "It is rather dark: switch on a lamp in front of you."),
        (CheckReading(0, brightness=0.95), "It is very bright: move away from the lamp."),
        (CheckReading(0, brightness=0.5), "Good light."),
        (CheckReading(0), "Waiting for the picture …"),
    ],
)
def test_light(reading, said):
    assert present_light(reading, camera=True).text == said


def test_sound_and_framing():
    assert present_sound(CheckReading(0, level_dbfs=-2.0), microphone=True, heard=True).mark == "watch"
    echo = present_sound(CheckReading(0, level_dbfs=-30.0, echo=True), microphone=True, heard=True)
    assert (echo.mark, echo.text) == ("watch", "Your microphone hears the customer: use headphones.")
    assert present_sound(CheckReading(0, level_dbfs=-70.0), microphone=True, heard=False).text.startswith(
        "Say a few words"
    )
    assert present_sound(CheckReading(0, level_dbfs=-30.0), microphone=True, heard=True).mark == "good"
    assert present_sound(CheckReading(0), microphone=False, heard=False).text == "The microphone is off."
    assert present_framing(CheckReading(0, framing="too_far"), camera=True).text == "Come a little closer."
    assert present_framing(CheckReading(0), camera=False).mark == "unknown"


def test_preferred_device_is_the_last_one():
    devices = (Device("a", "One", "camera"), Device("b", "Two", "camera"))
    assert preferred(devices, "Two", first=True) == "b"
    assert preferred(devices, "Gone", first=True) == "a"
    assert preferred(devices, "", first=False) == ""
    assert preferred((), "Two", first=True) == ""


# ---------------------------------------------------------------- call


def shot(now_s, *, customer=False, share=None, **marks):
    letters = {name: LiveLetter(name, None, mark, 1.0) for name, mark in marks.items()}
    return SnapshotTaken(Snapshot(now_s, letters, customer_speaking=customer, talk_share=share), PipelineStats())


def call(**changes):
    return CallPresenter(StartCall("/s/x", "A call", "c", "m", **changes), captions=True)


def test_caption_stays_a_while_and_goes():
    presenter = call()
    presenter.hear(StateChanged("calling"))
    presenter.hear(Heard(Utterance(1, 4, "customer", "Third time this quarter.")))
    presenter.hear(Heard(Utterance(4, 5, "csm", "I see.")))
    presenter.hear(shot(6.0))
    assert presenter.view.caption == "“Third time this quarter.”"
    presenter.hear(shot(11.0))
    assert presenter.view.caption == ""


def test_a_caption_heard_unclearly_says_so():
    presenter = call()
    presenter.hear(Heard(Utterance(1.0, 2.0, "customer", "We lost a hole mourning.", p=0.4)))
    assert presenter.view.caption == "“We lost a hole mourning.” (heard unclearly)"


def test_call_phases():
    presenter = call()
    presenter.hear(StateChanged("calling"))
    assert presenter.view.phase == "running"
    presenter.hear(StateChanged("paused"))
    assert presenter.view.chip == "Paused"
    presenter.hear(StateChanged("calling"))
    presenter.finish()
    presenter.hear(StateChanged("calling"))
    assert presenter.view.phase == "finishing"
    presenter.hear(ImportProgress(0.5, 12.0, "Listening again."))
    assert presenter.view.status == "Listening again. About 10 seconds left."
    presenter.hear(CallFinished("/s/y", Scorecard(1.0, {}, (), None, ())))
    assert (presenter.view.phase, presenter.folder) == ("finished", "/s/y")


def test_call_that_fails_says_so_and_talk_share_has_words():
    presenter = call(letters=("A", "T", "H", "Y"))
    assert presenter.left_out() == "The letters E, M and P are left out."
    presenter.hear(shot(5.0, customer=True, share=0.8, E="good"))
    assert (presenter.view.talk_words, presenter.view.chip) == ("mostly you", "The customer is speaking")
    presenter.hear(Problem("disk", "The disk is full.", "Free some space.", "failed"))
    assert (presenter.view.phase, presenter.view.status) == ("failed", "The disk is full.")


# ---------------------------------------------------------------- import


def test_import_progress_and_failure():
    presenter = ImportPresenter()
    presenter.hear(ImportProgress(0.5, None, "ignored before the start"))
    assert presenter.view.phase == "choosing"
    presenter.begin("A call")
    presenter.hear(ImportProgress(1.7, 5.0, "Looking"))
    assert (presenter.view.fraction, presenter.view.left) == (1.0, "A few seconds left.")
    presenter.hear(Problem("media", "The recording has no picture.", "", "notice"))
    presenter.hear(Problem("microphone", "Another matter.", "", "notice"))
    assert (presenter.view.phase, presenter.view.notices) == ("running", ("The recording has no picture.",))
    presenter.hear(Problem("media", "Not a recording.", "Choose another.", "failed", "Nothing was kept."))
    assert presenter.view.recovery == "Nothing was kept. Choose another."


# ---------------------------------------------------------------- debrief


def session(letters, moments=(), **more):
    card = Scorecard(460.0, letters, tuple(moments), 0.461, (Span(1, 2), Span(3, 4)))
    return OpenedSession(Path("/s/a"), "A call", datetime(2026, 11, 23), card, **more)


def letter(name, value, *reasons, components=()):
    return LetterScore(name, value, value - 5, value + 5, 0.8, "scored", reasons, components)


def test_letters_are_never_filled_in():
    silent = LetterScore("P", None, None, None, 0.1, "not_enough", note="Your shoulders were out of the picture.")
    band = LetterScore("Y", None, 40.0, 60.0, 0.4, "band")
    view = present_debrief(session({"P": silent, "Y": band}), TODAY)
    rows = {row.letter: row for row in view.rows}
    assert [row.letter for row in view.rows] == ["E", "M", "P", "A", "T", "H", "Y"]
    assert (rows["P"].number, rows["P"].bar.value, rows["P"].bar.low) == ("–", None, None)
    assert rows["P"].reason == "Your shoulders were out of the picture."
    assert (rows["Y"].number, rows["Y"].bar.value, rows["Y"].bar.low) == ("40–60", None, 40.0)
    assert rows["E"].reason == "This letter was left out."


def test_keep_takes_the_best_of_two_letters_and_change_the_worst():
    letters = {
        "H": letter("H", 80.0, Reason("H1", "asked", 12.0), Reason("H2", "listened", 11.0)),
        "T": letter("T", 75.0, Reason("T1", "slower", 8.0, (Span(10, 12),))),
        "A": letter(
            "A",
            30.0,
            Reason("A1", "missed", -9.0),
            components=(ComponentScore("A1", "Answers", 0.2, "share", "3 of 4", 0.1, 1.0, 1.0),),
        ),
    }
    view = present_debrief(session(letters), TODAY)
    assert [point.text for point in view.keep] == ["Asked", "Slower"]
    assert view.keep[1].time == "00:10"
    change = view.changes[0]
    assert (change.text, change.aim) == ("Missed", ACTIONS["A1"])
    assert view.talk == "You spoke 46 % of the time and spoke over them 2 times."


def test_a_quoted_weak_sentence_gets_a_better_wording_where_there_is_one():
    said = (Utterance(2, 5, "customer", "The export failed twice."), Utterance(6, 7, "csm", "Calm down."))
    rewrite = Rewrite("Calm down.", "control", "So the export failed twice.", "It hears first.", ("failed",))
    reasons = (
        Reason("H3", "An order: “Calm down.”", -9.0, (Span(6, 7),), "Calm down."),
        Reason("Y6", "Dismissive: “Relax.”", -8.0, (Span(8, 9),), "Relax."),
        Reason("H4", "Asked: “What happened?”", 7.0, (Span(9, 9.5),), "What happened?"),
        Reason("H7", "Long turns", -6.0, (Span(9, 9.5),)),
    )

    def reword(utterances):
        assert utterances == said
        return (BetterWording(Span(6, 7), "Calm down.", rewrite),)

    judged = ComponentScore("H3", "Not judging or directing", 12.0, "per 100", "at most 3", 0.1, 3.0, 1.0)
    opened = session({"H": letter("H", 40.0, *reasons, components=(judged,))}, utterances=said)
    points = {row.letter: row for row in present_debrief(replace(opened, reword=reword), TODAY).rows}["H"].points
    assert [point.wording for point in points] == [
        WordingView("So the export failed twice.", "It hears first."),
        WordingView("", NO_WORDING),
        None,
        None,
    ]
    change = present_debrief(replace(opened, reword=reword), TODAY).changes[0]
    assert change.wording == points[0].wording
    assert all(point.wording is None for point in present_debrief(opened, TODAY).rows[5].points)


def test_what_is_measured_but_not_scored_says_so_and_gets_no_mark():
    part = ComponentScore("H5", "Giving back", 0.8, "reflections a question", "at least 1", 0.7, 0.0, 1.0)
    rows = present_debrief(session({"H": letter("H", 80.0, components=(part,))}), TODAY).rows
    (shown,) = next(row for row in rows if row.letter == "H").components
    assert (shown.target, shown.mark) == ("measured, not scored", "unknown")


def test_nothing_stands_out_in_an_empty_call():
    view = present_debrief(session({}), TODAY)
    assert (view.keep, view.changes, view.feelings, view.has_media) == ((), (), (), False)


def test_feelings_and_clips():
    view = present_debrief(session({}, [Moment(70.0, "worried", True, "jumped_to_fixing")]), TODAY)
    assert (view.feelings[0].time, view.feelings[0].outcome, view.feelings[0].mark) == (
        "01:10",
        "jumped to fixing",
        "watch",
    )
    assert clip_around(Span(0.5, 1.0), 100.0) == Span(0.0, 4.0)
    assert clip_around(Span(50.0, 90.0), 100.0) == Span(48.5, 60.5)
    assert clip_around(Span(98.0, 99.0), 100.0) == Span(96.5, 100.0)


def test_words_and_media_at_a_time():
    said = (Utterance(2, 4, "csm", "Hello."), Utterance(8, 9, "customer", "Hi."))
    assert (words_during(said, 3.0), words_during(said, 6.0)) == ("Hello.", "")
    opened = session({}, media=(MediaPart(0.0, Path("a")), MediaPart(60.0, Path("b"))))
    assert opened.media_at(59.0).path == Path("a")
    assert opened.media_at(61.0).path == Path("b")
    assert session({}).media_at(1.0) is None
