"""Corrections: who was told another figure gets old → new once, after an officer's word."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

import pytest
from sqlalchemy import select

from handlers.actions import build
from handlers.broadcast_texts import Refused, Why
from handlers.broadcasts.acts import Acting
from handlers.correction import Correction, CorrectionState
from handlers.corrections import acts, sending
from handlers.store import contacts, corrections, figures_told, subscriptions
from handlers.store.codec import reply_from_json
from handlers.store.records import stop
from handlers.store.tables import ContactRow, OutboxRow, table_of
from handlers.store.unit_of_work import Store
from handlers.ward import Ward
from knowledge.base import KnowledgeBase
from knowledge.overlay import Overlay, apply_overlay
from knowledge.procedures import (
    Fee,
    FeeKind,
    Part,
    Procedure,
    ProcessingTime,
    RequiredDocument,
    TimeUnit,
)
from scheduler import jobs
from tests.conversations.conftest import Citizen, through_the_inbox
from tests.fakes.clock import FakeClock
from tests.fakes.readers import BASE, KEY, Desk, open_desk

CODE = "2.000815"
OUTBOX, CONTACT = table_of(OutboxRow), table_of(ContactRow)
S = CorrectionState


@dataclass
class Corrected:
    """A ward whose records change under its citizens."""

    desk: Desk
    base: KnowledgeBase = BASE
    turns: Iterator[int] = field(default_factory=count)

    @property
    def ward(self) -> Ward:
        return replace(self.desk.ward, knowledge=lambda _: self.base)

    def looks(self) -> None:
        """What the job does in its minute."""
        more = True
        while more:
            with self.desk.store.work() as work:
                more = jobs.correct(self.ward, work, self.desk.clock.now())
                work.commit()

    def fee(self, amount: int | None) -> None:
        """The ward's own fee from now on; None: what the record says."""
        fees = () if amount is None else (Fee(kind=FeeKind.AMOUNT, amount=amount, per="bản"),)
        self._changes(Overlay(code=CODE, fees=fees))

    def time(self, days: int) -> None:
        time = ProcessingTime(value=days, unit=TimeUnit.WORKING_DAY)
        self._changes(Overlay(code=CODE, times=(time,)))

    def papers(self, *names: str) -> None:
        papers = tuple(RequiredDocument(name=name) for name in names)
        self._put(BASE.procedures[CODE].model_copy(update={"documents": papers}))

    def _changes(self, overlay: Overlay) -> None:
        self._put(apply_overlay(BASE.procedures[CODE], overlay))

    def _put(self, procedure: Procedure) -> None:
        known = {**BASE.procedures, CODE: procedure}
        self.base = replace(self.base, version=self.base.version + 1, procedures=known)

    def citizen(self, chat: str) -> Citizen:
        """Somebody who talks to the bot as its records stand now."""
        send = through_the_inbox(self.base, self.desk.store, clock=self.desk.clock, chat=chat)
        found = Citizen(send)
        found._count = next(self.turns) * 100  # ids of messages are the channel's own
        return found

    def asks(self, chat: str, part: str = "fee") -> str:
        """Asks for a part by its button; their contact."""
        self.citizen(chat).does_tap(build("p", CODE, part) if part else build("p", CODE))
        self.desk.clock.move(minutes=1)
        with self.desk.store.read() as work:
            (found,) = work.connection.execute(
                select(CONTACT.c.id).where(CONTACT.c.chat == chat)
            ).scalars()
        return str(found)

    def all(self) -> list[Correction]:
        with self.desk.store.read() as work:
            return corrections.newest(work, KEY, 50)

    def sends(self, number: int, by: str = "Hoa", *, mistake: bool = False) -> Correction | Refused:
        with self.desk.store.work() as work:
            acting = Acting(work, self.ward, self.desk.officers[by], self.desk.clock.now())
            done = acts.send(acting, number, mistake=mistake)
            work.commit()
        self.looks()
        return done

    def letters(self, contact: str) -> list[str]:
        """What was queued for them of corrections."""
        with self.desk.store.read() as work:
            rows = work.connection.execute(
                select(OUTBOX.c.body)
                .where(OUTBOX.c.contact == contact, OUTBOX.c.key.like("correction:%"))
                .order_by(OUTBOX.c.id)
            ).scalars()
            found = [reply_from_json(one) for one in rows]
        return ["\n".join(getattr(b, "text", "") for b in one.blocks) for one in found]


