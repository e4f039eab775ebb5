"""Written files read with their lines, with any schema."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ConfigDict, field_validator

from app.practice.errors import Mistake, PracticeError, PracticeFileError
from app.practice.yaml_files import parse_yaml, write_yaml
from perception.errors import PerceptionError


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str = "x"
    limit: int = 1


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: str
    parts: list[_Part] = []
    either: int | str = 1

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind == "odd":
            raise ValueError("This kind is odd. | Choose an even one.")
        if kind == "bare":
            raise ValueError("is bare")
        return kind


def _mistakes(text: str) -> tuple[Mistake, ...]:
    with pytest.raises(PracticeFileError) as caught:
        parse_yaml(text, name="f.yaml").checked(_Form)
    return caught.value.mistakes


def test_contents_are_checked_by_their_schema() -> None:
    file = parse_yaml("kind: even\nparts:\n  - text: a\n    limit: 2\n  - {text: b}\n", name="f.yaml")
    assert file.checked(_Form) == _Form(kind="even", parts=[_Part(text="a", limit=2), _Part(text="b")])
    assert [file.line_of(place) for place in ((), ("parts", 0, "limit"), ("parts", 1, "text"), ("none",))] == [
        1,
        4,
        5,
        1,
    ]
    assert file.mistake(("parts", 1), "No.", "Yes.") == Mistake("f.yaml", 5, "No.", "Yes.")


def test_a_mistake_of_form_alone_is_told() -> None:
    (found,) = _mistakes("kind: even\nkind: odd\n")
    assert (found.line, found.remedy) == (2, "Keep one of the two, or give one another name.")
    assert str(found).startswith("f.yaml, line 2: `kind` stands here a second time (first in line 1).")


def test_a_validator_tells_what_and_remedy() -> None:
    assert _mistakes("kind: odd\n")[0] == Mistake("f.yaml", 1, "This kind is odd.", "Choose an even one.")
    assert _mistakes("kind: bare\n")[0].what == "`kind` is bare."


def test_only_the_innermost_of_nested_mistakes_is_told() -> None:
    found = _mistakes("kind: even\nparts:\n  - {limit: many}\n  - {textt: b}\n  - 3\n")
    assert [(one.line, one.what) for one in found] == [
        (3, "`limit` of parts must be a whole number."),
        (4, "`textt` of parts is not a field here."),
        (5, "No. 3 of `parts` must have fields below it."),
    ]
    assert found[1].remedy == "Did you mean `text`?"


def test_numbers_of_other_forms_stay_words() -> None:
    file = parse_yaml("a: 0x1F\nb: 1_000\nc: 012\nd: true\ne: 1e3\nf: ~\n", name="f.yaml")
    assert file.data["a"] in (31, "0x1F")
    assert (file.data["d"], file.data["e"], file.data["f"]) == (True, 1000.0, None)


@pytest.mark.parametrize("text", ["a: \x00\n", "%YAML 9\n---\na: 1\n", "a: {\n", "--- a\n--- b\n"])
def test_what_is_no_yaml_is_refused_in_words(text: str) -> None:
    with pytest.raises(PracticeFileError) as caught:
        parse_yaml(text, name="f.yaml")
    assert "form of this line" in caught.value.message or "cannot be read as YAML" in caught.value.message
    assert isinstance(caught.value, PracticeError)
    assert isinstance(caught.value, PerceptionError)


def test_what_is_written_keeps_its_order_and_reads_the_same() -> None:
    data = {"kind": "even: no", "parts": [{"text": "7", "limit": 2}], "either": "yes"}
    text = write_yaml(data)
    assert text.index("kind") < text.index("parts") < text.index("either")
    assert parse_yaml(text, name="f.yaml").data == data
