"""Broadcasts: who approves, whom they go to, and that none goes twice or after a stop."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.broadcast import BroadcastState
from handlers.broadcast_texts import Draft, Refused, Why
from handlers.broadcasts import queueing
from handlers.check_codes import Seal, codes_in
from handlers.store import broadcasting, contacts, erasing, outbox, subscriptions, views
from handlers.store.check_codes import StoredCodes
from handlers.store.states import ContactState
from handlers.store.tables import CheckCodeRow, table_of
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, Desk, open_desk

S = BroadcastState


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return open_desk(store, clock, above=3)


def statuses(desk: Desk, number: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for _, status, _, _ in desk.copies(number):
        found[status] = found.get(status, 0) + 1
    return found


def test_above_the_size_a_second_person_must_have_approved_this_version(desk: Desk) -> None:
    desk.readers(4)
    one = desk.write(by="Hoa")
    assert desk.start(one.id, "Hoa") == Refused(Why.NOT_APPROVED, "4")
    assert desk.act("approve", "Hoa", one.id) == Refused(Why.OWN)
    assert desk.act("approve", "Lan", one.id) == Refused(Why.NO_ROLE)
    desk.act("approve", "Minh", one.id)
    desk.act("edit", "Hoa", one.id, "Mốt cúp nước.", {})
    assert desk.start(one.id, "Hoa") == Refused(Why.NOT_APPROVED, "4")
    desk.act("approve", "Minh", one.id)
    started = desk.start(one.id, "Hoa")
    assert not isinstance(started, Refused)
    assert started.state is S.SCHEDULED


def test_one_that_grew_over_the_size_before_its_hour_waits_for_a_person(desk: Desk) -> None:
    desk.readers(2)
    one = desk.write()
    desk.start(one.id, at=desk.clock.now() + timedelta(hours=2))
    desk.readers(2, "later")
    desk.clock.move(hours=2)
    desk.bites()
    assert (desk.found(one.id).state, desk.copies(one.id)) == (S.PAUSED, [])
    assert desk.act("resume", "Lan", one.id) == Refused(Why.NOT_APPROVED, "4")
    desk.act("approve", "Hoa", one.id)
    desk.act("resume", "Lan", one.id)
    desk.bites()
    assert statuses(desk, one.id) == {"queued": 4}


def test_an_administrator_writes_to_nobody_and_an_officer_not_at_night(desk: Desk) -> None:
    desk.readers(1)
    draft = Draft("Chào.", {}, "general", "all")
    assert desk.act("write", "Tú", draft) == Refused(Why.NO_ROLE)
    one = desk.write()
    assert desk.start(one.id, urgent=True) == Refused(Why.URGENT)
    assert not isinstance(desk.start(one.id, "Hoa", urgent=True), Refused)


def test_a_field_that_stands_for_nothing_is_named(desk: Desk) -> None:
    draft = Draft("Ngày {ngay} tiêm chủng tại {noi_nhan}.", {}, "health", "all")
    assert desk.act("write", "Lan", draft) == Refused(Why.FIELDS, "ngay")
    left = Draft("Mai cúp nước từ [giờ].", {}, draft.topic, draft.audience)
    assert desk.act("write", "Lan", left) == Refused(Why.FIELDS, "[giờ]")


def test_it_goes_once_to_who_asked_and_wants_the_topic(desk: Desk) -> None:
    wants, mutes, stopped, quiet, gone = desk.readers(5)
    now = desk.clock.now()
    with desk.store.work() as work:
        subscriptions.mute(work, KEY, mutes, "utilities", now)
        subscriptions.stop(work, KEY, stopped, now)
        erasing.erase_person(work, quiet, now)
        contacts.mark_contact(work, gone, ContactState.BLOCKED)
        work.commit()
    one = desk.write()
    desk.start(one.id)
    desk.bites()
    assert {(who, status) for who, status, _, _ in desk.copies(one.id)} == {
        (wants, "queued"),
        (gone, "withheld"),
    }
    with desk.store.read() as work:
        assert [each.why for each in broadcasting.missed(work, one.id)] == ["unreachable"]
    assert desk.bites() == 0


def test_killed_between_two_bites_nothing_is_lost_and_nothing_repeated(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasting, "BITE", 3)
    readers = desk.readers(10)
    one = desk.write()
    desk.act("approve", "Hoa", one.id)
    desk.start(one.id)
    desk.bites(3)
    assert 0 < len(desk.copies(one.id)) < 10
    with desk.store.work() as work:  # dies before its commit
        assert queueing.step(work, desk.ward, desk.clock.now())
    desk.bites()
    assert sorted(who for who, *_ in desk.copies(one.id)) == sorted(readers)
    assert desk.found(one.id).queued == 10


def test_paused_nothing_is_claimed_even_when_the_person_writes(desk: Desk) -> None:
    (reader, blocked) = desk.readers(2)
    now = desk.clock.now()
    with desk.store.work() as work:
        contacts.mark_contact(work, blocked, ContactState.BLOCKED)
        work.commit()
    one = desk.write()
    desk.start(one.id)
    desk.bites()
    desk.act("pause", "Hoa", one.id)
    desk.follow(one.id)
    desk.clock.move(minutes=5)
    with desk.store.work() as work:
        outbox.requeue_withheld(work, blocked, now)
        assert outbox.claim_endpoint(work, desk.endpoint, "s", desk.clock.now(), 10) == []
        work.commit()
    desk.act("resume", "Lan", one.id)
    desk.follow(one.id)
    with desk.store.work() as work:
        claimed = outbox.claim_endpoint(work, desk.endpoint, "s", desk.clock.now(), 10)
    assert {each.to.address.contact for each in claimed} == {reader, blocked}


def test_cancelled_nothing_more_leaves_and_the_figures_are_kept(desk: Desk) -> None:
    desk.readers(2)
    one = desk.write()
    desk.start(one.id)
    desk.bites()
    desk.act("cancel", "Lan", one.id)
    desk.follow(one.id)
    assert {(status, why) for _, status, _, why in desk.copies(one.id)} == {
        ("expired", "cancelled")
    }
    assert desk.found(one.id).figures == '[["telegram","expired","cancelled",2]]'
    assert desk.act("resume", "Lan", one.id) == Refused(Why.STATE, "cancelled")


def test_who_stops_gets_nothing_of_what_waits(desk: Desk) -> None:
    stops, mutes = desk.readers(2)
    one = desk.write()
    desk.start(one.id)
    desk.bites()
    with desk.store.work() as work:
        subscriptions.stop(work, KEY, stops, desk.clock.now())
        subscriptions.mute(work, KEY, mutes, "utilities", desk.clock.now())
        work.commit()
    assert {(status, why) for _, status, _, why in desk.copies(one.id)} == {("expired", "stopped")}
    desk.bites()
    assert desk.found(one.id).state is S.DONE


def test_who_asks_after_it_began_is_not_in_it(desk: Desk) -> None:
    desk.readers(1)
    one = desk.write()
    desk.start(one.id)
    desk.bites(1)
    desk.clock.move(seconds=5)
    desk.readers(1, "late")
    desk.bites()
    assert len(desk.copies(one.id)) == 1


def test_every_copy_wears_the_one_check_code_of_its_words(desk: Desk) -> None:
    desk.store.seal = Seal(lambda: bytes(range(32)))
    readers = desk.readers(3)
    one = desk.write()
    desk.start(one.id)
    desk.bites()
    with desk.store.read() as work:
        letters = [views.letters(work, reader)[-1].reply for reader in readers]
        kept = work.run(select(table_of(CheckCodeRow).c.kind)).all()
    codes = {codes_in(str(reply)) for reply in letters}
    assert len(codes) == 1
    assert [row.kind for row in kept] == ["broadcast"]
    ((code,),) = codes
    issued = StoredCodes(desk.store, desk.store.seal).issued(KEY, code)
    assert issued is not None


def test_one_whose_fact_was_taken_out_of_the_settings_waits_and_others_go_on(desk: Desk) -> None:
    desk.readers(1)
    poor, sound = desk.write("Hỏi {duong_day_nong}."), desk.write()
    desk.start(poor.id)
    desk.start(sound.id)
    bare = desk.ward.commune.hotline.model_copy(update={"number": ""})
    commune = desk.ward.commune.model_copy(update={"hotline": bare})
    desk.ward = replace(desk.ward, commune=commune)
    desk.bites()
    assert (desk.found(poor.id).state, desk.found(poor.id).reason) == (S.PAUSED, "fields")
    assert statuses(desk, sound.id) == {"queued": 1}
