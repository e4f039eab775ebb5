"""The written examples the sentence reader learns from: assets/lexicons/examples/*.tsv.

A file holds conversations. `## topic | quality` opens one (quality: good, poor or mixed). Every other line is one
sentence, in order: speaker, labels, text, parted by tabs. Speaker: U is the customer-success manager, C the customer.
Labels are parted by commas, `-` stands for none. Lines beginning with one `#` are remarks.

    ## export lost rows | good
    C	f:anger/2	We lost two whole days because your export dropped rows.
    U	r:complex,f:anger/2,ack	So two days of work are gone, and you have every reason to be cross.
    U	q:open	What did that do to your week?

`python3 packaging/train_language.py counts` counts them and names every line that is not well formed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from perception.language.types import Act, DismissingClass, JudgingClass
from perception.types import FeelingFamily

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / "assets" / "lexicons" / "examples"
Quality = Literal["good", "poor", "mixed"]
QUALITIES: Final = get_args(Quality)

# Short names of acts in the files.
ACTS: Final[dict[str, Act]] = {
    "ack": "acknowledge", "own": "own", "ask": "ask_align", "act": "act", "check": "check", "explain": "explain",
    "close": "close", "greet": "greet", "bc": "backchannel",
}  # fmt: skip
LABELS: Final = frozenset(
    {"q:open", "q:closed", "r:simple", "r:complex", "tell", "join", *ACTS}
    | {f"j:{name}" for name in get_args(JudgingClass)}
    | {f"d:{name}" for name in get_args(DismissingClass)}
)
_FEELINGS: Final = frozenset(f"f:{name}{level}" for name in get_args(FeelingFamily) for level in ("", "/1", "/2", "/3"))


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence. before: what the customer said last, '' for nothing. labels: as in the file."""

    speaker: Literal["csm", "customer"]
    text: str
    labels: frozenset[str]
    before: str
    topic: str
    quality: Quality
    place: str


class ExampleError(ValueError):
    """A line that is not well formed; says where and why."""


def load(folder: Path = FOLDER) -> list[Example]:
    """All examples in order of file and line. Raises ExampleError with every fault found."""
    found: list[Example] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.tsv")):
        _read(path, found, faults)
    if faults:
        raise ExampleError("\n".join(faults))
    return found


def _read(path: Path, found: list[Example], faults: list[str]) -> None:
    topic, quality, heard, answered = "", "mixed", [""], True
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        place = f"{path.name}:{number}"
        if line.startswith("## "):
            topic, _, quality = (part.strip() for part in line[3:].rpartition("|"))
            heard, answered = [], True
            if quality not in QUALITIES or not topic:
                faults.append(f"{place}: a conversation begins with '## topic | good', poor or mixed")
            continue
        if not line.strip() or line.startswith("#"):
            continue
        speaker, labels, text = _fields(line)
        fault = _fault(speaker, labels, text)
        if fault:
            faults.append(f"{place}: {fault}")
            continue
        if speaker == "C":
            heard = [text] if answered else [*heard, text]
            answered = False
            found.append(Example("customer", text, labels, "", topic, quality, place))  # type: ignore[arg-type]
        else:
            answered = answered or labels != {"bc"}
            before = " ".join(heard).strip()
            found.append(Example("csm", text, labels, before, topic, quality, place))  # type: ignore[arg-type]


def _fields(line: str) -> tuple[str, frozenset[str], str]:
    parts = line.split("\t")
    if len(parts) != 3:
        return "", frozenset(), ""
    labels = frozenset(part.strip() for part in parts[1].split(",")) - {"-", ""}
    return parts[0].strip(), labels, parts[2].strip()


def _fault(speaker: str, labels: frozenset[str], text: str) -> str:
    if speaker not in ("U", "C") or not text:
        return "not three fields parted by tabs: U or C, labels, text"
    unknown = labels - LABELS - _FEELINGS
    if unknown:
        return f"unknown label {', '.join(sorted(unknown))}"
    if {"q:open", "q:closed"} <= labels or {"r:simple", "r:complex"} <= labels:
        return "open and closed, or simple and complex, at once"
    if speaker == "C" and any(not label.startswith(("f:", "q:")) for label in labels):
        return "a customer's sentence has only f: and q: labels"
    return ""


def counts(examples: list[Example]) -> Iterator[str]:
    """A line for each label, the most frequent first."""
    yield f"{len(examples)} sentences, {sum(e.speaker == 'csm' for e in examples)} of them by the CSM"
    for label, number in Counter(label for e in examples for label in e.labels).most_common():
        yield f"{number:6d}  {label}"
