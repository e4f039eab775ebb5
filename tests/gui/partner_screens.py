"""The screens of practice with a partner and of a call of one's own, for tests/gui/screens.py."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from examples import snapshot
from practice_examples import CHOICE, cue
from practice_examples import entries as scenario_entries

from app.engine.messages import PartnerPlan, PreviewImage, StartCall
from app.practice.cue_values import CueSettings
from app.practice.partner import PartnerMark, PartnerSaid
from app.ui.routes import PartnerChoice, ToCall, ToDebrief, ToPartner, ToPartnerRating, ToSetup

CAUTION = {"E": "good", "M": "good", "P": "unknown", "A": "watch", "T": "good", "H": "good", "Y": "watch"}
PLAN = StartCall("/sessions/new", "Renewal at risk after an outage", "cam0", "mic0", "mon0")
PARTNER_SAID = PartnerSaid(
    {"told": 4.0, "understood": 3.0, "feeling": 2.0, "together": 4.0, "next": 5.0},
    "I would have told you about the board if you had asked once more.",
    (PartnerMark(96.0, heard=False), PartnerMark(204.0, heard=True)),
)


def partner(studio: Any, picture: PreviewImage, tail: str = "") -> None:
    """Roles and card, the partner's window, the set-up, the call, the five questions, and the debrief."""
    studio.go(ToPartner(scenario_entries()[2], calls=0))
    studio.shoot(f"partner-roles{tail}")
    studio.window.page.show_here()
    card = studio.window.partner.window
    card.resize(760, 860)
    studio.shoot(f"partner-card{tail}", card)
    choice = PartnerChoice(CHOICE.file, CHOICE.scenario)
    studio.go(ToSetup(partner=choice))
    studio.engine.show(picture)
    studio.shoot(f"partner-setup{tail}")
    plan = replace(PLAN, customer_audio_id=None, partner=PartnerPlan(CHOICE.scenario.id, shares_microphone=True))
    studio.go(ToCall(plan, partner=choice))
    studio.engine.show(picture)
    studio.engine.push(snapshot(252.0, CAUTION, customer=True))
    studio.settle()
    studio.window.page.partner.heard(True)
    studio.shoot(f"partner-call{tail}")
    studio.shoot(f"partner-keys{tail}", card)
    studio.engine.push(snapshot(489.0, CAUTION))
    studio.shoot(f"partner-over{tail}")
    studio.go(ToPartnerRating(Path("/sessions/a")))
    for question, value in (("told", 4), ("understood", 3), ("feeling", 2)):
        studio.window.page.choices[question][value].click()
    studio.shoot(f"partner-rating{tail}")
    studio.go(ToDebrief(Path("/sessions/a")))
    studio.shoot(f"partner-debrief{tail}")


def own_call(studio: Any, picture: PreviewImage, tail: str = "") -> None:
    """The set-up with the other side's consent, and the strip."""
    studio.go(ToSetup())
    page = studio.window.page
    page.customer.setCurrentIndex(0)
    studio.engine.show(picture)
    studio.shoot(f"own-setup-first{tail}")
    for switch in (page.other.knows, page.other.words):
        switch.setChecked(True)
    studio.shoot(f"own-setup{tail}")
    studio.go(ToCall(replace(PLAN, cues=CueSettings()), beside=True))
    studio.engine.push(snapshot(252.0, CAUTION, customer=True))
    strip = studio.window.page.side.strip
    studio.shoot(f"strip{tail}", strip)
    studio.engine.push(cue("Name what you hear"))
    studio.shoot(f"strip-cue{tail}", strip)
    studio.window.page.side.open_window()
    studio.shoot(f"own-call{tail}")
    studio.window.showNormal()
