"""While a person answers a chat by hand the assistant is silent, and afterwards it is back."""

from datetime import timedelta

import pytest

from handlers.holding import steps_back
from handlers.messages import Address, Inbound, InboundKind
from handlers.turns import ConversationState
from tests.conversations.conftest import NOON

HELD = ConversationState(held_until=NOON + timedelta(minutes=30))


def inbound(kind: InboundKind = InboundKind.TEXT, text: str = "còn em thì sao") -> Inbound:
    return Inbound(Address("e", "c"), "1", NOON, kind, text=text)


def test_words_are_left_to_the_person() -> None:
    assert steps_back(inbound(), HELD, NOON)


@pytest.mark.parametrize("kind", [InboundKind.FILES, InboundKind.UNSUPPORTED, InboundKind.PLACE])
def test_so_is_what_comes_without_words(kind: InboundKind) -> None:
    assert steps_back(inbound(kind, ""), HELD, NOON)


def test_afterwards_the_assistant_is_back() -> None:
    assert not steps_back(inbound(), HELD, NOON + timedelta(minutes=30))


def test_a_command_and_a_tap_are_meant_for_the_assistant() -> None:
    assert not steps_back(inbound(text="/menu"), HELD, NOON)
    assert not steps_back(inbound(InboundKind.TAP), HELD, NOON)


def test_leaving_and_returning_are_noticed_all_the_same() -> None:
    assert not steps_back(inbound(InboundKind.LEFT), HELD, NOON)
