"""Without buttons, a message we sent first is answered by its tag and a number."""

from datetime import timedelta

import pytest

from handlers.messages import Button, ChannelName, InboundKind, Paragraph, Reply
from handlers.store import outbox, queueing
from handlers.store.outbox import End
from handlers.store.queueing import Message
from handlers.store.states import AfterCrash, OutboxKind, OutboxStatus, Priority
from handlers.store.unit_of_work import Store
from handlers.tags import LETTERS, tag_of, tagged
from handlers.turns import Turn
from tests.fakes.clock import FakeClock
from tests.fakes.drafts import REPORT
from tests.fakes.ward import Ward

CARD = (Button("Nhận việc", "case:claim:00012"), Button("Chuyển", "case:assign:00012"))
OTHER = (Button("Nhận việc", "case:claim:00013"), Button("Chuyển", "case:assign:00013"))


class Chat:
    """A chat without buttons, into which we send first."""

    def __init__(self, store: Store, clock: FakeClock, channel: ChannelName) -> None:
        self.ward = Ward(store, clock, channel=channel)
        self.store, self.clock = store, clock
        self.ward.says("chào")
        self.sweep()

    def push(self, key: str, choices: tuple[Button, ...]) -> str:
        """Send a card; the tag it wears."""
        now, reply = self.clock.now(), Reply((Paragraph(key),), choices, subject=f"case:{key}")
        message = Message(
            key, reply, now, now + timedelta(days=3), OutboxKind.OFFICER, Priority.OFFICER
        )
        with self.store.work() as work:
            queueing.queue(work, "phuong-mau", self.ward.endpoint, self.ward.contact(), message)
            work.commit()
        return self.sweep()[-1]

    def sweep(self) -> list[str]:
        now = self.clock.now()
        with self.store.work() as work:
            found = outbox.claim_endpoint(work, self.ward.endpoint, "me", now, 50)
            for one in found:
                outbox.finish(work, one, "me", End(OutboxStatus.SENT, ("m1",)), now)
            work.commit()
        return [tag_of(one.seq) for one in found]

    def says(self, text: str) -> tuple[InboundKind, str]:
        """What the router is asked when somebody types this."""
        self.ward.says(text)
        self.sweep()
        asked = self.ward.responder.asked[-1][0]
        return asked.kind, asked.action or asked.text


@pytest.fixture
def chat(store: Store, clock: FakeClock) -> Chat:
    return Chat(store, clock, ChannelName.ZALO_BOT)


def tap(action: str) -> tuple[InboundKind, str]:
    return InboundKind.TAP, action


def test_tag_and_number_pick_from_that_very_card(chat: Chat) -> None:
    first, second = chat.push("a", CARD), chat.push("b", OTHER)
    assert chat.says(f"{first}2") == tap("case:assign:00012")
    assert chat.says(f" {second.lower()} 1. ") == tap("case:claim:00013")
    assert chat.ward.responder.asked[-1][0].subject == "case:b"


def test_a_number_alone_answers_the_one_card_there_is(chat: Chat) -> None:
    chat.push("a", CARD)
    assert chat.says("1") == tap("case:claim:00012")
    assert chat.says("chuyển") == tap("case:assign:00012")


def test_a_number_alone_for_two_cards_asks_which(chat: Chat) -> None:
    chat.push("a", CARD)
    chat.push("b", OTHER)
    assert chat.says("1") == tap("which")


def test_what_the_dialogue_offers_goes_before_a_card(chat: Chat) -> None:
    tag = chat.push("a", CARD)
    offered = (Button("Lệ phí", "p:1.001193:fee"),)
    chat.ward.responder.decide = lambda *_: Turn((Reply((Paragraph("chọn"),), offered),))
    chat.says("khai sinh")
    assert chat.says("1") == (InboundKind.TEXT, "1")
    assert chat.says(f"{tag}1") == tap("case:claim:00012")


def test_words_asked_for_are_no_choice_of_a_card(chat: Chat) -> None:
    chat.push("a", CARD)
    chat.ward.responder.decide = lambda *_: Turn(step="feedback.describe", draft=REPORT)
    chat.says("phản ánh")
    assert chat.says("1") == (InboundKind.TEXT, "1")


@pytest.mark.parametrize("text", ["BK7", "kh 1", "qh2", "9", "xin trích lục khai sinh"])
def test_what_names_no_choice_stays_a_question(chat: Chat, text: str) -> None:
    tag = chat.push("a", CARD)
    assert not text.upper().replace(" ", "").startswith(tag)
    assert chat.says(text) == (InboundKind.TEXT, text)


def test_a_card_of_yesterday_wants_its_tag(chat: Chat) -> None:
    tag = chat.push("a", CARD)
    chat.clock.move(days=2)
    assert chat.says("1") == (InboundKind.TEXT, "1")
    assert chat.says(f"{tag}1") == tap("case:claim:00012")


def test_with_buttons_nothing_of_this_happens(store: Store, clock: FakeClock) -> None:
    chat = Chat(store, clock, ChannelName.TELEGRAM)
    tag = chat.push("a", CARD)
    assert chat.says(f"{tag}1") == (InboundKind.TEXT, f"{tag}1")


def test_what_we_send_first_is_not_repeated_where_that_may_be_twice(chat: Chat) -> None:
    chat.push("a", CARD)
    now = chat.clock.now()
    message = Message(
        "b", Reply((Paragraph("b"),)), now, now + timedelta(days=1), OutboxKind.NOTICE
    )
    with chat.store.work() as work:
        contact = chat.ward.contact()
        queueing.queue(work, "phuong-mau", chat.ward.endpoint, contact, message)
        (claimed,) = outbox.claim_contact(work, contact, "me", now)
    assert claimed.after_crash is AfterCrash.UNKNOWN


def test_tags_are_two_letters_and_come_again_late() -> None:
    tags = [tag_of(seq) for seq in range(1, len(LETTERS) ** 2 + 1)]
    assert len(set(tags)) == len(tags)
    assert all(tagged(f"{tag}1") == (tag, 1) for tag in tags)


@pytest.mark.parametrize("text", ["1", "hai", "BK", "BKC1", "AB1", "BK123", "bk một", ""])
def test_other_texts_are_no_tag(text: str) -> None:
    assert tagged(text) is None
