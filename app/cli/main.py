"""The command line: one module a sub-command, one clear line for every error.

Exit status: 0 success, 2 bad usage or bad input, 1 a failure of Attune's own.
"""

from __future__ import annotations

import argparse
import errno
import importlib
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NoReturn

from app.version import VERSION
from perception.errors import MediaError, PerceptionError, SessionFormatError

EXIT_OK: Final = 0
EXIT_FAILURE: Final = 1
EXIT_BAD_INPUT: Final = 2

# What the user can mend by naming another place.
_UNUSABLE_PATH: Final = frozenset(
    (
        *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENAMETOOLONG),
        *(errno.EACCES, errno.EPERM, errno.EROFS),
    )
)
_SHARED: Final = ".attune"  # as app/library/packages/contents.py has it, without loading that for every command
_COMMANDS: Final = (
    *("demo", "analyze", "batch", "observe", "annotate", "practice", "scenarios"),
    *("export", "package", "models", "doctor", "bench"),
)


class OneLineParser(argparse.ArgumentParser):
    """Bad usage is told in one line that ends with the remedy."""

    def error(self, message: str) -> NoReturn:
        """Print the line and leave with the status of bad usage."""
        print(f"attune: {message}. See “{self.prog} --help”.", file=sys.stderr)
        raise SystemExit(EXIT_BAD_INPUT)


def run_command_line(argv: Sequence[str]) -> int:
    """Run what `argv` asks for and give the exit status."""
    logging.basicConfig(level=os.environ.get("ATTUNE_LOG", "ERROR").upper(), stream=sys.stderr)
    if len(argv) == 1 and _is_shared_file(argv[0]):
        return guarded(lambda: _open_window_on(Path(argv[0])))
    try:
        args = _parser(argv).parse_args(argv)
    except SystemExit as leave:
        return leave.code if isinstance(leave.code, int) else EXIT_BAD_INPUT
    return guarded(lambda: int(args.func(args)))


def guarded(work: Callable[[], int]) -> int:
    """Run a command; whatever goes wrong becomes one line on stderr and an exit status, never a traceback."""
    try:
        return work()
    except (MediaError, SessionFormatError) as error:
        return _tell(error.message, error.recovery, EXIT_BAD_INPUT)
    except PerceptionError as error:
        return _tell(error.message, error.recovery, EXIT_FAILURE)
    except KeyboardInterrupt:
        return _tell("Stopped.", "Nothing half-done was kept.", 130)
    except BrokenPipeError:
        # The reader has gone; point stdout elsewhere so that the interpreter's last flush does not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except OSError as error:
        return _tell_os(error)
    except Exception as error:
        logging.getLogger(__name__).debug("command failed", exc_info=error)
        hint = "Run it again with ATTUNE_LOG=DEBUG to see where; “attune doctor” checks the set-up."
        return _tell(f"Something went wrong ({type(error).__name__}: {_first_line(error)}).", hint, EXIT_FAILURE)


def _tell_os(error: OSError) -> int:
    if error.errno == errno.ENOSPC:
        return _tell("The disk is full.", "Free some space, then run it again.", EXIT_FAILURE)
    status = EXIT_BAD_INPUT if error.errno in _UNUSABLE_PATH else EXIT_FAILURE
    message = f"{error.filename or 'A file'}: {error.strerror or error}."
    return _tell(message, "Check the path and your rights, or choose another place.", status)


def _tell(message: str, recovery: str, status: int) -> int:
    print(" ".join(f"attune: {message} {recovery}".split()), file=sys.stderr)
    return status


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0]


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """The parser; only the command that is asked for is loaded, all of them for help and typing errors."""
    parser = OneLineParser(
        prog="attune",
        description="An on-device empathy coach for customer-success calls. Without a command the window opens; with a "
        "file ending in .attune it opens that.",
    )
    parser.add_argument("--version", action="version", version=f"attune {VERSION}")
    parser.set_defaults(func=_open_window)
    subparsers = parser.add_subparsers(metavar="COMMAND", parser_class=OneLineParser)
    asked = argv[:1] if argv and argv[0] in _COMMANDS else _COMMANDS
    for name in asked:
        importlib.import_module(f"app.cli.{name}").add_parser(subparsers)
    return parser


def _open_window(_args: argparse.Namespace) -> int:
    from app.bootstrap import open_window

    return open_window()


def _is_shared_file(argument: str) -> bool:
    """Whether this is a session or notes that somebody shared, as a double click gives it."""
    return argument.lower().endswith(_SHARED) and not argument.startswith("-")


def _open_window_on(file: Path) -> int:
    from app.bootstrap import open_window

    return open_window(shared=file)
