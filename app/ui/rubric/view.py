"""What each step of the coach's rating looks like: to read, to edit as a new version, to compare and to pass on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QFileDialog, QFrame, QPlainTextEdit, QPushButton, QWidget

from app.engine.messages import Problem
from app.library.rubric import STEPS, Rubric
from app.practice.errors import PracticeFileError
from app.ui.editor.strip import QuestionStrip
from app.ui.page import Desk, Page
from app.ui.review.coaching.ports import RubricShelf
from app.ui.review.coaching.writing import author_name
from app.ui.routes import ToHome
from app.ui.rubric.presenter import RubricDraft, changes, place_words, present_versions, version_before
from app.ui.widgets.kit import button, card, clear, column, empty_layout, label, line, row, scrolled
from app.ui.widgets.top_bar import BarAction, BarContent
from app.ui.words import LETTER_NAMES
from perception.types import LETTERS, Letter

INTRO: Final = (
    "Coaches rate each letter from 1 to 5 by these texts. An edit makes a new version; ratings name the version they "
    "were made by, so the old ones stay readable."
)
COMPARE: Final = "Compare with the version before"
TEXTS: Final = "Back to the texts"
UNCHANGED: Final = "Every text is as in the version before."
NOT_KEPT: Final = "Your changes of the rubric are not kept yet."
_FILES: Final = "Rubrics (*.yaml *.yml)"


def ask_open(parent: QWidget) -> Path | None:
    """Ask for a rubric file."""
    chosen, _ = QFileDialog.getOpenFileName(parent, "Import a rubric", "", _FILES)
    return Path(chosen) if chosen else None


def ask_save(parent: QWidget, suggested: str) -> Path | None:
    """Ask where to write a rubric."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "Export the rubric", suggested, _FILES)
    return Path(chosen) if chosen else None


