from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perception.inference.expected_names import leaves_doubt, with_names
from perception.types import Word

NAMES = ("Grafana", "Acme Robotics")


def words(*spoken: tuple[str, float], start_s: float = 0.0, step_s: float = 0.5) -> tuple[Word, ...]:
    return tuple(Word(start_s + k * step_s, start_s + (k + 1) * step_s, text, p) for k, (text, p) in enumerate(spoken))


def text(found: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in found)


def test_a_name_is_taken_where_the_first_hearing_was_unsure() -> None:
    first = words(("We", 0.9), ("moved", 0.9), ("graph", 0.3), ("on", 0.4), ("a", 0.9), ("board.", 0.9))
    second = words(("We", 0.9), ("move", 0.9), ("Grafana", 0.8), ("a", 0.9), ("board.", 0.9), step_s=0.6)
    assert leaves_doubt(first)
    found = with_names(first, second, NAMES)
    # “moved” stays within the same place, and goes with it: it stands next to the name.
    assert text(found) == "We move Grafana a board."
    assert (found[1].start_s, found[2].end_s) == (first[1].start_s, first[3].end_s)


def test_names_of_several_words_are_taken_whole() -> None:
    first = words(("at", 0.9), ("Acme", 0.9), ("robot", 0.4), ("ticks", 0.4), ("now", 0.9))
    second = words(("at", 0.9), ("Acme", 0.9), ("Robotics", 0.9), ("now", 0.9))
    assert text(with_names(first, second, NAMES)) == "at Acme Robotics now"


def test_nothing_else_of_the_second_hearing_is_taken() -> None:
    first = words(("it", 0.9), ("was", 0.4), ("fine", 0.9))
    assert text(with_names(first, words(("it", 0.9), ("is", 0.9), ("fine", 0.9)), NAMES)) == "it was fine"
    sure = words(("it", 0.9), ("was", 0.9), ("fine", 0.9))
    assert text(with_names(sure, words(("it", 0.9), ("Grafana", 0.9), ("fine", 0.9)), NAMES)) == "it was fine"
    added = words(("it", 0.9), ("was", 0.9), ("Grafana", 0.9), ("fine", 0.9))
    assert text(with_names(first, added, NAMES)) == "it was fine"
    assert with_names(first, (), NAMES) == first


def test_clear_speech_is_heard_once() -> None:
    assert not leaves_doubt(words(("it", 0.9), ("works", 0.6)))
    assert not leaves_doubt(())


_SAID = st.lists(st.tuples(st.sampled_from(["it", "was", "Grafana", "Acme", "Robotics"]), st.floats(0, 1)), max_size=8)


@given(first=_SAID, second=_SAID)
def test_times_never_leave_the_first_hearing_nor_go_back(first, second) -> None:
    one, other = words(*first, start_s=10.0), words(*second, start_s=9.0, step_s=0.9)
    found = with_names(one, other, NAMES)
    starts = [word.start_s for word in found]
    assert starts == sorted(starts)
    assert all(word.start_s <= word.end_s for word in found)
    assert all(word.start_s >= 10.0 and word.end_s <= one[-1].end_s + 1e-9 for word in found)
    assert len(found) >= min(1, len(one))
