"""What practising needs, made of real parts: word lists, the sentence reader, the shelf of scenarios."""

from __future__ import annotations

from app.practice.scenario.loader import Shelf, fill_shelf, user_scenarios_folder
from perception.errors import ModelError
from perception.inference.asset_files import assets_dir
from perception.inference.sentence_reader import load_sentence_reader
from perception.language.types import SentenceReader


def scenario_shelf() -> Shelf:
    """The shipped scenarios and the user's own."""
    return fill_shelf(assets_dir() / "scenarios", user_scenarios_folder())


def practice_reader() -> tuple[SentenceReader | None, str]:
    """The shipped reader of sentences; None and what to say where it is missing or damaged."""
    try:
        return load_sentence_reader(), ""
    except ModelError as fault:
        return None, str(fault)
