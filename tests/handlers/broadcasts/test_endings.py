"""The end of a broadcast: reports that come late count, lost rows are found, its writer hears."""

import pytest
import structlog
from sqlalchemy import delete

from bot.channels.terminal.render import reply_text
from handlers import retention
from handlers.broadcast import BroadcastState
from handlers.broadcasts import ending, missing
from handlers.broadcasts.progress import progress_of
from handlers.store import contacts, outbox, receipts, staff, subscriptions, views
from handlers.store.outbox import Claimed, End
from handlers.store.receipts import Receipt
from handlers.store.states import MAYBE_TWICE, ContactState, OutboxStatus
from handlers.store.tables import ConversationRow, OutboxRow, table_of
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, Desk, open_desk

OUTBOX = table_of(OutboxRow)


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return open_desk(store, clock)


def chat_of(desk: Desk, name: str) -> str:
    """The officer's own chat."""
    now = desk.clock.now()
    with desk.store.work() as work:
        whose = contacts.endpoint_of(work, desk.endpoint)
        chat = contacts.open_contact(work, whose, f"officer {name}", "", now)
        staff.set_contact(work, desk.officers[name].id, chat)
        work.commit()
    return chat


def heard(desk: Desk, chat: str) -> list[str]:
    with desk.store.read() as work:
        return [reply_text(one.reply) for one in views.letters(work, chat) if one.reply]


def begun(desk: Desk) -> int:
    one = desk.write()
    desk.start(one.id)
    desk.bites()
    return one.id


def leaves(desk: Desk, who: str, status: OutboxStatus = OutboxStatus.SENT) -> Claimed:
    """The copy of this one leaves in one part."""
    with desk.store.work() as work:
        (claimed,) = outbox.claim_contact(work, who, "s", desk.clock.now())
        outbox.finish(work, claimed, "s", End(status, ("1",)), desk.clock.now())
        work.commit()
    return claimed


def reported(desk: Desk, copy: Claimed, reason: str = "") -> None:
    receipt = Receipt("1", copy.id, 1, 1, not reason, reason)
    with desk.store.work() as work:
        assert receipts.note(work, desk.endpoint, receipt, desk.clock.now())
        work.commit()


def figures(desk: Desk, number: int) -> dict[str, int]:
    with desk.store.read() as work:
        return {each.state: each.number for each in ending.figures(work, desk.found(number))}


def test_what_is_reported_after_the_end_is_in_the_report_and_stays_when_the_copies_go(
    desk: Desk,
) -> None:
    one, two = desk.readers(2)
    number = begun(desk)
    first, second = leaves(desk, one), leaves(desk, two)
    desk.bites()
    assert desk.found(number).state is BroadcastState.DONE
    assert figures(desk, number) == {"sent": 2}

    reported(desk, first)
    reported(desk, second, "unreachable")
    desk.bites()
    assert figures(desk, number) == {"delivered": 1, "failed": 1}
    with desk.store.read() as work:
        found = progress_of(work, desk.found(number), desk.clock.now())
        assert (found.sent, found.whole) == (1, 2)
        assert [each.why for each in missing.people(work, desk.found(number), desk.clock.now())]

    desk.clock.move(days=31)
    while desk.store.write(lambda work: retention.purge(work, desk.clock.now())):
        pass
    assert desk.copies(number) == []
    assert figures(desk, number) == {"delivered": 1, "failed": 1}


def test_a_purge_a_day_early_changes_nothing(desk: Desk) -> None:
    (one,) = desk.readers(1)
    number = begun(desk)
    copy = leaves(desk, one)
    desk.bites()
    desk.clock.move(days=28)
    while desk.store.write(lambda work: retention.purge(work, desk.clock.now())):
        pass
    reported(desk, copy)
    assert figures(desk, number) == {"delivered": 1}


def gone(desk: Desk, who: str) -> None:
    with desk.store.work() as work:
        work.connection.execute(delete(OUTBOX).where(OUTBOX.c.contact == who))
        work.commit()


