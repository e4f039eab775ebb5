"""`attune batch`: what is asked for is checked before anything is read, and told in one line."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap.batch import ClusterError, ClusterPool
from app.cli.main import run_command_line


@pytest.fixture
def stranger() -> Iterator[str]:
    """The address of something that answers, but is no scheduler."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            try:
                while True:
                    connection, _ = server.accept()
                    with connection:
                        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            except OSError:
                return  # closed

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


@pytest.mark.parametrize(
    ("option", "value", "remedy"),
    [
        ("--jobs", "0", "choose 1 to"),
        ("--jobs", "-2", "choose 1 to"),
        ("--jobs", "many", "choose 1 to"),
        ("--jobs", "100000", "choose 1 to"),
        ("--scheduler", "nonsense", "write it like tcp://"),
        ("--scheduler", "tcp://nobody:port", "write it like tcp://"),
    ],
)
def test_what_does_not_fit_is_bad_usage(capsys, tmp_path: Path, option: str, value: str, remedy: str) -> None:
    assert run_command_line(["batch", str(tmp_path), f"{option}={value}", "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("attune: ")
    assert err.count("\n") == 1
    assert remedy in err


def test_what_answers_but_is_no_scheduler_is_told_as_such(stranger: str) -> None:
    with pytest.raises(ClusterError, match=f"No Dask scheduler answers at {stranger}"):
        ClusterPool(stranger, reports=False)
