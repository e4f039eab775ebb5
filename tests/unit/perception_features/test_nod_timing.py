from __future__ import annotations

from dataclasses import replace

import numpy as np

from perception.features.nod_timing import phrase_ends, well_timed
from perception.types import Nod, Utterance, Word

NOD = Nod(1.0, 2.0, 2, 4.0)
WINDOW_S = (-0.3, 1.2)


def test_nods_without_a_known_phrase_end_have_no_timing() -> None:
    assert well_timed(NOD, np.empty(0), window_s=WINDOW_S) is None


def test_a_nod_shortly_before_or_after_the_end_is_well_timed() -> None:
    for end_s, timed in ((0.5, True), (1.25, True), (-0.3, False), (1.4, False)):
        assert well_timed(NOD, np.asarray([30.0, end_s]), window_s=WINDOW_S) is timed


def test_what_is_known_already_is_kept() -> None:
    assert well_timed(replace(NOD, timed=True), np.asarray([30.0]), window_s=WINDOW_S) is True


def test_phrases_end_with_speech_and_before_pauses_of_the_customer() -> None:
    words = (Word(0.0, 0.4, "well", 1.0), Word(0.6, 1.0, "it", 1.0), Word(1.1, 1.5, "failed", 1.0))
    said = [Utterance(0.0, 1.5, "customer", "well it failed", words), Utterance(0.0, 1.5, "csm", "oh no", words)]
    assert sorted(phrase_ends(np.asarray([[0.0, 1.6]]), said)) == [0.4, 1.6]
    assert len(phrase_ends(np.empty((0, 2)), ())) == 0
