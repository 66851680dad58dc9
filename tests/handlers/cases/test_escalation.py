"""Reminders climb from officer to supervisor to head; what is over ends by itself."""

from datetime import datetime

import pytest

from handlers.cases import acts, marking
from handlers.cases.acts import Answer
from handlers.cases.escalation import (
    DueKind,
    digest_of,
    end_by_themselves,
    falling_due,
    remind,
    ring_for_urgent,
)
from handlers.cases.lateness import due_of
from handlers.commands import AddToCase
from handlers.officer_rounds import rounds
from handlers.store.unit_of_work import Store
from knowledge.calendar import VIETNAM, local
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
        assert len(digest_of(work, ward.ward, ward.officers["Đầu Mẫu"], ward.clock.now())) == 3
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


def forward_due(ward: CaseWard) -> set[str]:
    """Who is asked today whether to send it on."""
    with ward.store.read() as work:
        due = falling_due(work, ward.ward, ward.clock.now())
    asked = [one.to for one in due if one.kind is DueKind.FORWARD]
    return {who for who, one in ward.officers.items() if any(one.id in to for to in asked)}


def test_forwarding_is_asked_from_its_day_on_and_climbs(ward: CaseWard) -> None:
    """Five working days from Friday 20/11; a holiday lies between: Monday 30/11."""
    code = ward.open()
    with ward.store.work() as work:
        assert acts.claim(ward.doing(work, "Bạch Mẫu"), code).done
        assert acts.ask(ward.doing(work, "Bạch Mẫu"), code, "ở đâu ạ?").done  # a first reply
        work.commit()
    ward.move_to(at(23))
    ward.sends(AddToCase(ward.row(code).id, "hẻm 12"))
    due = local(ward.row(code).forward_due).day
    seen = {}
    for day in (due - 3, due, due + 1, due + 2):
        ward.move_to(at(day) if day <= 30 else at(day - 30, 12))
        reminds(ward)
        seen[day - due] = forward_due(ward)
    assert seen == {
        -3: set(),
        0: {"Bạch Mẫu"},
        1: {"Bạch Mẫu", "Phụ Mẫu"},
        2: {"Bạch Mẫu", "Phụ Mẫu", "Đầu Mẫu"},
    }
    assert reminded(ward, "Bạch Mẫu", "đến hạn chuyển") == 1
    assert reminded(ward, "Phụ Mẫu", "đến hạn chuyển") == 1
    assert "Việc của phường, xã" in ward.told("Bạch Mẫu")[-1]


@pytest.mark.parametrize("how", ["keep", "reclassify", "forward"])
def test_what_was_decided_about_forwarding_is_asked_no_more(ward: CaseWard, how: str) -> None:
    code = ward.open()
    ward.move_to(at(30))
    assert forward_due(ward)
    with ward.store.work() as work:
        doing = ward.doing(work, "Phụ Mẫu")
        done = {
            "keep": lambda: marking.keep(doing, code),
            "reclassify": lambda: acts.reclassify(doing, code, FeedbackKind.SERVICE),
            "forward": lambda: acts.forward(doing, code, "Điện lực Khu vực 1"),
        }[how]()
        assert done.done
        work.commit()
    assert forward_due(ward) == set()


def rings(ward: CaseWard) -> None:
    with ward.store.work() as work:
        ring_for_urgent(work, ward.ward, ward.clock.now())
        work.commit()


def test_an_urgent_case_nobody_takes_rings_each_hour_and_climbs(ward: CaseWard) -> None:
    code = ward.open(urgent=True)
    for minutes in (10, 50, 15, 45):  # 9:10, 10:00, 10:15, 11:00
        ward.clock.move(minutes=minutes)
        rings(ward)
    assert reminded(ward, "Bạch Mẫu", "KHẨN: phản ánh") == 2
    assert reminded(ward, "Đầu Mẫu", "KHẨN: phản ánh") == 1
    with ward.store.work() as work:
        assert acts.claim(ward.doing(work, "Bạch Mẫu"), code).done
        work.commit()
    ward.clock.move(hours=1)
    rings(ward)
    assert reminded(ward, "Bạch Mẫu", "KHẨN: phản ánh") == 2


def test_at_night_it_rings_three_hours_and_again_in_the_morning(ward: CaseWard) -> None:
    ward.move_to(at(25, hour=20))
    ward.open(urgent=True)
    for _ in range(11):
        ward.clock.move(hours=1)
        rings(ward)
    assert reminded(ward, "Bạch Mẫu", "KHẨN: phản ánh") == 4  # 21, 22, 23 and 7 o'clock


def test_what_is_not_urgent_rings_nobody(ward: CaseWard) -> None:
    ward.open()
    ward.clock.move(hours=2)
    rings(ward)
    assert reminded(ward, "Bạch Mẫu", "KHẨN") == 0


def test_an_officer_marks_a_case_urgent(ward: CaseWard) -> None:
    """The clock runs anew, shorter; whoever works on it and those above hear at any hour."""
    code = ward.open()
    with ward.store.work() as work:
        assert acts.claim(ward.doing(work, "Bạch Mẫu"), code).done
        work.commit()
    ward.move_to(at(23, hour=20))
    with ward.store.work() as work:
        assert marking.urge(ward.doing(work, "Cường Mẫu"), code).done
        assert not marking.urge(ward.doing(work, "Cường Mẫu"), code).done
        work.commit()
    row = ward.row(code)
    assert (row.urgent, local(row.answer_due).date()) == (True, at(25).date())
    assert local(row.first_due).date() == at(25).date()
    for who in ("Bạch Mẫu", "Phụ Mẫu", "Đầu Mẫu"):
        assert "Vừa đánh dấu khẩn" in ward.told(who)[-1]
    assert not any("Vừa đánh dấu khẩn" in one for one in ward.told("Cường Mẫu"))


def test_days_waited_still_count_after_it_was_marked_urgent(ward: CaseWard) -> None:
    code = ward.open()
    with ward.store.work() as work:
        assert marking.urge(ward.doing(work, "Bạch Mẫu"), code).done
        assert acts.ask(ward.doing(work, "Bạch Mẫu"), code, "ở đâu ạ?").done
        work.commit()
    ward.move_to(at(25))
    ward.sends(AddToCase(ward.row(code).id, "hẻm 12"))
    assert local(due_of(ward.ward, ward.row(code))).date() > local(ward.row(code).answer_due).date()
