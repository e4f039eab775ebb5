"""Whether a turn is in English, by its most frequent words. The rules that read a turn know no other language."""

from __future__ import annotations

import re
from typing import Final

from app.practice import params

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# Frequent words; those that two languages share with English ("die", "in", "so", "a", "no") are left out.
_ENGLISH_WORDS: Final = """
the and you that it is of to what your this have are with for not be can we my how i'm it's was about would will
i'll let on from do did they their our there been by sounds feel going know right okay yes hear
"""
_OTHER_WORDS: Final = """
ich sie nicht und das ist ein eine wir mit auch für aber wie kann habe sind bitte mir ihnen zu es wird noch
je vous nous est pas les des une dans pour avec que qui sur ce c'est être votre mais très suis
el los las por para una usted lo qué está muy pero como tiene nosotros yo su gracias
não você com uma estou muito mas isso obrigado
il che non sono della questo molto grazie lei siamo
het een niet ik dat wij voor maar heel met jullie
nie jest się na jak ale bardzo proszę dziękuję
och att det som inte jag har vi
bir ve bu çok için değil
"""
_ENGLISH: Final = frozenset(_ENGLISH_WORDS.split())
_OTHER: Final = frozenset(_OTHER_WORDS.split()) - _ENGLISH


def is_english(text: str) -> bool:
    """False where a text is clearly in another language or script. Short and unsure ones count as English."""
    letters = [char for char in text if char.isalpha()]
    if letters and sum(not _is_latin(char) for char in letters) > params.OTHER_SCRIPT * len(letters):
        return False
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    english = sum(word in _ENGLISH for word in words)
    other = sum(word in _OTHER for word in words)
    return other < params.FOREIGN_WORDS or other <= english or other < params.FOREIGN_SHARE * len(words)


def _is_latin(char: str) -> bool:
    return ord(char) < 0x250 or 0x1E00 <= ord(char) < 0x1F00
