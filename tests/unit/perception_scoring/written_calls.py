"""Calls written for the tests of words, from caring to careless, and what a recogniser may do to them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from perception.language.lexicon import Lexicon
from perception.language.types import Line, SentenceReader
from perception.scoring.engine import ScoringConfig, ScoringEngine
from perception.types import LetterScore, Utterance

# U is the customer-success manager, C the customer.
CALLS: Final[dict[str, str]] = {
    "payroll": """
C: Hi. I'll be straight with you, I'm really frustrated. The payroll run stopped halfway on Thursday and forty people were not paid.
U: Forty people without their pay. I can hear how frustrating that is for you. What happened on your side when the run stopped?
C: My phone rang all evening. People have rent to pay, and I had no answer for them. I was embarrassed, honestly.
U: It sounds like you felt embarrassed in front of your own people, because you had nothing to tell them.
C: Yes. And I'm worried it will happen again next month.
U: You're worried about the next run. That makes sense after Thursday. What would help you most before then?
C: I need to know what broke, and I want somebody with me when we start the run.
U: That's fair. I will be on the line with you at eight on the thirtieth, and I'll send you the cause of the stop by Wednesday. Does that work for you?
C: That would help a lot. We were also completely overwhelmed with paper forms over the weekend.
U: You must be exhausted after a weekend of paper forms. Did I get that right, forty forms by hand?
C: Fifty two, but yes. Okay. I feel a bit relieved that you take this seriously.
U: I'm glad to hear that. We let you down on Thursday, and I'll stay with this until the next run is through.
""",  # noqa: E501
    "warehouse": """
C: The scanners in the warehouse lost their connection again this morning. Third time in May. I'm fed up.
U: Third time this month, so I understand why you are fed up. How long were the scanners down today?
C: Almost two hours. The trucks stood in the yard and the drivers were shouting at my team.
U: So the trucks waited while your team got the anger for it. That sounds really stressful.
C: It was. I feel like nobody at your company listens. I opened four tickets.
U: You opened four tickets and you still feel ignored. I'm sorry, that's on us. Who answered you so far?
C: Only a robot. I'm disappointed, because we chose you for the support.
U: I can see how disappointing that is, you trusted our support and got a robot. What does a morning like this cost you?
C: About three thousand, and my boss wants a plan by Friday.
U: I'll look at the four tickets today and call you by four with what our engineers found. Would it help if I wrote two lines for your boss as well?
C: That would be great, thank you. I'm nervous about that meeting.
U: You sound nervous about Friday. Let's go through the plan together on Thursday morning, so you don't stand there alone.
""",  # noqa: E501
    "hospital": """
C: Our nurses cannot open the shift plan on their phones since the update. They are furious with me.
U: The nurses are furious, and you are standing in the middle. What are they missing most without the plan on the phone?
C: They don't know who takes over at night. I'm scared that a ward stays empty.
U: You're scared that a ward stays empty at night, and that is serious. How do you manage the nights right now?
C: I print it and run through four floors. I'm exhausted.
U: Running through four floors with paper every evening must be exhausting. Thank you for telling me so openly.
C: I trusted you when you said the update was safe. I don't trust that any more.
U: You trusted us, the update broke your plan, and now it is hard to believe the next promise. I take responsibility for that.
C: So what happens now?
U: I will roll your site back to the old version tonight by ten, and our lead developer Marta will test your phones tomorrow. What else should I know?
C: Just keep me posted. I feel a little hopeful now.
U: I'll write you tonight when it is done. Is there anything I missed?
""",  # noqa: E501
    "agency": """
C: I have to say I'm quite unhappy. The invoice says twelve seats and we have nine people.
U: I understand. Can you send me the invoice number?
C: It's four four one two. This is the second month in a row, it's really annoying.
U: It was in the contract that seats are counted at the start of the quarter. Did you read the notice in March?
C: No, nobody told me about a notice. I feel cheated.
U: I can see that it's annoying. I will check the seats with billing and come back to you by tomorrow.
C: Fine. My director is asking me why we pay for people who left, and I look like a fool.
U: Okay. You could remove old users in the admin page yourself, it takes two minutes.
C: I'm confused by that page, it has three kinds of users.
U: That page is confusing for many people. What are you trying to do there?
C: Just remove the three people.
U: Go to settings, open users and click on the three dots. Let me do it with you right now, if you have a minute.
""",
    "shop": """
C: The checkout was down on Black Friday for an hour. We are so disappointed, we planned this for months.
U: I'm sorry to hear that. What do you need from me today?
C: I want to understand why. I'm worried about Christmas, we make half of our year there.
U: You're worried about Christmas. The reason was a database that ran full, and our engineers added space on Saturday.
C: That is what you said after the summer sale. I don't believe it.
U: I hear you. We should have told you earlier about the limits. I will ask our engineers for a load test before the tenth.
C: And who pays for the lost orders? I'm angry about that hour.
U: Unfortunately our policy does not cover lost orders, but I can give you a credit for the month.
C: A credit. Great. That is a joke.
U: I understand you are upset. What would be fair from your point of view?
C: At least half of what we lost.
U: I will take that to my manager today and tell you the answer by Monday morning.
""",  # noqa: E501
    "school": """
