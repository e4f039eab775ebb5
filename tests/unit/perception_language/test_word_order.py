"""Words without marks ask by their order, wherever in a run the question stands."""

from __future__ import annotations

import pytest

from perception.language.normalise import plain
from perception.language.word_order import asks_by_order


@pytest.mark.parametrize(
    "text",
    [
        "what happened on your side",
        "what brings you to us",
        "what would help",
        "okay and what's that like for your team",
        "how many users a day are you talking about",
        "that is a lot to carry how are you coping with it",
        "so then they called you what did they say",
        "what about the other two",
        "and then the screen says what",
        "what kind of export",
        "i see would you like a break",
        "i wanted to ask you would you mind a short call",
        "okay did they call back",
        "and the team did they get the mail",
        "is there anything you need today",
        "that was in march is that right",
        "i could call on friday would that be okay",
        "anything else on your list",
        "it's a mess isn't it",
        "have you restarted it",
    ],
)
def test_asks(text: str) -> None:
    assert asks_by_order(plain(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "okay",
        "what happened is that the queue ran full",
        "what i hear is that the data matters most",
        "that is what it is for",
        "i know how you work",
        "people who are your age",
        "you have you have tried everything",
        "it's good to have you here",
        "had you known it you would have called",
        "there is no way around it and there are two reasons",
        "it was late and was a mess",
        "so do your best",
        "if there is anything else i am here",
        "you did try it twice",
    ],
)
def test_does_not_ask(text: str) -> None:
    assert not asks_by_order(plain(text))
