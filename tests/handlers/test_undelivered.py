"""Messages that did not arrive: who sees them, and that none is repeated unasked."""

import asyncio
from datetime import timedelta

import pytest

from bot.channels.base import (
    ChannelLimits,
    DeliveryError,
    Refused,
    TryAgain,
    Uncertain,
    Unreachable,
)
from bot.delivery import Delivery
from handlers import auditing, undelivered
from handlers.cases.room import room_of, unit_names
from handlers.cases.visibility import may_see
from handlers.messages import Paragraph, Reply
from handlers.store import contacts, outbox, queueing, views
from handlers.store.queueing import Message
from handlers.store.states import AfterCrash, ContactState, OutboxKind, OutboxStatus, Priority
from handlers.store.unit_of_work import Store
from handlers.undelivered_lines import Line, Outcome, Trouble
from handlers.wording import undelivered as wording
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseAct
from tests.fakes.casework import GOOD, ROLES, CaseWard
from tests.fakes.channel import FakeChannel
from tests.fakes.clock import FakeClock

HEAD, LEAD, ADMIN = "Đầu Mẫu", "Phụ Mẫu", "Quản Mẫu"
SECRET = "chim hoàng yến số chín"  # noqa: S105 - words nobody may read here


class Desk:
    """A ward whose channel fails as told."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.ward = CaseWard(store, clock)
        self.store, self.clock = store, clock
        self.channel = FakeChannel(ChannelLimits())
        self.number = 0

    def fails(
        self,
        *troubles: DeliveryError | None,
        kind: OutboxKind = OutboxKind.REPLY,
        after_crash: AfterCrash = AfterCrash.RESEND,
        parts: int = 1,
    ) -> int:
        """A message to the citizen that meets these troubles; its number."""
        self.number += 1
        now = self.clock.now()
        reply = Reply(tuple(Paragraph(f"{SECRET} {one}") for one in range(parts)))
        priority = Priority.WAITING if kind is OutboxKind.REPLY else Priority.NOTICE
        key, until = f"x:{self.number}", now + timedelta(hours=30)
        message = Message(key, reply, now, until, kind, priority, after_crash)
        with self.store.work() as work:
            queueing.queue(work, self.ward.key, "telegram", self.ward.citizen, message)
            work.commit()
        self.sends(*troubles)
        return next(one.id for one in self.letters() if one.key == key)

    def sends(self, *troubles: DeliveryError | None) -> None:
        """The sweep, with these troubles."""
        self.channel.troubles = list(troubles)
        delivery = Delivery(self.store, {"telegram": self.channel}, self.clock)
        asyncio.run(delivery.sweep("telegram"))

    def letters(self) -> tuple[views.Letter, ...]:
        with self.store.read() as work:
            return views.letters(work, self.ward.citizen)

    def status(self, number: int) -> OutboxStatus:
        return next(one.status for one in self.letters() if one.id == number)

    def lines(self, who: str) -> list[Line]:
        with self.store.read() as work:
            officer = self.ward.officers[who]
            return undelivered.listed(work, self.ward.ward, officer, self.clock.now())

    def again(self, who: str, number: int, *, may_repeat: bool = False) -> Outcome:
        with self.store.work() as work:
            given = work, self.ward.ward, self.ward.officers[who], number, self.clock.now()
            outcome = undelivered.send_again(*given, may_repeat=may_repeat)
            work.commit()
        return outcome

    def drop(self, who: str, number: int) -> Outcome:
        with self.store.work() as work:
            given = work, self.ward.ward, self.ward.officers[who], number, self.clock.now()
            outcome = undelivered.let_go(*given)
            work.commit()
        return outcome


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return Desk(store, clock)


def test_each_trouble_is_told_with_what_to_do_and_never_with_the_words(desk: Desk) -> None:
    desk.fails(Refused("bad_request"))
    desk.fails(Uncertain(), kind=OutboxKind.NOTICE)
    dead = desk.fails(TryAgain(), TryAgain())
    for _ in range(9):
        desk.clock.move(hours=2)
        desk.sends(TryAgain(), TryAgain())
    desk.fails(Unreachable())
    found = {one.trouble: one for one in desk.lines(HEAD)}
    assert set(found) == {Trouble.REFUSED, Trouble.UNKNOWN, Trouble.TRIED, Trouble.GONE}
    assert found[Trouble.TRIED].letter.id == dead
    said = [wording.head(one) + wording.why(one) + wording.todo(one) for one in found.values()]
    assert all("Telegram · " in one for one in said)
    assert not any(SECRET in one or "citizen" in one for one in said)


def test_what_arrived_waits_or_was_settled_is_not_listed(desk: Desk) -> None:
    desk.fails(None)
    desk.fails(TryAgain(timedelta(hours=1)))
    assert desk.lines(HEAD) == []


def test_a_reply_too_late_is_listed_and_a_notice_too_late_is_not(desk: Desk) -> None:
    for kind in (OutboxKind.REPLY, OutboxKind.NOTICE):
        desk.fails(TryAgain(timedelta(hours=20)), kind=kind)
    desk.clock.move(hours=31)
    with desk.store.work() as work:
        assert outbox.expire(work, desk.clock.now()) == 2
        work.commit()
    assert [one.trouble for one in desk.lines(HEAD)] == [Trouble.LATE]


def test_what_was_refused_is_sent_again_once(desk: Desk) -> None:
    number = desk.fails(Refused("bad_request"))
    assert desk.again(LEAD, number) is Outcome.DONE
    assert desk.again(LEAD, number) is Outcome.DENIED  # it is no more on the list
    desk.sends()
    assert desk.status(number) is OutboxStatus.SENT
    assert len(desk.channel.sent) == 1
    assert desk.lines(HEAD) == []


def test_what_may_have_arrived_is_never_repeated_unasked(desk: Desk) -> None:
    number = desk.fails(None, Uncertain(), after_crash=AfterCrash.UNKNOWN, parts=3)
    assert desk.status(number) is OutboxStatus.UNKNOWN
    sent = len(desk.channel.sent)
    assert desk.again(HEAD, number) is Outcome.MAY_REPEAT
    desk.sends()
    assert (desk.status(number), len(desk.channel.sent)) == (OutboxStatus.UNKNOWN, sent)
    assert desk.again(HEAD, number, may_repeat=True) is Outcome.DONE
    desk.channel.sent.clear()
    desk.sends()
    # From the part in doubt on: the first one has surely arrived.
    assert [text for _, text in desk.channel.sent] == [f"{SECRET} 1", f"{SECRET} 2"]
    assert desk.status(number) is OutboxStatus.SENT


def test_who_left_is_not_written_to_until_they_return(desk: Desk) -> None:
    number = desk.fails(Unreachable())
    assert desk.again(HEAD, number) is Outcome.NOBODY
    assert desk.again(HEAD, number, may_repeat=True) is Outcome.NOBODY
    with desk.store.work() as work:
        contacts.mark_contact(work, desk.ward.citizen, ContactState.ACTIVE)
        work.commit()
    assert desk.again(HEAD, number) is Outcome.DONE


def test_a_notice_of_no_use_any_more_is_not_sent_again(desk: Desk) -> None:
    number = desk.fails(Refused("bad_request"), kind=OutboxKind.NOTICE)
    desk.clock.move(hours=31)
    assert desk.again(HEAD, number) is Outcome.TOO_LATE


def test_what_was_erased_is_not_sent_again(desk: Desk) -> None:
    number = desk.fails(Refused("bad_request"))
    with desk.store.work() as work:
        work.connection.exec_driver_sql("UPDATE outbox SET body = NULL")
        work.commit()
    assert desk.again(HEAD, number) is Outcome.ERASED
    assert wording.todo(desk.lines(HEAD)[0]) == wording.NO_REPEAT[Outcome.ERASED]


def test_who_called_takes_it_off_the_list_and_nothing_is_sent(desk: Desk) -> None:
    number = desk.fails(Uncertain(), kind=OutboxKind.NOTICE)
    assert desk.drop(ADMIN, number) is Outcome.DONE
    assert desk.drop(ADMIN, number) is Outcome.DENIED
    desk.sends()
    assert (desk.lines(HEAD), desk.channel.sent) == ([], [])
    assert desk.status(number) is OutboxStatus.UNKNOWN
    with desk.store.read() as work:
        trail = auditing.trail(work, desk.ward.ward, desk.ward.officers[HEAD])
    assert [(one.who, one.what) for one in trail.entries] == [(ADMIN, "outbox.let_go")]


@pytest.mark.parametrize("number", [-1, 0, 999, 2**40])
def test_a_number_that_is_none_is_told_so(desk: Desk, number: int) -> None:
    assert desk.again(HEAD, number) is desk.drop(HEAD, number) is Outcome.DENIED


@pytest.mark.parametrize("who", ROLES)
def test_only_who_leads_or_runs_the_program_sees_the_list(desk: Desk, who: str) -> None:
    number = desk.fails(Refused("bad_request"))
    able = who in {HEAD, LEAD, ADMIN}
    assert bool(desk.lines(who)) is able
    if not able:
        assert desk.again(who, number) is desk.drop(who, number) is Outcome.DENIED
        assert desk.status(number) is OutboxStatus.FAILED


@pytest.mark.parametrize(
    ("about", "person"),
    [
        (About.NOBODY, None),
        (About.UNCLEAR, None),
        (About.HEAD, HEAD),
        (About.OFFICER, "Bạch Mẫu"),
        (About.OFFICER, LEAD),
    ],
)
def test_what_is_about_a_case_is_shown_to_who_may_see_the_case_alone(
    desk: Desk, about: About, person: str | None
) -> None:
    ward = desk.ward
    code = ward.open(FeedbackKind.CONDUCT, f"Thái độ: {SECRET}", about=about, person=person)
    row = ward.row(code)
    with desk.store.work() as work:
        work.connection.exec_driver_sql("DELETE FROM outbox")  # what officers were told of it
        reply = Reply((Paragraph(GOOD),), subject=f"case:{code.full}")
        now = desk.clock.now()
        for key in (f"case:{row.id}:1:{CaseAct.ANSWER}", "reply:77:0"):
            message = Message(key, reply, now, now + timedelta(days=1))
            queueing.queue(work, ward.key, "telegram", ward.citizen, message)
        work.commit()
    desk.sends(Refused("bad_request"), Refused("bad_request"))
    numbers = [one.id for one in desk.letters() if one.status is OutboxStatus.FAILED]
    assert len(numbers) == 2
    for who in (HEAD, LEAD, ADMIN):
        with desk.store.read() as work:
            facts = room_of(work, ward.key).facts(row, unit_names(ward.ward.commune, row.unit))
        sees = may_see(ward.officers[who], facts)
        lines = desk.lines(who)
        assert bool(lines) is sees, who
        assert all(one.case == code for one in lines)
        assert not any(SECRET in wording.head(one) + wording.why(one) for one in lines)
        if not sees:
            assert {desk.again(who, one) for one in numbers} == {Outcome.DENIED}
            assert {desk.drop(who, one) for one in numbers} == {Outcome.DENIED}
    assert {desk.status(one) for one in numbers} == {OutboxStatus.FAILED}
