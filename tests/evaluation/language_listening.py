"""Signs of listening in telephone talk (Switchboard): told by words and length and by the question they follow, as the
product tells them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from perception.inference.lexicon_files import load_lexicon
from perception.language.acts import BACKCHANNEL_MOST_WORDS, is_backchannel
from perception.language.normalise import plain
from tests.evaluation.language_errors import Errors
from tests.evaluation.language_scores import Mask, Sample, f1, precision, recall
from tests.evaluation.tables import Figure, Table

BACKCHANNEL_F1: Final = 0.85
# The act coded as a sign of listening; and acts that sound the same and mean to listen, agree or take in.
STRICT: Final = frozenset({"b"})
WIDE: Final = frozenset({"b", "bk", "aa", "ny", "bh", "ba"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance with its act, of one telephone call. after: what the other one said right before; '': nothing."""

    call: str
    text: str
    act: str
    after: str


def spoken(data: Path) -> list[Spoken]:
    """All utterances with words. Raises FileNotFoundError without the calls."""
    folder = data / "text" / "switchboard"
    paths = sorted(folder.glob("[0-9]*.txt"))
    if not paths:
        raise FileNotFoundError(2, "no calls", str(folder))
    found = []
    for path in paths:
        speaker, last = "", ""
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            parts = line.split("|")
            if len(parts) == 3 and any(char.isalpha() for char in parts[1]):
                own = parts[0].strip()
                found.append(Spoken(path.stem, parts[1].strip(), parts[2].strip(), "" if own == speaker else last))
                speaker, last = own, parts[1].strip()
    return found


def by_its_words(every: Sequence[Spoken], truth: Mask) -> Mask:
    """What anybody could tell from the words alone: in other calls the same words were mostly signs of listening."""
    heard: dict[str, Counter[bool]] = defaultdict(Counter)
    own: dict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
    words = [plain(one.text) for one in every]
    for one, text, coded in zip(every, words, truth, strict=True):
        heard[text][bool(coded)] += 1
        own[one.call, text][bool(coded)] += 1

    def more(text: str, call: str) -> bool:
        return heard[text][True] - own[call, text][True] > heard[text][False] - own[call, text][False]

    return np.array([more(text, one.call) for one, text in zip(every, words, strict=True)])


def tables(data: Path, plots: Path) -> list[Table]:
    """The table."""
    lexicon, every = load_lexicon(), spoken(data)
    found = np.array([is_backchannel(plain(one.text), lexicon, after=one.after) for one in every])
    short = np.array([len(one.text.split()) <= BACKCHANNEL_MOST_WORDS for one in every])
    details: list[Figure] = []
    figures: list[Figure] = []
    for acts, title, target in ((STRICT, "signs of listening", BACKCHANNEL_F1), (WIDE, "taking in or agreeing", None)):
        truth = np.array([one.act in acts for one in every])
        sample = Sample(
            [one.call for one in every], f"{len(every)} utterances, {int(truth.sum())} such, {_calls(every)}"
        )
        best = by_its_words(every, truth)
        baseline = (
            f"every short utterance {f1(truth, short):.2f}; known by its words in other calls {f1(truth, best):.2f}"
        )
        overall = sample.figure(
            f"{title}, F1", lambda at, truth=truth: f1(truth[at], found[at]), target=target, baseline=baseline
        )
        (figures if target else details).append(overall)
        details += [
            sample.figure(f"{title}, {name}", lambda at, of=of, truth=truth: of(truth[at], found[at]))
            for name, of in (("precision", precision), ("recall", recall))
        ]
    _errors(every, found).write(plots)
    return [
        Table(
            part="language",
            title="Signs of listening in telephone talk",
            data="Switchboard, calls between strangers, acts coded by linguists; research only, not part of Attune.",
            figures=tuple(figures),
            details=tuple(details),
            notes=(
                "“Yeah” is coded as a sign of listening, as agreeing or as an answer, by what was said before; words "
                "and length cannot tell these apart.",
            ),
        )
    ]


def _calls(every: Sequence[Spoken]) -> str:
    return f"{len({one.call for one in every})} calls"


def _errors(every: Sequence[Spoken], found: Mask) -> Errors:
    errors = Errors("listening")
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for one, seen in zip(every, found, strict=True):
        if seen != (one.act in STRICT):
            kind = f"wrongly found ({one.act})" if seen else "missed"
            groups[kind][one.text.strip().lower()] += 1
    for kind, texts in groups.items():
        for text, count in texts.most_common(40):
            errors.add(kind, f"{count} times: {text}")
    return errors