@pytest.fixture
def corrected(store: Store, clock: FakeClock) -> Corrected:
    found = Corrected(open_desk(store, clock, above=3))
    found.fee(10_000)
    found.looks()
    clock.move(hours=1)
    return found


def test_who_was_told_the_old_fee_gets_old_and_new_once(corrected: Corrected) -> None:
    told, other = corrected.asks("a"), corrected.asks("b", "time")
    corrected.fee(12_000)
    corrected.looks()
    (one,) = corrected.all()
    assert (one.state, one.part, one.code) == (S.OPEN, Part.FEE, CODE)
    assert corrected.letters(told) == []

    assert not isinstance(corrected.sends(one.id), Refused)

    (said,) = corrected.letters(told)
    assert "10.000đ/bản" in said
    assert "12.000đ/bản" in said
    assert said.index("10.000đ") < said.index("12.000đ")
    assert "từ 23/11/2026" in said
    assert "xin lỗi" not in said
    assert corrected.letters(other) == []
    for _ in range(3):  # the job starts anew: nothing is said twice
        corrected.looks()
    assert len(corrected.letters(told)) == 1
    assert corrected.all()[0].state is S.DONE
    assert corrected.all()[0].queued == 1


def test_our_own_mistake_is_said_with_an_apology(corrected: Corrected) -> None:
    told = corrected.asks("a")
    corrected.fee(12_000)
    corrected.looks()
    corrected.sends(1, mistake=True)
    assert "Trước đây em báo sai. Phường Mẫu xin lỗi anh/chị." in corrected.letters(told)[0]


def test_nothing_is_drafted_when_the_figure_says_the_same(corrected: Corrected) -> None:
    corrected.asks("a")
    corrected.fee(10_000)
    corrected.looks()
    assert corrected.all() == []


def test_a_change_nobody_was_told_of_waits_for_nobody(corrected: Corrected) -> None:
    corrected.fee(12_000)
    corrected.looks()
    assert [one.state for one in corrected.all()] == [S.DONE]


@pytest.mark.parametrize("part", ["", "full"])
def test_a_whole_card_told_the_figure_too(corrected: Corrected, part: str) -> None:
    told = corrected.asks("a", part)
    corrected.fee(12_000)
    corrected.looks()
    corrected.sends(1)
    assert "10.000đ/bản" in corrected.letters(told)[0]


def test_a_changed_list_of_papers_tells_what_came_and_went(corrected: Corrected) -> None:
    corrected.papers("Bản chính giấy tờ", "Đơn đề nghị")
    corrected.looks()
    corrected.desk.clock.move(minutes=5)
    told = corrected.asks("a", "documents")
    corrected.papers("Bản chính giấy tờ", "Tờ khai mẫu mới")
    corrected.looks()
    number = next(one.id for one in corrected.all() if one.state is S.OPEN)
    corrected.sends(number)
    (said,) = corrected.letters(told)
    assert "Đơn đề nghị" in said
    assert "Tờ khai mẫu mới" in said
    assert "Bản chính" not in said


def test_the_days_of_the_settings_are_the_reach(corrected: Corrected) -> None:
    early = corrected.asks("early")
    corrected.desk.clock.move(days=29)
    late = corrected.asks("late")
    corrected.desk.clock.move(days=2)
    corrected.fee(12_000)
    corrected.looks()
    corrected.sends(1)
    assert (len(corrected.letters(early)), len(corrected.letters(late))) == (0, 1)


def test_who_said_stop_is_not_written_to(corrected: Corrected) -> None:
    gone, quiet, told = (corrected.asks(one) for one in ("gone", "quiet", "told"))
    with corrected.desk.store.work() as work:
        stop(work, gone, corrected.desk.clock.now())
        subscriptions.stop(work, KEY, quiet, corrected.desk.clock.now())
        work.commit()
    corrected.fee(12_000)
    corrected.looks()
    corrected.sends(1)
    assert [len(corrected.letters(one)) for one in (gone, quiet, told)] == [0, 0, 1]


def _joined(corrected: Corrected, *chats: str) -> None:
    """These chats are one person's, as `/noikenh` makes them."""
    with corrected.desk.store.work() as work:
        work.connection.execute(
            CONTACT.update().where(CONTACT.c.id.in_(chats)).values(person="pfamily")
        )
        work.commit()


