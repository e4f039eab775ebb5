"""The one error root of the perception package.

Every error says what happened in words a user understands and carries a remedy.
"""

from __future__ import annotations


class PerceptionError(Exception):
    """Something in perception could not be done.

    Attributes:
        message: what happened, one plain sentence.
        recovery: what the user can do about it, one plain sentence.
    """

    def __init__(self, message: str, *, recovery: str) -> None:
        super().__init__(f"{message} {recovery}")
        self.message = message
        self.recovery = recovery

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross the boundary between the engine process and the window.
        return (_rebuild, (type(self), self.message, self.recovery))


class DeviceError(PerceptionError):
    """A camera or microphone is missing, busy, forbidden or lost."""


class MediaError(PerceptionError):
    """A media file cannot be read or holds nothing that can be observed."""


class ModelError(PerceptionError):
    """A model file is missing or not the one expected, or a model failed."""


class SessionFormatError(PerceptionError):
    """A session folder cannot be read or written."""


class InvalidValueError(PerceptionError):
    """A value at a boundary has the wrong shape, type or range (a fault of the caller)."""


def _rebuild(kind: type[PerceptionError], message: str, recovery: str) -> PerceptionError:
    return kind(message, recovery=recovery)
