"""How the customer sounds, and which deeds move this one otherwise than most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import cast

from PySide6.QtWidgets import QWidget

from app.practice import editing, params
from app.practice.scenario.model import Deed
from app.ui.editor.document import EditorDocument
from app.ui.editor.fields import ChoiceField, NumberField, beside, labelled, tool
from app.ui.editor.words_presenter import DEEDS, RICH_VOICE_CHOICES
from app.ui.theme import Theme
from app.ui.widgets.kit import button, clear, column, label, row

_SAMPLE = "It has been a long day, and I would like to know what happens next."
_SIZE_HINT = "A size below 1 sounds deeper, as from a larger person."
_RICH_HINT = "The richer voice speaks where it is installed and switched on, the built-in one everywhere else."
_EFFECTS_HINT = "Where nothing is said here, a deed moves this customer as it moves most people."
_POINTS = (-100, 100)


class VoiceForm(QWidget):
    """The built-in voice by three numbers, the richer one by its name, and both to be heard."""

    def __init__(self, theme: Theme, document: EditorDocument, hear: Callable[[str], object]) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self._document = document
        voice = document.scenario.persona.voice
        pitch = NumberField(
            "voice.pitch_st",
            "Pitch of the voice",
            voice.pitch_st,
            (-12, 12),
            partial(self._set, "pitch_st"),
            tail=" st",
        )
        rate = NumberField(
            "voice.rate", "Speed of the voice", voice.rate, (0.6, 1.6), partial(self._set, "rate"), step=0.05
        )
        tract = NumberField(
            "voice.tract",
            "Size of the voice, below 1 deeper",
            voice.tract,
            (0.7, 1.4),
            partial(self._set, "tract"),
            step=0.02,
        )
        rich = ChoiceField("voice.rich", "Richer voice", voice.rich, RICH_VOICE_CHOICES, partial(self._set, "rich"))
        listen = button("Hear the voice", lambda: hear(_SAMPLE), "small")
        listen.setObjectName("voice.hear")
        self.setLayout(
            column(
                beside(
                    theme,
                    labelled("Pitch", pitch),
                    labelled("Speed", rate),
                    labelled("Size", tract),
                ),
                label(_SIZE_HINT, "small", wrap=True),
                labelled("Richer voice", rich),
                label(_RICH_HINT, "small", wrap=True),
                row(listen, None),
                spacing=8,
            )
        )

    def _set(self, field: str, value: float | str) -> None:
        scenario = self._document.scenario
        kept = round(value, 3) if isinstance(value, float) else value
        voice = replace(scenario.persona.voice, **{field: kept})  # type: ignore[arg-type]
        after = editing.set_persona(scenario, voice=voice)
        self._document.apply("Change the voice", after, key=f"voice.{field}")


class EffectsForm(QWidget):
    """Points of calm and trust for the deeds that move this customer in their own way."""

    def __init__(self, theme: Theme, document: EditorDocument) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self._document = document
        effects = document.scenario.effects
        parts: list[QWidget] = [label(_EFFECTS_HINT, "small", wrap=True)]
        parts += [self._deed(theme, deed, pair) for deed, pair in effects.items()]
        left = [("", "Add a deed …"), *((deed, words) for deed, words in DEEDS.items() if deed not in effects)]
        parts.append(ChoiceField("effects.add", "Add a deed that moves them in their own way", "", left, self._add))
        self.setLayout(column(*parts, spacing=8))

    def _deed(self, theme: Theme, deed: Deed, pair: tuple[float, float]) -> QWidget:
        words = DEEDS[deed]
        calm, trust = (
            NumberField(
                f"effects.{deed}.{name}",
                f"{name.capitalize()} when the learner {words}",
                value,
                _POINTS,
                partial(self._points, deed, place),
                step=1,
            )
            for place, (name, value) in enumerate(zip(("calm", "trust"), pair, strict=True))
        )
        away = tool("✕", f"Let it move them as it moves most people: {words}", partial(self._remove, deed))
        head = row(label(f"The learner {words}", wrap=True), away, spacing=4)
        head.setStretch(0, 1)
        return clear(head, beside(theme, labelled("Calm", calm), labelled("Trust", trust)), spacing=4)

    def _apply(self, words: str, effects: dict[Deed, tuple[float, float]], key: str = "") -> None:
        self._document.apply(words, editing.set_scenario(self._document.scenario, effects=effects), key=key)

    def _points(self, deed: Deed, place: int, value: float) -> None:
        effects = dict(self._document.scenario.effects)
        calm, trust = effects[deed]
        effects[deed] = (value, trust) if place == 0 else (calm, value)
        self._apply("Change what a deed moves", effects, f"effects.{deed}.{place}")

    def _add(self, chosen: str) -> None:
        deed = cast(Deed, chosen)
        if chosen:
            self._apply("Add a deed", {**self._document.scenario.effects, deed: params.EFFECTS[deed]})

    def _remove(self, deed: Deed) -> None:
        left = {one: pair for one, pair in self._document.scenario.effects.items() if one != deed}
        self._apply("Remove a deed", left)
