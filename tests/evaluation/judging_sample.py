"""The interview sentences on which judging language is measured, drawn by chance and labelled blind.

truth/judging_annomi.csv holds where each sentence stands in the interviews and what its readers called it, never its
words: the interviews may be used for research only. 150 sentences come from interviews of high and 150 from interviews
of low quality, in mixed order; who labels sees neither the quality nor what the programme makes of a sentence.

    python -m tests.evaluation.judging_sample draw DATA    writes the file, with no labels
    python -m tests.evaluation.judging_sample show DATA    prints the sentences to label, with the client's last words
    python -m tests.evaluation.judging_sample agree        prints how far the two readings agree
"""

from __future__ import annotations

import csv
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Final

from tests.evaluation.language_interviews import INTERVIEWS, interviews

TRUTH: Final = Path(__file__).parent / "truth" / "judging_annomi.csv"
# Sentences in which judging was found or heard as possible, and as many others: for more findings than chance draws.
FLAGGED: Final = TRUTH.with_name("judging_flagged.csv")
SEED: Final = 20261126
PER_QUALITY: Final = 150
_LEAST_WORDS: Final = 3
_END: Final = re.compile(r"(?<=[.!?])\s+")
Place = tuple[str, str, int]
"""transcript_id, utterance_id, which sentence of the utterance, counted from 0"""


@dataclass(frozen=True, slots=True)
class Judged:
    """Where one sentence stands, and its judging class by two readings: `none`, or empty: not yet labelled."""

    transcript_id: str
    utterance_id: str
    sentence: int
    first: str = ""
    second: str = ""

    @property
    def place(self) -> Place:
        """What finds the sentence in the interviews."""
        return self.transcript_id, self.utterance_id, self.sentence


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence of a therapist, the client's last words before it, and the quality of the interview."""

    text: str
    before: str
    quality: str


def sentences_of(utterance: str) -> list[str]:
    """The sentences of an utterance as they are counted in the file."""
    return _END.split(utterance.strip())


def spoken(data: Path) -> dict[Place, Spoken]:
    """Every therapist's sentence of three words or more, in the order of the file."""
    found: dict[Place, Spoken] = {}
    for transcript, rows in interviews(data / INTERVIEWS).items():
        before = ""
        for row in rows:
            if row["interlocutor"] != "therapist":
                before = row["utterance_text"]
                continue
            for number, text in enumerate(sentences_of(row["utterance_text"])):
                if len(text.split()) >= _LEAST_WORDS:
                    found[transcript, row["utterance_id"], number] = Spoken(text, before, row["mi_quality"])
    return found


def draw(sentences: dict[Place, Spoken]) -> list[Judged]:
    """As many sentences of either quality, by chance and in mixed order. Same interviews, same sentences."""
    chance = random.Random(SEED)
    drawn: list[Place] = []
    for quality in ("high", "low"):
        drawn += chance.sample([place for place, it in sentences.items() if it.quality == quality], PER_QUALITY)
    chance.shuffle(drawn)
    return [Judged(*place) for place in drawn]


def load(path: Path = TRUTH) -> list[Judged]:
    """The sentences with their labels."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return [
            Judged(row["transcript_id"], row["utterance_id"], int(row["sentence"]), row["first"], row["second"])
            for row in rows
        ]


def write(rows: Sequence[Judged], path: Path = TRUTH) -> None:
    """Writes the file; the remarks on top say what it is."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# Where judging language was looked for in the interviews. Labelled for Attune, 2026-11-26, blind.\n"
        )
        file.write(
            "# Frozen: used for measuring only, nothing is tuned on it. first and second: labels of two readings:\n"
        )
        file.write(
            "# directing, accusing, contradicting, condescension, premise_doubt or none; empty: not yet labelled.\n"
        )
        table = csv.writer(file, lineterminator="\n")
        table.writerow([it.name for it in fields(Judged)])
        table.writerows(astuple(row) for row in rows)


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """How far two readings agree beyond chance (Cohen): 1 is wholly, 0 as much as chance; NaN where nothing varies."""
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    agreed = sum(one == two for one, two in pairs) / len(pairs)
    chance = sum(first[label] * second[label] for label in first) / len(pairs) ** 2
    return (agreed - chance) / (1 - chance) if chance < 1 else math.nan


def _agreement(rows: Sequence[Judged]) -> None:
    """Prints kappa of the two readings, for any judging and for the classes."""
    pairs = [(row.first, row.second) for row in rows]
    judged = [(str(one != "none"), str(two != "none")) for one, two in pairs]
    print(f"any judging: kappa {kappa(judged):.2f}; classes: kappa {kappa(pairs):.2f}; {len(pairs)} sentences")
    for (one, two), count in sorted(Counter(pairs).items()):
        print(f"{one:15}{two:15}{count:4}")


def main(arguments: Sequence[str]) -> None:
    """Draws the sentences, prints those of the file, or how far their two readings agree."""
    action = arguments[0]
    if action == "agree":
        _agreement(load())
        return
    data = Path(arguments[1])
    sentences = spoken(data)
    if action == "draw":
        write(draw(sentences))
        return
    for number, row in enumerate(load(), start=1):
        it = sentences[row.place]
        before, text = (" ".join(words.split()) for words in (it.before[-100:], it.text))
        print(f"{number}\t[{before}]\t{text}")


if __name__ == "__main__":
    main(sys.argv[1:])
