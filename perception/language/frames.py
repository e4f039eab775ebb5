"""The surroundings in which a feeling word counts, as patterns over the text before it.

All are matched against plain text (see normalise). Those that end in `$` look at what stands right before the word.
"""

from __future__ import annotations

import re
from typing import Final

VERY: Final = (
    r"(?:(?:so|really|very|pretty|quite|extremely|incredibly|understandably|rightly|rightfully|"
    r"totally|completely|absolutely|deeply|"
    r"truly|genuinely|also|still|already|rather|hugely|terribly|awfully|thoroughly|all|a lot|both|"
    r"beyond|more than|too|even more|"
    r"especially|increasingly|kind of|sort of|probably|maybe|perhaps|naturally|extra|justifiably|"
    r"seriously|super|most|more|less|how|quite a|"
    r"feeling|getting|becoming|left feeling|feel|being|obviously|clearly|honestly|frankly|a|an|some|now|then|just) )*"
)
WHO: Final = (
    r"(?:you|you all|your (?:whole )?(?:team|people|staff|colleagues|side|group)|you and your team|"
    r"everyone on your (?:team|side)|you both)"
)
BE: Final = (
    r"(?:(?:are|were|must|might|may|could|would|can|have|had|has|is|was|been|be|being|get|got|getting|"
    r"seem|seemed|sound|sounded|look|looked|"
    r"feel|felt|feeling|come across as|probably|really|understandably|also|still|already|not only|"
    r"naturally|definitely|certainly|like|as if) )+"
)
STEM: Final = re.compile(rf"(?:^|[\s,;:])(?P<who>{WHO}) {BE}{VERY}$")
MADE: Final = re.compile(
    rf"(?:makes?|made|making|leaves?|left|leaving|got|getting|has|had|have|keeps?|kept|find|"
    rf"finding) {WHO} (?:feel |feeling |felt |to feel )?{VERY}$"
)
# A feeling granted to the customer: "you have every right to be upset".
RIGHT_TO: Final = re.compile(
    r"(?:right|reason|entitled|okay|ok|understandable|natural|normal|fair|only human)(?: for you)? to (?:be|feel|get) "
    rf"{VERY}$"
)
SEEM: Final = re.compile(
    rf"(?:sounds?|seems?|looks?|feels?|sounded|seemed|looked|felt)(?: to me)? (?:like |as if |"
    rf"as though |to be )?{VERY}$"
)
SENSE: Final = re.compile(
    rf"(?:i|i am|i can|am i|we|we can|i do|i could|can) (?:really |can |certainly |definitely |"
    rf"clearly )*(?:hear|hearing|sense|sensing|feel|see|tell|imagine|notice|noticing|picking up|"
    rf"pick up|picture|understand|appreciate|get)"
    rf"(?: that| on| a sense of| the| a lot of| some| a bit of| in your voice)* (?:how )?{VERY}$"
)
HOW: Final = re.compile(rf"(?:^|[\s,;])(?:how|what an?|such an?) {VERY}$")
SITUATION: Final = re.compile(
    r"(?:^|[\s,;:])(?:that|this|it|which|these|those|there|waiting|all (?:of )?(?:this|that)|[\w' -]{0,60}?) "
    rf"(?:is|are|was|were|must be|must have been|must feel|has been|have been|had to be|has to be|"
    rf"can be|would be|could be|sounds?|seems?|feels?|felt|looks?|will be|might be|might have been|"
    rf"being|been|be)(?: like)? (?:an? )?{VERY}$"
)
YOUR: Final = re.compile(r"(?:^|[\s,;:])your (?:\w+ )?$")
CARRYING: Final = re.compile(
    rf"{WHO} (?:are |were |is |was |have been |has been )(?:under|in|feeling|full of|carrying) (?:\w+ ){{0,4}}$"
)
TAKES_IN: Final = re.compile(
    r"(?:understand|hear|see|get|appreciate|sense|acknowledge|imagine) "
    r"(?:the|that|this|all the|all that|so much|how much) (?:\w+ )?$"
)
CAUSING: Final = re.compile(rf"(?:causing|caused|causes|given|giving|brought|put|putting) {WHO} (?:\w+ ){{0,4}}$")
ASK: Final = re.compile(rf"(?:^|[\s,;:])(?:are|were|do|did) {WHO} (?:feel |feeling |say |be )?{VERY}$")
# "What are you worried about?" asks for the feeling's object; it does not offer the feeling.
ASKS_WHAT: Final = re.compile(r"\b(?:what|who|which|how|why|where|when)\b[\w ,]{0,24}$")
COORDINATED: Final = re.compile(
    rf"^(?:,? ?(?:and|or|but also|even|maybe|perhaps|as well as)?,? ?){VERY}(?:{WHO} (?:are |feel )?)?$"
)
DIRECT_SELF: Final = re.compile(
    rf"(?:^|[\s,;:])(?:i|we|he|she|they|people|customers|users|everybody|my \w+|our \w+|"
    rf"their \w+)(?: (?:am|are|is|was|were|feel|felt|feels|get|got|would be|will be|have been|has been|"
    rf"had been))+ {VERY}$"
)
NEGATED: Final = re.compile(
    r"(?:\bnot|\bnever|\bno longer|\bno|\bno need to (?:be|feel|get)|\bwithout|\bnothing)(?: (?:be|"
    r"feel|get|getting|being|so|too|that|really|very|at all|any|even|to be|all that|sound|seem|look|"
    r"exactly|too))* $"
)
CONDITION: Final = re.compile(
    rf"(?:^|[\s,;])(?:if|when|whenever|in case|unless|once|so that|until) {WHO} (?:\w+ ){{0,3}}$"
)
WONDERS: Final = re.compile(r"\b(?:wonder|wondering) (?:if|whether)\b[\w ]*$")
ADVICE: Final = re.compile(
    rf"(?:should|do not|need to|have to|try to|could try|want {WHO} to|stop|keep|make|help) (?:be|"
    rf"being|feel|feeling|get|getting|stay) (?:\w+ )?$"
)
LITTLE: Final = re.compile(
    r"(?:a little(?: bit)?|a bit|a tad|slightly|just|only|mildly|a touch)(?: of(?: an?)?)?(?: (?:too|very|so))? $"
)
# A guess offered gently: "you sound a little uneasy". It makes nothing small.
SOFTENED: Final = re.compile(
    r"(?:sound|seem|look|feel)(?:s|ed|ing)?(?: to me)?(?: like you are| as if you are| like)? (?:maybe |perhaps )?"
    r"(?P<little>(?:a (?:little|tiny|wee)(?: bit)?|a bit|a tad|slightly|somewhat|a touch) )$"
)
A_LITTLE: Final = re.compile(r"(?:a little(?: bit)?|a bit|a tad|slightly|mildly|somewhat|kind of|sort of) $")
STRONG: Final = re.compile(
    r"(?:so|really|very|extremely|incredibly|completely|absolutely|totally|deeply|beyond|hugely|"
    r"terribly|awfully|truly|seriously|super|such an?)(?: \w+)? $"
)
TENTATIVE: Final = re.compile(
    r"(?:sounds?|seems?|looks?|feels? like|might|may be|maybe|perhaps|i imagine|i can imagine|"
    r"i am hearing|i hear|i sense|i wonder|i am wondering|wondering|guess|am i right|"
    r"if i (?:understand|hear|heard)|i get the (?:sense|feeling)|could be|i can only imagine|probably|"
    r"correct me|is it fair|would it be fair|picking up|i am sensing|must)\b"
)
SORRY: Final = re.compile(
    r"\b(?:sorry|apologi[sz]e)(?: to hear)?(?: that| if| for| about)? (?:you|your|this|that|it)\b[\w ]*$"
)
THANKS: Final = re.compile(r"\b(?:i|we) (?:am|are|would be) (?:\w+ )?$")
HAVING: Final = re.compile(r"\b(?:have|has|had|got|with|of|to|for|about) (?:a |an |some |many |very |so |\w+ly )*$")
# Willingness, not a feeling: "happy to wait".
# "You don't know how relieved I am": nobody is confused, it only says how much. What is felt and by whom, in groups.
HOW_MUCH: Final = re.compile(
    r"\b(?:(?:you|they|nobody|no one) (?:(?:do|does|can|could|will|would) not (?:even |really |possibly )?"
    r"(?:know|imagine|believe|understand)|(?:have|has) no idea)|"
    r"(?:i|we) can not (?:even )?(?:tell you|say|describe|put into words)) how "
    r"(?:(?P<state>\w+(?: \w+)?) (?P<who>(?:i|we) (?:am|are|was|were|feel|felt))"
    r"|(?P<made>\w+(?: \w+)?) (?P<what>(?:this|that|it|he|she|they|you) (?:makes?|made) (?:me|us)))\b"
)
WILLING: Final = re.compile(r"^ to (?!hear|see|have|be|know|learn)\w+")
NOT_ABOUT_FEELING: Final = re.compile(
    r"^ (?:(?:for|on|to) (?:us|me|our \w+)\b|down (?:the|to|for)|"
    r"the (?:file|data|link|password|ticket|email|message)|to (?:see|meet|hear|have|help) you)\b"
)
I_FEEL: Final = re.compile(
    rf"(?:^|[\s,;:])(?:i|we|me|us|my (?:\w+ )?(?:team|boss|manager|people|staff|colleagues|ceo|"
    rf"director|side|board|whole team)|our (?:\w+ )?(?:team|board|people|staff|ceo|leadership|"
    rf"management)|everyone (?:here|on my team)|"
    rf"everybody here)(?: \w+)?(?: {BE.strip()})?(?: \w+)? ?{VERY}$"
)
IT_IS: Final = re.compile(
    rf"(?:^|[\s,;:.])(?:that|this|it|which|everything|[\w' -]{{1,60}}) (?:is|are|was|were|has been|"
    rf"have been|feels?|felt|sounds?|gets?|got|getting|keeps?|becoming|seems?|makes it|made it|"
    rf"find (?:it|this|that)) (?:an? )?{VERY}$"
)
MAKES_ME: Final = re.compile(
    rf"(?:makes?|made|making|leaves?|left|leaving|has|have|had|got|getting|keeps?) (?:me|us|my team|"
    rf"my boss|everyone) (?:feel |feeling )?{VERY}$"
)
BARE: Final = re.compile(
    rf"^(?:well |honestly |frankly |just |to be honest |look |,|honestly,|frankly,|and |but |yeah |"
    rf"yes )*(?:feeling |feel )?{VERY}$"
)
MY: Final = re.compile(
    r"(?:^|[\s,;:])(?:my|our|the|this|such|of|with|so much|a lot of|under|big|huge|real|pure|a|more|"
    r"in|what a) (?:\w+ )?$"
)
NOT_MINE: Final = re.compile(
    rf"(?:^|[\s,;:])(?:you|he|she|they|your \w+|his \w+|her \w+|their \w+)(?: \w+){{0,2}}? (?:are|is|"
    rf"was|were|seem|sound|look|feel)(?: \w+)? {VERY}$"
)
FUTURE: Final = re.compile(
    r"(?:^|[\s,;:])(?:would|will|could|might|to|if|should)(?: (?:i|we|it|that))? (?:be|feel|get)(?: \w+)? $"
)
# The word is a verb here, not a feeling: "we lost two days", "I have lost the file".
DOES: Final = re.compile(r"(?:^|[\s,;:])(?:i|we|my \w+|our \w+)(?: (?:have|had|has|just|also|already|even|nearly))* $")
