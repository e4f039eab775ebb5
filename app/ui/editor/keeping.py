"""Keeps what is on the desk: the draft every few seconds, the file when it is saved."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.engine.messages import Problem
from app.practice.drafts import Draft, draft_key
from app.practice.scenario.checking import can_be_saved
from app.practice.scenario.model import Scenario
from app.ui.editor.document import EditorDocument
from app.ui.editor.places_presenter import finding_words
from app.ui.editor.ports import Opened, Saved, Workshop
from app.ui.page import Desk


class Keeping(QObject):
    """`saved` follows a try to save: whether it went well. draft: the one that was opened, None for a file."""

    saved = Signal(bool)

    def __init__(
        self, desk: Desk, workshop: Workshop, document: EditorDocument, opened: Opened, draft: Draft | None = None
    ) -> None:
        super().__init__(document)
        self._desk = desk
        self._workshop = workshop
        self._document = document
        self.path = opened.path
        self.text = opened.text
        self._key = draft_key(opened.scenario, opened.path) if draft is None else draft.key
        self._kept: Scenario | None = None
        self._saving = False
        self._told = False
        document.draft_due.connect(self.keep)

    def keep(self) -> None:
        """Keep a draft where something is not saved."""
        scenario = self._document.scenario
        if not self._document.modified or scenario == self._kept:
            return
        try:
            self._workshop.keep_draft(Draft(self._key, scenario, self._desk.now(), self.path, self.text))
            self._kept = scenario
        except OSError as error:
            if not self._told:
                why = f"The draft could not be kept: {error.strerror or error}."
                self._desk.tell(Problem("disk", why, "Save the scenario, or make room on the disk.", "notice"))
            self._told = True

    def forget(self) -> None:
        """No draft any more; what is on the desk counts as dealt with."""
        self._kept = self._document.scenario
        try:
            self._workshop.drop_draft(self._key)
        except OSError as error:
            why = f"The draft could not be removed: {error.strerror or error}."
            self._desk.tell(Problem("disk", why, "It is offered again the next time.", "notice"))

    def save(self, *, as_new: bool = False) -> None:
        """Save it away from the window; as_new: as a file of its own."""
        document = self._document
        if self._saving:
            return
        document.check_now()
        if not can_be_saved(document.findings):
            first = next(one for one in document.findings if one.form)
            self.keep()
            self._desk.toast(f"Not saved yet, kept as a draft. {finding_words(first)}")
            self.saved.emit(False)
            return
        self._saving = True
        scenario, path = document.scenario, None if as_new else self.path
        self._desk.tasks.run(
            partial(self._workshop.save, scenario, path, self.text), partial(self._was_saved, scenario), owner=self
        )

    def _was_saved(self, scenario: Scenario, made: Any, error: Exception | None) -> None:
        self._saving = False
        if error is not None or not isinstance(made, Saved):
            what, remedy = getattr(error, "message", f"It could not be saved: {error}."), getattr(error, "recovery", "")
            self.keep()
            self._desk.tell(Problem("disk", what, remedy or "It is kept as a draft.", "notice"))
            self.saved.emit(False)
            return
        self.path, self.text = made.path, made.text
        self.forget()
        self._key = draft_key(scenario, made.path)
        if self._document.scenario == scenario:
            self._document.mark_saved()
        else:
            self._kept = None
            self.keep()
        self._desk.toast(_told(made, self._document))
        self.saved.emit(True)


def _told(made: Saved, document: EditorDocument) -> str:
    errors = sum(one.severity == "error" for one in document.findings)
    text = f"Saved as {made.path.name}."
    if errors:
        text += f" It cannot be played yet: {errors} error{'s' if errors > 1 else ''} to mend."
    if made.aside is not None:
        text += f" The file had been changed elsewhere; that text is in {made.aside.name}."
    if made.lost:
        text += f" {len(made.lost)} comment{'s' if len(made.lost) > 1 else ''} of the file could not be kept."
    return text
