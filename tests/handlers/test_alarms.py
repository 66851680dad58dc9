"""A plan that runs out is told once a mark; what it held back goes with the new month."""

from datetime import timedelta

import pytest

from bot.channels.terminal.render import text_of
from handlers.alarms import alarm, warn_of_quotas, warn_of_stuck
from handlers.messages import Paragraph, Reply
from handlers.officers import Role
from handlers.quotas import OF_QUOTA, Plan, steps
from handlers.store import contacts, outbox, queueing, quotas, views
from handlers.store.outbox import End
from handlers.store.queueing import Message
from handlers.store.states import OutboxKind, OutboxStatus, Priority
from handlers.store.stuck import LONG
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.knowledge.dossiers.lives import at


class Channel:
    """An office whose channel has a plan."""

    def __init__(self, office: Office, plan: Plan) -> None:
        self.office = office
        with office.store.work() as work:
            quotas.set_plan(work, office.endpoint, plan)
            work.commit()

    def uses(self, *, taken: int = 0, sent: int = 0) -> None:
        """So many messages more, then the job."""
        now = self.office.clock.now()
        with self.office.store.work() as work:
            quotas.count(work, self.office.endpoint, now, taken=taken, sent=sent)
            warn_of_quotas(work, self.office.ward, now)
            work.commit()

    def meets(self, who: str) -> None:
        """Somebody writes to the bot alone."""
        with self.office.store.work() as work:
            quotas.meet(work, self.office.endpoint, who, self.office.clock.now())
            work.commit()

    def told(self, name: str) -> list[str]:
        contact = self.office.member(name).contact
        with self.office.store.read() as work:
            letters = views.letters(work, contact or "")
        return [text_of((one.reply,)) for one in letters if one.reply]


@pytest.fixture
def office(store: Store, clock: FakeClock) -> Office:
    clock.move_to(at("2026-11-23 09:00"))
    return Office(store, clock)


@pytest.fixture
def channel(office: Office) -> Channel:
    office.officer("Quản Mẫu", Role.ADMIN)
    office.officer("Đầu Mẫu", Role.HEAD)
    return Channel(office, Plan(100, 10))


def test_each_mark_is_told_once_to_the_administrator_alone(channel: Channel) -> None:
    channel.uses(taken=40, sent=39)
    assert channel.told("Quản Mẫu") == []
    channel.uses(sent=1)
    channel.uses(sent=1)
    channel.uses(taken=9)
    channel.uses(sent=10)
    told = channel.told("Quản Mẫu")
    assert [one.partition("(")[2].partition(")")[0] for one in told] == ["80 %", "90 %", "100 %"]
    assert "chỉ trả lời" in told[1]
    assert channel.told("Đầu Mẫu") == []


def test_without_an_administrator_the_head_is_told(office: Office) -> None:
    office.officer("Đầu Mẫu", Role.HEAD)
    channel = Channel(office, Plan(100, 10, inbound=False))
    channel.uses(taken=500, sent=79)
    assert channel.told("Đầu Mẫu") == []
    channel.uses(sent=1)
    assert len(channel.told("Đầu Mẫu")) == 1


def test_people_are_told_of_as_well(office: Office) -> None:
    office.officer("Quản Mẫu", Role.ADMIN)
    channel = Channel(office, Plan(100, 1))
    channel.meets("person")
    channel.uses()
    channel.uses()
    (said,) = channel.told("Quản Mẫu")
    assert "1 trên 1 người" in said


def test_each_mark_of_the_people_a_bot_reaches_is_told_once(channel: Channel) -> None:
    told = []
    for number in range(1, 12):
        channel.meets(f"person-{number}")
        channel.uses()
        channel.uses()
        told.append([one for one in channel.told("Quản Mẫu") if "người" in one])
    assert [len(one) for one in told] == [0] * 7 + [1, 2, 3, 3]
    assert [
        f"{number} trên 10 người" in said for number, said in zip((8, 9, 10), told[-1], strict=True)
    ] == [True] * 3
    assert channel.told("Đầu Mẫu") == []


