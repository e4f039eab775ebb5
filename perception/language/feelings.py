"""Feeling words in a plain sentence: the CSM naming what the customer feels, and the customer voicing it.

A naming is a feeling word in one of four frames: (a) stem or "you" before a word of state, (b) a situation called
by the feeling it causes or "your" before the noun, (c) a question that offers the word, (d) understanding the noun.
Not counted: negated, first person, third person, advice, conditions, and words made small in the same breath.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from perception.language.lexicon import FeelingWord, Lexicon
from perception.language.normalise import plain, word_spans
from perception.language.sentences import split_sentences
from perception.language.types import CustomerFeeling

Frame = Literal["stem", "situation", "question", "sorry"]


@dataclass(frozen=True, slots=True)
class Naming:
    """A feeling word the CSM says of the customer, with its place in the plain sentence."""

    word: FeelingWord
    start: int
    end: int
    frame: Frame
    tentative: bool
    intensity: int


@dataclass(frozen=True, slots=True)
class WordHit:
    """A feeling word at a place of a plain sentence."""

    word: FeelingWord
    start: int
    end: int


_VERY: Final = (
    r"(?:(?:so|really|very|pretty|quite|extremely|incredibly|understandably|rightly|rightfully|totally|completely|absolutely|deeply|"
    r"truly|genuinely|also|still|already|rather|hugely|terribly|awfully|thoroughly|all|a lot|both|beyond|more than|too|even more|"
    r"especially|increasingly|kind of|sort of|probably|maybe|perhaps|naturally|extra|justifiably|seriously|super|most|more|less|how|quite a|"
    r"feeling|getting|becoming|left feeling|feel|being|obviously|clearly|a|an|some|now|then|just) )*"
)
_WHO: Final = r"(?:you|you all|your (?:whole )?(?:team|people|staff|colleagues|side|group)|you and your team|everyone on your (?:team|side)|you both)"
_BE: Final = (
    r"(?:(?:are|were|must|might|may|could|would|can|have|had|has|is|was|been|be|being|get|got|getting|seem|seemed|sound|sounded|look|looked|"
    r"feel|felt|feeling|come across as|probably|really|understandably|also|still|already|not only|naturally|definitely|certainly|like|as if|to be) )+"
)
_STEM: Final = re.compile(rf"(?:^|[\s,;:])(?P<who>{_WHO}) {_BE}{_VERY}$")
_MADE: Final = re.compile(
    rf"(?:makes?|made|making|leaves?|left|leaving|got|getting|has|had|have|keeps?|kept|find|finding) {_WHO} (?:feel |feeling |felt |to feel )?{_VERY}$"
)
_SEEM: Final = re.compile(
    rf"(?:sounds?|seems?|looks?|feels?|sounded|seemed|looked|felt)(?: to me)? (?:like |as if |as though |to be )?{_VERY}$"
)
_SENSE: Final = re.compile(
    rf"(?:i|i am|i can|am i|we|we can|i do|i could|can) (?:really |can |certainly |definitely |clearly )*(?:hear|hearing|sense|sensing|feel|see|tell|imagine|notice|noticing|picking up|pick up|picture|understand|appreciate|get)"
    rf"(?: that| on| a sense of| the| a lot of| some| a bit of| in your voice)* (?:how )?{_VERY}$"
)
_HOW: Final = re.compile(rf"(?:^|[\s,;])(?:how|what an?|such an?) {_VERY}$")
_SITUATION: Final = re.compile(
    r"(?:^|[\s,;:])(?:that|this|it|which|these|those|there|waiting|all (?:of )?(?:this|that)|[\w' -]{0,60}?) "
    rf"(?:is|are|was|were|must be|must have been|must feel|has been|have been|had to be|has to be|can be|would be|could be|sounds?|seems?|feels?|felt|looks?|will be|might be|might have been|being|been|be)(?: like)? (?:an? )?{_VERY}$"
)
_YOUR: Final = re.compile(
    rf"(?:^|[\s,;:])(?:your|the|such|with|of|that|this|a lot of|some|so much|under) (?:\w+ )?{_VERY}$"
)
_ASK: Final = re.compile(
    rf"(?:^|[\s,;:])(?:are|were|do|did|would|is it that) {_WHO} (?:feel |feeling |say |be )?{_VERY}$"
)
_COORDINATED: Final = re.compile(
    rf"^(?:,? ?(?:and|or|but also|even|maybe|perhaps|as well as)?,? ?){_VERY}(?:{_WHO} (?:are |feel )?)?$"
)
_DIRECT_SELF: Final = re.compile(
    rf"(?:^|[\s,;:])(?:i|we|he|she|they|people|customers|users|everybody|my \w+|our \w+|their \w+)(?: (?:am|are|is|was|were|feel|felt|feels|get|got|would be|will be|have been|has been|had been))+ {_VERY}$"
)
_NEGATED: Final = re.compile(
    r"(?:\bnot|\bnever|\bno longer|\bno|\bno need to (?:be|feel|get)|\bwithout|\bnothing)(?: (?:be|feel|get|getting|being|so|too|that|really|very|at all|any|even|to be|all that|sound|seem|look|exactly|too))* $"
)
_CONDITION: Final = re.compile(
    rf"(?:^|[\s,;])(?:if|when|whenever|in case|unless|once|so that|until) {_WHO} (?:\w+ ){{0,3}}$"
)
_ADVICE: Final = re.compile(
    rf"(?:should|do not|need to|have to|try to|could try|want {_WHO} to|stop|keep|make|help) (?:be|being|feel|feeling|get|getting|stay) (?:\w+ )?$"
)
_LITTLE: Final = re.compile(
    r"(?:a little(?: bit)?|a bit|a tad|slightly|just|only|mildly|a touch)(?: of(?: an?)?)?(?: (?:too|very|so))? $"
)
_STRONG: Final = re.compile(
    r"(?:so|really|very|extremely|incredibly|completely|absolutely|totally|deeply|beyond|hugely|terribly|awfully|truly|seriously|super|such an?)(?: \w+)? $"
)
_TENTATIVE: Final = re.compile(
    r"(?:sounds?|seems?|looks?|feels? like|might|may be|maybe|perhaps|i imagine|i can imagine|i am hearing|i hear|i sense|i wonder|i am wondering|wondering|guess|am i right|"
    r"if i (?:understand|hear|heard)|i get the (?:sense|feeling)|could be|i can only imagine|probably|correct me|is it fair|would it be fair|picking up|i am sensing|must)\b"
)
_SORRY: Final = re.compile(
    r"\b(?:sorry|apologi[sz]e)(?: to hear)?(?: that| if| for| about)? (?:you|your|this|that|it)\b[\w ]*$"
)
_THANKS: Final = re.compile(r"\b(?:i|we) (?:am|are|would be) (?:\w+ )?$")
_NOT_ABOUT_FEELING: Final = re.compile(
    r"^ (?:down (?:the|to|for)|the (?:file|data|link|password|ticket|email|message)|to (?:see|meet|hear|have|help) you)\b"
)
# Words that mean other things just as often; only taken right behind "you" with a verb of being or feeling.
_WEAK: Final = frozenset({"down", "low", "blue", "cross", "lost", "content", "alone", "stuck", "busy", "bitter", "torn", "guarded", "judged", "forgotten", "mad", "interested", "curious", "comfortable", "dismissed", "invisible", "blamed", "trapped", "guilty", "depressed", "unclear", "buried", "vulnerable", "tense", "satisfied", "alarmed", "stretched", "confident", "attacked", "neglected", "left out", "pressure", "pain", "doubt", "doubts", "fear", "fears", "pride", "joy", "rude", "demanding", "promising", "suspicious", "drowning", "wearing", "not sure", "rage", "nerves", "down on", "amazing", "wonderful", "fantastic", "awesome", "great news", "encouraging", "rewarding"})  # fmt: skip


def feeling_hits(sentence: str, lexicon: Lexicon) -> list[WordHit]:
    """All feeling words of a plain sentence in order, longest phrase first, not overlapping."""
    spans = word_spans(sentence)
    hits: list[WordHit] = []
    index = 0
    while index < len(spans):
        step = 1
        for word in lexicon.feeling_words.get(spans[index][0], ()):
            size = len(word.words)
            if size == 1 or tuple(span[0] for span in spans[index : index + size]) == word.words:
                hits.append(WordHit(word, spans[index][1], spans[index + size - 1][2]))
                step = size
                break
        index += step
    return hits


def namings(sentence: str, lexicon: Lexicon, *, question: bool = False) -> list[Naming]:
    """Feelings the CSM says the customer has, in order; [] when none is named.

    sentence: plain. question: whether the sentence asks (then "are you worried" counts as an offer).
    """
    found: list[Naming] = []
    for hit in feeling_hits(sentence, lexicon):
        before = sentence[: hit.start]
        frame = _frame(before, hit, sentence, question=question)
        if frame is None and found and _COORDINATED.match(sentence[found[-1].end : hit.start]):
            frame = found[-1].frame
        if frame is None:
            continue
        tentative = frame == "question" or bool(_TENTATIVE.search(before)) or sentence.endswith("?")
        strong = 1 if hit.word.intensity < 3 and _STRONG.search(before) else 0
        found.append(Naming(hit.word, hit.start, hit.end, frame, tentative, hit.word.intensity + strong))
    return found


def minimised(sentence: str, lexicon: Lexicon) -> bool:
    """Whether a feeling word of the sentence is made small ("just a little annoyed")."""
    return any(_LITTLE.search(sentence[: hit.start]) for hit in feeling_hits(sentence, lexicon))


def _frame(before: str, hit: WordHit, sentence: str, *, question: bool) -> Frame | None:
    if _excluded(before, sentence[hit.end :]):
        return None
    by_form = {"state": _state_frame, "cause": _cause_frame, "noun": _noun_frame}
    frame = by_form[hit.word.form](before, hit.word, question=question)
    return "sorry" if frame in ("stem", "situation") and _SORRY.search(before) else frame


def _excluded(before: str, after: str) -> bool:
    return bool(
        _NEGATED.search(before)
        or _DIRECT_SELF.search(before)
        or _THANKS.search(before)
        or _CONDITION.search(before)
        or _ADVICE.search(before)
        or _LITTLE.search(before)
        or _NOT_ABOUT_FEELING.search(after)
    )


def _state_frame(before: str, word: FeelingWord, *, question: bool) -> Frame | None:
    weak = word.text in _WEAK
    if _STEM.search(before) or _MADE.search(before):
        return "stem"
    if _ASK.search(before):
        return "question" if question else None
    if not weak and (_SEEM.search(before) or _SENSE.search(before)):
        return "stem"
    return None


def _cause_frame(before: str, word: FeelingWord, *, question: bool) -> Frame | None:
    del question
    if word.text in _WEAK:
        return None
    if _SEEM.search(before) or _SITUATION.search(before) or _HOW.search(before):
        return "situation"
    return None


def _noun_frame(before: str, word: FeelingWord, *, question: bool) -> Frame | None:
    del question
    if before.endswith("your ") or re.search(r"your (?:\w+ )$", before):
        return "situation"
    if word.text not in _WEAK or word.text in ("pressure", "pain"):
        if _SENSE.search(before) or re.search(
            rf"{_WHO} (?:are |were |have been )(?:under|in|feeling|full of|carrying) (?:\w+ ){{0,4}}$", before
        ):
            return "stem"
        if re.search(
            r"(?:understand|hear|see|get|appreciate|sense|acknowledge|imagine) (?:the|that|this|all the|all that|so much|how much) (?:\w+ )?$",
            before,
        ):
            return "situation"
        if re.search(rf"(?:causing|caused|causes|given|giving|brought|put|putting) {_WHO} (?:\w+ ){{0,4}}$", before):
            return "situation"
    return None


# ------------------------------------------------------------------ the customer's own words

_I_FEEL: Final = re.compile(
    rf"(?:^|[\s,;:])(?:i|we|me|us|my (?:\w+ )?(?:team|boss|manager|people|staff|colleagues|ceo|director|side|board|whole team)|our (?:\w+ )?(?:team|board|people|staff|ceo|leadership|management)|everyone (?:here|on my team)|everybody here)(?: \w+)?(?: {_BE.strip()})?(?: \w+)? ?{_VERY}$"
)
_IT_IS: Final = re.compile(
    rf"(?:^|[\s,;:.])(?:that|this|it|which|everything|[\w' -]{{1,60}}) (?:is|are|was|were|has been|have been|feels?|felt|sounds?|gets?|got|getting|keeps?|becoming|seems?|makes it|made it|find (?:it|this|that)) (?:an? )?{_VERY}$"
)
_MAKES_ME: Final = re.compile(
    rf"(?:makes?|made|making|leaves?|left|leaving|has|have|had|got|getting|keeps?) (?:me|us|my team|my boss|everyone) (?:feel |feeling )?{_VERY}$"
)
_BARE: Final = re.compile(
    rf"^(?:well |honestly |frankly |just |to be honest |look |,|honestly,|frankly,|and |but |yeah |yes )*(?:feeling |feel )?{_VERY}$"
)
_MY: Final = re.compile(
    r"(?:^|[\s,;:])(?:my|our|the|this|such|of|with|so much|a lot of|under|big|huge|real|pure|a|more|in|what a) (?:\w+ )?$"
)
_NOT_MINE: Final = re.compile(
    rf"(?:^|[\s,;:])(?:you|he|she|they|your \w+|his \w+|her \w+|their \w+)(?: \w+){{0,2}}? (?:are|is|was|were|seem|sound|look|feel)(?: \w+)? {_VERY}$"
)
_FUTURE: Final = re.compile(
    r"(?:^|[\s,;:])(?:would|will|could|might|to|if|should)(?: (?:i|we|it|that))? (?:be|feel|get)(?: \w+)? $"
)


def customer_feelings(text: str, lexicon: Lexicon) -> tuple[CustomerFeeling, ...]:
    """Feelings found in the customer's own words, strongest first, one of each family at most.

    Negated words do not count ("I'm not angry"); a negated good feeling counts as disappointment.
    """
    best: dict[str, CustomerFeeling] = {}
    for sentence in split_sentences(text):
        flat = plain(sentence)
        for feeling in (*_worded(flat, lexicon), *_spoken(flat, lexicon)):
            known = best.get(feeling.family)
            if known is None or feeling.intensity > known.intensity:
                best[feeling.family] = feeling
    return tuple(sorted(best.values(), key=lambda feeling: -feeling.intensity))


def _worded(flat: str, lexicon: Lexicon) -> list[CustomerFeeling]:
    found: list[CustomerFeeling] = []
    last_end: int | None = None
    for hit in feeling_hits(flat, lexicon):
        before = flat[: hit.start]
        coordinated = last_end is not None and bool(_COORDINATED.match(flat[last_end : hit.start]))
        if _NEGATED.search(before):
            if hit.word.family == "relief_positive" and hit.word.form == "state":
                found.append(_customer_feeling("disappointment", f"not {hit.word.text}", 2, flat, hit, lexicon))
            continue
        if not (_voiced(before, hit.word) or coordinated) or _FUTURE.search(before):
            continue
        intensity = _customer_intensity(before, hit.word)
        found.append(_customer_feeling(hit.word.family, hit.word.text, intensity, flat, hit, lexicon))
        last_end = hit.end
    return found


def _voiced(before: str, word: FeelingWord) -> bool:
    if _NOT_MINE.search(before) or _ASK.search(before):
        return False
    if word.form == "noun":
        return word.text not in ("pain", "hurt", "nerves") and bool(_MY.search(before))
    if word.form == "cause":
        return word.text != "wearing" and bool(
            _IT_IS.search(before) or _HOW.search(before) or _BARE.search(before) or _MY.search(before)
        )
    return bool(_I_FEEL.search(before) or _MAKES_ME.search(before) or (_BARE.search(before) and word.text not in _WEAK))


def _customer_intensity(before: str, word: FeelingWord) -> int:
    if _LITTLE.search(before):
        return max(1, word.intensity - 1)
    return min(3, word.intensity + (1 if _STRONG.search(before) else 0))


def _customer_feeling(
    family: str, word: str, intensity: int, flat: str, hit: WordHit, lexicon: Lexicon
) -> CustomerFeeling:
    feeling_stems = set(lexicon.content_stems(flat[hit.start : hit.end]))
    cause = tuple(item for item in lexicon.content_stems(flat) if item not in feeling_stems)
    return CustomerFeeling(family=family, word=word, intensity=intensity, cause=cause)  # type: ignore[arg-type]


def _spoken(flat: str, lexicon: Lexicon) -> list[CustomerFeeling]:
    found = []
    for spoken in lexicon.spoken:
        hit = spoken.matches.search(flat)
        if hit is None or _NEGATED.search(flat[: hit.start()]):
            continue
        found.append(
            CustomerFeeling(
                family=spoken.family, word=hit.group(), intensity=spoken.intensity, cause=lexicon.content_stems(flat)
            )
        )
    return found
