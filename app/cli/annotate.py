"""`attune annotate IN.jsonl [--out FILE.jsonl]`: a written conversation, understood sentence by sentence.

Works on text alone. Each input line is {"conversation": id, "speaker": "csm" or "customer", "text": str}, in order.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.cli.text_letters import letters_of_lines
from perception.errors import InvalidValueError, ModelError, PerceptionError
from perception.inference.lexicon_files import load_lexicon
from perception.inference.sentence_reader import load_sentence_reader
from perception.language.annotate import annotate, annotate_line, heard_before
from perception.language.feelings import customer_feelings
from perception.language.lexicon import Lexicon
from perception.language.reading import Remembering
from perception.language.rewrite.better import Company, rewrite_answer
from perception.language.types import AnnotatedLine, Line, SentenceAnnotation, SentenceReader

EXIT_OK: Final = 0
EXIT_FAILURE: Final = 1
EXIT_BAD_INPUT: Final = 2
SPEAKERS: Final = ("csm", "customer")
_EXAMPLE: Final = '{"conversation": "1", "speaker": "csm", "text": "How are you?"}'


@dataclass(frozen=True, slots=True)
class _InputLine:
    conversation: str | int
    line: Line


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `annotate` sub-command; its arguments call `run`."""
    parser = subparsers.add_parser(
        "annotate",
        help="understand a written conversation sentence by sentence",
        description=(
            "Reads a conversation, one JSON object a line: "
            f"{_EXAMPLE}. Each line of the csm comes back with its sentences (acts, question, reflection, judging, "
            "dismissing, feeling), a response score 0..100 with its kind, and a better wording where one is "
            "needed and can be built from the customer's words; each line of the customer with "
            "the feelings it voices. Each conversation ends with one line holding the letters A, H and Y "
            "with their coverage."
        ),
    )
    parser.add_argument("input", metavar="IN.jsonl", help="the conversation, UTF-8, one JSON object a line")
    parser.add_argument("--out", metavar="FILE.jsonl", help="write there instead of to the screen")
    parser.add_argument(
        "--json",
        action="store_true",
        help='print one JSON document {"lines": [...], "conversations": [...]} instead of one object a line',
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Annotate the file named in `args`; exit code 0, 2 for bad input, 1 for a failure to write."""
    try:
        records = list(annotate_file(Path(args.input), load_lexicon(), _reader()))
    except PerceptionError as fault:
        print(" ".join(f"attune: {fault}".split()), file=sys.stderr)
        return EXIT_BAD_INPUT
    try:
        _write(records, args.out, as_document=bool(getattr(args, "json", False)))
    except OSError as fault:
        print(
            f"attune: {args.out} cannot be written ({fault.strerror}). Choose another place with --out.",
            file=sys.stderr,
        )
        return EXIT_FAILURE
    return EXIT_OK


def _reader() -> SentenceReader | None:
    """The shipped reader of sentences; None, and a line that says so, when it is missing or damaged."""
    try:
        return load_sentence_reader()
    except ModelError as fault:
        print(f"attune: {fault}", file=sys.stderr)
        return None


def annotate_file(path: Path, lexicon: Lexicon, reader: SentenceReader | None = None) -> Iterator[dict[str, Any]]:
    """Records for a file: one for each line in its order, then one with letters for each conversation.

    reader: a learned reader of sentences beside the word rules, None for the rules alone.

    Raises:
        InvalidValueError: the file cannot be read or a line of it is not what is described above.
    """
    entries = list(_read(path))
    conversations: dict[str | int, list[int]] = {}
    for index, entry in enumerate(entries):
        conversations.setdefault(entry.conversation, []).append(index)
    annotated: dict[int, AnnotatedLine] = {}
    heard: dict[int, str] = {}
    reader = Remembering(reader) if reader is not None else None
    letters = []
    for conversation, indices in conversations.items():
        said = [entries[index].line for index in indices]
        lines = annotate(said, lexicon, reader)
        annotated.update(zip(indices, lines, strict=True))
        heard.update(zip(indices, heard_before(said, lexicon), strict=True))
        letters.append(
            {"conversation": conversation, "letters": letters_of_lines([said.line for said in lines], lexicon, reader)}
        )
    for index, entry in enumerate(entries):
        yield _line_record(entry, annotated[index], heard[index], lexicon, reader)
    yield from letters


def _read(path: Path) -> Iterable[_InputLine]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        number = fault.object[: fault.start].count(b"\n") + 1
        raise InvalidValueError(
            f"{path.name}, line {number}: this is not UTF-8 text.", recovery="Save the file as UTF-8 and try again."
        ) from fault
    except OSError as fault:
        raise InvalidValueError(
            f"{path} cannot be read ({fault.strerror}).", recovery="Check the name of the file and your rights to it."
        ) from fault
    # Only real line ends part records: other separators may stand inside a JSON string.
    found = [_parse(raw, number, path.name) for number, raw in enumerate(text.split("\n"), start=1) if raw.strip()]
    if not found:
        raise InvalidValueError(
            f"{path.name} holds no lines.", recovery=f"Put one JSON object on each line, such as {_EXAMPLE}."
        )
    return found


def _parse(raw: str, number: int, name: str) -> _InputLine:
    where = f"{name}, line {number}"
    try:
        entry = json.loads(raw)
    except (ValueError, RecursionError) as fault:
        raise InvalidValueError(
            f"{where}: this is not JSON.", recovery=f"Put one JSON object on each line, such as {_EXAMPLE}."
        ) from fault
    if not isinstance(entry, dict):
        raise InvalidValueError(f"{where}: this is not a JSON object.", recovery=f"Write it like {_EXAMPLE}.")
    conversation = entry.get("conversation", "")
    if isinstance(conversation, bool) or not isinstance(conversation, str | int):
        raise InvalidValueError(f'{where}: "conversation" is not a name.', recovery="Give a text or a whole number.")
    speaker, text = entry.get("speaker"), entry.get("text")
    if speaker not in SPEAKERS:
        raise InvalidValueError(
            f"{where}: the speaker is {json.dumps(speaker)[:40]}.", recovery='Write "csm" or "customer" as the speaker.'
        )
    if not isinstance(text, str):
        what = "is missing" if text is None else "is not text"
        raise InvalidValueError(f'{where}: "text" {what}.', recovery='Give the words that were said as "text".')
    return _InputLine(conversation, Line(speaker, text))


def _line_record(
    entry: _InputLine, annotated: AnnotatedLine, before: str, lexicon: Lexicon, reader: SentenceReader | None
) -> dict[str, Any]:
    line = annotated.line
    record: dict[str, Any] = {"conversation": entry.conversation, "speaker": line.speaker, "text": line.text}
    if annotated.response is None:
        record["feelings"] = [
            {"family": feeling.family, "word": feeling.word, "intensity": feeling.intensity}
            for feeling in customer_feelings(line.text, lexicon, reader)
        ]
        return record
    record["sentences"] = [_sentence_record(sentence) for sentence in annotated.sentences]
    response = annotated.response
    record["response"] = {"score": response.score, "kind": response.kind, "why": response.why}
    company = Company(judge=lambda said, heard: annotate_line(said, heard, lexicon, reader))
    rewrite = rewrite_answer(annotated, before, lexicon, company)
    record["rewrite"] = None if rewrite is None else {"better": rewrite.better, "why": rewrite.why}
    return record


def _sentence_record(sentence: SentenceAnnotation) -> dict[str, Any]:
    label, promise = sentence.feeling, sentence.commitment
    return {
        "text": sentence.text,
        "acts": list(sentence.acts),
        "question": sentence.question,
        "follow_up": sentence.follow_up,
        "reflection": sentence.reflection,
        "reflection_p": sentence.reflection_p,
        "telling": sentence.telling,
        "judging": list(sentence.judging),
        "dismissing": list(sentence.dismissing),
        "feeling": None
        if label is None
        else {"family": label.family, "word": label.word, "level": label.level, "accurate": label.accurate},
        "ack_level": sentence.ack_level,
        "commitment": None if promise is None else {"what": promise.what, "who": promise.who, "when": promise.when},
        "apology": sentence.apology,
        "over_identification": sentence.over_identification,
    }


def _write(records: Sequence[dict[str, Any]], out: str | None, *, as_document: bool) -> None:
    if as_document:
        lines = [record for record in records if "letters" not in record]
        letters = [record for record in records if "letters" in record]
        text = json.dumps({"lines": lines, "conversations": letters}, ensure_ascii=False) + "\n"
    else:
        text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    if out is None:
        sys.stdout.write(text)
    else:
        Path(out).write_text(text, encoding="utf-8", newline="\n")
