"""Corrections wait for an officer's word, survive a crash, are called back by the next change."""

from sqlalchemy import select, update

from handlers.broadcast_texts import Refused, Why
from handlers.broadcasts.acts import Acting
from handlers.corrections import acts, sending
from handlers.store import contacts, figures_told, outbox
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.readers import BASE, KEY, open_desk
from tests.handlers.corrections.corrected import OUTBOX, Corrected, S


def test_above_the_size_a_lead_or_head_lets_it_go(corrected: Corrected) -> None:
    for one in "abcd":
        corrected.asks(one)
    corrected.fee(12_000)
    corrected.looks()
    assert corrected.sends(1, "Lan") == Refused(Why.NOT_APPROVED, "4")
    assert corrected.sends(1, "Tú") == Refused(Why.NO_ROLE)
    assert not isinstance(corrected.sends(1, "Minh"), Refused)
    assert corrected.sends(1, "Minh") == Refused(Why.STATE, S.DONE)


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


def test_who_got_no_copy_in_its_week_is_told_of_the_figure_they_know(corrected: Corrected) -> None:
    told, reached = corrected.asks("a"), corrected.asks("b")
    corrected.fee(12_000)
    corrected.looks()
    corrected.sends(1)
    corrected.desk.clock.move(days=8)
    with corrected.desk.store.work() as work:
        work.connection.execute(
            update(OUTBOX).where(OUTBOX.c.contact == reached).values(status="sent")
        )
        outbox.expire(work, corrected.desk.clock.now())
        work.commit()
    corrected.fee(15_000)
    corrected.looks()
    corrected.sends(2)
    assert "10.000đ" in corrected.letters(told)[1]
    assert "12.000đ" in corrected.letters(reached)[1]
    assert "10.000đ" not in corrected.letters(reached)[1]


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
