"""The form of the scenario as a whole: what it is about, who calls, what happened, what it trains."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.practice import editing
from app.practice.scenario.model import Concept, Scenario
from app.ui.editor.customer_form import EffectsForm, VoiceForm
from app.ui.editor.document import EditorDocument
from app.ui.editor.fields import (
    ChoiceField,
    LineField,
    ManyField,
    TextField,
    WholeField,
    beside,
    check_field,
    labelled,
    lines_of,
    tool,
)
from app.ui.editor.words_presenter import choices
from app.ui.page import Desk
from app.ui.practice.portrait import Portrait, Portraits
from app.ui.practice.words_presenter import DIFFICULTIES, SITUATIONS
from app.ui.settings.letters_edit import LettersEdit
from app.ui.widgets.kit import button, card, clear, label, row
from perception.character.looks import LOOKS

_PRONOUNS = (("she", "she"), ("he", "he"), ("they", "they"))
_CONCEPTS = (
    ("facts", "What happened", "The CSM may take these up; the letter H looks for their words."),
    ("impacts", "What it meant for them", ""),
    ("needs", "What they need", ""),
)


class ScenarioForm(QWidget):
    """Built anew when lists in it changed; typing leaves it as it is."""

    def __init__(
        self, desk: Desk, document: EditorDocument, portraits: Portraits, hear: Callable[[str], object]
    ) -> None:
        """hear: says a sentence aloud as the customer."""
        super().__init__()
        self.setProperty("look", "clear")
        self.desk, self.document = desk, document
        theme, scenario = desk.theme, document.scenario
        inside = clear(
            card(theme, label("The story", "strong"), *self._story(scenario), spacing=8),
            card(theme, label("Who calls", "strong"), *self._person(scenario, portraits), spacing=8),
            card(theme, label("How they sound", "strong"), VoiceForm(theme, document, hear), spacing=8),
            card(theme, label("What helps, what does not", "strong"), *self._touchy(scenario), spacing=8),
            card(theme, *self._concepts(scenario), spacing=8),
            card(theme, label("At the start", "strong"), *self._start(scenario), spacing=8),
            card(theme, label("What moves them in their own way", "strong"), EffectsForm(theme, document), spacing=8),
            None,
            spacing=theme.sizes.gap - 4,
        )
        layout = inside.layout()
        if layout is not None:
            self.setLayout(layout)

    # ------------------------------------------------------------ parts

    def _story(self, scenario: Scenario) -> list[QWidget]:
        title = LineField("title", "Title", scenario.title, partial(self._set, "title"))
        summary = TextField(
            "summary", "What happened, in two sentences", scenario.summary, partial(self._text, "summary")
        )
        aim = TextField("aim", "What the learner should try", scenario.aim, partial(self._text, "aim"))
        situation = ChoiceField(
            "situation", "Situation", scenario.situation, choices(SITUATIONS), partial(self._set, "situation")
        )
        difficulty = ChoiceField(
            "difficulty", "Difficulty", scenario.difficulty, choices(DIFFICULTIES), partial(self._set, "difficulty")
        )
        minutes = WholeField(
            "minutes", "Minutes", scenario.minutes, (1, 60), partial(self._set, "minutes"), tail=" min"
        )
        across = beside(
            self.desk.theme,
            labelled("Situation", situation),
            labelled("Difficulty", difficulty),
            labelled("Length", minutes),
        )
        letters = LettersEdit("".join(scenario.letters))
        letters.setObjectName("letters")
        letters.changed.connect(lambda: self._set("letters", tuple(letters.letters)))
        tags = ManyField("tags", "Tags", scenario.tags, partial(self._set, "tags"))
        author = LineField("author", "Author", scenario.author, partial(self._set, "author"))
        return [
            labelled("Title", title),
            labelled("What happened, in two sentences", summary),
            labelled("What the learner should try, one sentence", aim),
            across,
            labelled("Letters it trains", letters),
            labelled("Tags, one a line", tags),
            labelled("Author", author),
        ]

    def _person(self, scenario: Scenario, portraits: Portraits) -> list[QWidget]:
        persona, theme = scenario.persona, self.desk.theme
        name = LineField("persona.name", "Name", persona.name, partial(self._who, "name"))
        pronoun = ChoiceField("persona.pronoun", "Pronoun", persona.pronoun, _PRONOUNS, partial(self._who, "pronoun"))
        look = ChoiceField(
            "persona.look", "Drawn as", persona.look, tuple((one, one.title()) for one in LOOKS), self._look
        )
        role = LineField("persona.role", "Role", persona.role, partial(self._who, "role"))
        company = LineField("persona.company", "Company", persona.company, partial(self._who, "company"))
        history = TextField("persona.history", "History with you", persona.history, partial(self._known, "history"))
        names = beside(theme, labelled("Name", name), labelled("Pronoun", pronoun), stretch=(3, 2))
        fields = clear(names, labelled("Drawn as", look), spacing=8)
        portrait = Portrait(portraits, self.desk, persona.name, persona.look, round(theme.sizes.body * 6))
        across = beside(theme, fields, portrait, stretch=(1, 0), spacing=12)
        return [
            across,
            labelled("Role", role),
            labelled("Company", company),
            labelled("History with you", history),
        ]

    def _touchy(self, scenario: Scenario) -> list[QWidget]:
        persona = scenario.persona
        fields = (
            ("triggers", "Pushes them over the edge", persona.triggers),
            ("soothers", "Helps them", persona.soothers),
            ("vocabulary", "Words they use", persona.vocabulary),
        )
        return [
            labelled(f"{name}, one a line", ManyField(f"persona.{field}", name, values, partial(self._who, field)))
            for field, name, values in fields
        ]

    def _concepts(self, scenario: Scenario) -> list[QWidget]:
        parts: list[QWidget] = []
        for field, name, hint in _CONCEPTS:
            parts.append(label(name, "strong"))
            if hint:
                parts.append(label(hint, "small", wrap=True))
            items: tuple[Concept, ...] = getattr(scenario, field)
            for place, one in enumerate(items):
                text = LineField(
                    f"{field}.{place}.text", f"{name} {place + 1}", one.text, partial(self._fact, field, place)
                )
                words = LineField(
                    f"{field}.{place}.words",
                    f"Words for {name.lower()} {place + 1}, with commas",
                    ", ".join(one.words),
                    partial(self._fact_words, field, place),
                    hint="words that take it up, with commas",
                )
                away = tool("✕", f"Remove {name.lower()} {place + 1}", partial(self._less, field, place))
                line = row(text, away, spacing=2)
                parts.append(clear(line, words, spacing=4))
            more = button("Add one", partial(self._more, field), "small", name=f"Add to {name.lower()}")
            more.setObjectName(f"{field}.add")
            parts.append(clear(row(more, None)))
        return parts

    def _start(self, scenario: Scenario) -> list[QWidget]:
        calm = WholeField(
            "start.calm", "Calm at the start", round(scenario.calm), (0, 100), partial(self._state, "calm")
        )
        trust = WholeField(
            "start.trust", "Trust at the start", round(scenario.trust), (0, 100), partial(self._state, "trust")
        )
        turns = tuple((name, name) for name in scenario.nodes)
        first = ChoiceField("start.node", "First turn", scenario.start, turns, partial(self._set, "start"))
        promise = check_field(
            "may_promise",
            "The learner may promise what it takes",
            partial(self._set, "may_promise"),
            on=scenario.may_promise,
        )
        across = beside(
            self.desk.theme,
            labelled("First turn", first),
            labelled("Calm", calm),
            labelled("Trust", trust),
            stretch=(2, 1, 1),
        )
        return [across, promise]

    # ------------------------------------------------------------ changes

    def _apply(self, words: str, key: str, after: Scenario) -> None:
        self.document.apply(words, after, key=key)

    def _set(self, field: str, value: Any) -> None:
        self._apply("Change the story", field, editing.set_scenario(self.document.scenario, **{field: value}))

    def _text(self, field: str, value: str) -> None:
        self._set(field, " ".join(value.split("\n")))

    def _who(self, field: str, value: Any) -> None:
        after = editing.set_persona(self.document.scenario, **{field: value})
        self._apply("Change the customer", f"persona.{field}", after)

    def _known(self, field: str, value: str) -> None:
        self._who(field, " ".join(value.split("\n")))

    def _look(self, value: str) -> None:
        self._apply("Another look", "", editing.set_persona(self.document.scenario, look=value))

    def _state(self, field: str, value: int) -> None:
        self._set(field, float(value))

    def _items(self, field: str) -> tuple[Concept, ...]:
        items: tuple[Concept, ...] = getattr(self.document.scenario, field)
        return items

    def _concept(self, field: str, place: int, key: str, one: Concept) -> None:
        items = editing.replaced(self._items(field), place, one)
        self._apply(
            "Change a fact", f"{field}.{place}.{key}", editing.set_scenario(self.document.scenario, **{field: items})
        )

    def _fact(self, field: str, place: int, text: str) -> None:
        self._concept(field, place, "text", Concept(text, self._items(field)[place].words))

    def _fact_words(self, field: str, place: int, text: str) -> None:
        words = lines_of(text.replace(",", "\n"))
        self._concept(field, place, "words", Concept(self._items(field)[place].text, words))

    def _less(self, field: str, place: int) -> None:
        items = editing.removed(self._items(field), place)
        self._apply("Remove a fact", "", editing.set_scenario(self.document.scenario, **{field: items}))

    def _more(self, field: str) -> None:
        items = (*self._items(field), Concept("", ()))
        self._apply("Add a fact", "", editing.set_scenario(self.document.scenario, **{field: items}))
