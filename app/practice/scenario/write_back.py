"""Writes a changed scenario into the text it came from: what did not change stays as it was, comments too."""

from __future__ import annotations

import difflib
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.tokens import CommentToken

from app.practice.errors import PracticeFileError
from app.practice.scenario import schema
from app.practice.scenario.loader import dump, read_scenario
from app.practice.scenario.model import Scenario
from app.practice.yaml_files import LINE_WIDTH

_ALIKE: Final = 0.6


@dataclass(frozen=True, slots=True)
class WrittenBack:
    """The new text, and the comments of the old one that could not be kept."""

    text: str
    lost: tuple[str, ...] = ()


def write_back(original: str, scenario: Scenario) -> WrittenBack:
    """The text of a scenario; original: what its file held, '' for a new one. Reading it gives an equal scenario.

    Raises PracticeFileError: the scenario holds something that may not stand in a file.
    """
    plain = dump(scenario)
    if read_scenario(plain, f"{scenario.id}.yaml").scenario != scenario:
        # Blanks at the ends of a text and the like; the file holds them trimmed.
        scenario = read_scenario(plain, f"{scenario.id}.yaml").scenario
    if not original:
        return WrittenBack(plain)
    try:
        before = read_scenario(original, "before.yaml").scenario
        tree = _round_trip().load(original)
        comments = Counter(_comments(tree))
        _merge_map(tree, schema.as_data(before), schema.as_data(scenario))
        out = io.StringIO()
        _round_trip().dump(tree, out)
        text = out.getvalue()
        if read_scenario(text, f"{scenario.id}.yaml").scenario == scenario:
            kept = Counter(_comments(_round_trip().load(text)))
            return WrittenBack(text, tuple((comments - kept).elements()))
    except (PracticeFileError, YAMLError, TypeError, ValueError, KeyError, IndexError, AttributeError):
        # An unusual form of the old file: the plain text is right, only its comments are told as lost.
        comments = Counter(_lines_of(original))
    return WrittenBack(plain, tuple(comments.elements()))


def _round_trip() -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.width = LINE_WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    return yaml


# ---------------------------------------------------------------- merging


def _merge_map(tree: CommentedMap, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Change of `tree` only what differs between before and after."""
    for old, new in _renamed(before, after).items():
        value = tree[old]
        place = list(tree).index(old)
        del tree[old]
        tree.insert(place, new, value)
        before = {new if key == old else key: part for key, part in before.items()}
    for key in before:
        if key not in after and key in tree:
            del tree[key]
    last: str | None = None
    for key, value in after.items():
        if key not in tree:
            keys = list(tree)
            tree.insert(keys.index(last) + 1 if last in keys else 0, key, _styled(value))
        elif key not in before or before[key] != value:
            tree[key] = _merged(tree[key], before.get(key), value)
        last = key


def _merged(tree: Any, before: Any, after: Any) -> Any:
    """The part of the tree changed, or a new part."""
    if isinstance(tree, CommentedMap) and isinstance(before, Mapping) and isinstance(after, Mapping):
        _merge_map(tree, before, after)
        return tree
    if isinstance(tree, CommentedSeq) and isinstance(before, list) and isinstance(after, list):
        _merge_list(tree, before, after)
        return tree
    return _styled(after)


def _merge_list(tree: CommentedSeq, before: list[Any], after: list[Any]) -> None:
    def keys(items: list[Any]) -> list[str]:
        return [json.dumps(item, sort_keys=True) for item in items]

    matcher = difflib.SequenceMatcher(None, keys(before), keys(after), autojunk=False)
    for kind, low, high, new_low, new_high in reversed(matcher.get_opcodes()):
        if kind == "equal":
            continue
        both = min(high - low, new_high - new_low)
        for place in range(low + both, high)[::-1]:
            del tree[place]
        for number in range(new_low + both, new_high)[::-1]:
            tree.insert(low + both, _styled(after[number]))
        for step in range(both):
            tree[low + step] = _merged(tree[low + step], before[low + step], after[new_low + step])


def _renamed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Keys that only got another name: of turns that went and came, those that say the same."""
    gone = [key for key in before if key not in after and isinstance(before[key], Mapping)]
    come = [key for key in after if key not in before and isinstance(after[key], Mapping)]
    found: dict[str, str] = {}
    for old in gone:
        same = [new for new in come if _alike(before[old], after[new]) >= _ALIKE and new not in found.values()]
        if same:
            found[old] = max(same, key=lambda new: _alike(before[old], after[new]))
    return found


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    if "lines" not in one or "lines" not in other:
        return 0.0
    return difflib.SequenceMatcher(None, " ".join(one["lines"]), " ".join(other["lines"])).ratio()


def _styled(value: Any) -> Any:
    """New data in the style of the shipped files: short lists and small maps on one line."""
    if isinstance(value, Mapping):
        made = CommentedMap({key: _styled(part) for key, part in value.items()})
        if len(str(value)) < LINE_WIDTH - 30 and not any(isinstance(part, Mapping) for part in value.values()):
            made.fa.set_flow_style()
        return made
    if isinstance(value, list):
        rows = CommentedSeq([_styled(part) for part in value])
        if len(str(value)) < LINE_WIDTH - 30 and all(isinstance(part, (str, int, float)) for part in value):
            rows.fa.set_flow_style()
        return rows
    return value


# ---------------------------------------------------------------- comments


def _comments(part: Any) -> Iterator[str]:
    """Every line of comment that the tree holds."""
    if not isinstance(part, (CommentedMap, CommentedSeq)):
        return
    yield from _lines_in([part.ca.comment, part.ca.end, *part.ca.items.values()])
    for inner in part.values() if isinstance(part, CommentedMap) else part:
        yield from _comments(inner)


def _lines_in(found: Any) -> Iterator[str]:
    if isinstance(found, CommentToken):
        yield from _lines_of(found.value)
    elif isinstance(found, list):
        for one in found:
            yield from _lines_in(one)


def _lines_of(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip().startswith("#"))
