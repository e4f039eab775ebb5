"""The floor: the sentence reader over the sentences of a file, each once, with nothing around it.

`python -m tests.benchmarks.bare_reader TALK.jsonl` (the file comes from tests/benchmarks/sentences.py).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from perception.inference.sentence_reader import load_sentence_reader
from perception.language.reading import in_answer, in_turn
from perception.language.types import SentenceInContext


def main(talk: Path) -> None:
    """Read every sentence of the CSM after the customer's last line, and every sentence of the customer."""
    heard = ""
    sentences: dict[SentenceInContext, None] = {}
    for line in talk.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        if said["speaker"] == "csm":
            sentences.update(dict.fromkeys(in_answer(said["text"], heard)))
        else:
            heard = said["text"]
            sentences.update(dict.fromkeys(in_turn(heard)))
    load_sentence_reader().read(tuple(sentences))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
