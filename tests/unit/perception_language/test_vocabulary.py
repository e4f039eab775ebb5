from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perception.language.vocabulary import LONGEST_TERM, MOST_TERMS, read_vocabulary


def test_names_stand_one_a_line_or_with_commas_between() -> None:
    read = read_vocabulary("Grafana, Acme  Robotics\n\n Siobhan ;grafana\n")
    assert read.terms == ("Grafana", "Acme Robotics", "Siobhan")
    assert read.problems == ()


def test_what_cannot_be_a_name_is_left_out_and_said() -> None:
    read = read_vocabulary(f"---, {'x' * (LONGEST_TERM + 1)}, Okta")
    assert read.terms == ("Okta",)
    assert [problem.split("”")[1] for problem in read.problems] == [
        " has no letter or figure and is left out.",
        f" is longer than {LONGEST_TERM} letters and is left out.",
    ]


def test_a_long_list_is_cut_and_said() -> None:
    read = read_vocabulary("\n".join(f"Name {number}" for number in range(MOST_TERMS + 5)))
    assert len(read.terms) == MOST_TERMS
    assert read.problems[0].startswith(f"Only the first {MOST_TERMS} of {MOST_TERMS + 5} count")


@given(text=st.text(max_size=3000))
def test_any_text_gives_terms_within_the_limits(text: str) -> None:
    read = read_vocabulary(text)
    assert len(read.terms) <= MOST_TERMS
    assert all(0 < len(term) <= LONGEST_TERM and "," not in term and "\n" not in term for term in read.terms)
    assert read_vocabulary(", ".join(read.terms)).terms == read.terms
