"""Follows, reminders and the ledger of notices."""

from datetime import date, timedelta

import pytest

from handlers.messages import Paragraph, Reply
from handlers.store import follows, notices
from handlers.store.erasing import erase_person
from handlers.store.follows import Recipient, Relation
from handlers.store.states import NoticeState
from handlers.store.unit_of_work import Store, Work
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward

COMMUNE = "phuong-mau"
SOON = timedelta(minutes=5)


@pytest.fixture
def ward(store: Store, clock: FakeClock) -> Ward:
    return Ward(store, clock)


def person(ward: Ward, chat: str = "chat-1") -> Recipient:
    ward.says("xin chào", chat)
    return Recipient(COMMUNE, ward.endpoint, "telegram", ward.contact(chat))


def due(work: Work, ward: Ward) -> list[int]:
    return [one.dossier for one in follows.due(work, COMMUNE, ward.clock.now(), 10)]


def test_a_new_follow_is_looked_at_at_once_and_then_when_it_said(ward: Ward) -> None:
    to = person(ward)
    with ward.store.work() as work:
        made = follows.add(work, to, 7, ward.clock.now())
        assert [(one.id, one.to) for one in follows.due(work, COMMUNE, ward.clock.now(), 10)] == [
            (made, to)
        ]
        follows.look_at(work, made, ward.clock.now() + SOON, ward.clock.now())
        assert due(work, ward) == []
        ward.clock.move(minutes=5)
        assert due(work, ward) == [7]
        follows.look_at(work, made, None, ward.clock.now())
        assert due(work, ward) == []
        work.commit()


def test_what_moved_brings_its_followers_back_but_not_those_who_stopped(ward: Ward) -> None:
    one, other = person(ward), person(ward, "chat-2")
    with ward.store.work() as work:
        now = ward.clock.now()
        for to in (one, other):
            follows.look_at(work, follows.add(work, to, 7, now), None, now)
        (mine,) = follows.of_contact(work, other.contact, now)
        assert follows.stop(work, mine.id, one.contact, now) is None, "a follow of somebody else"
        assert follows.stop(work, mine.id, other.contact, now) == 7
        assert follows.stop(work, mine.id, other.contact, now) is None
        follows.touch(work, [7, 8], now)
        found = follows.due(work, COMMUNE, now, 10)
        assert [follow.to.contact for follow in found] == [one.contact]
        work.commit()


def test_following_again_takes_the_same_place(ward: Ward) -> None:
    to = person(ward)
    with ward.store.work() as work:
        now = ward.clock.now()
        first = follows.add(work, to, 7, now)
        follows.stop_all(work, to.contact, now)
        until = now + timedelta(days=30)
        assert follows.add(work, to, 7, now, Relation.RELATIVE, until) == first
        (again,) = follows.of_contact(work, to.contact, now)
        assert (again.relation, again.expires_at) == (Relation.RELATIVE, until)
        assert follows.of_contact(work, to.contact, until) == [], "the consent is over"
        work.commit()


def test_a_reminder_is_promised_once_and_stopped_by_its_owner_only(ward: Ward) -> None:
    to = person(ward)
    days = (date(2026, 12, 6), date(2026, 12, 4))
    with ward.store.work() as work:
        now = ward.clock.now()
        assert follows.remind(work, to, "1.001193", days, now)
        assert not follows.remind(work, to, "1.001193", days, now)
        (one,) = follows.due_reminders(work, COMMUNE, now, 10)
        assert (one.last_day, one.last_open) == days
        assert not follows.stop_reminder(work, one.id, "somebody", now)
        assert follows.stop_reminder(work, one.id, to.contact, now)
        assert follows.due_reminders(work, COMMUNE, now, 10) == []
        work.commit()


def test_the_ledger_promises_each_notice_once_and_counts_what_became_of_it(ward: Ward) -> None:
    to = person(ward)
    now = ward.clock.now()
    notice = notices.Notice("notice:ready:7:1:x", "ready", to, now, 7)
    seen = notices.Notice("notice:accepted:7:1:x", "accepted", to, now, 7)
    reply = Reply((Paragraph("Đã có kết quả"),))
    with ward.store.work() as work:
        assert notices.known(work, []) == set()
        notices.record(work, [seen], NoticeState.SEEN, now)
        state = notices.promise(work, notice, reply, now + SOON, now)
        assert state is NoticeState.QUEUED
        notices.record(work, [notice], NoticeState.LATE, now)
        assert notices.known(work, [notice.key, seen.key, "other"]) == {notice.key, seen.key}
        assert notices.kept(work, COMMUNE, now) == [("telegram", "queued", 1)]
        work.commit()


def test_an_erased_person_follows_nothing_and_is_in_no_ledger(ward: Ward) -> None:
    to = person(ward)
    now = ward.clock.now()
    with ward.store.work() as work:
        follows.add(work, to, 7, now)
        follows.remind(work, to, "1.001193", (date(2026, 12, 6), date(2026, 12, 4)), now)
        notices.record(work, [notices.Notice("k", "ready", to, now, 7)], NoticeState.SEEN, now)
        erase_person(work, to.contact, now)
        assert follows.of_contact(work, to.contact, now) == []
        assert follows.due_reminders(work, COMMUNE, now, 10) == []
        assert notices.known(work, ["k"]) == set()
        work.commit()
