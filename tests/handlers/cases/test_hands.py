"""Who hears what comes later: in officers' hours, and never an absent holder alone."""

from datetime import date, datetime, timedelta

import pytest

from handlers.cases import acts
from handlers.cases.acts import Doing, Outcome, Refused
from handlers.cases.escalation import digest_of, remind
from handlers.cases.listing import Query, listing
from handlers.cases.page import case_page
from handlers.commands import AddToCase, Asked, ReopenCase, WithdrawCase
from handlers.feedback.opening import asked_of
from handlers.officers import Officer, Role
from handlers.store import contacts, staff, views
from handlers.store.unit_of_work import Store
from knowledge.calendar import VIETNAM
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from tests.fakes.casework import GOOD, CaseWard
from tests.fakes.clock import FakeClock

NIGHT = datetime(2026, 11, 26, 2, 0, tzinfo=VIETNAM)
MORNING = datetime(2026, 11, 26, 7, 0, tzinfo=VIETNAM)


@pytest.fixture
def ward(store: Store) -> CaseWard:
    return CaseWard(store, FakeClock(datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)))


def claimed(ward: CaseWard, *, urgent: bool = False, kind: str = "local_matter") -> CaseCode:
    code = ward.open(FeedbackKind(kind), urgent=urgent)
    who = "Bạch Mẫu" if kind == "local_matter" else "Đầu Mẫu"
    with ward.store.work() as work:
        assert acts.claim(ward.doing(work, who), code).done
        work.commit()
    return code


def asked(ward: CaseWard) -> Asked:
    return asked_of(ward.ward, "do_thi", ward.clock.now())


def adds(ward: CaseWard, code: CaseCode, words: str = "đèn vẫn tắt") -> None:
    ward.sends(AddToCase(ward.row(code).id, words, asked=asked(ward)))


def reopens(ward: CaseWard, code: CaseCode) -> None:
    due = ward.clock.now() + timedelta(days=14)
    ward.sends(ReopenCase(ward.row(code).id, "chưa xong", due, asked(ward)))


def dues(ward: CaseWard, who: str) -> list[datetime]:
    with ward.store.read() as work:
        return [one.due for one in views.letters(work, ward.chats[who])]


def newcomer(ward: CaseWard, name: str = "Em Mẫu") -> Officer:
    """An officer of no unit, who leads nothing."""
    with ward.store.work() as work:
        made = staff.add(work, ward.key, name, {Role.OFFICER}, ward.clock.now())
        assert made is not None
        name_of = contacts.ensure_endpoint(work, ward.key, ward.channel, "bot", ward.clock.now())
        endpoint = contacts.endpoint_of(work, name_of)
        ward.chats[name] = contacts.open_contact(work, endpoint, name, "", ward.clock.now())
        staff.set_contact(work, made, ward.chats[name])
        work.commit()
    ward.officers[name] = Officer(made, ward.key, name, frozenset({Role.OFFICER}))
    return ward.officers[name]


def leaves(ward: CaseWard, who: str, stand_in: Officer | None, until: date) -> None:
    with ward.store.work() as work:
        staff.set_away(work, ward.officers[who].id, until, stand_in.id if stand_in else None)
        work.commit()


def test_what_comes_at_night_rings_nobody_before_the_morning(ward: CaseWard) -> None:
    code = claimed(ward)
    ward.move_to(NIGHT)
    adds(ward, code)
    assert dues(ward, "Bạch Mẫu")[-1] == MORNING
    ward.sends(WithdrawCase(ward.row(code).id, asked(ward)))
    assert dues(ward, "Bạch Mẫu")[-1] == MORNING


def test_an_urgent_one_rings_at_once(ward: CaseWard) -> None:
    code = claimed(ward, urgent=True)
    ward.move_to(NIGHT)
    adds(ward, code)
    assert dues(ward, "Bạch Mẫu")[-1] == NIGHT


