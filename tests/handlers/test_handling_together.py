"""Messages of several chats handled in one commit: each as if it had come alone."""

from datetime import datetime

import pytest

from handlers.errors import StorageError
from handlers.inbox import Handled
from handlers.messages import Inbound
from handlers.store import records, views
from handlers.store.unit_of_work import Store, Work
from handlers.turns import ConversationState, Turn
from tests.fakes.clock import FakeClock
from tests.fakes.responder import say
from tests.fakes.ward import Ward


@pytest.fixture
def ward(store: Store, clock: FakeClock) -> Ward:
    return Ward(store, clock)


def letters(ward: Ward, chat: str) -> list[str]:
    with ward.store.read() as work:
        found = views.letters(work, ward.contact(chat))
    return [block.text for one in found if one.reply for block in one.reply.blocks]  # type: ignore[union-attr]


def test_each_gets_its_own_answer(ward: Ward) -> None:
    ids = [ward.receive(f"tin {n}", chat=f"chat-{n}").id for n in range(5)]
    outcomes = ward.inbox.handle_together(ids)
    for one, outcome in zip(ids, outcomes, strict=True):
        assert isinstance(outcome, tuple)
        assert [handled.id for handled in outcome] == [one]
    assert len(ward.responder.asked) == 5
    assert [letters(ward, f"chat-{n}") for n in range(5)] == [
        [f"bạn nói: tin {n}"] for n in range(5)
    ]
    assert ward.inbox.waiting() == []


def test_a_flow_that_fails_takes_no_other_with_it_and_is_counted_once(ward: Ward) -> None:
    def decide(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        del state, now
        if inbound.text == "hỏng":
            raise ZeroDivisionError
        return say(inbound.text)

    ward.responder.decide = decide
    ids = [ward.receive(text, chat=text).id for text in ("một", "hỏng", "hai")]
    outcomes = ward.inbox.handle_together(ids)
    parked = outcomes[1]
    assert isinstance(parked, tuple)
    assert parked[-1].parked
    assert letters(ward, "một") == ["một"]
    assert letters(ward, "hai") == ["hai"]


def test_one_that_cannot_be_written_is_told_and_the_others_are_written(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [ward.receive(text, chat=text).id for text in ("một", "đầy", "hai")]
    tell = records.tell
    broken = ward.contact("đầy")

    def full(work: Work, commune: str, channel: object, contact: str, *rest: object) -> None:
        if contact == broken:
            raise StorageError
        tell(work, commune, channel, contact, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(records, "tell", full)
    outcomes = ward.inbox.handle_together(ids)
    assert isinstance(outcomes[1], StorageError)
    assert letters(ward, "một") == ["bạn nói: một"]
    assert letters(ward, "hai") == ["bạn nói: hai"]
    assert letters(ward, "đầy") == []
    assert [stored.id for stored in ward.inbox.waiting()] == [ids[1]]


def test_earlier_messages_of_a_chat_come_first(ward: Ward) -> None:
    ward.receive("một", chat="a")
    last = ward.receive("hai", chat="a").id
    other = ward.receive("khác", chat="b").id
    outcomes = ward.inbox.handle_together([last, other])
    assert [len(one) for one in outcomes if isinstance(one, tuple)] == [2, 1]
    assert letters(ward, "a") == ["bạn nói: một", "bạn nói: hai"]


def test_what_another_process_has_handled_is_not_handled_again(ward: Ward) -> None:
    first = ward.receive("một", chat="a").id
    second = ward.receive("hai", chat="b").id
    ward.inbox.handle(first)
    outcomes = ward.inbox.handle_together([first, second])
    assert outcomes[0] == ()
    assert letters(ward, "a") == ["bạn nói: một"]
    assert letters(ward, "b") == ["bạn nói: hai"]


def test_a_conversation_changed_meanwhile_is_read_again(ward: Ward) -> None:
    first = ward.receive("một", chat="a").id
    second = ward.receive("hai", chat="b").id
    other = Ward(ward.store, ward.clock)
    meanwhile: list[tuple[Handled, ...]] = []

    def decide(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        del state, now
        if not meanwhile:
            meanwhile.append(other.inbox.handle(first))
        return say(inbound.text)

    ward.responder.decide = decide
    outcomes = ward.inbox.handle_together([first, second])
    assert outcomes[0] == ()
    assert letters(ward, "a") == ["bạn nói: một"]
    assert letters(ward, "b") == ["hai"]