C: The parents cannot log in and the report cards are due tomorrow. I am really stressed.
U: You need to reset the passwords then. Have you tried that?
C: Of course I tried that. Six hundred parents! I'm overwhelmed here.
U: Calm down, we will find a way. Are you sure the list is up to date?
C: Yes I'm sure. I feel like you don't take me seriously.
U: You should have tested this before the deadline. Most schools do that in April.
C: We did test it in April and it worked. This is so frustrating.
U: At least the grades are safe. I will send you the guide for the reset.
C: I have read the guide. I'm angry now, I have been on this call for half an hour.
U: I'm sorry you feel that way, but there's nothing I can do about the password rules.
C: Then give me somebody who can.
U: That's not my department. You have to open a ticket for that.
""",
    "logistics": """
C: We switched to your routing in April and the drivers hate it. I'm getting nervous about the whole thing.
U: The routing works fine for everyone else. Did you even read the manual?
C: I did. It sends trucks through a bridge that is too low. We're really worried that someone gets hurt.
U: You must have entered the wrong heights. Why didn't you check the vehicle data?
C: We checked it twice. I feel blamed here.
U: I'm just telling you how it is. You have to set the height in the vehicle form.
C: It is set. I'm so frustrated, nobody listens.
U: Okay. I will open a ticket and somebody will get back to you.
C: When? We are disappointed with how slow this is.
U: I can't say. It could be worse, it could be the whole fleet.
C: Are you serious? I'm furious.
U: No need to get upset. It's only a few trucks.
""",
    "studio": """
C: Hello. The video export takes five hours since last week, and I'm annoyed because we deliver to clients every day.
U: Five hours, and clients wait every day. That sounds annoying. How long did it take before?
C: Twenty minutes. I had to tell a client we were late, and I felt stupid.
U: So you had to explain a delay that was not yours. What did the client say?
C: They were okay, but I'm worried about the next one, it's a launch film.
U: It seems you're worried that the launch film comes late as well. When is it due?
C: On the twentieth. I'm a bit lost with the new settings too, to be honest.
U: You're lost in the new settings, I get that, there are a lot of them. Tell me more about what you export.
C: Mostly short clips in four sizes.
U: I'll try your project on our side this afternoon and write to you by six with the settings that are fastest. Is that okay?
C: Yes, thanks. I appreciate that you ask.
U: Thank you for being so open. What else is on your mind?
""",  # noqa: E501
}

# What a recogniser puts in where nothing was said.
_STRAY: Final = ("the", "and", "a", "uh", "so", "it", "of", "in", "to", "that", "um", "on", "is", "for", "now")


def lines_of(name: str) -> list[Line]:
    """A written call as lines."""
    said = [line.partition(": ") for line in CALLS[name].strip().splitlines()]
    return [Line("csm" if who == "U" else "customer", text) for who, _, text in said]


def noisy(text: str, draw: random.Random, share: float) -> str:
    """The text with this share of its words lost, swapped with the next one, or with a stray word put in behind."""
    words = text.split()
    out: list[str] = []
    at = 0
    while at < len(words):
        what = draw.choice(("lose", "swap", "add")) if draw.random() < share else "keep"
        if what == "swap" and at + 1 < len(words):
            out += [words[at + 1], words[at]]
            at += 1
        elif what != "lose":
            out += [words[at]] if what != "add" else [words[at], draw.choice(_STRAY)]
        at += 1
    return " ".join(out)


def letters(lines: Sequence[Line], lexicon: Lexicon, reader: SentenceReader | None = None) -> dict[str, LetterScore]:
    """A, H and Y of a call, two and a half words a second and a second between lines."""
    config = ScoringConfig(letters=("A", "H", "Y"), lexicon=lexicon, reader=reader, has_video=False)
    engine = ScoringEngine(config)
    now = 0.0
    for line in lines:
        end = now + max(0.5, len(line.text.split()) / 2.5)
        if line.text:
            engine.observe(Utterance(now, end, line.speaker, line.text))
        now = end + 1.0
    return dict(engine.scorecard(now_s=now).letters)


def moved(
    lexicon: Lexicon, reader: SentenceReader | None = None, *, share: float = 0.15, seeds: int = 6
) -> dict[str, dict[str, list[float]]]:
    """Points by which damaged words move each letter: by letter and call, one number a seed.

    share: of the words that are lost, swapped or joined by a stray one. A letter that is not scored is left out.
    """
    out: dict[str, dict[str, list[float]]] = {letter: {} for letter in "AHY"}
    for name in CALLS:
        said = lines_of(name)
        plain = letters(said, lexicon, reader)
        for seed in range(seeds):
            draw = random.Random(f"{name}{seed}")
            heard = letters([Line(one.speaker, noisy(one.text, draw, share)) for one in said], lexicon, reader)
            for letter in "AHY":
                one, other = plain[letter].value, heard[letter].value
                if one is not None and other is not None:
                    out[letter].setdefault(name, []).append(abs(one - other))
    return out