class RubricPage(Page):
    """Versions at the left, the texts of one letter at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ask_open: Callable[[QWidget], Path | None] = ask_open
        self.ask_save: Callable[[QWidget, str], Path | None] = ask_save
        self.every: tuple[Rubric, ...] = ()
        self.in_use = ""
        self.draft: RubricDraft | None = None
        self.letter: Letter = LETTERS[0]
        self.comparing = False
        self._leaving = False
        self.question = QuestionStrip(self.theme)
        self.fields: dict[int, QPlainTextEdit] = {}
        self.versions: dict[str, QPushButton] = {}
        self._list, self._room = column(spacing=6), column(spacing=10)
        self._message = label("Reading the rubric …", "muted", wrap=True)
        self.setLayout(self._laid_out())
        self.setAccessibleName("Rubric")

    def bar(self) -> BarContent:
        """Keep and pass on."""
        actions = [BarAction("Export …", self.export), BarAction("Keep as a new version", self.keep, "primary")]
        changed = self.draft is not None and self.draft.is_changed
        return BarContent("Rubric", actions=tuple(actions if changed else actions[:1]) if self.draft else ())

    def enter(self) -> None:
        """Read all versions."""
        if self._shelf() is not None and not self.every:
            self._read()

    def on_back(self) -> bool:
        """Changes are not thrown away unasked."""
        if self.draft is None or not self.draft.is_changed:
            return False
        answers = (("Keep as a new version", self._keep_and_leave), ("Throw away", self._leave), ("Stay", self._stay))
        self.question.ask(NOT_KEPT, answers, careful=True)
        return True

    # ------------------------------------------------------------ what can be done

    def show_version(self, rubric_id: str) -> None:
        """Show another version; changes of the one shown are asked about first."""
        found = next((one for one in self.every if one.id == rubric_id), None)
        if found is None:
            return
        if self.draft is not None and self.draft.is_changed and found.id != self.draft.of.id:
            answers = (("Keep as a new version", self.keep), ("Throw away", partial(self._show, found)))
            self.question.ask(NOT_KEPT, (*answers, ("Stay", self._stay)), careful=True)
            self._mark_versions()
            return
        self._show(found)

    def show_letter(self, letter: Letter) -> None:
        """The texts of one letter."""
        self.letter = letter
        self._fill()

    def compare(self) -> None:
        """Show what reads otherwise than in the version before, or the texts again."""
        self.comparing = not self.comparing
        self._fill()

    def keep(self) -> None:
        """Keep the changed texts as the next version, and use it."""
        draft, shelf = self.draft, self._shelf()
        if draft is None or shelf is None or not draft.is_changed:
            return
        self.question.done()
        if draft.missing:
            self.desk.toast(f"A text is missing: {draft.missing[0]}.")
            return
        author, made_on = author_name(self.desk, "coach"), self.desk.now().date().isoformat()
        edited = draft.rubric()
        self._do(lambda: shelf.save(edited, author=author, made_on=made_on), "Kept as “{}” and in use.")

    def use(self) -> None:
        """Rate by the version shown from now on."""
        draft, shelf = self.draft, self._shelf()
        if draft is None or shelf is None:
            return
        before = self.in_use
        chosen = draft.of

        def used() -> Rubric:
            shelf.use(chosen.id)
            return chosen

        self._do(used, "“{}” is in use.", undo=lambda: shelf.use(before))

    def export(self) -> None:
        """Write the version shown as one file."""
        draft, shelf = self.draft, self._shelf()
        target = self.ask_save(self, f"{draft.of.id}.yaml") if draft is not None else None
        if draft is None or shelf is None or target is None:
            return
        shown = draft.of
        self.desk.tasks.run(
            lambda: shelf.write(shown, target),
            lambda _value, error: self._told(error, f"Written: {target.name}"),
            owner=self,
        )

    def take_in(self) -> None:
        """Import a file."""
        shelf = self._shelf()
        chosen = self.ask_open(self) if shelf is not None else None
        if shelf is not None and chosen is not None:
            self._do(lambda: shelf.take_in(chosen), "“{}” was imported and is in use.")

    # ------------------------------------------------------------ reading

    def _shelf(self) -> RubricShelf | None:
        service = self.desk.coaching
        return None if service is None else service.rubrics

    def _read(self) -> None:
        shelf = self._shelf()
        if shelf is not None:
            self.desk.tasks.run(lambda: (shelf.all(), shelf.in_use(), shelf.problems()), self._took, owner=self)

    def _took(self, found: Any, error: Exception | None) -> None:
        if error is not None:
            self._message.setText(f"The rubric cannot be read. {getattr(error, 'message', error)}")
            return
        every, used, problems = found
        self.every, self.in_use = tuple(every), used.id
        for problem in problems:
            self.desk.tell(Problem("rubric", problem, "Put the file right or take it away.", "notice"))
        self._message.hide()
        self._show(used)

    def _do(self, work: Callable[[], Rubric], told: str, undo: Callable[[], object] | None = None) -> None:
        """Change something in the folder, then read it anew."""

        def done(made: Any, error: Exception | None) -> None:
            text = told.format(f"{made.name}, version {made.version}") if error is None else ""
            self._told(error, text, None if undo is None else lambda: self._undo(undo))
            leaving, self._leaving = self._leaving and error is None, False
            if leaving:
                self._leave()
            elif error is None:
                self._read()

        self.desk.tasks.run(work, done, owner=self)

    def _undo(self, undo: Callable[[], object]) -> None:
        self.desk.tasks.run(
            undo, lambda _value, error: self._read() if error is None else self._told(error, ""), owner=self
        )

    def _told(self, error: Exception | None, text: str, undo: Callable[[], object] | None = None) -> None:
        if error is None:
            self.desk.toast(text, undo)
            return
        if isinstance(error, PracticeFileError):
            mistakes = [str(one) for one in error.mistakes]
            message = f"The file has {len(mistakes)} mistakes." if len(mistakes) > 1 else "The file has a mistake."
            self.desk.tell(Problem("rubric", message, " ".join(mistakes[:3]), "notice", kept="Nothing was changed."))
            return
        remedy = getattr(error, "recovery", "Try again.")
        self.desk.tell(Problem("rubric", getattr(error, "message", str(error)), remedy, "notice"))

    # ------------------------------------------------------------ showing

    def _laid_out(self) -> Any:
        import_button = button("Import …", self.take_in, "small", name="Import a rubric file")
        left = clear(label("Versions", "heading"), self._list, 8, row(import_button, None), None, spacing=6)
        side = scrolled(left, "Versions")
        side.setFixedWidth(self.theme.sizes.room(270))
        self.letters = {
            letter: button(letter, partial(self.show_letter, letter), "letter", name=LETTER_NAMES[letter])
            for letter in LETTERS
        }
        for made in self.letters.values():
            made.setCheckable(True)
        self.compare_button = button(COMPARE, self.compare, "small")
        self.use_button = button("Use this version", self.use, "small")
        head = column(label("The rubric", "title"), label(INTRO, "muted", wrap=True), self._message, spacing=4)
        commands = [
            row(*self.letters.values(), None, spacing=6),
            row(self.use_button, self.compare_button, None, spacing=6),
        ]
        inside = card(self.theme, head, 6, *commands, 4, self._room, None, spacing=10)
        inside.layout().setContentsMargins(24, 20, 24, 22)  # type: ignore[union-attr]
        main = scrolled(clear(inside, None, spacing=0), "Texts of the rubric")
        across = row(side, main, spacing=self.theme.sizes.gap)
        across.setStretch(1, 1)
        margin = self.theme.sizes.margin
        across.setContentsMargins(margin, margin, margin - self.theme.sizes.scroll, 0)
        return column(self.question, across, spacing=0)

    def _show(self, rubric: Rubric) -> None:
        self.question.done()
        self.draft = RubricDraft(rubric)
        self._fill_versions()
        self._fill()
        self.bar_changed.emit()

    def _fill_versions(self) -> None:
        empty_layout(self._list)
        self.versions = {}
        for shown in present_versions(self.every, self.in_use, self.desk.now().date()):
            made = button(
                shown.title, partial(self.show_version, shown.id), "choice", name=f"{shown.title}, {shown.about}"
            )
            made.setCheckable(True)
            self.versions[shown.id] = made
            self._list.addWidget(made)
            self._list.addWidget(label(shown.about, "small", wrap=True))
        self._mark_versions()

    def _mark_versions(self) -> None:
        for rubric_id, made in self.versions.items():
            made.setChecked(self.draft is not None and rubric_id == self.draft.of.id)

    def _fill(self) -> None:
        draft = self.draft
        empty_layout(self._room)
        self.fields = {}
        if draft is None:
            return
        before = version_before(self.every, draft.of)
        self.compare_button.setVisible(before is not None)
        self.use_button.setVisible(draft.of.id != self.in_use)
        self.comparing = self.comparing and before is not None
        self.compare_button.setText(TEXTS if self.comparing else COMPARE)
        for letter, made in self.letters.items():
            made.setChecked(letter == self.letter and not self.comparing)
            made.setEnabled(not self.comparing)
        parts = self._changes(before, draft) if self.comparing and before is not None else self._texts(draft)
        for part in parts:
            self._room.addWidget(part)

    def _texts(self, draft: RubricDraft) -> Sequence[QWidget]:
        return [self._text(draft, step) for step in (0, *STEPS)]

    def _text(self, draft: RubricDraft, step: int) -> QWidget:
        field = QPlainTextEdit(draft.text(self.letter, step))
        field.setTabChangesFocus(True)
        field.setAccessibleName(place_words(self.letter, step))
        field.setFixedHeight(self.theme.sizes.body * (7 if self.theme.sizes.very_large else 4) + 6)
        field.textChanged.connect(partial(self._edited, step, field))
        self.fields[step] = field
        name = label(str(step) if step else "What to look at", "strong", wrap=not step)
        name.setFixedWidth(self.theme.sizes.room(90))
        across = row(name, field, spacing=10)
        across.setStretch(1, 1)
        made = QWidget()
        made.setLayout(across)
        return made

    def _changes(self, before: Rubric, draft: RubricDraft) -> Sequence[QWidget]:
        found = changes(before, draft.rubric())
        head = label(f"Compared with “{before.name}, version {before.version}”", "muted", wrap=True)
        if not found:
            return [head, label(UNCHANGED, wrap=True)]
        shown: list[QWidget] = [head]
        for change in found:
            words = column(
                label(change.where, "strong", wrap=True),
                label(f"Before: {change.before}", "muted", wrap=True),
                label(f"Now: {change.now}", wrap=True),
                spacing=3,
            )
            made = QFrame()
            made.setProperty("look", "clear")
            made.setLayout(words)
            shown += [line(), made]
        return shown

    def _edited(self, step: int, field: QPlainTextEdit) -> None:
        if self.draft is None:
            return
        was = self.draft.is_changed
        self.draft = self.draft.changed(self.letter, step, field.toPlainText())
        if was != self.draft.is_changed:
            self.bar_changed.emit()

    # ------------------------------------------------------------ leaving

    def _stay(self) -> None:
        self.question.done()

    def _leave(self) -> None:
        self.draft = None
        self.go.emit(ToHome())

    def _keep_and_leave(self) -> None:
        """Once it is kept; what could not be kept stays here."""
        self._leaving = self.draft is not None and not self.draft.missing
        self.keep()
