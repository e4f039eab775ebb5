"""The ways on from a turn, in their order: when each is taken, where it leads, what it does, and why."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QWidget

from app.practice import editing
from app.practice.scenario.model import Edge
from app.ui.editor.document import EditorDocument, Selection
from app.ui.editor.fields import (
    ChoiceField,
    NumberField,
    TextField,
    TicksField,
    WholeField,
    beside,
    labelled,
    tool,
)
from app.ui.editor.words_presenter import DEED_GROUPS, condition_words
from app.ui.theme import Theme
from app.ui.widgets.kit import button, clear, column, label, row

_NEW = "+"
_GROUPS = tuple((title, tuple(deeds.items())) for title, deeds in DEED_GROUPS)


class EdgesForm(QWidget):
    """A card for each way; the first that holds is taken."""

    def __init__(self, theme: Theme, document: EditorDocument, name: str) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        node = document.scenario.nodes[name]
        self.cards = [EdgeCard(theme, document, name, place, edge) for place, edge in enumerate(node.edges)]
        self._document, self._name = document, name
        add = button("Add a way", self.add, "small")
        add.setObjectName("edges.add")
        hint = label("The first way that holds is taken. The last one should hold in every case.", "small", wrap=True)
        self.setLayout(column(hint, *self.cards, row(add, None), spacing=10))

    def add(self) -> None:
        """One more way, to the turn itself until another is chosen."""
        scenario = self._document.scenario
        after = editing.add_edge(scenario, self._name, self._name)
        count = len(after.nodes[self._name].edges)
        place = count - 1 if count == 1 or not after.nodes[self._name].edges[-1].when.always else count - 2
        self._document.apply("Add a way", after, select=Selection(self._name, place))


class EdgeCard(QFrame):
    """One way. What it needs always is in sight, the rest behind “More”."""

    def __init__(self, theme: Theme, document: EditorDocument, name: str, place: int, edge: Edge) -> None:
        super().__init__()
        self._document, self._name, self.place = document, name, place
        self._large = theme.sizes.very_large
        self._words_width = QFontMetrics(theme.font()).horizontalAdvance("If the learner did") + 4
        self.setObjectName(f"edge.{place}")
        chosen = document.selection.edge == place
        self.setProperty("look", "edge-chosen" if chosen else "edge")
        self._more = clear(spacing=8)
        self._build_more: Callable[[], list[QWidget]] | None = partial(self._details, theme, edge)
        special = bool(edge.when.all_of or edge.when.visits or edge.calm or edge.trust)
        special = special or bool(edge.when.seen or edge.when.not_seen)
        special = special or edge.when.calm != (0.0, 100.0) or edge.when.trust != (0.0, 100.0)
        if chosen or special:
            self._fill_more()
        else:
            self._more.hide()
        self.switch = button("", self.fold, "small")
        self.switch.setObjectName(f"edge.{place}.more")
        because = TextField(
            f"edge.{place}.because", f"Why, way {place + 1}", edge.because, partial(self._set, "because", "because")
        )
        because.setPlaceholderText("You heard how bad the day was, so she told you more.")
        inside = column(
            self._head(edge),
            self._ticks("any_of", "If the learner did", edge.when.any_of, "anything"),
            self._ticks("none_of", "and none of", edge.when.none_of, "nothing barred"),
            self._more,
            labelled("Said in the debrief", because),
            row(self.switch, None),
            spacing=8,
        )
        inside.setContentsMargins(12, 10, 12, 10)
        self.setLayout(inside)
        self._tell(edge)
        self._tell_switch()

    def fold(self) -> None:
        """Show or hide what is seldom needed."""
        self._fill_more()
        self._more.setVisible(self._more.isHidden())
        self._tell_switch()

    def _fill_more(self) -> None:
        """What is seldom needed is built when it is asked for."""
        build, self._build_more = self._build_more, None
        layout = self._more.layout()
        if build is not None and layout is not None:
            for part in build():
                layout.addWidget(part)

    # ------------------------------------------------------------ parts

    def _head(self, edge: Edge) -> QWidget:
        place, count = self.place, len(self._document.scenario.nodes[self._name].edges)
        targets = [(one, one) for one in self._document.scenario.nodes]
        to = ChoiceField(
            f"edge.{place}.to", f"Way {place + 1} leads to", edge.to, [*targets, (_NEW, "A new turn …")], self._to
        )
        show = tool("→", f"Look at {edge.to}", partial(self._look_at, edge.to))
        up = tool("↑", f"Way {place + 1} up", partial(self._move, place - 1), able=place > 0)
        down = tool("↓", f"Way {place + 1} down", partial(self._move, place + 1), able=place < count - 1)
        away = tool("✕", f"Remove way {place + 1}", self._remove)
        where = (label(f"{place + 1}.", "strong"), label("go to"), to)
        if self._large:
            first = row(*where, spacing=4)
            first.setStretch(2, 1)
            return clear(first, row(show, up, down, away, None, spacing=4), spacing=4)
        head = row(*where, show, up, down, away, spacing=4)
        head.setStretch(2, 1)
        return clear(head)

    def _details(self, theme: Theme, edge: Edge) -> list[QWidget]:
        when, key = edge.when, f"edge.{self.place}"
        both = self._ticks("all_of", "and all of", when.all_of, "nothing more")
        limits = []
        for field, name in (("calm", "Calm"), ("trust", "Trust")):
            low, high = getattr(when, field)
            lowest = WholeField(
                f"{key}.{field}.min", f"{name} at least", round(low), (0, 100), partial(self._limit, field, 0)
            )
            highest = WholeField(
                f"{key}.{field}.max", f"{name} at most", round(high), (0, 100), partial(self._limit, field, 1)
            )
            pair = row(lowest, label("to"), highest, spacing=4)
            pair.setStretch(0, 1)
            pair.setStretch(2, 1)
            limits.append(labelled(f"{name} then between", pair))
        visits = WholeField(
            f"{key}.visits",
            "Times this turn came before, at least",
            when.visits,
            (0, 20),
            partial(self._when, "visits"),
        )
        calm = NumberField(
            f"{key}.calm", "Calm changes by", edge.calm, (-100, 100), partial(self._set, "calm", "calm"), step=1
        )
        trust = NumberField(
            f"{key}.trust", "Trust changes by", edge.trust, (-100, 100), partial(self._set, "trust", "trust"), step=1
        )
        numbers = beside(
            theme,
            labelled("Came before, times", visits),
            labelled("Calm on top", calm),
            labelled("Trust on top", trust),
        )
        seen = self._ticks("seen", "and after", when.seen, "no turn asked for", turns=True)
        not_seen = self._ticks("not_seen", "and not after", when.not_seen, "no turn barred", turns=True)
        return [both, seen, not_seen, beside(theme, *limits), numbers]

    def _ticks(self, field: str, words: str, values: tuple[str, ...], nothing: str, *, turns: bool = False) -> QWidget:
        key = f"edge.{self.place}.{field}"
        groups = (("Turns", [(one, one) for one in self._document.scenario.nodes]),) if turns else _GROUPS
        ticks = TicksField(key, words, values, groups, partial(self._when, field), nothing=nothing)
        name = label(words, "muted")
        if self._large:
            return clear(name, ticks, spacing=4)
        name.setFixedWidth(self._words_width)
        made = row(name, ticks, spacing=8)
        made.setStretch(1, 1)
        return clear(made)

    # ------------------------------------------------------------ changes

    def _apply(self, words: str, key: str, change: Callable[[], Any]) -> None:
        self._document.apply(words, change(), key=f"{self._name}.edge.{self.place}.{key}" if key else "")
        edges = self._document.scenario.nodes[self._name].edges
        if self.place < len(edges):
            self._tell(edges[self.place])

    def _set(self, field: str, key: str, value: Any) -> None:
        self._apply(
            "Change a way",
            key,
            lambda: editing.set_edge(self._document.scenario, self._name, self.place, **{field: value}),
        )

    def _when(self, field: str, value: Any) -> None:
        self._apply(
            "Change a condition",
            field,
            lambda: editing.set_condition(self._document.scenario, self._name, self.place, **{field: value}),
        )

    def _limit(self, field: str, side: int, value: int) -> None:
        low, high = getattr(self._document.scenario.nodes[self._name].edges[self.place].when, field)
        self._when(field, (float(value), high) if side == 0 else (low, float(value)))

    def _to(self, target: str) -> None:
        scenario = self._document.scenario
        if target != _NEW:
            self._set("to", "", target)
            return
        made, fresh = editing.add_node(scenario, "turn", after=None)
        made = editing.set_edge(made, self._name, self.place, to=fresh)
        self._document.apply("Lead to a new turn", made, select=Selection(fresh))

    def _move(self, to: int) -> None:
        after = editing.move_edge(self._document.scenario, self._name, self.place, to)
        self._document.apply("Move a way", after, select=Selection(self._name, to))

    def _remove(self) -> None:
        after = editing.remove_edge(self._document.scenario, self._name, self.place)
        self._document.apply("Remove a way", after, select=Selection(self._name))

    def _look_at(self, target: str) -> None:
        self._document.select(Selection(target))

    def _tell(self, edge: Edge) -> None:
        self.setAccessibleName(f"Way {self.place + 1}: {condition_words(edge.when)}, to {edge.to}")

    def _tell_switch(self) -> None:
        open_now = not self._more.isHidden()
        self.switch.setText("Fewer conditions" if open_now else "More conditions")
        self.switch.setAccessibleName(f"{self.switch.text()} of way {self.place + 1}")
