"""Options of the commands that put sound into words: names to expect, and a more exact recogniser."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from app.engine.messages import TranscriberName
from perception.errors import MediaError
from perception.language.vocabulary import MOST_TERMS, read_vocabulary

_LONGEST_PATH: Final = 255  # longer text is no path


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add --words and --exact-words."""
    parser.add_argument(
        "--words",
        metavar="NAMES",
        help=f"names and terms to expect, commas between, or a text file of them (at most {MOST_TERMS} count)",
    )
    parser.add_argument(
        "--exact-words", action="store_true", help="the more exact recogniser: slower, and to be installed first"
    )


def transcriber_of(args: argparse.Namespace) -> TranscriberName:
    """The recogniser that is asked for."""
    return "base" if args.exact_words else "tiny.en"


def terms_of(args: argparse.Namespace) -> tuple[str, ...]:
    """The names that count; what is left out is told on stderr. Raises MediaError for a file that cannot be read."""
    if args.words is None:
        return ()
    vocabulary = read_vocabulary(_text(args.words))
    for problem in vocabulary.problems:
        print(f"attune: --words: {problem}", file=sys.stderr)
    return vocabulary.terms


def _text(words: str) -> str:
    path = Path(words)
    if "," in words or len(words) > _LONGEST_PATH or not path.is_file():
        return words
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise MediaError(f"{path.name} is not a text file.", recovery="Give names, or a text file of them.") from error