def test_a_new_month_begins_at_nothing_and_lets_go_what_was_held_back(channel: Channel) -> None:
    office = channel.office
    contact = office.member("Đầu Mẫu").contact or ""
    now = office.clock.now()
    reply, ends = Reply((Paragraph("hạn"),)), now + timedelta(days=20)
    message = Message("notice:1", reply, now, ends, OutboxKind.NOTICE)
    with office.store.work() as work:
        queueing.queue(work, office.commune, office.endpoint, contact, message)
        (claimed,) = outbox.claim_contact(work, contact, "me", now)
        outbox.finish(work, claimed, "me", End(OutboxStatus.WITHHELD, (), OF_QUOTA), now)
        work.commit()
    channel.uses(sent=95)
    assert statuses(office, contact) == ["withheld"]
    office.clock.move_to(at("2026-12-01 09:00"))
    channel.uses()
    assert statuses(office, contact) == ["queued"]


def statuses(office: Office, contact: str) -> list[str]:
    with office.store.read() as work:
        return [str(one.status) for one in views.letters(work, contact)]


def test_an_alarm_of_one_reason_is_raised_once(channel: Channel) -> None:
    office = channel.office
    with office.store.work() as work:
        counts = [alarm(work, office.ward, "token:x", "hỏng", office.clock.now()) for _ in range(2)]
        work.commit()
    assert counts == [1, 0]


@pytest.mark.parametrize(
    ("share", "marks"), [(0.79, ()), (0.8, (80,)), (0.9, (80, 90)), (1.2, (80, 90, 100))]
)
def test_marks_of_a_share(share: float, marks: tuple[int, ...]) -> None:
    assert steps(share) == marks


def _queue(office: Office, chat: str) -> int:
    now = office.clock.now()
    with office.store.work() as work:
        whose = contacts.endpoint_of(work, office.endpoint)
        contact = contacts.open_contact(work, whose, chat, "", now)
        message = Message(
            f"notice:{chat}",
            Reply((Paragraph("Nhắc hạn"),)),
            now,
            now + timedelta(days=1),
            OutboxKind.NOTICE,
            Priority.NOTICE,
        )
        queueing.queue(work, office.ward.commune.key, office.endpoint, contact, message)
        work.commit()
    with office.store.read() as work:
        return max(one.id for one in views.letters(work, contact))


def _watched(office: Office, channel: Channel) -> int:
    with office.store.work() as work:
        warn_of_stuck(work, office.ward, office.clock.now())
        work.commit()
    return len([one for one in channel.told("Quản Mẫu") if "Kẹt tin" in one])


def test_what_nobody_sends_is_told_once_an_hour(office: Office) -> None:
    office.officer("Quản Mẫu", Role.ADMIN)
    channel = Channel(office, Plan(1_000, 50))
    _queue(office, "a")
    assert _watched(office, channel) == 0
    office.clock.move(minutes=31)
    assert _watched(office, channel) == 1
    office.clock.move(minutes=5)
    assert _watched(office, channel) == 1
    office.clock.move(hours=1)
    assert _watched(office, channel) == 2
    assert "1 tin trên telegram chờ từ 09:00 23/11" in channel.told("Quản Mẫu")[0]


def test_a_long_queue_that_moves_is_not_stuck(office: Office) -> None:
    office.officer("Quản Mẫu", Role.ADMIN)
    channel = Channel(office, Plan(1_000, 50))
    first, _ = _queue(office, "a"), _queue(office, "b")
    office.clock.move(minutes=40)
    with office.store.work() as work:
        (claimed,) = outbox.claim_endpoint(work, office.endpoint, "s", office.clock.now(), 1)
        assert claimed.id == first
        outbox.finish(work, claimed, "s", End(OutboxStatus.SENT, ("1",)), office.clock.now())
        work.commit()
    assert _watched(office, channel) == 0


