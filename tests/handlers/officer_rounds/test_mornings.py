"""The morning list: what falls due, for whom, once a day, with what did not arrive."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handlers import acts, staffing
from handlers.messages import Paragraph, Reply
from handlers.officers import Officer, Role
from handlers.store import contacts, outbox, queueing
from handlers.store.states import OutboxKind, OutboxStatus
from tests.fakes.office import Office
from tests.fakes.shipped import shipped_base
from tests.handlers.officer_rounds.letters import ACCEPTED, DONE, MORNING, letters, run, told
from tests.knowledge.dossiers.lives import at


def test_in_the_morning_each_officer_gets_what_falls_due(
    office: Office, lan: Officer, head: Officer
) -> None:
    office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")  # due the day after tomorrow, a holiday between
    office.dossier(*ACCEPTED, number=2, due="2026-11-23 17:00", officer="Lê Thị Mẫu")
    assert run(office, at("2026-11-23 07:29")) == 0
    assert run(office, MORNING) == 2
    listed = told(office, lan)[-1]
    assert "VIỆC HÔM NAY" in listed.upper()
    assert "0001" in listed
    assert "Hẹn trả hôm nay: 1".upper() in listed.upper()
    assert {one.kind for one in letters(office, lan)} == {OutboxKind.OFFICER}


def test_a_list_comes_once_a_day_whoever_runs_the_round(office: Office, lan: Officer) -> None:
    office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    run(office, MORNING)
    before = len(letters(office, lan))
    assert run(office, at("2026-11-23 07:35")) == 0
    assert len(letters(office, lan)) == before


def test_after_an_outage_a_list_comes_late_but_not_at_noon(office: Office, lan: Officer) -> None:
    office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    assert run(office, at("2026-11-23 10:31")) == 0
    assert run(office, at("2026-11-23 10:29")) == 1


def test_on_a_day_off_nobody_is_written_to(office: Office, lan: Officer) -> None:
    office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    assert run(office, at("2026-11-24 07:30")) == 0
    assert run(office, at("2026-11-22 07:30")) == 0


def test_who_has_nothing_to_do_gets_no_list(office: Office, lan: Officer) -> None:
    assert run(office, MORNING) == 0


def test_below_a_list_stands_how_many_records_are_due_for_a_look(
    office: Office, lan: Officer, head: Officer
) -> None:
    today = MORNING.date()
    base = replace(shipped_base(), on=today)
    old = {one.code for one in list(base.by_title)[:3]}
    known = {
        code: one.model_copy(
            update={"checked_on": None if code in old else today, "review_by": None}
        )
        for code, one in base.procedures.items()
    }
    office.ward = replace(office.ward, knowledge=lambda _: replace(base, procedures=known))
    assert run(office, MORNING) == 0  # alone it is no reason to write
    office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    run(office, MORNING)
    lists = [text for text in told(office, lan) if "VIỆC HÔM NAY" in text.upper()]
    assert [text.count("3 thủ tục đến kỳ kiểm tra") for text in lists] == [1]


def test_two_working_days_before_the_card_asks_on_time_or_not(office: Office, lan: Officer) -> None:
    # 24/11 is a holiday, so two working days before 26/11 are Monday the 23rd.
    office.dossier(*ACCEPTED, due="2026-11-26 17:00", officer="Lê Thị Mẫu")
    run(office, MORNING)
    card = next(one.reply for one in letters(office, lan) if one.key.startswith("duty:"))
    assert card is not None
    assert [one.label for one in card.choices] == ["Kịp", "Không kịp"]


def test_who_said_on_time_is_not_asked_again(office: Office, lan: Officer) -> None:
    known = office.dossier(*ACCEPTED, due="2026-11-26 17:00", officer="Lê Thị Mẫu")
    office.does(lan, lambda acting: acts.say_on_time(acting, known.id))
    assert run(office, MORNING) == 0


def test_the_work_of_the_absent_goes_to_who_stands_in(office: Office, lan: Officer) -> None:
    away = office.officer("Phạm Văn Mẫu", Role.OFFICER)
    office.dossier(*ACCEPTED, officer="Phạm Văn Mẫu")
    with office.store.work() as work:
        member, acting = office.member("Phạm Văn Mẫu"), office.member("Lê Thị Mẫu")
        staffing.set_away(work, member, date(2026, 11, 23), acting, "cli", office.clock.now())
        work.commit()
    assert run(office, MORNING) == 1
    assert letters(office, away) == []
    assert "0001" in told(office, lan)[-1]


def test_an_old_copy_is_said_first_and_nothing_is_claimed(office: Office, lan: Officer) -> None:
    office.dossier(*ACCEPTED, officer="Lê Thị Mẫu", copied=at("2026-11-19 10:00"))
    run(office, MORNING)
    said = told(office, lan)[-1]
    assert "Dữ liệu lúc 10:00 ngày 19/11/2026" in said
    assert "0001" not in said


def test_online_dossiers_are_listed_with_the_hours_left(office: Office, lead: Officer) -> None:
    office.dossier("registered 2026-11-20 15:00", due="")
    office.dossier("registered 2026-11-21 10:00", number=2, due="")
    run(office, at("2026-11-23 07:45"))
    said = told(office, lead)[-1]
    assert "0001 · còn 5 giờ 15 phút làm việc (đến 15:00 ngày 23/11/2026)" in said
    assert "0002 · còn 7 giờ 15 phút làm việc (đến 17:00 ngày 23/11/2026)" in said


def test_of_new_dossiers_an_hour_old_copy_claims_nothing(office: Office, lead: Officer) -> None:
    office.dossier("registered 2026-11-20 15:00", due="", copied=at("2026-11-23 06:00"))
    run(office, MORNING)
    said = told(office, lead)[-1]
    assert "Dữ liệu lúc 06:00 ngày 23/11/2026" in said
    assert "còn" not in said


def test_an_answer_that_came_late_stands_in_the_heads_next_morning_list(
    office: Office, head: Officer
) -> None:
    office.dossier("registered 2026-11-19 08:00", "accepted 2026-11-20 09:01")
    office.dossier("registered 2026-11-19 08:00", "accepted 2026-11-19 16:00", number=2)
    run(office, MORNING)
    listed = told(office, head)[-1]
    assert "ĐÃ TRẢ LỜI, NHƯNG MUỘN: 1" in listed.upper()
    assert "0001 · Đã trả lời hồ sơ trực tuyến, nhưng sau 8 giờ làm việc" in listed


def test_what_a_list_does_not_hold_is_counted(
    office: Office, head: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.store.duties.MOST_READ", 1)
    for number in (1, 2, 3):
        office.dossier("registered 2026-11-19 08:00", number=number)
        office.dossier(*DONE, number=number + 10, due="2026-11-20 17:00")
    run(office, MORNING)
    listed = told(office, head)[-1]
    assert "còn 2 hồ sơ nộp đã lâu chưa được kiểm tra" in listed
    assert "còn 2 hồ sơ trễ hạn chưa ghi nguyên nhân" in listed


def undelivered(office: Office, chat: str, status: OutboxStatus, why: str) -> None:
    """A reply to a citizen that ended so."""
    now = office.clock.now()
    with office.store.work() as work:
        endpoint = contacts.endpoint_of(work, office.endpoint)
        citizen = contacts.open_contact(work, endpoint, chat, "", now)
        reply = Reply((Paragraph("chim hoàng yến"),))
        message = queueing.Message(f"reply:{chat}:0", reply, now, now + timedelta(days=1))
        queueing.queue(work, office.commune, office.endpoint, citizen, message)
        (claimed,) = outbox.claim_contact(work, citizen, "s1", now)
        outbox.finish(work, claimed, "s1", outbox.End(status, (), why), now)
        work.commit()


def test_who_leads_or_runs_the_program_hears_in_the_morning_what_did_not_arrive(
    office: Office, lan: Officer, head: Officer
) -> None:
    admin = office.officer("Quản Văn Mẫu", Role.ADMIN)
    office.clock.move_to(at("2026-11-20 15:00"))
    undelivered(office, "1", OutboxStatus.UNKNOWN, "uncertain")
    undelivered(office, "2", OutboxStatus.FAILED, "unreachable")  # nothing helps with it
    run(office, MORNING)
    run(office, at("2026-11-23 07:35"))
    assert told(office, lan) == []
    for one in (head, admin):
        (said,) = told(office, one)
        assert said.startswith("1 tin gửi đi không đến được")
        assert "motcua outbox dead" in said
