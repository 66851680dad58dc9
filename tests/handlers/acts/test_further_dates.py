"""A second new date, or a late one, needs the head's reason where the data says so."""

from datetime import timedelta

from handlers import acts
from handlers.duties.values import Done, Refused, Why
from handlers.officers import Officer
from knowledge import dossier_store
from knowledge.dossiers.dossier import Apology, Flag
from tests.fakes.office import Office
from tests.fakes.rules import in_force, ruled
from tests.handlers.acts.doing import ACCEPTED, MONDAY_AFTER, apologise, late, sign
from tests.knowledge.dossiers.lives import at


def test_a_second_new_date_needs_the_heads_reason(
    office: Office, lan: Officer, head: Officer
) -> None:
    known = office.dossier(*ACCEPTED)
    apologise(office, lan, head, known, "2026-11-30 17:00")
    office.does(lan, late(known, "2026-12-03 17:00"))
    slip = office.slip()

    assert office.does(head, sign(slip)) == Refused(Why.NEEDS_REASON)
    assert office.now_is(known.code).due_at == MONDAY_AFTER

    assert isinstance(office.does(head, sign(slip, "Cơ quan phối hợp trả lời chậm")), Done)
    moved = office.now_is(known.code)
    assert moved.due_at == at("2026-12-03 17:00")
    assert moved.flags == frozenset()
    (kept,) = moved.overrides
    assert (kept.rule, kept.by) == ("apology_once", head.id)
    assert kept.reason == "Cơ quan phối hợp trả lời chậm"


def test_an_apology_later_than_the_day_before_needs_a_reason_too(
    office: Office, lan: Officer, head: Officer
) -> None:
    # 24/11 is a holiday: the last day for a date of 25/11 is Monday the 23rd (E20).
    known = office.dossier(*ACCEPTED)
    office.clock.move_to(at("2026-11-25 08:00"))
    office.does(lan, late(known))
    assert office.does(head, sign(office.slip())) == Refused(Why.NEEDS_REASON)
    assert isinstance(office.does(head, sign(office.slip(), "Báo muộn do mất mạng")), Done)
    assert office.now_is(known.code).overridden("apology_in_time")


def test_letting_a_second_new_date_of_the_register_pass_makes_it_hold(
    office: Office, lan: Officer, head: Officer
) -> None:
    known = office.dossier(*ACCEPTED)
    apologise(office, lan, head, known, "2026-11-30 17:00")
    with office.store.work() as work:
        held = dossier_store.hold(work.session, known.id)
        assert held is not None
        told = Apology(office.clock.now() + timedelta(hours=1), at("2026-12-07 17:00"), "Chờ")
        after = dossier_store.with_apology(held, told)
        dossier_store.save(work.session, held, after, office.ward.calendar, told.at)
        work.commit()
    assert office.now_is(known.code).due_at == MONDAY_AFTER
    assert Flag.SECOND_APOLOGY in office.now_is(known.code).flags

    rule = "apology_once"
    office.does(head, lambda acting: acts.override(acting, known.id, rule, "Đồng ý"))
    after = office.now_is(known.code)
    assert after.due_at == at("2026-12-07 17:00")
    assert [one.approved for one in after.apologies] == [True, True]


def test_as_many_new_dates_as_the_data_allows_need_no_reason(
    office: Office, lan: Officer, head: Officer
) -> None:
    known = office.dossier(*ACCEPTED)
    with in_force(ruled("apology_once", 2)):
        apologise(office, lan, head, known, "2026-11-30 17:00")
        assert isinstance(apologise(office, lan, head, known, "2026-12-03 17:00"), Done)
        moved = office.now_is(known.code)
        assert (moved.due_at, moved.overrides) == (at("2026-12-03 17:00"), ())
        third = apologise(office, lan, head, known, "2026-12-07 17:00")
    assert third == Refused(Why.NEEDS_REASON)


def test_where_the_data_allows_no_new_date_the_first_one_needs_the_heads_reason(
    office: Office, lan: Officer, head: Officer
) -> None:
    known = office.dossier(*ACCEPTED)
    with in_force(ruled("apology_once", 0)):
        assert apologise(office, lan, head, known, "2026-11-30 17:00") == Refused(Why.NEEDS_REASON)
        assert isinstance(office.does(head, sign(office.slip(), "Chờ xác minh")), Done)
        assert office.now_is(known.code).due_at == MONDAY_AFTER


def test_a_register_that_tells_two_new_dates_is_believed_where_the_data_allows_two(
    office: Office,
) -> None:
    with in_force(ruled("apology_once", 2)):
        known = office.dossier(*ACCEPTED)
        for hour, due in ((1, "2026-11-30 17:00"), (2, "2026-12-07 17:00")):
            told = Apology(office.clock.now() + timedelta(hours=hour), at(due), "Chờ")
            with office.store.work() as work:
                held = dossier_store.hold(work.session, known.id)
                assert held is not None
                after = dossier_store.with_apology(held, told)
                dossier_store.save(work.session, held, after, office.ward.calendar, told.at)
                work.commit()
        assert office.now_is(known.code).due_at == at("2026-12-07 17:00")
        assert Flag.SECOND_APOLOGY not in office.now_is(known.code).flags
