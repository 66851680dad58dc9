"""Who speaks for a dossier, explains it and sets a rule aside, and what of it is recorded."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import text

from handlers import acts, staffing
from handlers.acts import Acting
from handlers.duties.values import Already, Done, Outcome, Refused, Why
from handlers.officers import Officer, Role
from tests.fakes.office import Office
from tests.handlers.acts.doing import ACCEPTED, DONE, apologise, audited, on_time, sign


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
