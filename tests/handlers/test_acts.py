"""The officers' acts over dossiers: done once, by whom it may, with what must be kept."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from handlers import acts, staffing
from handlers.acts import Acting
from handlers.duties.values import Already, Done, Outcome, Refused, Why
from handlers.officers import Officer, Role
from handlers.store import follows
from handlers.store.follows import Recipient, Relation
from handlers.store.unit_of_work import Store
from knowledge import dossier_store
from knowledge.dossiers.dossier import Apology, Dossier, Flag, StatusEvent
from knowledge.dossiers.modes import RegisterMode
from knowledge.dossiers.statuses import DossierStatus
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.fakes.rules import in_force, ruled
from tests.knowledge.dossiers.lives import at

ACCEPTED = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00")
DONE = (*ACCEPTED, "done 2026-11-23 07:30")
MONDAY_AFTER = at("2026-11-30 17:00")


@pytest.fixture
def office(store: Store, clock: FakeClock) -> Office:
    return Office(store, clock)


@pytest.fixture
def lan(office: Office) -> Officer:
    return office.officer("Lê Thị Mẫu", Role.OFFICER)


@pytest.fixture
def head(office: Office) -> Officer:
    return office.officer("Trần Văn Mẫu", Role.HEAD)


def ready(dossier: Dossier, *, is_it: bool = True) -> Callable[[Acting], Outcome]:
    return lambda acting: acts.confirm_ready(acting, dossier.id, ready=is_it)


def late(dossier: Dossier, new: str = "2026-11-30 17:00") -> Callable[[Acting], Outcome]:
    return lambda acting: acts.draft_apology(acting, dossier.id, at(new), "Chờ xác minh")


def on_time(dossier: Dossier) -> Callable[[Acting], Outcome]:
    return lambda acting: acts.say_on_time(acting, dossier.id)


def sign(slip: int, reason: str = "") -> Callable[[Acting], Outcome]:
    return lambda acting: acts.sign_apology(acting, slip, reason)


def audited(office: Office) -> list[str]:
    with office.store.read() as work:
        rows = work.run(text("SELECT who, what, about FROM audit ORDER BY id")).all()
    return [f"{r.who} {r.what} {r.about}" for r in rows if r.what.startswith(("doss", "apol"))]


def apologise(office: Office, lan: Officer, head: Officer, dossier: Dossier, new: str) -> Outcome:
    assert isinstance(office.does(lan, late(dossier, new)), Done)
    return office.does(head, sign(office.slip()))


def test_ready_is_kept_with_who_and_when(office: Office, lan: Officer) -> None:
    known = office.dossier(*DONE)
    assert isinstance(office.does(lan, ready(known)), Done)

    (kept,) = office.now_is(known.code).confirmations
    assert (kept.by, kept.at, kept.ready) == (lan.id, office.clock.now(), True)
    assert audited(office) == [f"officer:{lan.id} dossier.ready dossier:{known.id}"]


def test_what_was_not_found_on_the_shelf_may_be_found_later(office: Office, lan: Officer) -> None:
    known = office.dossier(*DONE)
    office.does(lan, ready(known, is_it=False))
    assert office.now_is(known.code).ready is False
    office.does(lan, ready(known))
    assert office.now_is(known.code).ready is True


@pytest.mark.parametrize(
    ("events", "why"),
    [(ACCEPTED, Why.NOT_DONE), ((*DONE, "returned 2026-11-23 07:50"), Why.RETURNED)],
)
def test_only_a_finished_result_is_ready(
    office: Office, lan: Officer, events: tuple[str, ...], why: Why
) -> None:
    assert office.does(lan, ready(office.dossier(*events))) == Refused(why)


def test_two_officers_confirming_at_once_make_one_confirmation(
    office: Office, lan: Officer, head: Officer
) -> None:
    known = office.dossier(*DONE)
    start = threading.Barrier(2)
    outcomes: list[Outcome] = []

    def confirm(officer: Officer) -> None:
        start.wait(10)
        outcomes.append(office.does(officer, ready(known)))

    threads = [threading.Thread(target=confirm, args=(one,)) for one in (lan, head)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (kept,) = office.now_is(known.code).confirmations
    (second,) = [one for one in outcomes if not isinstance(one, Done)]
    assert second == Already(kept.by, kept.at)
    assert len(outcomes) == 2


def test_followers_are_looked_at_after_an_act(office: Office, lan: Officer) -> None:
    known = office.dossier(*DONE)
    contact = office.member("Lê Thị Mẫu").contact or ""
    to = Recipient(office.commune, office.endpoint, "telegram", contact)
    with office.store.work() as work:
        follows.add(work, to, known.id, office.clock.now(), Relation.SELF)
        work.run(text("UPDATE follow SET next_at = NULL"))
        work.commit()
    office.does(lan, ready(known))
    with office.store.read() as work:
        assert work.run(text("SELECT count(*) FROM follow WHERE next_at IS NOT NULL")).scalar() == 1


def test_on_time_is_said_once_for_a_date(office: Office, lan: Officer, head: Officer) -> None:
    known = office.dossier(*ACCEPTED)
    assert isinstance(office.does(lan, on_time(known)), Done)
    assert office.does(head, on_time(known)) == Already(lan.id, office.clock.now())


def test_on_time_is_asked_anew_after_a_new_date(
    office: Office, lan: Officer, head: Officer
) -> None:
    known = office.dossier(*ACCEPTED)
    office.does(lan, on_time(known))
    apologise(office, lan, head, known, "2026-11-30 17:00")
    assert isinstance(office.does(lan, on_time(known)), Done)


def test_a_slip_counts_only_once_the_head_signed(
    office: Office, lan: Officer, head: Officer
) -> None:
    known = office.dossier(*ACCEPTED)
    assert isinstance(office.does(lan, late(known)), Done)
    assert office.now_is(known.code).due_at == at("2026-11-25 17:00")

    assert isinstance(office.does(head, sign(office.slip())), Done)
    moved = office.now_is(known.code)
    assert moved.due_at == MONDAY_AFTER
    (apology,) = moved.apologies
    assert (apology.by, apology.reason, apology.approved) == (lan.id, "Chờ xác minh", True)
    assert moved.flags == frozenset()
    assert audited(office) == [
        f"officer:{lan.id} apology.drafted dossier:{known.id}",
        f"officer:{head.id} apology.signed dossier:{known.id}",
    ]


def test_an_officer_signs_nothing(office: Office, lan: Officer) -> None:
    known = office.dossier(*ACCEPTED)
    office.does(lan, late(known))
    assert office.does(lan, sign(office.slip())) == Refused(Why.NOT_ALLOWED)
    assert office.now_is(known.code).apologies == ()


def test_two_heads_at_once_sign_one_slip(office: Office, lan: Officer, head: Officer) -> None:
    other = office.officer("Phạm Văn Mẫu", Role.HEAD)
    known = office.dossier(*ACCEPTED)
    office.does(lan, late(known))
    slip, start, outcomes = office.slip(), threading.Barrier(2), list[Outcome]()

    def decide(officer: Officer, act: Callable[[Acting], Outcome]) -> None:
        start.wait(10)
        outcomes.append(office.does(officer, act))

    refuse: Callable[[Acting], Outcome] = lambda acting: acts.refuse_apology(acting, slip)  # noqa: E731
    pairs = ((head, sign(slip)), (other, refuse))
    threads = [threading.Thread(target=decide, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(isinstance(one, Done) for one in outcomes) == 1
    assert sum(isinstance(one, Already) for one in outcomes) == 1
    assert len(audited(office)) == 2


def test_a_slip_with_a_place_nobody_filled_in_is_not_written(office: Office, lan: Officer) -> None:
    known = office.dossier(*ACCEPTED)
    for reason, why in (("Chờ […]", Why.BLANK), ("Chờ ___", Why.BLANK), (" ", Why.NO_REASON)):
        draft = acts.draft_apology
        new = at("2026-11-30 17:00")
        tried = office.does(lan, lambda acting: draft(acting, known.id, new, reason))  # noqa: B023
        assert tried == Refused(why)


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


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("2026-11-25 17:00", Why.NOT_LATER),
        ("2026-11-23 17:00", Why.NOT_LATER),
        ("2026-11-28 17:00", Why.DAY_OFF),
    ],
)
def test_a_new_date_is_later_and_a_working_day(
    office: Office, lan: Officer, new: str, why: Why
) -> None:
    assert office.does(lan, late(office.dossier(*ACCEPTED), new)) == Refused(why)


def test_one_slip_waits_at_a_time(office: Office, lan: Officer, head: Officer) -> None:
    known = office.dossier(*ACCEPTED)
    office.does(lan, late(known))
    assert office.does(head, late(known)) == Already(lan.id, office.clock.now())


def test_a_refused_slip_makes_room_for_another(office: Office, lan: Officer, head: Officer) -> None:
    known = office.dossier(*ACCEPTED)
    office.does(lan, late(known))
    slip = office.slip()
    office.does(head, lambda acting: acts.refuse_apology(acting, slip, "Làm kịp được"))
    assert isinstance(office.does(lan, late(known)), Done)


def test_on_time_after_all_takes_the_slip_back(office: Office, lan: Officer, head: Officer) -> None:
    known = office.dossier(*ACCEPTED)
    office.does(lan, late(known))
    slip = office.slip()
    office.does(lan, on_time(known))
    assert isinstance(office.does(head, sign(slip)), Already)
    assert office.now_is(known.code).apologies == ()


def test_a_paused_dossier_is_neither_on_time_nor_late(office: Office, lan: Officer) -> None:
    known = office.dossier(*ACCEPTED, "supplement_needed 2026-11-20 09:00")
    assert office.does(lan, on_time(known)) == Refused(Why.PAUSED)
    assert office.does(lan, late(known)) == Refused(Why.PAUSED)


def test_the_dossier_of_a_colleague_is_spoken_for_by_its_officer_the_lead_or_the_head(
    office: Office, lan: Officer, head: Officer
) -> None:
    office.officer("Phạm Văn Mẫu", Role.OFFICER)
    lead = office.officer("Võ Thị Mẫu", Role.DESK_LEAD)
    for number, (who, allowed) in enumerate([(lan, False), (lead, True), (head, True)], 1):
        known = office.dossier(*ACCEPTED, number=number, officer="phạm văn mẫu")
        done = office.does(who, on_time(known))
        assert (done == Refused(Why.NOT_YOURS)) is not allowed


def test_who_stands_in_speaks_for_the_absent(office: Office, lan: Officer) -> None:
    office.officer("Phạm Văn Mẫu", Role.OFFICER)
    known = office.dossier(*ACCEPTED, officer="Phạm Văn Mẫu")
    with office.store.work() as work:
        away, acting = office.member("Phạm Văn Mẫu"), office.member("Lê Thị Mẫu")
        staffing.set_away(work, away, date(2026, 11, 23), acting, "cli", office.clock.now())
        work.commit()
    assert isinstance(office.does(lan, on_time(known)), Done)


def test_an_explanation_becomes_the_cause(office: Office, lan: Officer) -> None:
    known = office.dossier(*ACCEPTED, "done 2026-11-27 08:00")
    explain = lambda acting: acts.explain_late(acting, known.id, " Chờ kết quả xác minh ")  # noqa: E731
    assert isinstance(office.does(lan, explain), Done)
    assert office.now_is(known.code).cause == "Chờ kết quả xác minh"


def test_nothing_is_explained_that_was_not_late(office: Office, lan: Officer) -> None:
    known = office.dossier(*DONE)
    explain = lambda acting: acts.explain_late(acting, known.id, "Chờ")  # noqa: E731
    assert office.does(lan, explain) == Refused(Why.NOT_LATE)


def test_a_rule_is_set_aside_by_the_head_with_a_reason(
    office: Office, lan: Officer, head: Officer
) -> None:
    known = office.dossier(*ACCEPTED)
    rule = "supplement_once"

    def override(reason: str, name: str = rule) -> Callable[[Acting], Outcome]:
        return lambda acting: acts.override(acting, known.id, name, reason)

    assert office.does(lan, override("Thiếu giấy mới")) == Refused(Why.NOT_ALLOWED)
    assert office.does(head, override("  ")) == Refused(Why.NO_REASON)
    assert office.does(head, override("Thiếu", "bua")) == Refused(Why.NO_SUCH_RULE)
    assert isinstance(office.does(head, override("Thiếu giấy mới")), Done)
    assert office.does(head, override("Lần nữa")) == Already(head.id, office.clock.now())
    assert office.now_is(known.code).overridden(rule)


def status(
    office: Office, dossier: Dossier, new: DossierStatus, mode: RegisterMode = RegisterMode.DESK
) -> Callable[[Acting], Outcome]:
    event = StatusEvent(office.clock.now(), new, new.value)
    return lambda acting: acts.set_status(acting, dossier.id, event, mode=mode)


def test_beside_a_software_no_status_is_set(office: Office, lan: Officer) -> None:
    known = office.dossier(*ACCEPTED)
    set_done = status(office, known, DossierStatus.DONE, RegisterMode.MIRROR)
    assert office.does(lan, set_done) == Refused(Why.MIRROR)


def test_at_our_own_desk_a_step_is_set_if_it_may_follow(office: Office, lan: Officer) -> None:
    known = office.dossier(*ACCEPTED)
    assert office.does(lan, status(office, known, DossierStatus.RETURNED)) == Refused(
        Why.RULE, "impossible_step"
    )
    assert isinstance(office.does(lan, status(office, known, DossierStatus.DONE)), Done)
    assert office.now_is(known.code).done_at == office.clock.now()


def test_at_our_own_desk_papers_are_asked_for_once(
    office: Office, lan: Officer, head: Officer
) -> None:
    known = office.dossier(*ACCEPTED)
    ask, go_on = DossierStatus.SUPPLEMENT_NEEDED, DossierStatus.PROCESSING
    office.does(lan, status(office, known, ask))
    office.clock.move(hours=1)
    office.does(lan, status(office, known, go_on))
    office.clock.move(hours=1)
    assert office.does(lan, status(office, known, ask)) == Refused(Why.RULE, "supplement_once")
    rule = "supplement_once"
    office.does(head, lambda acting: acts.override(acting, known.id, rule, "Luật mới"))
    assert isinstance(office.does(lan, status(office, known, ask)), Done)


def test_what_is_not_there_or_of_another_commune_is_unknown(office: Office, lan: Officer) -> None:
    assert office.does(lan, lambda acting: acts.say_on_time(acting, 99)) == Refused(Why.UNKNOWN)
    assert office.does(lan, sign(99)) == Refused(Why.UNKNOWN)
    known = office.dossier(*ACCEPTED)
    with office.store.work() as work:
        work.run(text("UPDATE dossier SET commune = 'xa-khac'"))
        work.commit()
    assert office.does(lan, on_time(known)) == Refused(Why.UNKNOWN)


def test_no_word_of_a_reason_stands_in_the_audit(
    office: Office, lan: Officer, head: Officer
) -> None:
    known = office.dossier(*ACCEPTED)
    apologise(office, lan, head, known, "2026-11-30 17:00")
    office.clock.move_to(office.clock.now() + timedelta(days=9))
    office.does(lan, lambda acting: acts.explain_late(acting, known.id, "Nhà ông Bí bị ốm"))
    assert "Bí" not in str(audited(office))
    assert "xác minh" not in str(audited(office))


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
    assert office.now_is(known.code).due_at == at("2026-12-07 17:00")


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