def test_a_person_on_two_joined_chats_is_told_once_where_they_asked_last(
    corrected: Corrected,
) -> None:
    first, last, alone = (corrected.asks(one) for one in ("first", "last", "alone"))
    _joined(corrected, first, last)
    corrected.fee(12_000)
    corrected.looks()
    corrected.sends(1)
    corrected.looks()
    assert [len(corrected.letters(one)) for one in (first, last, alone)] == [0, 1, 1]
    assert corrected.all()[0].queued == 2


def test_who_heard_the_right_figure_on_their_other_chat_knows(corrected: Corrected) -> None:
    first, second = corrected.asks("first"), corrected.asks("second", "time")
    _joined(corrected, first, second)
    corrected.fee(12_000)
    corrected.looks()
    corrected.desk.clock.move(hours=1)
    corrected.asks("second")
    assert corrected.sends(1) == Refused(Why.NOBODY)
    assert (corrected.letters(first), corrected.letters(second)) == ([], [])


def test_chats_joined_between_two_bites_are_not_told_twice(corrected: Corrected) -> None:
    chats = sorted(corrected.asks(one) for one in ("a", "b", "c"))
    corrected.fee(12_000)
    corrected.looks()
    now = corrected.desk.clock.now()
    whole, sending.BITE = sending.BITE, 1  # type: ignore[misc]
    try:
        with corrected.desk.store.work() as work:
            acts.send(Acting(work, corrected.ward, corrected.desk.officers["Hoa"], now), 1)
            assert sending.step(work, corrected.ward, now)
            work.commit()
        _joined(corrected, chats[0], chats[2])
        corrected.looks()
    finally:
        sending.BITE = whole  # type: ignore[misc]
    assert [len(corrected.letters(one)) for one in chats] == [1, 1, 0]


def test_a_chat_that_said_stop_gives_way_to_the_one_that_did_not(corrected: Corrected) -> None:
    open_one, quiet = corrected.asks("open"), corrected.asks("quiet")
    _joined(corrected, open_one, quiet)
    with corrected.desk.store.work() as work:
        subscriptions.stop(work, KEY, quiet, corrected.desk.clock.now())
        work.commit()
    corrected.fee(12_000)
    corrected.looks()
    corrected.sends(1)
    assert [len(corrected.letters(one)) for one in (open_one, quiet)] == [1, 0]


def test_a_copy_that_moved_to_the_other_chat_is_called_back_from_both(
    corrected: Corrected,
) -> None:
    asked, other = corrected.asks("asked"), corrected.asks("other", "time")
    _joined(corrected, asked, other)
    corrected.fee(12_000)
    corrected.looks()
    corrected.sends(1)
    with corrected.desk.store.work() as work:  # what `joins.move` does of a chat that cannot ring
        moved = OUTBOX.update().where(OUTBOX.c.key.like("correction:%"))
        work.connection.execute(moved.values(contact=other, reason="moved"))
        work.commit()
    corrected.desk.clock.move(minutes=5)
    corrected.fee(15_000)
    corrected.looks()
    corrected.sends(2)
    assert "10.000đ" in corrected.letters(asked)[-1]


def test_who_has_asked_again_since_knows(corrected: Corrected) -> None:
    told = corrected.asks("a")
    corrected.fee(12_000)
    corrected.looks()
    corrected.desk.clock.move(hours=1)
    corrected.asks("a")
    assert corrected.sends(1) == Refused(Why.NOBODY)
    assert corrected.letters(told) == []


def test_above_the_size_a_lead_or_head_lets_it_go(corrected: Corrected) -> None:
    for one in "abcd":
        corrected.asks(one)
    corrected.fee(12_000)
    corrected.looks()
    assert corrected.sends(1, "Lan") == Refused(Why.NOT_APPROVED, "4")
    assert corrected.sends(1, "Tú") == Refused(Why.NO_ROLE)
    assert not isinstance(corrected.sends(1, "Minh"), Refused)
    assert corrected.sends(1, "Minh") == Refused(Why.STATE, S.DONE)


def test_a_figure_that_changes_back_is_not_corrected_to_the_wrong_one(corrected: Corrected) -> None:
    told = corrected.asks("a")
    corrected.fee(12_000)
    corrected.looks()
    corrected.desk.clock.move(hours=1)
    between = corrected.asks("b")
    corrected.fee(10_000)
    corrected.looks()
    new, old = corrected.all()
    assert (old.state, new.state) == (S.SUPERSEDED, S.OPEN)
    corrected.sends(new.id)
    assert corrected.letters(told) == []
    assert "12.000đ/bản" in corrected.letters(between)[0]


