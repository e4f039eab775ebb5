"""PortAudio as microphones and outputs use it: the module, opening with variables set, closing without hanging."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from perception.errors import DeviceError

_CLOSE_S: Final = 2.0
_ENVIRONMENT_LOCK: Final = threading.Lock()


def import_sounddevice() -> Any:
    """The sounddevice module. Raises DeviceError when the system's PortAudio library is missing."""
    try:
        import sounddevice  # here, because it fails on machines without PortAudio
    except (OSError, ImportError) as error:
        raise DeviceError(
            "The sound library PortAudio is missing.",
            recovery="Install it (on Debian and Ubuntu: apt-get install libportaudio2), then start again.",
        ) from error
    return sounddevice


def close_stream(stream: Any, sounddevice: Any) -> bool:
    """Close without waiting for a sound service that is gone; False when PortAudio did not come back from it.

    When PulseAudio dies while PortAudio asks it for the stream's state, both wait for each other for ever. The stream
    is then given up, and so is PortAudio's own cleaning up at the end of the process, which would join the same thread
    and keep the process from ending. The system takes back what they hold.
    """

    def close() -> None:
        stream.abort(ignore_errors=True)
        stream.close(ignore_errors=True)

    closer = threading.Thread(target=close, name="sound-close", daemon=True)
    closer.start()
    closer.join(timeout=_CLOSE_S)
    if not closer.is_alive():
        return True
    atexit.unregister(sounddevice._exit_handler)
    return False


@contextmanager
def environment_of(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for the time of opening a device, one device at a time."""
    with _ENVIRONMENT_LOCK:
        before = {name: os.environ.get(name) for name in variables}
        os.environ.update(variables)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
