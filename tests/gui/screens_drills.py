"""Takes a picture of every screen of the drills: `python tests/gui/screens_drills.py FOLDER`. For designers."""

from __future__ import annotations

import math
import sys
import tempfile
from pathlib import Path

from screens import Studio, own_picture

from app.engine.drill_messages import DrillReading
from app.practice.drills.live import LiveReading, VoicePoint
from app.ui.routes import ToDrill, ToDrills, ToHome
from app.ui.run import make_application

ANSWER = "It sounds like you're furious, standing there with nothing to show. I'll call you by four today."
SIZES = {"": (1280, 800), "-720": (1280, 720), "-1080": (1920, 1080), "-largest": (1280, 800)}


def take(begin_s: float, *, pace: float = 1.0, move: float = 2.5, level: float = -28.0) -> tuple[VoicePoint, ...]:
    """A drawn-up take of about four seconds."""
    points = []
    for number in range(int(42 * pace)):
        t_s = begin_s + number * 0.1
        voiced = number % int(9 * pace) < 7 and number < 38 * pace
        st = move * math.sin(number / (4.0 * pace)) - number * 0.04
        points.append(VoicePoint(t_s, 180.0 * 2 ** (st / 12.0) if voiced else None, level if voiced else -62.0))
    return (*points, *(VoicePoint(points[-1].t_s + 0.1 * k, None, -64.0) for k in range(1, 16)))


def reading(t_s: float, *, brow: float = 0.1, slouch: float = 1.0, voice=()) -> DrillReading:
    displays = {"brow_lower": brow, "lip_press": 0.1, "smile": 0.05}
    return DrillReading(
        LiveReading(
            t_s,
            voice,
            level_dbfs=-31.0,
            speech=True,
            face=True,
            displays=displays,
            attend_p=0.9,
            lean=0.0,
            slouch=slouch,
            shoulder_tilt_deg=1.0,
            framing="ok",
            calibrated=True,
        )
    )


class DrillStudio(Studio):
    """Brought to each kind of drill."""

    def drill(self, kind: str, first: str):
        self.go(ToDrill(kind, first))
        return self.window.page

    def right(self, page) -> int:
        choices = page.session.step.choices
        return next(n for n, one in enumerate(choices) if getattr(one, "right", getattr(one, "kind", "") == "empathy"))

    def everything(self, tail: str) -> None:
        self.go(ToHome())
        self.shoot(f"home{tail}")
        self.go(ToDrills())
        self.shoot(f"drills{tail}")
        self.window.page.search.setText("outage")
        self.shoot(f"drills-search{tail}")
        page = self.drill("empathy_or_sympathy", "outage-in-front-of-the-board")
        self.shoot(f"drill-choose{tail}")
        page.choose((self.right(page) + 1) % 3)
        self.shoot(f"drill-chosen{tail}")
        page.go_on()
        page.choose(self.right(page))
        self.shoot(f"drill-why{tail}")
        page.go_on()
        page.panel.text.setPlainText("I'm sorry, but there was nothing we could do.")
        page.panel.send()
        self.shoot(f"drill-written{tail}")
        page.panel.change()
        page.panel.text.setPlainText(ANSWER)
        page.panel.send()
        self.settle()
        page.go_on()
        self.shoot(f"drill-summary{tail}")
        page = self.drill("name_feeling", "hidden-polite-anger")
        self.shoot(f"drill-face{tail}")
        page.choose(self.right(page))
        self.shoot(f"drill-face-named{tail}")
        page = self.drill("thread", "thread-outage-status")
        self.shoot(f"drill-thread{tail}")
        self.tone(tail)
        self.holds(tail)

    def tone(self, tail: str) -> None:
        page = self.drill("tone", "tone-no")
        page.panel.run()
        self.engine.push(reading(5.0, voice=take(1.0)))
        self.shoot(f"drill-tone-first{tail}")
        page.go_on()
        page.panel.run()
        self.engine.push(reading(15.0, voice=take(10.0, pace=1.3)[:-15]))
        self.shoot(f"drill-tone-live{tail}")
        self.engine.push(reading(18.0, voice=take(10.0, pace=1.3)[-15:]))
        self.shoot(f"drill-tone-calmer{tail}")

    def holds(self, tail: str) -> None:
        page = self.drill("neutral_face", "face-board")
        self.engine.show(own_picture())
        self.settle()
        page.panel.run()
        for step in range(120):
            self.engine.push(reading(step * 0.1, brow=0.8 if 60 < step < 90 else 0.1))
        self.settle()
        self.engine.show(own_picture())
        self.shoot(f"drill-listen{tail}")
        for step in range(120, 270):
            self.engine.push(reading(step * 0.1))
        self.shoot(f"drill-listened{tail}")
        page = self.drill("posture", "posture-one-elbow")
        self.engine.show(own_picture())
        self.settle()
        page.panel.run()
        for step in range(60):
            self.engine.push(reading(step * 0.1, slouch=0.8 if step < 20 else 1.0))
        self.engine.show(own_picture())
        self.shoot(f"drill-posture{tail}")
        page.measuring.lose("The camera was unplugged.")
        page = self.drill("posture", "posture-one-elbow")
        page.measuring.lose("The camera was unplugged.")
        self.shoot(f"drill-alone{tail}")


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    given = {"consent_camera": True, "consent_microphone": True, "consent_recording": True}
    wanted = sys.argv[2:] or [*SIZES]
    for theme in ("light", "dark"):
        for tail in wanted:
            text = "largest" if tail == "-largest" else "normal"
            with tempfile.TemporaryDirectory() as folder:
                made = DrillStudio(
                    app,
                    Path(folder),
                    out,
                    size=SIZES[tail],
                    theme=theme,
                    text_size=text,
                    consent_given_on="2026-11-01",
                    **given,
                )
                made.everything(tail)
                made.window.close()


if __name__ == "__main__":
    main()
