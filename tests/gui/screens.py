"""Takes a picture of every screen in light and dark: `python tests/gui/screens.py FOLDER [NAME ...]`. For designers."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from examples import (
    DRILLED,
    NOW,
    Calibrations,
    Drills,
    Notes,
    Shelf,
    Transcripts,
    entries,
    kept_calibration,
    opened,
    scorecard,
    snapshot,
)
from fake_engine import DEVICES, FakeEngine
from partner_screens import PARTNER_SAID, own_call, partner
from practice_examples import CHOICE, OUTAGE, Scenarios, cue, customer_is, speaks
from practice_examples import entries as scenario_entries
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from sharing_examples import Packages
from sharing_screens import sharing
from writing_examples import OUTAGE as SHIPPED_OUTAGE
from writing_examples import Bench

from app.engine.messages import (
    CalibrationReading,
    Heard,
    ImportProgress,
    PracticePlan,
    PreviewImage,
    Problem,
    StartCall,
    StateChanged,
    StepDone,
)
from app.practice import editing
from app.practice.cue_values import CueSettings
from app.practice.packs import PackLabel
from app.practice.self_check import SelfCheck
from app.settings import SettingsStore
from app.ui.editor.document import Selection
from app.ui.main_window import MainWindow, Services
from app.ui.routes import (
    ToCalibration,
    ToCall,
    ToDebrief,
    ToEditor,
    ToHelp,
    ToHome,
    ToImport,
    ToModelCard,
    ToPersona,
    ToPractice,
    ToSelfCheck,
    ToSessions,
    ToSettings,
    ToSetup,
    ToWorkshop,
)
from app.ui.run import make_application, make_window
from perception.types import Utterance

CAUTION = {"E": "good", "M": "good", "P": "unknown", "A": "watch", "T": "good", "H": "good", "Y": "watch"}
SAID = SelfCheck(
    {"E": 70.0, "A": 80.0, "Y": 60.0, "T": 70.0, "H": 30.0}, "I answered the outage before I heard her out."
)
PLAN = StartCall("/sessions/new", "Renewal at risk after an outage", "cam0", "mic0", "mon0")


def own_picture() -> PreviewImage:
    """The drawn person as own picture."""
    from app.ui.widgets.shape_painter import paint_shapes
    from perception.character.draw import draw
    from perception.character.looks import LOOKS
    from perception.character.rig import NEUTRAL

    image = QImage(640, 480, QImage.Format.Format_RGB888)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_shapes(painter, draw(NEUTRAL, LOOKS["amara"], width=640, height=480))
    painter.end()
    return PreviewImage(1.0, 640, 480, image.bytesPerLine(), bytes(image.constBits()))


def portrait(look: str):
    from app.ui.widgets.customer import customer_drawing

    return customer_drawing(look)


class Studio:
    """One window, brought to each screen in turn."""

    def __init__(self, app, folder: Path, out: Path, *, size=(1280, 800), kept=(), imports=None, **settings) -> None:
        self.app, self.out = app, out
        self.store = SettingsStore(folder)
        loaded = self.store.load().settings
        self.store.save(loaded.changed(**settings))
        self.engine = FakeEngine(scorecard)
        self.shelf = Shelf(folder, entries())
        self.bench = Bench(folder)
        self.packages = Packages()
        self.window: MainWindow = make_window(
            Services(
                self.engine,
                self.shelf,
                lambda where: opened(where, Path("/sessions/a/media.mkv"), SAID, PARTNER_SAID),
                lambda *_a: None,
                self.store,
                sample=lambda: None,
                calibrations=Calibrations(*kept),
                transcripts=Transcripts(),
                notes=Notes(),
                scenarios=Scenarios(*scenario_entries()),
                drills=Drills(*DRILLED),
                portrait=portrait,
                workshop=lambda: self.bench,
                imports=imports,
                packages=self.packages,
                clock=lambda: NOW,
            )
        )
        self.window.resize(*size)
        self.window.show()
        self.window.begin(ToHome())
        self.settle()

    def settle(self) -> None:
        for _ in range(4):
            self.window.tasks.finish(2000)
            self.window.tasks.deliver()
            self.window._bridge.poll()
            self.app.processEvents()

    def go(self, route) -> None:
        self.window.go(route)
        self.settle()

    def shoot(self, name: str, widget: QWidget | None = None) -> None:
        self.settle()
        path = self.out / f"{name}-{self.window.theme.name}.png"
        (widget or self.window).grab().save(str(path))
        sys.stdout.write(f"{path}\n")

    def calibration(self, tail: str = "") -> None:
        """Every step of a calibration, one with advice, one that gave up, and what was found."""
        self.go(ToCalibration(DEVICES.cameras[0], DEVICES.microphones[0]))
        page = self.window.page
        steps = page.presenter.plan.steps
        for number, step in enumerate(steps):
            self.engine.show(own_picture())
            self.settle()
            page.act("begin")
            reading = CalibrationReading(1.0, step, 0.2 + 0.05 * number, distance_cm=58.0)
            if step == "neutral":
                reading = CalibrationReading(1.0, step, 0.3, "glare", distance_cm=58.0)
            self.engine.push(reading)
            self.shoot(f"calibration-{number + 1}-{step}{tail}")
            if step == "brows_up":
                self.engine.push(StepDone(step, ok=False, advice="not_enough_change"))
                self.shoot(f"calibration-gave-up{tail}")
                page.act("skip")
                self.shoot(f"calibration-skipped{tail}")
            else:
                self.engine.push(StepDone(step, ok=True))
        self.shoot(f"calibration-found{tail}")
        page.act("leave")
        self.shoot(f"calibration-leaving{tail}")
        self.go(ToCalibration(DEVICES.cameras[0], DEVICES.microphones[0]))
        self.engine.push(Problem("camera", "The camera was unplugged.", "Plug it in or choose another.", "paused"))
        self.shoot(f"calibration-no-camera{tail}")
        self.window.notices.clear()

    def transcript(self, tail: str = "") -> None:
        """The words, some corrected, one being typed over."""
        page = self.window.page
        page.show_part("transcript")
        panel = page.transcript
        panel.correct(1, "I'm sorry about that, and we've already deployed a fix.")
        panel.strike(6)
        self.settle()
        panel.table.selectRow(3)
        self.shoot(f"transcript{tail}")
        panel.correct_button.click()
        self.shoot(f"transcript-typing{tail}")
        page.show_part("letters")

    def practice(self, tail: str = "") -> None:
        """Everybody, nobody, one of them, the set-up, and the call as it goes."""
        self.go(ToPractice())
        self.shoot(f"practice-picker{tail}")
        self.window.page.search.setText("someone else")
        self.shoot(f"practice-nobody{tail}")
        self.go(ToPersona(scenario_entries()[2], calls=2))
        self.shoot(f"practice-persona{tail}")
        choice = replace(CHOICE, note="This call goes without cues. The marks stay.")
        self.go(ToSetup(choice))
        self.engine.show(own_picture())
        self.shoot(f"practice-setup{tail}")
        plan = StartCall(
            "/sessions/new",
            OUTAGE.title,
            "cam0",
            "mic0",
            practice=PracticePlan("/scenarios/renewal-after-outage.yaml"),
            cues=CueSettings(),
        )
        self.go(ToCall(plan, choice))
        self.engine.show(own_picture())
        self.shoot(f"practice-ready{tail}")
        said = "Third time this quarter. I had the board on the line, and I had nothing to tell them."
        self.engine.push(snapshot(42.0, CAUTION, customer=True), speaks(said, 40.0), cue("Name what you hear"))
        self.shoot(f"practice-call{tail}")
        self.window.page.hide_cues()
        self.window.page.persona_card.fold()
        self.engine.push(customer_is("thinking"))
        self.shoot(f"practice-hidden{tail}")
        self.go(ToSettings())
        self.window.page.scroller.verticalScrollBar().setValue(420)
        self.shoot(f"practice-settings{tail}")

    def writing(self, tail: str = "") -> None:
        """Scenarios to write, one on the desk, its findings, a try, and the scenario as a whole."""
        own = self.bench.put(
            "closing-day-ours.yaml",
            SHIPPED_OUTAGE.read_text(encoding="utf-8").replace("id: outage-closing-day", "id: closing-day-ours"),
        )
        self.go(ToWorkshop())
        self.shoot(f"writing-shelf{tail}")
        pack = self.bench.own / "pack.zip"
        self.bench.export([own, SHIPPED_OUTAGE], pack, PackLabel("Closing days", "2", "Kim"))
        own.write_text(own.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
        self.window.page.import_pack(pack)
        self.shoot(f"writing-pack{tail}")
        self.go(ToEditor())
        self.shoot(f"writing-new{tail}")
        self.go(ToEditor(own))
        page = self.window.page
        document = page.document
        document.select(Selection("not_heard"))
        self.shoot(f"writing-turn{tail}")
        document.select(Selection("not_heard", 1))
        self.shoot(f"writing-way{tail}")
        document.select(Selection("auditors"))
        self.settle()
        page.bench._form_scroll.ensureWidgetVisible(page.bench.form.face, 0, 200)
        self.shoot(f"writing-face{tail}")
        broken = editing.set_node(document.scenario, "the_night", lines=("It was 4:00 am.", ""))
        broken = editing.remove_edge(broken, "boils", 3)
        broken, _name = editing.add_node(broken, "left_over")
        document.apply("Break it", broken, select=Selection("the_night"))
        document.check_now()
        self.shoot(f"writing-findings{tail}")
        document.undo()
        document.select(Selection())
        self.shoot(f"writing-story{tail}")
        page.bench._form_scroll.verticalScrollBar().setValue(640)
        self.shoot(f"writing-person{tail}")
        document.select(Selection("on_hold"))
        page.bench.show_below("play")
        page.bench.play.begin()
        page.bench.play.said.setText(
            "You are furious, and after six hours without reports on closing day I can see why."
        )
        page.bench.play.answer()
        self.shoot(f"writing-try{tail}")
        document.apply("Another title", editing.set_scenario(document.scenario, title="Closing day, our way"))
        page.on_back()
        self.shoot(f"writing-leaving{tail}")
        page.strip.done()
        document.stack.setClean()

    def all(self) -> None:
        self.shoot("home")
        self.go(ToSetup())
        self.engine.show(own_picture())
        self.shoot("setup")
        self.go(ToCall(PLAN))
        self.engine.show(own_picture())
        self.engine.push(
            snapshot(252.0, CAUTION, customer=True),
            Heard(Utterance(245, 252, "customer", opened(Path()).utterances[0].text)),
        )
        self.shoot("call")
        self.window.page.show_diagnostics()
        self.engine.push(
            Problem(
                "camera",
                "The camera was unplugged at 04:12.",
                "Plug it in or choose another.",
                "paused",
                "Sound is still recorded; the letters E, M and P pause.",
            )
        )
        self.shoot("call-problem")
        self.window.notices.clear()
        self.engine.push(StateChanged("finishing"), ImportProgress(0.6, 8.0, "Listening to the last words again."))
        self.shoot("finishing")
        self.go(ToSelfCheck(Path("/sessions/a")))
        for letter, steps in (("E", 7), ("M", 5), ("A", 8)):
            self.window.page.sliders[letter].setValue(steps)
        self.shoot("self-check")
        self.go(ToDebrief(Path("/sessions/a")))
        self.shoot("debrief")
        self.window.page.rows[3].toggle()
        self.shoot("debrief-open")
        self.transcript()
        self.go(ToSessions())
        self.shoot("sessions")
        self.go(ToImport())
        self.shoot("import")
        self.window.page.media = Path("/calls/Renewal call 12 May.mp4")
        self.window.page.start()
        self.shoot("import-running")
        self.engine.push(
            Problem("media", "“notes.mp4” is a text file, not a recording.", "Choose a video or sound file.", "failed")
        )
        self.shoot("import-trouble")
        self.go(ToSettings())
        self.shoot("settings")
        self.go(ToHelp())
        self.shoot("help")
        self.go(ToModelCard())
        self.shoot("model-card")
        self.window.page.jump("unknown")
        self.shoot("model-card-end")
        self.shelf.listed = []
        self.go(ToHome())
        self.shoot("home-empty")
        self.window.close()


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    given = {"consent_camera": True, "consent_microphone": True, "consent_recording": True}
    for name in ("light", "dark"):
        with tempfile.TemporaryDirectory() as folder:
            Studio(app, Path(folder), out, theme=name, consent_given_on="2026-11-01", **given).all()
        with tempfile.TemporaryDirectory() as folder:
            fresh = Studio(app, Path(folder), out, theme=name)
            fresh.go(ToSetup())
            fresh.shoot("consent")
            fresh.window.close()
        for size in ((1280, 720), (1920, 1080)):
            for text, mark in (("normal", ""), ("larger", "-larger"), ("largest", "-largest")):
                with tempfile.TemporaryDirectory() as folder:
                    look = {"theme": name, "text_size": text, "consent_given_on": "2026-11-01", **given}
                    made = Studio(app, Path(folder), out, size=size, **look)
                    made.practice(f"-{size[1]}{mark}")
                    partner(made, own_picture(), f"-{size[1]}{mark}")
                    own_call(made, own_picture(), f"-{size[1]}{mark}")
                    made.writing(f"-{size[1]}{mark}")
                    sharing(made, f"-{size[1]}{mark}")
                    made.window.close()
            with tempfile.TemporaryDirectory() as folder:
                made = Studio(app, Path(folder), out, size=size, theme=name, consent_given_on="2026-11-01", **given)
                made.calibration(f"-{size[1]}")
                made.window.close()
        with tempfile.TemporaryDirectory() as folder:
            kept = (kept_calibration(),)
            made = Studio(app, Path(folder), out, kept=kept, theme=name, consent_given_on="2026-11-01", **given)
            made.go(ToSetup())
            made.engine.show(own_picture())
            made.shoot("setup-calibrated")
            made.window.close()
    with tempfile.TemporaryDirectory() as folder:
        large = Studio(
            app, Path(folder), out, theme="light", text_size="larger", consent_given_on="2026-11-01", **given
        )
        large.go(ToDebrief(Path("/sessions/a")))
        large.shoot("debrief-larger")
        large.transcript("-larger")
        large.go(ToSetup())
        large.shoot("setup-larger")
        large.calibration("-larger")
        large.window.close()


if __name__ == "__main__":
    main()
