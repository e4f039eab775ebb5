"""From an exception to the message a user can act on."""

from __future__ import annotations

import errno
from typing import Literal

from app.engine.messages import Problem
from app.practice.errors import PracticeError
from perception.errors import PerceptionError


def describe_problem(
    error: Exception, *, what: str, doing: str, severity: Literal["notice", "paused", "failed"], kept: str = ""
) -> Problem:
    """A Problem for this error. A fault without a remedy of its own gets the general one."""
    if isinstance(error, PracticeError):
        return Problem("scenario", error.message, error.recovery, severity, kept)
    if isinstance(error, PerceptionError):
        return Problem(what, error.message, error.recovery, severity, kept)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return Problem("disk", "The disk is full.", "Free some space, then start again.", severity, kept)
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return Problem(
            "disk", f"{error.filename or 'The folder'} cannot be written.", "Choose another folder.", severity, kept
        )
    message = f"Something went wrong in {doing}: {error or type(error).__name__}."
    return Problem(what, message, "Try again; if it comes back, run “attune doctor”.", severity, kept)
