"""Main functions of engine processes for tests: importable, so that a spawned process can find them."""

from __future__ import annotations

from multiprocessing.connection import Connection

from app.engine.host import EngineHost
from app.engine.preview import PreviewWriter
from tests.unit.app_engine.fakes import FakeBuilder


def fake_engine(connection: Connection, preview_name: str) -> None:
    """A whole host over fakes."""
    preview = PreviewWriter(preview_name)
    try:
        EngineHost(connection, builder=FakeBuilder(), preview=preview).run()
    finally:
        preview.close()


def dying_engine(connection: Connection, preview_name: str) -> None:
    """An engine that ends at once, as after a crash in a native library."""
    connection.close()
