"""Checks a scenario as a whole: can it be played, can it be won and lost, can a voice read it aloud."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Final

from app.practice import params
from app.practice.scenario import graph, speakable
from app.practice.scenario.findings import Finding, Severity
from app.practice.scenario.model import Edge, EndKind, Node, Scenario
from app.practice.scenario.rich_voices import RICH_VOICES
from app.practice.yaml_files import YamlFile
from perception.character.looks import LOOKS

GOOD_ENDS: Final[frozenset[EndKind]] = frozenset({"resolved", "calmed"})
BAD_ENDS: Final[frozenset[EndKind]] = frozenset({"escalated", "left"})
_FEELS_IN: Final = ("vent", "explore")


def lint(scenario: Scenario, file: YamlFile | None = None) -> list[Finding]:
    """Everything found, in the order of lines. file: where it was read from; without it no lines are told."""
    return _Linter(scenario, file or YamlFile(scenario.id, None)).run()


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether the scenario cannot be played."""
    return any(one.severity == "error" for one in findings)


class _Linter:
    """One run over one scenario."""

    def __init__(self, scenario: Scenario, file: YamlFile) -> None:
        self._scenario = scenario
        self._file = file

    def run(self) -> list[Finding]:
        found = [*self._whole(), *self._ways()]
        for node in self._scenario.nodes.values():
            found += [*self._edges(node), *self._feeling(node), *self._wordings(node)]
        return sorted(found, key=lambda one: (one.line or 0, one.severity, one.code))

    # ------------------------------------------------------------ the scenario

    def _whole(self) -> Iterator[Finding]:
        scenario, persona = self._scenario, self._scenario.persona
        stem, _, kind = self._file.name.rpartition(".")
        if kind in ("yaml", "yml") and stem != scenario.id:
            what = f"The file is not named after its id “{scenario.id}”."
            yield self._warning("file_name", what, f"Name it {scenario.id}.yaml.", ("id",))
        if scenario.start not in scenario.nodes:
            what = f"It starts with the turn “{scenario.start}”, which is not there."
            yield self._error("unknown_start", what, _near(scenario.start, scenario.nodes), ("start", "node"))
        if persona.look not in LOOKS:
            what = f"There is no drawn person “{persona.look}”."
            yield self._error("unknown_look", what, _near(persona.look, LOOKS), ("persona", "look"))
        if persona.voice.rich not in RICH_VOICES:
            what = f"There is no richer voice “{persona.voice.rich}”; the built-in one is used instead."
            remedy = _near(persona.voice.rich, RICH_VOICES)
            yield self._warning("unknown_voice", what, remedy, ("persona", "voice", "rich"))
        if not persona.triggers:
            what = "The persona card does not say what pushes them over the edge."
            yield self._warning("no_triggers", what, "Add one or two `triggers`.", ("persona", "triggers"))
        if not persona.soothers:
            what = "The persona card does not say what helps."
            yield self._warning("no_soothers", what, "Add one or two `soothers`.", ("persona", "soothers"))
        if not scenario.facts or not scenario.impacts:
            name = "impacts" if scenario.facts else "facts"
            remedy = "Say what happened and what it meant for the person; the letter H looks for them."
            yield self._warning("no_concepts", f"No {name} are stated.", remedy, (name,))
        felt = [node for node in scenario.nodes.values() if node.feeling is not None and node.feeling.intensity > 0]
        if not felt:
            remedy = "Give at least one turn a `feeling`."
            yield self._warning("no_feeling", "The customer feels nothing in this scenario.", remedy, ("nodes",))

    def _ways(self) -> Iterator[Finding]:
        scenario = self._scenario
        if scenario.start not in scenario.nodes:
            return
        reached = graph.reachable(scenario)
        ending = graph.leading_to_an_end(scenario)
        for name in scenario.nodes:
            if name not in reached:
                what = f"No way leads to the turn “{name}”."
                yield self._warning("unreachable", what, "Add an edge to it, or remove it.", node=name)
            elif name not in ending:
                what = f"From the turn “{name}” the call can never end."
                yield self._error("endless", what, "Add a way to a turn with `end`.", node=name)
        ends = {scenario.nodes[name].end for name in reached}
        if not ends & GOOD_ENDS:
            remedy = "Add a turn with `end: resolved` or `end: calmed` and a way to it."
            yield self._warning("no_good_end", "However well it is played, no good end is reached.", remedy, ("nodes",))
        if not ends & BAD_ENDS:
            remedy = "Add a turn with `end: escalated` or `end: left` and a way to it."
            yield self._warning("no_bad_end", "However badly it is played, nothing comes of it.", remedy, ("nodes",))

    # ------------------------------------------------------------ one turn

    def _edges(self, node: Node) -> Iterator[Finding]:
        at: tuple[str | int, ...] = ("nodes", node.id, "edges")
        if node.end is not None:
            if node.edges:
                what = f"The turn “{node.id}” ends the call and has edges."
                yield self._error("edges_after_end", what, "Remove `end` or the edges.", at, node.id)
            return
        if not node.edges:
            what = f"The turn “{node.id}” is a dead end: no edges and no `end`."
            yield self._error("dead_end", what, "Add edges, or an `end`.", node=node.id)
            return
        if not node.edges[-1].when.always:
            what = f"The turn “{node.id}” may lead nowhere: its last edge has a `when`."
            yield self._error("no_last_way", what, "End the edges with one that has no `when`.", at, node.id)
        for place, edge in enumerate(node.edges):
            yield from self._edge(node, place, edge)

    def _edge(self, node: Node, place: int, edge: Edge) -> Iterator[Finding]:
        at: tuple[str | int, ...] = ("nodes", node.id, "edges", place)
        if edge.to not in self._scenario.nodes:
            what = f"An edge of “{node.id}” leads to “{edge.to}”, which is not there."
            yield self._error("unknown_node", what, _near(edge.to, self._scenario.nodes), (*at, "to"), node.id)
        for name in (*edge.when.seen, *edge.when.not_seen):
            if name not in self._scenario.nodes:
                what = f"Edge {place + 1} of “{node.id}” asks whether “{name}” was reached, which is not there."
                remedy = _near(name, self._scenario.nodes)
                yield self._error("unknown_seen", what, remedy, (*at, "when"), node.id)
        earlier = next((i for i in range(place) if graph.covers(node.edges[i].when, edge.when)), None)
        if earlier is not None:
            what = f"Edge {place + 1} of “{node.id}” is never taken: edge {earlier + 1} holds whenever it would."
            yield self._error("never_taken", what, "Put it before that one, or change its `when`.", at, node.id)
        elif graph.impossible(edge.when) or {node.id, self._scenario.start} & set(edge.when.not_seen):
            what = f"Edge {place + 1} of “{node.id}” can never hold: its `when` contradicts itself."
            yield self._error("never_holds", what, "Correct its `when`.", at, node.id)

    def _feeling(self, node: Node) -> Iterator[Finding]:
        at = ("nodes", node.id, "feeling")
        if node.feeling is None:
            if node.phase in _FEELS_IN and node.end is None:
                what = f"The turn “{node.id}” has no feeling, though the customer {node.phase}s in it."
                yield self._warning(
                    "no_feeling_here", what, "Say what they feel; intensity 0 for nothing.", at, node.id
                )
            return
        if node.feeling.intensity == 0:
            return
        word, hidden = node.feeling.word, node.feeling.hidden
        for place, line in enumerate(node.lines):
            if hidden and speakable.says(line, word):
                what = f"The feeling of “{node.id}” is hidden, but its line says “{word}”."
                remedy = "Let the words leave it out, or set `hidden: false`."
                yield self._warning("hidden_but_said", what, remedy, ("nodes", node.id, "lines", place), node.id)
        if not hidden and not any(speakable.says(line, word) or speakable.any_feeling(line) for line in node.lines):
            what = f"The feeling of “{node.id}” is not hidden, but none of its lines has a word for it."
            remedy = f"Let the customer say it (“{word}”), or set `hidden: true`."
            yield self._warning("not_said", what, remedy, at, node.id)

    def _wordings(self, node: Node) -> Iterator[Finding]:
        if len(set(node.lines)) < params.LEAST_LINES:
            what = f"The turn “{node.id}” has only one wording."
            remedy = "Write a second one, so that another try sounds different."
            yield self._warning("one_line", what, remedy, ("nodes", node.id, "lines"), node.id)
        if node.breaks_in and node.timing.interrupts_after_s is None:
            what = f"The turn “{node.id}” has words to break in with, but never breaks in."
            remedy = "Set `interrupts_after_s` in its timing."
            yield self._warning("never_breaks_in", what, remedy, ("nodes", node.id, "breaks_in"), node.id)
        for name, texts in (("lines", node.lines), ("nudges", node.nudges), ("breaks_in", node.breaks_in)):
            for place, text in enumerate(texts):
                for trouble in speakable.troubles(text):
                    finding = self._warning("", trouble.what, trouble.remedy, ("nodes", node.id, name, place), node.id)
                    severity: Severity = "error" if trouble.silent else "warning"
                    yield replace(finding, code=trouble.code, severity=severity)

    # ------------------------------------------------------------ findings

    def _error(
        self, code: str, what: str, remedy: str, at: tuple[str | int, ...] = (), node: str | None = None
    ) -> Finding:
        path = at or (("nodes", node) if node is not None else ())
        return Finding("error", code, what, remedy, self._file.name, self._file.line_of(path), node)

    def _warning(
        self, code: str, what: str, remedy: str, at: tuple[str | int, ...] = (), node: str | None = None
    ) -> Finding:
        return replace(self._error(code, what, remedy, at, node), severity="warning")


def _near(given: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(given, list(known), n=1, cutoff=0.6)
    return f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(known)}."
