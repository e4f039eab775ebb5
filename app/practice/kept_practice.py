"""What a session keeps of a call with a written customer or a partner, read from its folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.practice.partner import PartnerSaid, partner_said
from app.practice.scenario.model import Scenario
from app.practice.self_check import SelfCheck, self_check_of
from perception.recording.format import SCENARIO_NAME
from perception.recording.notes import Note
from perception.recording.records import StepRecord
from perception.types import Mark

if TYPE_CHECKING:
    from perception.recording.reader import Session


@dataclass(frozen=True, slots=True)
class KeptPractice:
    """A practice call as it was kept. file: the scenario as it was then.

    scenario: None where that file cannot be read any more; `trouble` then says why.
    """

    file: Path
    scenario: Scenario | None
    steps: tuple[StepRecord, ...]
    trouble: str = ""


def kept_practice(session: Session) -> KeptPractice | None:
    """The practice call of a session; None for any other."""
    file, steps = session.scenario_file(), session.steps()
    if file is None:
        missing = "The scenario of this call is not in its folder any more."
        return KeptPractice(session.folder / SCENARIO_NAME, None, steps, missing) if steps else None
    # Reading scenarios loads the checks of files, which takes a moment; other sessions open without them.
    from app.practice.errors import PracticeError
    from app.practice.scenario.loader import load_scenario

    try:
        return KeptPractice(file, load_scenario(file).scenario, steps)
    except PracticeError as error:
        return KeptPractice(file, None, steps, f"The scenario of this call cannot be read any more. {error.message}")


def kept_partner(session: Session) -> PartnerSaid | None:
    """What the partner of a session said, their newest answers; None for a call without a partner."""
    if session.header.source != "partner":
        return None
    notes = [note for note in session.notes() if note.kind == "partner_rating"]
    marks = [record for record in session.records(("mark",)) if isinstance(record, Mark)]
    return partner_said(notes[-1].ratings if notes else {}, notes[-1].text if notes else "", marks)


def kept_self_check(notes: Sequence[Note]) -> SelfCheck | None:
    """The newest self-check among the notes of a session; None without one."""
    said = [note for note in notes if note.kind == "self_check"]
    return self_check_of(said[-1].ratings, said[-1].text) if said else None
