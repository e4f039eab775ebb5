"""The plain form of a sentence that every pattern is written against, and its words.

Plain form: small letters, straight apostrophes, short forms opened ("you're" -> "you are", also "youre" as
speech recognition writes it), single spaces, punctuation kept, hesitations and words said twice in a row left out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_APOSTROPHES: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-"})
_SPACES: Final = re.compile(r"\s+")
_WORD: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")

# Whole words that are opened; without an apostrophe only where the word means nothing else.
_SHORT: Final = {
    "can't": "can not", "cannot": "can not", "cant": "can not", "won't": "will not", "wont": "will not",
    "shan't": "shall not", "ain't": "is not", "let's": "let us", "lets": "let us", "y'all": "you all",
    "gonna": "going to", "wanna": "want to", "gotta": "got to", "gimme": "give me", "lemme": "let me",
    "dunno": "do not know", "kinda": "kind of", "sorta": "sort of", "outta": "out of", "cuz": "because",
    "cause": "cause", "'cause": "because", "'em": "them", "im": "i am", "ive": "i have", "youre": "you are",
    "youve": "you have", "youll": "you will", "theyre": "they are", "thats": "that is", "whats": "what is",
    "dont": "do not", "didnt": "did not", "doesnt": "does not", "isnt": "is not", "wasnt": "was not",
    "werent": "were not", "arent": "are not", "couldnt": "could not", "shouldnt": "should not",
    "wouldnt": "would not", "hasnt": "has not", "havent": "have not", "hadnt": "had not", "weve": "we have",
    "theres": "there is", "heres": "here is", "ma'am": "madam", "o'clock": "o.clock",
}  # fmt: skip
_HAS_IS: Final = (
    "it|that|this|there|here|what|who|where|when|how|why|he|she|everything|something|nothing|nobody|everyone"
)
_OPENERS: Final = (
    (re.compile(r"\b(\w+)n't\b"), r"\1 not"),
    (re.compile(r"\b(\w+)'re\b"), r"\1 are"),
    (re.compile(r"\b(\w+)'ve\b"), r"\1 have"),
    (re.compile(r"\b(\w+)'ll\b"), r"\1 will"),
    (re.compile(r"\b(\w+)'d\b"), r"\1 would"),
    (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(rf"\b({_HAS_IS})'s\b"), r"\1 is"),
)
_SHORT_RE: Final = re.compile(
    r"(?<![\w'])(?:" + "|".join(sorted(map(re.escape, _SHORT), key=len, reverse=True)) + r")(?![\w'])"
)
_STUTTER: Final = re.compile(r"\b(\w+)(?:-+ ?\1\b)+")
# "I, um, see" and "I I see".
_HESITATION: Final = re.compile(r",?(?:^| )(?:um+|uhm|erm|uh(?! huh))(?:, | |$)")
_TWICE: Final = re.compile(r"\b(\w+)(?: \1\b)+(?![-'])")
_PARTICIPLE: Final = re.compile(
    r"\b(it|that|this|there|what|everything|nobody|something) is (been|had|become|happened|gone|made|got)\b"
)
_WAS_HAD: Final = re.compile(
    r"\b(you|i|we|they|it|that) would "
    r"(been|better|told|known|asked|called|read|done|gone|had|seen|kept|followed|checked)\b"
)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Plain form of `text` (see the module docstring). Never raises; '' stays ''."""
    out = _SPACES.sub(" ", text.translate(_APOSTROPHES).lower()).strip()
    out = _SHORT_RE.sub(lambda hit: _SHORT[hit.group()], out)
    if "'" in out:
        for pattern, replacement in _OPENERS:
            out = pattern.sub(replacement, out)
    if "-" in out:
        out = _STUTTER.sub(r"\1", out)
    out = _HESITATION.sub(" ", out).strip() or out
    out = _TWICE.sub(r"\1", out)
    out = _PARTICIPLE.sub(r"\1 has \2", out)
    return _WAS_HAD.sub(r"\1 had \2", out)


def ends_asking(sentence: str) -> bool:
    """Whether a sentence ends in a question mark, also inside quotes or brackets."""
    return sentence.endswith(("?", '?"', "?)"))


def words(text: str) -> list[str]:
    """Words of a plain text in order, without punctuation."""
    return _WORD.findall(text)


def word_spans(text: str) -> list[tuple[str, int, int]]:
    """Words of a plain text with their start and end in it."""
    return [(hit.group(), hit.start(), hit.end()) for hit in _WORD.finditer(text)]


# Ending and the least length of what must stay.
_ENDINGS: Final = (
    ("ions", 4), ("ion", 4), ("ings", 4), ("ing", 4), ("ies", 3), ("ied", 3), ("ers", 4), ("ed", 3), ("es", 4),
    ("ly", 4), ("er", 5), ("s", 3), ("e", 3),
)  # fmt: skip


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A rough stem, so that 'export', 'exports' and 'exporting' meet. Not a lemma; for comparing only."""
    if word.endswith("'s"):
        word = word[:-2]
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            word = word[: -len(ending)] + ("y" if ending in ("ies", "ied") else "")
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word
