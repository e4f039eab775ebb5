"""Names that are suggested for files of a session: every system takes them."""

from __future__ import annotations

import pytest

from app.ui.words import file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Renewal at risk", "Renewal at risk.attune"),
        ('a/b\\c:d*e?"f<g>h|i', "a b c d e f g h i.attune"),
        ("...", "Session.attune"),
        ("", "Session.attune"),
        ("x" * 300, "x" * 80 + ".attune"),
        ("Überprüfung 日本", "Überprüfung 日本.attune"),
        ("Con", "Session Con.attune"),
        ("nul.2", "Session nul.2.attune"),
        ("Contract", "Contract.attune"),
    ],
)
def test_names_of_files(title, name):
    assert file_name(title, ".attune") == name
