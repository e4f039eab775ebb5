"""The form of one turn of the customer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.engine.practice_messages import CustomerIs
from app.practice import editing
from app.practice.scenario.model import Node, NodeFeeling
from app.ui.editor.document import EditorDocument, Selection
from app.ui.editor.edge_form import EdgesForm
from app.ui.editor.fields import (
    ChoiceField,
    LineField,
    ListField,
    ManyField,
    NumberField,
    beside,
    check_field,
    labelled,
)
from app.ui.editor.words_presenter import DISPLAYS, END_WORDS, FAMILIES, INTENSITIES, MOODS, PHASES, choices
from app.ui.page import Desk
from app.ui.widgets.character_view import CharacterView
from app.ui.widgets.kit import button, card, clear, label, row

_NEVER_S = 2.5  # one step under the shortest time after which a customer breaks in: never
_FACE = (13.0, 10.4)  # times the size of the text


class NodeForm(QWidget):
    """Everything of a turn. Built anew when the turn itself changed; typing leaves it as it is."""

    def __init__(
        self, desk: Desk, document: EditorDocument, name: str, hear: Callable[[str], object], face: CharacterView
    ) -> None:
        """hear: says a wording aloud. face: the drawn customer; it outlives the form."""
        super().__init__()
        self.setProperty("look", "clear")
        self.desk, self.document, self.name = desk, document, name
        self._hear = hear
        node = document.scenario.nodes[name]
        theme = desk.theme
        self.face = face
        gap = theme.sizes.gap
        parts = [
            self._head(node),
            card(theme, label("What they say", "strong"), self._lines(node), spacing=8),
            card(theme, label("What they feel", "strong"), self._feeling(node), self._look(node), spacing=10),
            card(theme, label("What comes next", "strong"), *self._next(node), spacing=10),
            card(theme, label("Silence and long turns", "strong"), *self._timing(node), spacing=10),
        ]
        inside = clear(*parts, None, spacing=gap - 4)
        layout = inside.layout()
        if layout is not None:
            self.setLayout(layout)

    # ------------------------------------------------------------ parts

    def _head(self, node: Node) -> QWidget:
        start = self.document.scenario.start == self.name
        name = LineField("name", "Name of the turn", self.name, self._rename, late=True)
        phase = ChoiceField("phase", "Phase", node.phase, choices(PHASES), self._phase)
        names = labelled("Name", name)
        phases = labelled("Phase", phase)
        across = beside(self.desk.theme, names, phases, stretch=(3, 2))
        first = button("Start here", self._start, "small", name="Let the call start with this turn")
        first.setObjectName("start")
        first.setEnabled(not start)
        if start:
            first.setText("The call starts here")
        others = row(
            button("Duplicate", self.duplicate, "small", name=f"Duplicate the turn {self.name}"),
            button("Remove", self.remove, "small", name=f"Remove the turn {self.name}"),
            spacing=6,
        )
        tools = beside(self.desk.theme, clear(row(first, None)), clear(others), stretch=(1, 0))
        return card(self.desk.theme, across, tools, spacing=8)

    def _lines(self, node: Node) -> QWidget:
        return ListField(
            self.desk.theme,
            "lines",
            "Wording",
            node.lines,
            lambda values, key: self._set("Change the words", key, lines=values),
            least=1,
            extra=self._hear,
        )

    def _feeling(self, node: Node) -> QWidget:
        felt = node.feeling
        family = ChoiceField(
            "feeling.family",
            "Feeling",
            felt.family if felt is not None else "",
            choices(FAMILIES, ("", "Not said")),
            self._family,
        )
        if felt is None:
            return labelled("Feeling", family)
        word = LineField("feeling.word", "Word for the feeling", felt.word, partial(self._felt, "word"), hint="furious")
        strength = ChoiceField(
            "feeling.intensity",
            "How strongly",
            str(felt.intensity),
            INTENSITIES,
            lambda value: self._strength(int(value)),
        )
        hidden = check_field(
            "feeling.hidden",
            "Hidden: the words do not say it",
            lambda on: self._felt("hidden", on),
            on=felt.hidden,
        )
        cause = ManyField("feeling.cause", "Words that tie it to its cause", felt.cause, partial(self._felt, "cause"))
        across = beside(
            self.desk.theme,
            labelled("Feeling", family),
            labelled("Word", word),
            labelled("How strongly", strength),
        )
        return clear(across, hidden, labelled("Words of its cause, one a line", cause), spacing=8)

    def _look(self, node: Node) -> QWidget:
        theme = self.desk.theme
        display = ChoiceField("display", "Face", node.display, choices(DISPLAYS), self._display)
        mood = ChoiceField("mood", "Voice", node.mood, choices(MOODS), partial(self._one, "mood", "Another voice"))
        hear = button("Hear the first wording", lambda: self._hear(node.lines[0] if node.lines else ""), "small")
        fields = clear(labelled("Face", display), labelled("Voice", mood), row(hear, None), None, spacing=8)
        self.face.setFixedSize(*(round(theme.sizes.body * side) for side in _FACE))
        self._show_face(node)
        return beside(theme, fields, self.face, stretch=(1, 0), spacing=12)

    def _timing(self, node: Node) -> list[QWidget]:
        timing = node.timing
        waits = NumberField(
            "timing.waits", "Waits before speaking", timing.waits_s, (0, 20), partial(self._timed, "waits_s"),
            step=0.5, tail=" s", none="at once",
        )  # fmt: skip
        silence = NumberField(
            "timing.silence", "Speaks into a silence after", timing.silence_s, (2, 120),
            partial(self._timed, "silence_s"), step=1, tail=" s",
        )  # fmt: skip
        breaks = NumberField(
            "timing.breaks", "Breaks in after",
            _NEVER_S if timing.interrupts_after_s is None else timing.interrupts_after_s, (_NEVER_S, 300),
            self._breaks, step=0.5, tail=" s", none="never",
        )  # fmt: skip
        across = beside(
            self.desk.theme,
            labelled("Waits", waits),
            labelled("Into silence after", silence),
            labelled("Breaks in after", breaks),
        )
        nudges = ManyField("nudges", "Said into a silence", node.nudges, partial(self._many, "nudges"))
        breaking = ManyField("breaks_in", "Said when breaking in", node.breaks_in, partial(self._many, "breaks_in"))
        return [
            across,
            labelled("Said into a silence, one a line. Empty: general words", nudges),
            labelled("Said when breaking in, one a line", breaking),
        ]

    def _next(self, node: Node) -> list[QWidget]:
        end = ChoiceField(
            "end", "What comes next", node.end or "", choices(END_WORDS, ("", "The call goes on")), self._end
        )
        if node.end is not None:
            return [end]
        return [end, EdgesForm(self.desk.theme, self.document, self.name)]

    # ------------------------------------------------------------ changes

    def _set(self, words: str, key: str, **changes: Any) -> None:
        after = editing.set_node(self.document.scenario, self.name, **changes)
        self.document.apply(words, after, key=f"{self.name}.{key}" if key else "")

    def _one(self, field: str, words: str, value: Any) -> None:
        self._set(words, field, **{field: value})

    def _many(self, field: str, values: tuple[str, ...]) -> None:
        self._set("Change the words", field, **{field: values})

    def _node(self) -> Node:
        return self.document.scenario.nodes[self.name]

    def _rename(self, text: str) -> None:
        text = text.strip()
        if text == self.name or self.name not in self.document.scenario.nodes:
            return
        try:
            after = editing.rename_node(self.document.scenario, self.name, text)
        except editing.EditError as error:
            field = self.findChild(LineField, "name")
            if isinstance(field, LineField):
                field.setText(self.name)
            self.desk.toast(f"{error.message} {error.recovery}")
            return
        self.document.apply(f"Call {self.name} “{text}”", after, select=Selection(text))

    def _start(self) -> None:
        self.document.apply("Another start", editing.set_start(self.document.scenario, self.name))

    def duplicate(self) -> None:
        """The turn once more; it is chosen."""
        after, fresh = editing.duplicate_node(self.document.scenario, self.name)
        self.document.apply(f"Duplicate {self.name}", after, select=Selection(fresh))

    def remove(self) -> None:
        """Without the turn; the toast offers it back."""
        scenario, name = self.document.scenario, self.name
        count = editing.leads_to(scenario, name)
        try:
            after = editing.remove_node(scenario, name)
        except editing.EditError as error:
            self.desk.toast(f"{error.message} {error.recovery}")
            return
        desk, document = self.desk, self.document
        document.apply(f"Remove {name}", after, select=Selection(after.start))
        ways = {0: "", 1: " One way that led to it went, too."}.get(count, f" {count} ways that led to it went, too.")
        desk.toast(f"The turn {name} is gone.{ways}", document.undo)

    def _phase(self, value: str) -> None:
        self._set("Another phase", "phase", phase=value)

    def _family(self, value: str) -> None:
        felt = self._node().feeling
        if not value:
            self._set("No feeling", "", feeling=None)
        elif felt is None:
            self._set("Another feeling", "", feeling=NodeFeeling(value, value.split("_")[0], 2))  # type: ignore[arg-type]
        else:
            self._felt("family", value)

    def _strength(self, value: int) -> None:
        self._felt("intensity", value)
        self._show_face(self._node())

    def _felt(self, field: str, value: Any) -> None:
        felt = self._node().feeling
        if felt is not None:
            self._set("Another feeling", f"feeling.{field}", feeling=replace(felt, **{field: value}))

    def _display(self, value: str) -> None:
        self._set("Another face", "display", display=value)
        self._show_face(self._node())

    def _show_face(self, node: Node) -> None:
        strength = node.feeling.intensity if node.feeling is not None else 1
        self.face.hear(CustomerIs(0.0, "listening", node.display, strength))

    def _timed(self, field: str, value: float) -> None:
        self._set("Another timing", f"timing.{field}", timing=replace(self._node().timing, **{field: value}))

    def _breaks(self, value: float) -> None:
        self._timed("interrupts_after_s", None if value <= _NEVER_S else value)  # type: ignore[arg-type]

    def _end(self, value: str) -> None:
        after = editing.set_end(self.document.scenario, self.name, value or None)  # type: ignore[arg-type]
        lost = len(self._node().edges) if value else 0
        desk, document = self.desk, self.document
        document.apply("Another end", after)
        if lost:
            desk.toast(f"The call ends here now; {lost} ways went.", document.undo)
