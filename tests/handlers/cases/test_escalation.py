"""Reminders climb from officer to supervisor to head; what is over ends by itself."""

from datetime import datetime

import pytest

from handlers.cases import acts
from handlers.cases.acts import Answer
from handlers.cases.escalation import DueKind, digest_of, end_by_themselves, falling_due, remind
from handlers.officer_rounds import rounds
from handlers.store.unit_of_work import Store
from knowledge.calendar import VIETNAM
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseState
from tests.fakes.casework import GOOD, CaseWard
from tests.fakes.clock import FakeClock


def at(day: int, month: int = 11, hour: int = 8) -> datetime:
    return datetime(2026, month, day, hour, 0, tzinfo=VIETNAM)


@pytest.fixture
def ward(store: Store) -> CaseWard:
    return CaseWard(store, FakeClock(at(20, hour=9)))


def reminds(ward: CaseWard) -> None:
    with ward.store.work() as work:
        remind(work, ward.ward, ward.clock.now())
        work.commit()


def reminded(ward: CaseWard, who: str, word: str) -> int:
    return sum(word in one for one in ward.told(who))


def claim(ward: CaseWard, who: str = "Bạch Mẫu") -> None:
    code = ward.open()
    with ward.store.work() as work:
        assert acts.claim(ward.doing(work, who), code).done
        assert acts.note(ward.doing(work, who), code, "đã xem").done
        assert acts.ask(ward.doing(work, who), code, "ở đâu ạ?").done
        work.commit()


def answered(ward: CaseWard) -> CaseWard:
    code = ward.open()
    with ward.store.work() as work:
        assert acts.answer(ward.doing(work, "Bạch Mẫu"), code, Answer(GOOD)).done
        work.commit()
    return ward


def test_nobody_took_it_in_two_working_days(ward: CaseWard) -> None:
    ward.open()
    ward.move_to(at(25))
    reminds(ward)

    assert reminded(ward, "Bạch Mẫu", "Hạn liên hệ lần đầu") == 1
    assert reminded(ward, "Phụ Mẫu", "Hạn liên hệ lần đầu") == 1
    assert reminded(ward, "Đầu Mẫu", "Hạn liên hệ lần đầu") == 0
    ward.move_to(at(26))
    reminds(ward)
    assert reminded(ward, "Đầu Mẫu", "Hạn liên hệ lần đầu") == 1


def test_the_answer_is_reminded_of_officer_first_head_on_the_day(ward: CaseWard) -> None:
    """F-4: due Monday 7/12."""
    ward.open()
    seen = {}
    for day in (2, 3, 4, 7):
        ward.move_to(at(day, 12))
        with ward.store.read() as work:
            due = falling_due(work, ward.ward, ward.clock.now())
        ids = {who: officer.id for who, officer in ward.officers.items()}
        seen[day] = {
            who
            for who in ("Bạch Mẫu", "Phụ Mẫu", "Đầu Mẫu")
            for one in due
            if one.kind is DueKind.ANSWER and ids[who] in one.to
        }

    assert seen == {
        2: set(),
        3: {"Bạch Mẫu"},
        4: {"Bạch Mẫu", "Phụ Mẫu"},
        7: {"Bạch Mẫu", "Phụ Mẫu", "Đầu Mẫu"},
    }


def test_reminding_twice_the_same_day_tells_once(ward: CaseWard) -> None:
    ward.open()
    ward.move_to(at(4, 12))
    reminds(ward)
    reminds(ward)

    assert reminded(ward, "Bạch Mẫu", "sắp đến hạn") == 1


def test_nobody_is_reminded_on_a_day_off(ward: CaseWard) -> None:
    ward.open()
    ward.move_to(at(6, 12))
    reminds(ward)

    assert reminded(ward, "Bạch Mẫu", "sắp đến hạn") == 0


def test_while_the_sender_is_asked_nobody_is_reminded(ward: CaseWard) -> None:
    claim(ward)
    ward.move_to(at(7, 12))
    with ward.store.read() as work:
        assert falling_due(work, ward.ward, ward.clock.now()) == ()


def test_what_is_hidden_from_an_officer_is_in_no_digest_and_no_reminder(ward: CaseWard) -> None:
    ward.open(FeedbackKind.CONDUCT, about=About.OFFICER, person="Bạch Mẫu")
    ward.open(FeedbackKind.CONDUCT, about=About.HEAD, person="Đầu Mẫu")
    ward.move_to(at(15, 12))
    reminds(ward)
    with ward.store.read() as work:
        for who in ("Bạch Mẫu", "Cường Mẫu", "Quản Mẫu", "Phụ Mẫu"):
            assert digest_of(work, ward.ward, ward.officers[who], ward.clock.now()) == ()
            assert ward.told(who) == []
        assert len(digest_of(work, ward.ward, ward.officers["Đầu Mẫu"], ward.clock.now())) == 2
        codes = {
            str(one.code)
            for one in digest_of(work, ward.ward, ward.officers["Đầu Mẫu"], ward.clock.now())
        }
    assert codes == {"PA-261120-001"}


def test_an_answered_case_closes_when_it_can_be_opened_no_more(ward: CaseWard) -> None:
    answered(ward)
    states = []
    for day in (4, 5, 8):
        ward.move_to(at(day, 12))
        with ward.store.work() as work:
            end_by_themselves(work, ward.ward, ward.clock.now())
            work.commit()
        with ward.store.read() as work:
            from sqlalchemy import text

            states.append(work.run(text("SELECT state FROM feedback_case")).scalar())

    assert states == [CaseState.ANSWERED, CaseState.ANSWERED, CaseState.CLOSED]


def test_a_case_the_sender_never_added_to_goes_on(ward: CaseWard) -> None:
    claim(ward)
    ward.move_to(at(10, 12))
    with ward.store.work() as work:
        end_by_themselves(work, ward.ward, ward.clock.now())
        work.commit()

    with ward.store.read() as work:
        from sqlalchemy import text

        assert work.run(text("SELECT state FROM feedback_case")).scalar() == CaseState.ASSIGNED
    assert any("xử lý tiếp" in one for one in ward.told())


def test_feedback_that_falls_due_stands_in_the_morning_list(ward: CaseWard) -> None:
    code = ward.open()
    hidden = ward.open(about=About.OFFICER, person="Bạch Mẫu")
    ward.move_to(at(4, 12))
    rounds(ward.store, ward.ward, ward.clock.now())

    lists = [one for one in ward.told("Bạch Mẫu") if "Phản ánh đến hạn" in one]
    assert len(lists) == 1
    assert str(code) in lists[0]
    assert str(hidden) not in lists[0]
