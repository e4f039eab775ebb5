"""The YAML form of a scenario (assets/scenarios/FORMAT.md): what fields there are, and what may stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.practice.scenario import model
from perception.types import FeelingFamily, Letter, Phase

FORMAT: Final = 1


def _trimmed(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise ValueError("is empty")
    return words


Text = Annotated[str, AfterValidator(_trimmed)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
NodeName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=40)]
Points = Annotated[float, Field(ge=-100, le=100, allow_inf_nan=False)]
State = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Pair = Annotated[list[Points], Field(min_length=2, max_length=2)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class VoiceForm(_Form):
    """`persona.voice`."""

    pitch_st: Annotated[float, Field(ge=-12, le=12)] = 0.0
    tract: Annotated[float, Field(ge=0.7, le=1.4)] = 1.0
    rate: Annotated[float, Field(ge=0.6, le=1.6)] = 1.0
    rich: Text = "af_heart"


class PersonaForm(_Form):
    """`persona`."""

    name: Text
    pronoun: Literal["she", "he", "they"]
    role: Text
    company: Text
    history: Text
    look: Text
    voice: VoiceForm = VoiceForm()
    triggers: list[Text]
    soothers: list[Text]
    vocabulary: list[Text]


class StartForm(_Form):
    """`start`."""

    node: Text
    calm: State
    trust: State


class ConceptForm(_Form):
    """One of `facts`, `impacts`, `needs`."""

    text: Text
    words: list[Text] = Field(min_length=1)


class FeelingForm(_Form):
    """`feeling` of a node."""

    family: FeelingFamily
    word: Text
    intensity: int = Field(ge=0, le=3)
    hidden: bool = False
    cause: list[Text] = []


class TimingForm(_Form):
    """`timing` of a node."""

    waits_s: Annotated[float, Field(ge=0, le=20)] = 0.0
    interrupts_after_s: Annotated[float | None, Field(ge=3, le=300)] = None
    silence_s: Annotated[float, Field(ge=2, le=120)] = 8.0


class RangeForm(_Form):
    """`calm` and `trust` of a condition."""

    min: State = 0.0
    max: State = 100.0


class WhenForm(_Form):
    """`when` of an edge."""

    any_of: list[model.Deed] = []
    all_of: list[model.Deed] = []
    none_of: list[model.Deed] = []
    calm: RangeForm = RangeForm()
    trust: RangeForm = RangeForm()
    visits: Annotated[int, Field(ge=0, le=20)] = 0
    seen: list[Text] = []
    not_seen: list[Text] = []


class EdgeForm(_Form):
    """One of the `edges` of a node."""

    when: WhenForm = WhenForm()
    to: Text
    calm: Points = 0.0
    trust: Points = 0.0
    because: str = ""


class NodeForm(_Form):
    """One of the `nodes`."""

    phase: Phase
    lines: list[Text] = Field(min_length=1)
    feeling: FeelingForm | None = None
    display: model.Display = "neutral"
    mood: model.Mood = "neutral"
    timing: TimingForm = TimingForm()
    nudges: list[Text] = []
    breaks_in: list[Text] = []
    edges: list[EdgeForm] = []
    end: model.EndKind | None = None


class ScenarioForm(_Form):
    """A whole file."""

    format: Literal[1]
    id: Name
    version: Annotated[int, Field(ge=1)] = 1
    title: Text
    situation: model.Situation
    difficulty: model.Difficulty
    minutes: int = Field(ge=1, le=60)
    letters: list[Letter] = Field(min_length=1)
    summary: Text
    aim: Text
    author: str = ""
    tags: list[Text] = []
    persona: PersonaForm
    start: StartForm
    facts: list[ConceptForm]
    impacts: list[ConceptForm]
    needs: list[ConceptForm]
    may_promise: bool = False
    effects: dict[model.Deed, Pair] = {}
    nodes: dict[NodeName, NodeForm] = Field(min_length=1)


def scenario_of(form: ScenarioForm) -> model.Scenario:
    """The scenario that a checked file holds."""
    return model.Scenario(
        id=form.id,
        title=form.title,
        situation=form.situation,
        difficulty=form.difficulty,
        minutes=form.minutes,
        letters=tuple(form.letters),
        summary=form.summary,
        aim=form.aim,
        persona=_persona(form.persona),
        start=form.start.node,
        nodes={name: _node(name, node) for name, node in form.nodes.items()},
        calm=form.start.calm,
        trust=form.start.trust,
        facts=_concepts(form.facts),
        impacts=_concepts(form.impacts),
        needs=_concepts(form.needs),
        effects={deed: (pair[0], pair[1]) for deed, pair in form.effects.items()},
        may_promise=form.may_promise,
        tags=tuple(form.tags),
        author=form.author.strip(),
        version=form.version,
    )


def _persona(form: PersonaForm) -> model.Persona:
    return model.Persona(
        name=form.name,
        role=form.role,
        company=form.company,
        history=form.history,
        look=form.look,
        voice=model.Voice(form.voice.pitch_st, form.voice.tract, form.voice.rate, form.voice.rich),
        pronoun=form.pronoun,
        triggers=tuple(form.triggers),
        soothers=tuple(form.soothers),
        vocabulary=tuple(form.vocabulary),
    )


def _concepts(forms: list[ConceptForm]) -> tuple[model.Concept, ...]:
    return tuple(model.Concept(one.text, tuple(one.words)) for one in forms)


def _node(name: str, form: NodeForm) -> model.Node:
    felt = form.feeling
    return model.Node(
        id=name,
        phase=form.phase,
        lines=tuple(form.lines),
        feeling=None
        if felt is None
        else model.NodeFeeling(felt.family, felt.word, felt.intensity, felt.hidden, tuple(felt.cause)),
        display=form.display,
        mood=form.mood,
        timing=model.Timing(form.timing.waits_s, form.timing.interrupts_after_s, form.timing.silence_s),
        nudges=tuple(form.nudges),
        breaks_in=tuple(form.breaks_in),
        edges=tuple(_edge(edge) for edge in form.edges),
        end=form.end,
    )


def _edge(form: EdgeForm) -> model.Edge:
    when = form.when
    condition = model.Condition(
        any_of=tuple(when.any_of),
        all_of=tuple(when.all_of),
        none_of=tuple(when.none_of),
        calm=(when.calm.min, when.calm.max),
        trust=(when.trust.min, when.trust.max),
        visits=when.visits,
        seen=tuple(when.seen),
        not_seen=tuple(when.not_seen),
    )
    return model.Edge(form.to, condition, form.calm, form.trust, " ".join(form.because.split()))


def as_data(scenario: model.Scenario) -> Mapping[str, Any]:
    """A scenario as the data of its file, in the order of FORMAT.md; what is optional and usual is left out."""
    start = {"node": scenario.start, "calm": _number(scenario.calm), "trust": _number(scenario.trust)}
    return {
        "format": FORMAT,
        "id": scenario.id,
        "version": scenario.version,
        "title": scenario.title,
        "situation": scenario.situation,
        "difficulty": scenario.difficulty,
        "minutes": scenario.minutes,
        "letters": list(scenario.letters),
        "summary": scenario.summary,
        "aim": scenario.aim,
        **_given(author=scenario.author, tags=list(scenario.tags)),
        "persona": _persona_data(scenario.persona),
        "start": start,
        "facts": _concept_data(scenario.facts),
        "impacts": _concept_data(scenario.impacts),
        "needs": _concept_data(scenario.needs),
        **_given(
            may_promise=scenario.may_promise,
            effects={deed: [_number(value) for value in pair] for deed, pair in scenario.effects.items()},
        ),
        "nodes": {name: _node_data(node) for name, node in scenario.nodes.items()},
    }


def _persona_data(persona: model.Persona) -> dict[str, Any]:
    usual, voice = model.Voice(), persona.voice
    names = ("pitch_st", "tract", "rate")
    own = {name: _number(getattr(voice, name)) for name in names if getattr(voice, name) != getattr(usual, name)}
    return {
        "name": persona.name,
        "pronoun": persona.pronoun,
        "role": persona.role,
        "company": persona.company,
        "history": persona.history,
        "look": persona.look,
        **_given(voice={**own, **({"rich": voice.rich} if voice.rich != usual.rich else {})}),
        "triggers": list(persona.triggers),
        "soothers": list(persona.soothers),
        "vocabulary": list(persona.vocabulary),
    }


def _concept_data(concepts: tuple[model.Concept, ...]) -> list[dict[str, Any]]:
    return [{"text": one.text, "words": list(one.words)} for one in concepts]


def _node_data(node: model.Node) -> dict[str, Any]:
    usual, timing = model.Timing(), node.timing
    felt = node.feeling
    return {
        "phase": node.phase,
        "lines": list(node.lines),
        **_given(feeling=None if felt is None else _feeling_data(felt)),
        **({"display": node.display} if node.display != "neutral" else {}),
        **({"mood": node.mood} if node.mood != "neutral" else {}),
        **_given(
            timing={
                name: _number(getattr(timing, name))
                for name in ("waits_s", "interrupts_after_s", "silence_s")
                if getattr(timing, name) != getattr(usual, name)
            },
            nudges=list(node.nudges),
            breaks_in=list(node.breaks_in),
            edges=[_edge_data(edge) for edge in node.edges],
            end=node.end,
        ),
    }


def _feeling_data(felt: model.NodeFeeling) -> dict[str, Any]:
    base = {"family": felt.family, "word": felt.word, "intensity": felt.intensity}
    return {**base, **_given(hidden=felt.hidden, cause=list(felt.cause))}


def _edge_data(edge: model.Edge) -> dict[str, Any]:
    when = edge.when
    condition = _given(
        any_of=list(when.any_of),
        all_of=list(when.all_of),
        none_of=list(when.none_of),
        calm=_range_data(when.calm),
        trust=_range_data(when.trust),
        visits=when.visits,
        seen=list(when.seen),
        not_seen=list(when.not_seen),
    )
    points = _given(calm=_number(edge.calm), trust=_number(edge.trust))
    return {**_given(when=condition), "to": edge.to, **points, **_given(because=edge.because)}


def _range_data(limits: tuple[float, float]) -> dict[str, Any]:
    low, high = limits
    return {**({"min": _number(low)} if low > 0 else {}), **({"max": _number(high)} if high < 100 else {})}


def _given(**values: Any) -> dict[str, Any]:
    """Those that say something."""
    return {name: value for name, value in values.items() if value}


def _number(value: float | None) -> float | int | None:
    """Whole numbers without a point, as people write them."""
    return int(value) if value is not None and value == int(value) else value
