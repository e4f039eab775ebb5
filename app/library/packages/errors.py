"""What can go wrong with a shared file. Nothing of the user's was changed when one of these is raised."""

from __future__ import annotations

import errno
from pathlib import Path

from perception.errors import SessionFormatError


class PackageError(SessionFormatError):
    """A shared file cannot be read or written."""


class WrongPassphraseError(PackageError):
    """The passphrase is not the one the file was made with."""


class PassphraseTooWeakError(PackageError):
    """The passphrase would be guessed too easily."""


class PackageCancelledError(PackageError):
    """The user stopped it."""


class SessionMissingError(PackageError):
    """The notes are about a session that is not in this library."""


def cancelled() -> PackageCancelledError:
    """The error for a job that was stopped."""
    return PackageCancelledError("It was stopped.", recovery="Nothing was kept; you can begin again.")


def no_memory() -> PackageError:
    """The error for a machine without room for the passphrase's arithmetic."""
    return PackageError(
        "There is not enough memory free to check the passphrase.", recovery="Close other programs and try again."
    )


def not_readable(path: Path, error: OSError) -> PackageError:
    """The error for a file that cannot be read."""
    if isinstance(error, FileNotFoundError):
        return PackageError(f"“{path.name}” is not there.", recovery="Check the name, or connect the disk it lies on.")
    return PackageError(
        f"“{path.name}” cannot be read ({error.strerror or error}).", recovery="Check your rights and the disk."
    )


def not_written(path: Path, error: OSError) -> PackageError:
    """The error for a place that cannot be written to."""
    if error.errno == errno.ENOSPC:
        return no_room(path)
    return PackageError(
        f"“{path.name}” cannot be written ({error.strerror or error}).",
        recovery="Choose another folder, or allow writing there.",
    )


def no_room(path: Path, needed: int | None = None) -> PackageError:
    """The error for a full disk. needed: bytes."""
    size = f"{needed / 1e6:.0f} MB are needed" if needed is not None else "it does not fit"
    return PackageError(
        f"There is not enough room on the disk for “{path.name}”: {size}.",
        recovery="Free some space, or choose another disk.",
    )
