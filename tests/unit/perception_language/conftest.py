from __future__ import annotations

import pytest

from perception.inference.lexicon_files import load_lexicon
from perception.language.lexicon import Lexicon


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()
