"""No sentence of the programme says what the person practising feels (measurement page 11, item 10).

Looked at: every string in the code that scores, reports and shows, the help pages, the published results, and what the
scoring really says about sessions. Feelings are those of the word list, with the nouns made of them. Quotes are left
out: they are the person's own words.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from perception.inference.lexicon_files import load_lexicon
from perception.scoring.reasons import WORDINGS
from perception.scoring.targets import ACTIONS
from tests.unit.perception_scoring.test_metamorphic_sessions import SEEDS, card

ROOT = Path(__file__).parents[3]
SHOWN = (
    *(
        "perception/scoring",
        "perception/language/response.py",
        "perception/errors.py",
        "app/reports",
        "app/ui",
        "app/engine",
        "app/cli",
    ),
    *("app/bootstrap", "app/library", "app/practice", "app/settings.py", "app/examination.py"),
)
NOUNS = """
anger rage fury irritation annoyance frustration stress tension anxiety nervousness worry fear panic sadness grief
sorrow depression happiness joy delight contempt disgust boredom shame guilt embarrassment surprise emotion emotions
mood feelings
"""
MORE = """
angry happy sad anxious nervous stressed afraid scared bored cheerful joyful furious irritated tense contemptuous
disgusted depressed insecure ashamed guilty moody emotional unhappy glad miserable
"""
# Words of the list that also tell a behaviour or a plain fact about things.
NOT_ONLY_FEELINGS = frozenset("lost alone down tired calm open heard seen")
LINKS = (
    r"(?:(?:was|were|am|is|are|'re|'ve|have|had|been|be|being|may|might|can|could|would|must|will|seem|seems|seemed|"
    r"look|looks|looked|sound|sounds|sounded|appear|appears|appeared|feel|feels|felt|get|got|became|become|show|shows|"
    r"showed|shown|express|expresses|expressed|display|displays|displayed|betray|betrays|convey|conveys|reveal|"
    r"reveals|to|like|not|a|an|the|bit|little|very|so|too|more|less|rather|quite|some|signs|of|sign|\w+ly)\s+)+"
)


@cache
def feelings() -> frozenset[str]:
    known = [word for words in load_lexicon().feeling_words.values() for word in words]
    listed = {word.text for word in known if word.form in ("state", "noun") and not word.weak}
    return frozenset({*listed, *NOUNS.split(), *MORE.split()}) - NOT_ONLY_FEELINGS


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    words = "|".join(sorted(map(re.escape, feelings()), key=len, reverse=True))
    subject = r"\b(?:you|your (?:\w+ ){0,2}?\w+)"
    return (
        re.compile(rf"{subject}(?:['’]re\s+(?:{LINKS})?|(?:['’]ve)?\s+{LINKS})(?:{words})\b", re.IGNORECASE),
        re.compile(rf"\byour (?:own )?(?:{'|'.join(NOUNS.split())})\b", re.IGNORECASE),
    )


def fault(text: str) -> str:
    """What names a feeling of the user, '' when nothing does."""
    own = re.sub(r"“[^”]*”|\"[^\"]*\"", "", text)
    return next((found.group() for pattern in patterns() if (found := pattern.search(own))), "")


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every string of a module that may be shown, with its line; docstrings are for readers of the code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent | inside:
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            parts = (str(part.value) if isinstance(part, ast.Constant) else "it" for part in node.values)
            yield node.lineno, "".join(parts)


@pytest.mark.parametrize(
    "text",
    [
        "You seemed frustrated at 02:31.",
        "Your face shows signs of anger.",
        "Your tone of voice sounded a little anxious.",
        "You were very angry.",
        "You're worried.",
        "Your stress was high.",
        "Your smile looks happy.",
        "You might have been upset.",
    ],
)
def test_such_a_sentence_would_be_found(text: str) -> None:
    assert fault(text)


@pytest.mark.parametrize(
    "text",
    [
        "You looked away when the customer voiced a feeling, at 02:31.",
        "You named what they felt: “You sound worried.”",
        "Your voice was much louder than your usual for 3 s, at 02:31.",
        "You smiled while the customer was angry.",
        "Naming what the customer feels",
    ],
)
def test_behaviour_and_the_customers_feelings_may_be_told(text: str) -> None:
    assert not fault(text)


@pytest.mark.parametrize("place", SHOWN)
def test_no_string_of_the_code_names_a_feeling_of_the_user(place: str) -> None:
    root = ROOT / place
    files = [root] if root.is_file() else sorted(root.rglob("*.py"))
    assert files
    found = [f"{path.name}:{line}: {bad}" for path in files for line, text in strings(path) if (bad := fault(text))]
    assert not found


def test_no_page_of_the_help_does() -> None:
    pages = sorted((ROOT / "assets" / "help").rglob("*.md"))
    assert pages
    assert not [bad for page in pages if (bad := fault(page.read_text(encoding="utf-8")))]


def test_the_published_results_do_not() -> None:
    told = (ROOT / "assets" / "model_card" / "results.json").read_text(encoding="utf-8")
    assert not [bad for line in told.splitlines() if (bad := fault(line.split(":", 1)[-1].replace('"', "")))]


def test_no_wording_of_a_letter_does() -> None:
    texts = [text for one in WORDINGS.values() for text in (one.good, one.low, one.high, one.some)]
    assert not [bad for text in (*texts, *ACTIONS.values()) if (bad := fault(text))]


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_said_about_a_session_does(seed: int) -> None:
    scorecard = card(seed)
    said = [reason.text for reason in scorecard.flags]
    for score in scorecard.letters.values():
        said += [score.note, *(reason.text for reason in score.reasons)]
        said += [words for part in score.components for words in (part.name, part.target, part.unit)]
    assert len(said) > 50
    assert not [bad for text in said if (bad := fault(text))]