def test_a_case_of_no_unit_waits_for_the_morning_too(ward: CaseWard) -> None:
    ward.move_to(NIGHT)
    ward.open(FeedbackKind.REGULATION)
    assert dues(ward, "Phụ Mẫu") == [MORNING]


def test_opened_again_at_night_it_waits_too(ward: CaseWard) -> None:
    code = claimed(ward)
    with ward.store.work() as work:
        assert acts.answer(ward.doing(work, "Bạch Mẫu"), code, acts.Answer(GOOD)).done
        work.commit()
    ward.move_to(NIGHT)
    reopens(ward, code)
    assert dues(ward, "Bạch Mẫu")[-1] == MORNING


def test_while_the_holder_is_away_their_stand_in_hears_sees_and_acts(ward: CaseWard) -> None:
    """One of no unit, who leads nothing: only standing in opens the case to them."""
    code, other = claimed(ward), newcomer(ward)
    leaves(ward, "Bạch Mẫu", other, date(2026, 11, 30))
    adds(ward, code)
    assert "đèn vẫn tắt" in ward.told("Em Mẫu")[0]
    assert "đèn vẫn tắt" in ward.told("Bạch Mẫu")[-1]
    assert ward.told("Cường Mẫu")[1:] == []
    now = ward.clock.now()
    with ward.store.work() as work:
        assert case_page(work, ward.ward, other, code, now) is not None
        assert len(listing(work, ward.ward, other, Query(), now).lines) == 1
        assert acts.note(Doing(work, ward.ward, other, now), code, "đã xem").done
        work.commit()
    ward.move_to(datetime(2026, 11, 27, 8, 0, tzinfo=VIETNAM))
    with ward.store.read() as work:
        assert [one.code for one in digest_of(work, ward.ward, other, ward.clock.now())] == [code]


def test_back_at_work_nobody_stands_in_any_more(ward: CaseWard) -> None:
    code, other = claimed(ward), newcomer(ward)
    leaves(ward, "Bạch Mẫu", other, date(2026, 11, 24))
    ward.move_to(datetime(2026, 11, 25, 8, 0, tzinfo=VIETNAM))
    with ward.store.work() as work:
        remind(work, ward.ward, ward.clock.now())
        work.commit()
    told = len(ward.told("Em Mẫu"))
    adds(ward, code)
    assert len(ward.told("Em Mẫu")) == told
    with ward.store.work() as work:
        doing = Doing(work, ward.ward, other, ward.clock.now())
        assert acts.note(doing, code, "đã xem") == Outcome(code, Refused.GONE)


def test_without_a_stand_in_those_whose_it_is_hear_beside_the_holder(ward: CaseWard) -> None:
    code = claimed(ward)
    leaves(ward, "Bạch Mẫu", None, date(2026, 11, 30))
    adds(ward, code)
    assert "đèn vẫn tắt" in ward.told("Cường Mẫu")[-1]
    assert "đèn vẫn tắt" in ward.told("Bạch Mẫu")[-1]


def test_a_stand_in_the_case_names_is_told_nothing(ward: CaseWard) -> None:
    code = claimed(ward)
    leaves(ward, "Bạch Mẫu", ward.officers["Cường Mẫu"], date(2026, 11, 30))
    told = len(ward.told("Cường Mẫu"))
    adds(ward, code, "cán bộ Cường Mẫu bảo không sửa")
    assert len(ward.told("Cường Mẫu")) <= told
    with ward.store.read() as work:
        cuong = ward.officers["Cường Mẫu"]
        assert case_page(work, ward.ward, cuong, code, ward.clock.now()) is None


def test_a_case_about_conduct_opens_to_no_stand_in(ward: CaseWard) -> None:
    code, other = claimed(ward, kind="conduct"), newcomer(ward)
    leaves(ward, "Đầu Mẫu", other, date(2026, 11, 30))
    with ward.store.read() as work:
        assert case_page(work, ward.ward, other, code, ward.clock.now()) is None
