"""The commands of packaging/dev.py."""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from devtools import environment, pythons, system
from devtools.telling import ROOT, Trouble, from_os_error, say, tell

_CACHES = (".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis", ".attune")


def main(argv: Sequence[str]) -> int:
    """Run one command; every failure is one clear line."""
    # Everything after “run” belongs to the programme, options included; argparse would try to read those itself.
    own, handed = (argv[: argv.index("run") + 1], argv[argv.index("run") + 1 :]) if "run" in argv[:2] else (argv, [])
    args = _parser().parse_args(own)
    args.arguments = list(handed)
    try:
        return int(args.func(args))
    except Trouble as trouble:
        return tell(trouble)
    except OSError as error:
        return tell(from_os_error(error))
    except KeyboardInterrupt:
        return tell(Trouble("Stopped.", "Run the same command again to go on.", 130))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description="Set up, run and check Attune from this checkout.")
    parser.add_argument("--no-system", action="store_true", help="do not look for or install system packages")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, text: str, func: object) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.add_argument("--no-system", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        sub.set_defaults(func=func)
        return sub

    command("run", "set up where needed, then start the programme (no screen: its demo); run ARGS hands ARGS on", _run)
    test = command("test", "set up where needed, then the whole check", _test)
    test.add_argument("--quick", action="store_true", help="without windows, whole calls and device tests")
    command("setup", "set up and stop", _setup)
    evaluate = command("evaluate", "measure how exact the letters are", _evaluate)
    evaluate.add_argument("letter", nargs="*", help="only these letters or parts")
    evaluate.add_argument("--out", metavar="DIR", help="for plots and results.json (out/evaluation)")
    evaluate.add_argument("--errors", metavar="N", help="print N wrong cases of each class (words)")
    evaluate.add_argument("--publish", action="store_true", help="renew what the window's model card shows")
    command("bench", "measure speed and memory on this machine", _bench)
    lock = command("lock", "write the lock files anew from pyproject.toml", _lock)
    lock.add_argument(
        "--upgrade", action="store_true", help="take the newest versions instead of keeping what is locked"
    )
    command("clean", "remove .venv and all caches of this checkout (models stay)", _clean)
    return parser


def set_up(*, test: bool, no_system: bool) -> None:
    """Do what is missing: system packages, environment, libraries, models. Quick when nothing is."""
    stamp = environment.read_stamp()
    if environment.fresh(stamp, test=test):
        return
    test = test or bool(stamp and stamp.get("test"))
    if not os.access(ROOT, os.W_OK):
        raise from_os_error(PermissionError(errno.EACCES, "", str(ROOT)))
    if not no_system:
        wanted = [*system.RUN_PACKAGES, *(system.TEST_PACKAGES if test else ())]
        system.ensure_packages([*wanted, *_venv_packages()])
    environment.drop_stamp()
    if environment.existing() is None:
        environment.make(find_python())
    environment.install_locked(environment.LOCK_TEST if test else environment.LOCK_RUN)
    environment.link_project()
    say("Checking the models ...")
    environment.write_stamp(environment.fetch_models(), test=test)
    say("Set-up complete.")


def _venv_packages() -> list[str]:
    """Debian's own Python comes without what makes an environment; nothing when another Python will do."""
    if not system.on_debian() or environment.existing() is not None:
        return []
    found = pythons.all_pythons(pythons.candidates())
    lacking = pythons.choose_lacking_venv(found)
    return [] if pythons.choose(found) or lacking is None else [pythons.venv_package(lacking)]


def find_python() -> pythons.Python:
    """The Python for a new environment. Raises Trouble when there is none that can make one."""
    found = pythons.all_pythons(pythons.candidates())
    best = pythons.choose(found)
    if best is None:
        raise pythons.no_python(found)
    return best


def has_screen() -> bool:
    """Whether a window can be shown."""
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _run(args: argparse.Namespace) -> int:
    set_up(test=False, no_system=args.no_system)
    arguments = args.arguments
    if not arguments and not has_screen():
        say("No screen here: running the demo instead of opening the window.")
        arguments = ["demo"]
    return environment.hand_over(["-m", "app", *arguments])


def _test(args: argparse.Namespace) -> int:
    set_up(test=True, no_system=args.no_system)
    from devtools.checks import check

    return check(quick=args.quick)


def _setup(args: argparse.Namespace) -> int:
    set_up(test=False, no_system=args.no_system)
    say(f"Ready. Start with: {environment.venv_python().parent / 'attune'}")
    return 0


def _evaluate(args: argparse.Namespace) -> int:
    # The command runs in the checkout; a folder named on the command line is meant from where it was typed.
    out = ["--out", str(Path(args.out).absolute())] if args.out else []
    errors = ["--errors", args.errors] if args.errors else []
    return _module("tests.evaluation", [*args.letter, *out, *errors, *(["--publish"] if args.publish else [])], args)


def _bench(args: argparse.Namespace) -> int:
    return _module("tests.benchmarks", [], args)


def _module(name: str, arguments: Sequence[str], args: argparse.Namespace) -> int:
    set_up(test=True, no_system=args.no_system)
    if not (ROOT / name.replace(".", "/") / "__main__.py").is_file():
        raise Trouble(f"This checkout has no {name}.", "Update it with “git pull”.", 2)
    os.chdir(ROOT)
    return environment.hand_over(["-m", name, *arguments])


def _lock(args: argparse.Namespace) -> int:
    set_up(test=True, no_system=args.no_system)
    python = str(environment.venv_python())
    if subprocess.run([python, "-m", "uv", "--version"], capture_output=True, check=False).returncode != 0:
        subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], check=True)
    base = [python, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
    base += [
        "--generate-hashes",
        "--no-annotate",
        "--quiet",
        "--custom-compile-command",
        "python3 packaging/dev.py lock",
    ]
    run, test = str(environment.LOCK_RUN), str(environment.LOCK_TEST)
    if args.upgrade:
        base.append("--upgrade")
    for command in ([*base, "-o", run], [*base, "--extra", "dev", "-c", run, "-o", test]):
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            raise Trouble("Writing the lock files failed.", "See the lines above, mend pyproject.toml and run again.")
    say("Lock files written. Run “python3 packaging/dev.py test” next.")
    return 0


def _clean(_args: argparse.Namespace) -> int:
    for name in _CACHES:
        if (ROOT / name).exists():
            shutil.rmtree(ROOT / name)
            say(f"Removed {name}")
    for folder in ("app", "perception", "packaging", "tests"):
        for cache in (ROOT / folder).rglob("__pycache__"):
            shutil.rmtree(cache, ignore_errors=True)
    return 0