def test_a_later_change_speaks_of_what_they_know(corrected: Corrected) -> None:
    told = corrected.asks("a")
    for amount in (12_000, 15_000):
        corrected.fee(amount)
        corrected.looks()
        corrected.sends(corrected.all()[0].id)
        with corrected.desk.store.work() as work:  # the copy arrived
            work.connection.execute(OUTBOX.update().values(status="sent"))
            work.commit()
        corrected.desk.clock.move(days=1)
    first, second = corrected.letters(told)
    assert "10.000đ" in first
    assert "12.000đ" in second
    assert "10.000đ" not in second


def test_a_copy_that_has_not_left_is_called_back_by_the_next_change(corrected: Corrected) -> None:
    told = corrected.asks("a")
    corrected.fee(12_000)
    corrected.looks()
    corrected.sends(1)
    corrected.desk.clock.move(minutes=5)
    corrected.fee(15_000)
    corrected.looks()
    corrected.sends(2)
    with corrected.desk.store.read() as work:
        rows = work.connection.execute(
            select(OUTBOX.c.status, OUTBOX.c.reason)
            .where(OUTBOX.c.contact == told, OUTBOX.c.key.like("correction:%"))
            .order_by(OUTBOX.c.id)
        ).all()
    assert [tuple(one) for one in rows] == [("expired", "superseded"), ("queued", None)]
    assert "10.000đ" in corrected.letters(told)[1]


def test_a_crash_between_two_bites_repeats_nothing(corrected: Corrected) -> None:
    people = [corrected.asks(f"p{one}") for one in range(7)]
    corrected.fee(12_000)
    corrected.looks()
    now = corrected.desk.clock.now()
    with corrected.desk.store.work() as work:
        acts.send(Acting(work, corrected.ward, corrected.desk.officers["Minh"], now), 1)
        work.commit()
    whole, sending.BITE = sending.BITE, 3  # type: ignore[misc]
    try:
        with corrected.desk.store.work() as work:
            assert sending.step(work, corrected.ward, now)
            work.commit()
        with corrected.desk.store.work() as work:
            assert sending.step(work, corrected.ward, now)  # dies before the commit
        corrected.looks()
    finally:
        sending.BITE = whole  # type: ignore[misc]
    assert [len(corrected.letters(one)) for one in people] == [1] * 7
    assert corrected.all()[0].queued == 7


def test_the_first_look_writes_down_and_drafts_nothing(store: Store, clock: FakeClock) -> None:
    found = Corrected(open_desk(store, clock))
    found.asks("a")
    found.looks()
    assert found.all() == []
    with store.read() as work:
        assert len(figures_told.in_force(work, KEY)) == 3 * len(BASE.procedures)


def test_what_was_told_before_the_first_look_is_known_by_its_own_words(
    store: Store, clock: FakeClock
) -> None:
    found = Corrected(open_desk(store, clock))
    found.fee(10_000)
    told = found.asks("a")
    clock.move(days=1)
    found.looks()
    found.fee(12_000)
    clock.move(minutes=5)
    found.looks()
    found.sends(1)
    assert "10.000đ/bản" in found.letters(told)[0]


def test_officers_who_lead_are_told_once(corrected: Corrected) -> None:
    with corrected.desk.store.work() as work:
        from handlers.store import staff

        whose = contacts.endpoint_of(work, corrected.desk.endpoint)
        chat = contacts.open_contact(work, whose, "hoa", "", corrected.desk.clock.now())
        staff.set_contact(work, corrected.desk.officers["Hoa"].id, chat)
        work.commit()
    corrected.asks("a")
    corrected.fee(12_000)
    corrected.looks()
    corrected.looks()
    with corrected.desk.store.read() as work:
        bodies = list(
            work.connection.execute(
                select(OUTBOX.c.body).where(OUTBOX.c.key.like("corr:%"))
            ).scalars()
        )
    assert len(bodies) == 1
    assert "1 người đã được báo khác" in bodies[0]


def test_an_officer_may_drop_it(corrected: Corrected) -> None:
    told = corrected.asks("a")
    corrected.fee(12_000)
    corrected.looks()
    with corrected.desk.store.work() as work:
        now = corrected.desk.clock.now()
        acts.drop(Acting(work, corrected.ward, corrected.desk.officers["Lan"], now), 1)
        work.commit()
    corrected.looks()
    assert corrected.all()[0].state is S.DROPPED
    assert corrected.letters(told) == []
