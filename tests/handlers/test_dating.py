"""Dossiers whose software prints no date are watched by our own clock, and it is said so."""

from dataclasses import replace

import pytest

from bot.channels.terminal.render import text_of
from handlers import acts
from handlers.dating import date_dossiers
from handlers.duties.values import Done, Refused, Why
from handlers.notice_kinds import NoticeKind
from handlers.notices.planning import planned
from handlers.notices.sweeping import facts_of
from handlers.officer_rounds import rounds
from handlers.officers import Role
from handlers.store import views
from handlers.store.unit_of_work import Store
from handlers.wording import notices as wording
from knowledge import dossier_store
from knowledge.catalogue_store import upgrade_shipped
from knowledge.loading import load_procedures
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.knowledge.dossiers.lives import at

FILED = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00", "processing 2026-11-19 10:00")
RESIDENCE = "1.004194"
"""Three working days, whatever the case."""
CODE = "H32.12.05-261119-0001"


@pytest.fixture
def office(store: Store, clock: FakeClock) -> Office:
    clock.move_to(at("2026-11-19 10:30"))
    made = Office(store, clock)
    with store.work() as work:
        upgrade_shipped(work.session, load_procedures(), clock.now())
        work.commit()
    return made


def date(office: Office, moment: str) -> int:
    office.clock.move_to(at(moment))
    return date_dossiers(office.store, office.ward, office.clock.now())


def test_an_undated_dossier_gets_the_date_of_the_worked_example(office: Office) -> None:
    office.dossier(*FILED, due="", version=1, procedure=RESIDENCE)
    assert date(office, "2026-11-19 10:40") == 1
    assert date(office, "2026-11-19 10:50") == 0, "dating twice changes nothing"
    one = office.now_is(CODE)
    assert one.computed_due_at == at("2026-11-25 17:00")  # E4: 3 working days, a holiday between
    assert one.alarm_at == at("2026-11-25 09:00"), "staff are warned by the earlier clock (D-4)"
    assert one.due_at is None


def test_of_several_limits_the_earliest_warns_staff_and_none_is_promised(office: Office) -> None:
    office.dossier(*FILED, due="", version=1)  # 3 working days, or 23 days when others are asked
    assert date(office, "2026-11-19 10:40") == 1
    one = office.now_is(CODE)
    assert (one.computed_due_at, one.alarm_at) == (None, at("2026-11-25 09:00"))


def test_a_printed_date_ends_the_computed_one(office: Office) -> None:
    office.dossier(*FILED, due="", version=1, procedure=RESIDENCE)
    date(office, "2026-11-19 10:40")
    office.clock.move_to(at("2026-11-19 11:00"))
    office.dossier(*FILED, due="2026-11-27 17:00", version=1, procedure=RESIDENCE)
    one = office.now_is(CODE)
    assert (one.computed_due_at, one.alarm_at) == (None, None)
    assert one.watched_due_at == at("2026-11-27 17:00")


def test_while_it_waits_for_the_citizen_nothing_is_computed(office: Office) -> None:
    office.dossier(*FILED, due="", version=1, procedure=RESIDENCE)
    date(office, "2026-11-19 10:40")
    office.clock.move_to(at("2026-11-19 14:00"))
    office.dossier(
        *FILED, "supplement_needed 2026-11-19 13:50", due="", version=1, procedure=RESIDENCE
    )
    assert office.now_is(CODE).watched_due_at is None
    assert date(office, "2026-11-19 14:10") == 0


def test_a_dossier_untouched_for_days_is_dated_in_the_morning(office: Office) -> None:
    office.dossier(*FILED, due="", version=1, procedure=RESIDENCE)
    assert date(office, "2026-11-21 15:00") == 0
    assert date(office, "2026-11-23 06:10") == 1


def test_its_officer_is_asked_in_the_morning_and_cannot_apologise_for_it(office: Office) -> None:
    lan = office.officer("Lê Thị Mẫu", Role.OFFICER)
    made = office.dossier(*FILED, due="", version=1, procedure=RESIDENCE, officer="Lê Thị Mẫu")
    date(office, "2026-11-19 10:40")
    office.clock.move_to(at("2026-11-23 07:20"))
    office.dossier(*FILED, due="", version=1, procedure=RESIDENCE, officer="Lê Thị Mẫu")
    office.clock.move_to(at("2026-11-23 07:30"))
    rounds(office.store, office.ward, office.clock.now())
    contact = office.member(lan.name).contact or ""
    with office.store.read() as work:
        told = [text_of((one.reply,)) for one in views.letters(work, contact) if one.reply]
    asked, listed = told
    assert "Hạn tự tính" in asked
    assert "Không kịp" not in asked
    assert "tự tính 25/11/2026" in listed
    due = at("2026-11-27 17:00")
    late = office.does(lan, lambda acting: acts.draft_apology(acting, made.id, due, "bận"))
    assert late == Refused(Why.NO_DUE_DATE)
    kept = office.does(lan, lambda acting: acts.say_on_time(acting, made.id))
    assert isinstance(kept, Done)


def test_who_follows_it_is_told_the_evening_before_that_the_date_is_ours(office: Office) -> None:
    office.dossier(*FILED, due="", version=1, procedure=RESIDENCE)
    date(office, "2026-11-19 10:40")
    one = office.now_is(CODE)
    eve = next(x for x in planned(one, office.ward.calendar) if x.kind is NoticeKind.DUE_TOMORROW)
    assert eve.at == at("2026-11-23 16:00")  # 24/11 is off
    said = text_of((wording.notice(eve.kind, facts_of(one, office.ward), 1),))
    assert "Ngày này em tự tính" in said
    bare = replace(one, computed_due_at=None)
    kinds = {x.kind for x in planned(bare, office.ward.calendar)}
    assert NoticeKind.DUE_TOMORROW not in kinds


def test_every_dossier_is_dated_however_many_there_are(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.dossier_store.reading.UNDATED", 2)
    for number in range(1, 6):
        office.dossier(*FILED, due="", version=1, procedure=RESIDENCE, number=number)
    assert date(office, "2026-11-19 10:40") == 5
    with office.store.read() as work:
        due = dossier_store.due_ids(work.session, office.commune, at("2026-11-30 17:00"))
    assert len(due) == 5