def test_a_copy_that_is_lost_is_queued_again_while_others_still_leave(desk: Desk) -> None:
    one, two, _ = desk.readers(3)
    number = begun(desk)
    gone(desk, two)
    leaves(desk, one)
    with structlog.testing.capture_logs() as logs:
        desk.bites()
    assert "broadcast.queued_again" in [each["event"] for each in logs]
    assert sum(who == two for who, *_ in desk.copies(number)) == 1
    assert desk.found(number).queued == len(desk.copies(number)) == 3


def test_a_recipient_who_can_get_no_copy_is_found_and_told(desk: Desk) -> None:
    lan = chat_of(desk, "Lan")
    one, two = desk.readers(2)
    conversation = table_of(ConversationRow)
    with desk.store.work() as work:
        work.connection.execute(delete(conversation).where(conversation.c.contact == two))
        work.commit()
    with structlog.testing.capture_logs() as logs:
        number = begun(desk)
        with desk.store.read() as work:
            told = missing.people(work, desk.found(number), desk.clock.now())
        assert [(each.why, each.contact) for each in told] == [("lost", two)]
        leaves(desk, one)
        desk.bites()
    lost = {"event": "broadcast.lost_rows", "log_level": "error", "broadcast": number, "number": 1}
    assert lost in logs
    assert "broadcast.not_copied" in [each["event"] for each in logs]
    (said,) = heard(desk, lan)
    assert "1 người không có bản tin nào" in said


def test_who_wrote_it_hears_whom_it_reached_and_where_the_others_live(desk: Desk) -> None:
    lan, hoa = chat_of(desk, "Lan"), chat_of(desk, "Hoa")
    readers = desk.readers(5)
    with desk.store.work() as work:
        for who in readers[2:4]:
            subscriptions.choose_area(work, KEY, who, "Tổ dân phố 1")
        for who in readers[2:]:
            contacts.mark_contact(work, who, ContactState.BLOCKED)
        work.commit()
    number = begun(desk)
    reported(desk, leaves(desk, readers[0]))
    leaves(desk, readers[1])
    desk.bites()
    assert heard(desk, lan) == []  # who left the channel may come back until it expires
    desk.clock.move(days=4)
    with desk.store.work() as work:
        outbox.expire(work, desk.clock.now())
        work.commit()
    desk.bites()
    desk.bites()
    (told,) = heard(desk, lan)
    assert heard(desk, hoa) == []
    assert f"Tin số {number} đã gửi xong" in told
    assert "Đã gửi 2/5 người, trong đó 1 đã báo đến máy" in told
    assert "Chưa nhận được: 3 người. Tổ dân phố 1: 2; Chưa ghi nơi ở: 1." in told
    assert f"tin {number}, “Ai chưa nhận được”" in told


def test_where_the_writer_has_no_chat_who_leads_hears(desk: Desk) -> None:
    hoa = chat_of(desk, "Hoa")
    (one,) = desk.readers(1)
    begun(desk)
    leaves(desk, one)
    desk.bites()
    (told,) = heard(desk, hoa)
    assert "Đã gửi 1/1 người." in told
    assert "Chưa nhận" not in told
    assert "hai lần" not in told


def test_who_wrote_it_hears_how_many_may_have_it_twice(desk: Desk) -> None:
    lan = chat_of(desk, "Lan")
    one, two = desk.readers(2)
    begun(desk)
    for who, why in ((one, MAYBE_TWICE), (two, None)):
        with desk.store.work() as work:
            (claimed,) = outbox.claim_contact(work, who, "s", desk.clock.now())
            end = End(OutboxStatus.SENT, ("1",), why)
            outbox.finish(work, claimed, "s", end, desk.clock.now())
            work.commit()
    desk.bites()
    (told,) = heard(desk, lan)
    assert "Đã gửi 2/2 người." in told
    assert "1 người có thể nhận hai lần" in told


def test_one_cancelled_halfway_says_so_and_counts_nobody_as_missed(desk: Desk) -> None:
    lan = chat_of(desk, "Lan")
    one, _ = desk.readers(2)
    number = begun(desk)
    leaves(desk, one)
    desk.act("cancel", "Lan", number)
    desk.bites()
    (told,) = heard(desk, lan)
    assert f"Tin số {number} đã huỷ" in told
    assert "Đã gửi 1/2 người." in told
    assert "Chưa nhận" not in told