def test_what_was_lost_with_its_sender_is_told_though_others_leave(office: Office) -> None:
    office.officer("Quản Mẫu", Role.ADMIN)
    channel = Channel(office, Plan(1_000, 50))
    lost, began = _queue(office, "a"), office.clock.now()
    with office.store.work() as work:  # a sender that never comes back
        (claimed,) = outbox.claim_endpoint(work, office.endpoint, "dead", began, 1)
        work.commit()
    assert claimed.id == lost
    office.clock.move_to(began + outbox.LEASE + LONG - timedelta(seconds=1))
    other = _queue(office, "b")
    assert _watched(office, channel) == 0
    office.clock.move(seconds=1)
    now = office.clock.now()
    with office.store.work() as work:
        (claimed,) = outbox.claim_endpoint(work, office.endpoint, "s", now, 1)
        assert claimed.id == other
        outbox.finish(work, claimed, "s", End(OutboxStatus.SENT, ("1",)), now)
        work.commit()
    assert _watched(office, channel) == 1
    assert "1 tin trên telegram chờ từ 09:0" in channel.told("Quản Mẫu")[0]
    office.clock.move(hours=1)
    with office.store.work() as work:
        assert outbox.free_late(work, office.endpoint, office.clock.now()) == 1
        for claimed in outbox.claim_endpoint(work, office.endpoint, "s", office.clock.now(), 4):
            outbox.finish(work, claimed, "s", End(OutboxStatus.SENT, ("1",)), office.clock.now())
        work.commit()
    assert _watched(office, channel) == 1, "freed, and sent again"


def test_lost_and_untried_messages_of_an_endpoint_are_one_alarm(office: Office) -> None:
    office.officer("Quản Mẫu", Role.ADMIN)
    channel = Channel(office, Plan(1_000, 50))
    _queue(office, "a")
    with office.store.work() as work:
        assert outbox.claim_endpoint(work, office.endpoint, "dead", office.clock.now(), 1)
        work.commit()
    _queue(office, "b")
    office.clock.move_to(office.clock.now() + outbox.LEASE + LONG)
    assert _watched(office, channel) == 1
    assert "2 tin trên telegram chờ từ 09:00 23/11" in channel.told("Quản Mẫu")[0]


@pytest.mark.parametrize("freed", [True, False])
def test_what_was_tried_before_is_told_as_well(office: Office, *, freed: bool) -> None:
    office.officer("Quản Mẫu", Role.ADMIN)
    channel, began = Channel(office, Plan(1_000, 50)), office.clock.now()
    _queue(office, "a")
    with office.store.work() as work:  # tried, and then nobody is there any more
        (claimed,) = outbox.claim_endpoint(work, office.endpoint, "dead", began, 1)
        if freed:
            assert outbox.free_others(work, office.endpoint, "next", began, repeatable=True) == 1
        else:
            outbox.try_later(work, claimed.id, "dead", began + timedelta(hours=1), "again")
        work.commit()
    due = began if freed else began + timedelta(hours=1)
    office.clock.move_to(due + LONG - timedelta(seconds=1))
    assert _watched(office, channel) == 0
    office.clock.move(seconds=1)
    assert _watched(office, channel) == 1


def test_answers_that_leave_hide_no_notices_that_do_not(office: Office) -> None:
    office.officer("Quản Mẫu", Role.ADMIN)
    channel = Channel(office, Plan(1_000, 50))
    _queue(office, "a")
    office.clock.move(minutes=31)
    _answer(office, "b")
    assert _watched(office, channel) == 1
    assert "1 tin trên telegram chờ từ 09:00 23/11" in channel.told("Quản Mẫu")[0]


def _answer(office: Office, chat: str) -> None:
    """Somebody writes and is answered at once, with their own turn."""
    now = office.clock.now()
    with office.store.work() as work:
        whose = contacts.endpoint_of(work, office.endpoint)
        contact = contacts.open_contact(work, whose, chat, "", now)
        reply = Reply((Paragraph("Dạ"),))
        message = Message(f"reply:{chat}", reply, now, now + timedelta(days=1), OutboxKind.REPLY)
        queueing.queue(work, office.ward.commune.key, office.endpoint, contact, message)
        (claimed,) = outbox.claim_contact(work, contact, "s", now)
        outbox.finish(work, claimed, "s", End(OutboxStatus.SENT, ("1",)), now)
        work.commit()


def test_what_only_ran_out_is_no_sign_of_life(office: Office) -> None:
    office.officer("Quản Mẫu", Role.ADMIN)
    channel = Channel(office, Plan(1_000, 50))
    _queue(office, "a")
    office.clock.move(hours=23, minutes=45)
    _queue(office, "b")
    office.clock.move(minutes=30)
    with office.store.work() as work:
        assert outbox.expire(work, office.clock.now()) == 1
        work.commit()
    assert _watched(office, channel) == 1
