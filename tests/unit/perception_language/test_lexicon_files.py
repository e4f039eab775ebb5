"""The shipped word lists behave as they claim: every class finds its examples and leaves its counter-examples."""

from __future__ import annotations

import pytest

from perception.errors import InvalidValueError
from perception.inference.lexicon_files import LEXICON_FILES, load_lexicon
from perception.language.acts import is_backchannel
from perception.language.annotate import annotate_line
from perception.language.feelings import customer_feelings, namings
from perception.language.lexicon import FAMILIES, GROUPS, Lexicon
from perception.language.normalise import plain
from perception.language.types import Line

CLASSES = [(group, name) for group in GROUPS for name in load_lexicon().groups[group]]
# Found by its place behind an acknowledgement, not by its words alone.
BY_PLACE = ("dismissing", "eraser")


@pytest.mark.parametrize(("group", "name"), CLASSES)
def test_class_finds_its_examples_only(lexicon: Lexicon, group: str, name: str) -> None:
    entry = lexicon.pattern(group, name)
    assert entry.examples
    assert entry.counter_examples
    if (group, name) == BY_PLACE:
        return
    assert [text for text in entry.examples if entry.find(plain(text)) is None] == []
    assert [text for text in entry.counter_examples if entry.find(plain(text)) is not None] == []


def test_eraser_is_found_behind_an_acknowledgement(lexicon: Lexicon) -> None:
    entry = lexicon.pattern(*BY_PLACE)
    for text in entry.examples:
        assert "eraser" in annotate_line(Line("csm", text), "", lexicon).sentences[0].dismissing
    for text in entry.counter_examples:
        assert "eraser" not in annotate_line(Line("csm", text), "", lexicon).sentences[0].dismissing


@pytest.mark.parametrize("family", FAMILIES)
def test_family_examples(lexicon: Lexicon, family: str) -> None:
    claims = lexicon.feeling_examples[family]  # type: ignore[index]
    for text in claims.named:
        found = namings(plain(text), lexicon, question=text.endswith("?"))
        assert family in [naming.word.family for naming in found], text
    for text in claims.not_named:
        found = namings(plain(text), lexicon, question=text.endswith("?"))
        assert family not in [naming.word.family for naming in found], text
    for text in claims.voiced:
        assert family in [feeling.family for feeling in customer_feelings(text, lexicon)], text


def test_feeling_words_are_many_and_of_known_intensity(lexicon: Lexicon) -> None:
    entries = [word for found in lexicon.feeling_words.values() for word in found]
    assert len(entries) >= 200
    assert {word.intensity for word in entries} == {1, 2, 3}
    assert {word.family for word in entries} == set(FAMILIES)


def test_backchannel_examples(lexicon: Lexicon) -> None:
    for text in ("Mm-hm.", "Right, okay.", "I see.", "Yeah.", "Oh wow."):
        assert is_backchannel(plain(text), lexicon), text
    for text in ("Right now we can not.", "Okay, let me check it.", "No.", "Really?"):
        assert not is_backchannel(plain(text), lexicon), text


def test_missing_folder_is_one_clear_error(tmp_path) -> None:
    with pytest.raises(InvalidValueError, match=r"common\.toml cannot be read"):
        load_lexicon(tmp_path)


def test_broken_pattern_is_one_clear_error() -> None:
    tables = {name: {} for name in LEXICON_FILES}
    with pytest.raises(InvalidValueError, match="not well formed"):
        Lexicon.from_tables(tables)


def test_broken_toml_is_one_clear_error(tmp_path) -> None:
    (tmp_path / "common.toml").write_text("[macros\n", encoding="utf-8")
    with pytest.raises(InvalidValueError, match="not well formed"):
        load_lexicon(tmp_path)
