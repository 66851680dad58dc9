"""A deleted person's words are gone from the database, its log and every other file."""

import asyncio
from pathlib import Path

import pytest

from bot.delivery import Delivery
from handlers.commands import ErasePerson, WipeInbound
from handlers.messages import Address, Button, ChannelName, Inbound, Paragraph, Reply
from handlers.store import views
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Told, Turn
from knowledge.matching.outcomes import Subject
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock
from tests.fakes.drafts import REPORT
from tests.fakes.responder import say
from tests.fakes.ward import Ward

CANARY = "BíĐaoCanary7319"


def chatty(inbound: Inbound, state: ConversationState, now: object) -> Turn:
    """Remember the words everywhere a turn can."""
    if inbound.text == "xoá hết":
        return Turn((Reply((Paragraph("đã xoá"),)),), commands=(ErasePerson(),))
    words = inbound.text
    return Turn(
        (Reply((Paragraph(f"em ghi: {words}"),), (Button(words, "p:1"),), subject="case:1"),),
        step="feedback.describe",
        draft={**REPORT, "words": words},
        subject=Subject(options=(words,)),
        told=(Told("answer", code="1.001193"),),
    )


def everything(store: Store) -> str:
    """Every row of every table, as text."""
    if store.sqlite:
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
    else:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    with store.read() as work:
        names = work.connection.exec_driver_sql(query).scalars().all()
        return "".join(
            str(work.connection.exec_driver_sql(f'SELECT * FROM "{name}"').all())  # noqa: S608
            for name in names
        )


def talk(ward: Ward, number: int = 30) -> None:
    """A conversation full of the canary, with other people's between, so that pages fill."""
    ward.responder.decide = chatty
    for step in range(number):
        ward.says(f"tôi là {CANARY} lần {step} " + "chữ " * (step * 20))
        ward.says("người khác hỏi " * 10, chat=f"chat-{step % 5 + 2}")
    channel = FakeChannel()
    delivery = Delivery(ward.store, {ward.endpoint: channel}, ward.clock)
    asyncio.run(delivery.deliver(Address(ward.endpoint, ward.contact())))


@pytest.mark.parametrize("channel", [ChannelName.TELEGRAM, ChannelName.WEB])
def test_after_erasing_no_row_holds_the_words(
    store: Store, clock: FakeClock, channel: ChannelName
) -> None:
    ward = Ward(store, clock, channel=channel)
    talk(ward)
    assert CANARY in everything(store)
    ward.says("xoá hết")
    assert CANARY not in everything(store)


def test_after_erasing_no_file_holds_the_words(
    sqlite_store: Store, clock: FakeClock, tmp_path: Path
) -> None:
    ward = Ward(sqlite_store, clock, channel=ChannelName.WEB)
    talk(ward)
    assert in_files(tmp_path)
    ward.says("xoá hết")
    assert in_files(tmp_path) == []


def in_files(folder: Path) -> list[str]:
    """Files that hold the canary, whole or escaped."""
    marks = (CANARY.encode(), CANARY.encode("utf-16-le"), b"Canary7319")
    return [
        path.name for path in folder.iterdir() if any(mark in path.read_bytes() for mark in marks)
    ]


def test_words_a_reader_kept_in_the_log_go_with_the_next_checkpoint(
    sqlite_store: Store, clock: FakeClock, tmp_path: Path
) -> None:
    ward = Ward(sqlite_store, clock)
    talk(ward)
    with sqlite_store.read() as work:
        work.connection.exec_driver_sql("SELECT count(*) FROM inbound").scalar()
        ward.responder.decide = lambda *_: Turn(commands=(ErasePerson(),))
        in_thread(ward)
        assert in_files(tmp_path)
    assert sqlite_store.checkpoint()
    assert in_files(tmp_path) == []


def in_thread(ward: Ward) -> None:
    import threading

    thread = threading.Thread(target=ward.says, args=("xoá hết",))
    thread.start()
    thread.join()


def test_erasing_leaves_other_people_alone(store: Store, clock: FakeClock) -> None:
    ward = Ward(store, clock)
    talk(ward, 6)
    ward.says("xoá hết")
    assert "người khác hỏi" in everything(store)


def test_the_person_still_hears_that_all_is_deleted(store: Store, clock: FakeClock) -> None:
    ward = Ward(store, clock)
    talk(ward, 3)
    ward.says("xoá hết")
    channel = FakeChannel()
    delivery = Delivery(store, {ward.endpoint: channel}, clock)
    asyncio.run(delivery.deliver(Address(ward.endpoint, ward.contact())))
    assert channel.texts() == ["đã xoá"]


def test_what_was_queued_and_not_sent_never_leaves(store: Store, clock: FakeClock) -> None:
    ward = Ward(store, clock)
    ward.responder.decide = chatty
    ward.says(CANARY)
    ward.says("xoá hết")
    with store.read() as work:
        first, last = views.letters(work, ward.contact())
    assert (first.status, first.reply) == ("expired", None)
    assert last.reply == Reply((Paragraph("đã xoá"),))


def test_statistics_stay_without_the_person(store: Store, clock: FakeClock) -> None:
    ward = Ward(store, clock)
    talk(ward, 3)
    contact = ward.contact()
    ward.says("xoá hết")
    with store.read() as work:
        rows = work.connection.exec_driver_sql("SELECT contact FROM told").scalars().all()
    assert len(rows) >= 6
    assert contact not in rows


def test_a_routed_complaint_is_in_no_file(
    sqlite_store: Store, clock: FakeClock, tmp_path: Path
) -> None:
    ward = Ward(sqlite_store, clock)
    ward.responder.decide = lambda *_: Turn(
        (Reply((Paragraph("gửi thanh tra"),)),), commands=(WipeInbound(),)
    )
    ward.says(f"tố cáo ông {CANARY}")
    assert in_files(tmp_path) == []


def test_a_turn_decided_while_the_person_is_erased_brings_no_words_back(
    store: Store, clock: FakeClock
) -> None:
    ward = Ward(store, clock)
    ward.says("chào")

    def decide(inbound: Inbound, state: ConversationState, now: object) -> Turn:
        ward.inbox.forget(ward.endpoint, "chat-1")
        return chatty(inbound, state, now)

    ward.responder.decide = decide
    ward.inbox.handle(ward.receive(CANARY).id)
    assert CANARY not in everything(store)


def test_who_writes_again_after_erasing_is_a_fresh_person(store: Store, clock: FakeClock) -> None:
    ward = Ward(store, clock)
    talk(ward, 3)
    ward.says("xoá hết")
    ward.responder.decide = lambda *_: say("chào")
    ward.says("lại là tôi")
    _, state = ward.responder.asked[-1]
    assert state == ConversationState()
