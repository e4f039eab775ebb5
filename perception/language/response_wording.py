"""Wordings by which an answer is told formula from content, a step from a vague promise, and praise from complaint.

All are looked for in plain sentences. They only shift how much a finding weighs; none of them accuses by itself.
"""

from __future__ import annotations

import re
from typing import Final

PITY: Final = re.compile(
    r"\b(?:so,? so sorry|feel (?:so |really |very )?(?:bad|awful|terrible)|poor|wish|pity|shame"
    r"|bless|too bad|feel (?:\w+ )?for|breaks my heart|heart goes out|fingers crossed)"
)
SORRY: Final = re.compile(r"\b(?:sorry|apolog|unfortunate|oh dear)")
# Says that it understands, or thanks.
FORMULA: Final = re.compile(
    r"\b(?:i|we) (?:can |do |really |truly |fully |totally |completely |certainly |only |absolutely |very much |so )*"
    r"(?:understand|hear|see|get|appreciate|imagine|sympathi[sz]e|acknowledge|realise|realize)\b"
    r"|\bthank(?:s| you) (?:\w+ ){0,3}for (?:your|the|that|letting|reaching|getting|asking|bringing|raising|sharing)\b"
    r"|\bthat is a (?:great|good|fair|valid) (?:question|point)\b"
)
# A promise or comfort that names nobody and no time.
VAGUE: Final = re.compile(
    r"\b(?:some(?:one|body)(?: \w+){0,4} will|as \w+ as (?:possible|we can)|in due (?:course|time)"
    r"|at (?:some|the earliest) (?:point|opportunity|convenience)|hopefully|(?:we|i) hope to"
    r"|do(?:ing)? (?:my|our) (?:very )?best|do(?:ing)? (?:everything|all|whatever) (?:we|i|is)"
    r"|(?:right|relevant|appropriate|responsible) (?:people|team|place|person|department|colleagues)"
    r"|(?:fairly|pretty|very) soon|before too long|going forward|(?:rest|be) assured|(?:very|extremely) seriously"
    r"|some (?:sort|kind) of|(?:being|been) (?:looked (?:at|into)|passed on|handled|escalated|noted)"
    r"|will be (?:handled|looked (?:at|into)|passed|taken care|sorted|in touch)"
    r"|(?:always|constantly) (?:\w+ )?(?:trying|working|looking|striving)|see what (?:we|i) can do|see what can be done"
    r"|utmost importance|keep you (?:posted|updated)|pass (?:it|this|that|your \w+) (?:on|along)"
    r"|value(?:d|able)? (?:your|to us)|at the moment|sooner or later|when there is (?:some|any|news))\b"
)
# What the speaker does, where no rule knows it as a promise; not how the speaker is, and no advice.
STEP: Final = re.compile(
    r"\b(?:i|we) (?:am|are|will|have|had|would like to|want to|need to) (?!(?:\w+ly |so |very |really |also )*"
    r"(?:sorry|sure|afraid|glad|happy|confident|not|never|no|to|a|an|the|in|at|on|with|here|many|great|certain|committed"
    r"|aware|within|hoping|been|suggest|recommend|advise|say|feel|wish|had|heard|understand|understood))\w+"
)
TIME: Final = re.compile(
    r"\b(?:today|tonight|tomorrow|now|right away|this (?:morning|afternoon|evening|minute|second|week)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|within (?:the|an) hour|while we (?:talk|speak)|as we speak"
    r"|(?:by|at|until|before) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|lunch|\d+))\b"
)
# Shares a customer's joy.
GLAD: Final = re.compile(
    r"\b(?:glad|happy|great|good|wonderful|lovely|delighted|fantastic|brilliant|congratulations|well done|love|what a"
    r"|enjoy)\b"
)
# Says so in as many words that it takes up a customer's joy.
REJOICES: Final = re.compile(
    r"\b(?:congratulations|congrats|well done|good for you|bravo|hooray"
    r"|(?:i am|we are) (?:\w+ ){0,2}(?:glad|happy|delighted|pleased|thrilled|proud)"
    r"|(?:that|this|it|which|how|what|sounds|just) (?:is |are |was |sounds )?(?:\w+ ){0,2}"
    r"(?:great|wonderful|fantastic|brilliant|lovely|amazing|excellent|marvellous|marvelous|superb|impressive))\b"
)
# A customer who praises, and what speaks against it being praise.
PRAISE: Final = re.compile(
    r"\b(?:thanks|thank you|we won|love (?:it|this|the|that|your)|made my (?:day|week)|congratulations"
    r"|finally (?:did|made|got|works)|works? (?:great|well|perfectly|beautifully|like a charm)|wonderful|fantastic"
    r"|brilliant|amazing|excellent|awesome|smiling)\b"
)
NO_PRAISE: Final = re.compile(r"\b(?:not|no|never|nobody|nothing|but|still|again|another|without|why|how)\b")
# A question that ends a talk rather than asks.
FAREWELL: Final = re.compile(r"\banything (?:else|more)\b")
