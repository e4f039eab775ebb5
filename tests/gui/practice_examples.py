"""Written customers the window tests and the screen pictures show, and what the engine tells of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app.engine.messages import CueShown, CustomerIs, CustomerLeft, CustomerSpeaks, CustomerStops
from app.practice.cue_values import Cue
from app.practice.scenario.model import EndKind, Node, Persona, Scenario
from app.ui.ports import Played, ScenarioEntry, ScenarioList, ScenarioMistake
from app.ui.routes import PracticeChoice

DANA = Persona(
    name="Dana Whitlock",
    role="Head of operations",
    company="a group of 40 clinics",
    history="Brought you in against her finance chief's advice. Short on time, direct.",
    look="dana",
    pronoun="she",
    triggers=("ticket numbers", "“as I said”", "being rushed"),
    soothers=("being asked what it cost her", "dates she can pass on"),
    vocabulary=("board", "downtime", "clinic day"),
)
OUTAGE = Scenario(
    id="renewal-after-outage",
    title="Renewal at risk after an outage",
    situation="outage",
    difficulty="steady",
    minutes=6,
    letters=("A", "H", "Y"),
    summary="The third outage this quarter hit while Dana had her board on the line. The renewal is due in four weeks.",
    aim="Let her finish, name what this was for her, then promise one thing with a date.",
    persona=DANA,
    start="one",
    nodes={"one": Node("one", "vent", ("Third time this quarter.", "Again."), end="open")},
    tags=("clinics",),
)
INTERVIEW = replace(
    OUTAGE,
    id="quiet-interview",
    title="What the clinic never told us",
    situation="interview",
    difficulty="gentle",
    minutes=4,
    letters=("H",),
    summary="Amara answers politely and says little. What she needs comes only when she is asked openly, twice.",
    aim="Ask open questions and wait for the second answer.",
    persona=replace(DANA, name="Amara Osei", role="Practice nurse", company="Hillside clinic", look="amara"),
    tags=(),
)
PRICE = replace(
    OUTAGE,
    id="price-rise",
    title="The new price, one week before the budget",
    situation="price_rise",
    difficulty="hard",
    minutes=9,
    letters=("T", "Y"),
    summary="Tomasz learned of the new price from an automatic mail. His budget closes on Friday.",
    aim="Stay slow and low, own the way he heard of it, and say what you can do by when.",
    persona=replace(DANA, name="Tomasz Zielinski", role="Finance lead", company="Kestrel Freight", pronoun="he"),
    tags=(),
)
FOLDER = Path("/scenarios")
CHOICE = PracticeChoice(FOLDER / "renewal-after-outage.yaml", OUTAGE)
FAULTY = ScenarioEntry(
    FOLDER / "my-own-call.yaml",
    None,
    (
        ScenarioMistake(12, "“sitution” is not a field.", "Did you mean “situation”?"),
        ScenarioMistake(40, "The turn “calmer” leads to “calm_end”, which is not there.", "Write it or go elsewhere."),
        ScenarioMistake(None, "No turn ends the call.", "Give one turn an `end`."),
        ScenarioMistake(51, "The turn “b” has one wording.", "Write a second one."),
    ),
)


def entry(scenario: Scenario, played: Played | None = None) -> ScenarioEntry:
    return ScenarioEntry(FOLDER / f"{scenario.id}.yaml", scenario, played=played)


def entries() -> tuple[ScenarioEntry, ...]:
    played = Played(2, datetime(2026, 11, 22, 10, 0), "calmed")
    return (entry(PRICE), FAULTY, entry(OUTAGE, played), entry(INTERVIEW))


class Scenarios:
    """Written customers in memory. trouble: raised by whatever is asked next."""

    def __init__(self, *listed: ScenarioEntry, calls: int = 0) -> None:
        self.listed = listed
        self.calls = calls
        self.kept: list[tuple[str, EndKind | None]] = []
        self.trouble: Exception | None = None

    def read(self) -> ScenarioList:
        self._fail()
        return ScenarioList(self.listed, self.calls)

    def keep_played(self, scenario_id: str, end: EndKind | None) -> None:
        self._fail()
        self.kept.append((scenario_id, end))

    def _fail(self) -> None:
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble


def speaks(text: str, t_s: float = 60.0, seconds: float = 4.0, kind: str = "answer") -> CustomerSpeaks:
    return CustomerSpeaks(t_s, text, "angry", "angry", 2, seconds, kind=kind)


def stops(t_s: float = 64.0, *, cut: bool = False, said: str = "") -> CustomerStops:
    return CustomerStops(t_s, cut, said)


def customer_is(doing: str, t_s: float = 65.0) -> CustomerIs:
    return CustomerIs(t_s, doing)


def left(end: EndKind, t_s: float = 200.0) -> CustomerLeft:
    return CustomerLeft(t_s, end)


def cue(text: str = "Name what you hear", letter: str = "A", t_s: float = 70.0) -> CueShown:
    return CueShown(Cue("feeling_passed_over", letter, text, t_s, t_s - 20.0, {"turns": 2.0}, {"turns": 2.0}))
