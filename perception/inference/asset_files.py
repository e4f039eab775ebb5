"""Where the files lie that the programme ships with: in a source checkout or inside a built bundle."""

from __future__ import annotations

import sys
from pathlib import Path

from perception.errors import ModelError


def assets_dir() -> Path:
    """The folder `assets`.

    In a bundle the files are unpacked beside the modules (PyInstaller tells where in `sys._MEIPASS`).
    Raises ModelError when the folder is not there.
    """
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[2]
    folder = root / "assets"
    if not folder.is_dir():
        raise ModelError(
            f"The folder {folder} with the programme's own files is missing.",
            recovery="Install the programme again.",
        )
    return folder
