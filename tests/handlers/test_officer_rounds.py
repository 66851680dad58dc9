"""Letters to officers: morning list, closing sweep, warnings, slips; in their hours, once."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.channels.terminal.render import text_of
from handlers import acts, staffing
from handlers.messages import Paragraph, Reply
from handlers.officer_cards import seen
from handlers.officer_letters import reachable
from handlers.officer_rounds import rounds
from handlers.officers import Officer, Role
from handlers.store import contacts, outbox, queueing, records, views
from handlers.store.codec import buttons_from_json
from handlers.store.states import OutboxKind, OutboxStatus
from handlers.store.tables import ConversationRow, table_of
from handlers.store.unit_of_work import Store
from handlers.store.views import Letter
from knowledge.dossiers.dossier import Dossier
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.knowledge.dossiers.lives import at

ACCEPTED = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00")
DONE = (*ACCEPTED, "done 2026-11-23 09:00")
MORNING = at("2026-11-23 07:30")


@pytest.fixture
def office(store: Store, clock: FakeClock) -> Office:
    clock.move_to(at("2026-11-23 07:00"))
    return Office(store, clock)


@pytest.fixture
def lan(office: Office) -> Officer:
    return office.officer("Lê Thị Mẫu", Role.OFFICER)


@pytest.fixture
def head(office: Office) -> Officer:
    return office.officer("Trần Văn Mẫu", Role.HEAD)


@pytest.fixture
def lead(office: Office) -> Officer:
    return office.officer("Võ Thị Mẫu", Role.DESK_LEAD)


def run(office: Office, moment: datetime) -> int:
    office.clock.move_to(moment)
    return rounds(office.store, office.ward, moment)


def letters(office: Office, officer: Officer) -> list[Letter]:
    contact = office.member(officer.name).contact
    with office.store.read() as work:
        return list(views.letters(work, contact or ""))


def told(office: Office, officer: Officer) -> list[str]:
    return [text_of((one.reply,)) for one in letters(office, officer) if one.reply]


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


def test_before_the_last_hour_what_must_leave_today_is_swept(
    office: Office, lan: Officer, lead: Officer
) -> None:
    # The last day to apologise for 25/11 is the 23rd: the 24th is a holiday.
    office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    office.clock.move_to(at("2026-11-23 10:00"))
    office.dossier(*DONE, number=2)
    assert run(office, at("2026-11-23 15:59")) <= 1  # the unconfirmed result is a warning
    run(office, at("2026-11-23 16:00"))
    said = told(office, lan)[-1]
    assert "Trước khi hết giờ hôm nay".upper() in said.upper()
    assert "ngày cuối để xin lỗi".upper() in said.upper()
    assert "chưa xác nhận trên kệ: 1".upper() in said.upper()
    labels = [one.label for one in letters(office, lan)[-1].reply.choices]  # type: ignore[union-attr]
    assert "Xác nhận 1 kết quả" in labels


def test_the_closing_sweep_writes_out_what_one_tap_settles(
    office: Office, lan: Officer, lead: Officer, head: Officer
) -> None:
    office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    office.clock.move_to(at("2026-11-23 10:00"))
    done = office.dossier(*DONE, number=2)
    slip = office.dossier(*ACCEPTED, number=3, officer="Lê Thị Mẫu")
    new = at("2026-11-26 17:00")
    office.does(lan, lambda to: acts.draft_apology(to, slip.id, new, "Chờ cơ quan khác"))
    run(office, at("2026-11-23 16:00"))
    said = told(office, head)[-1]
    assert f"{slip.code} · hẹn lại 26/11/2026 · Chờ cơ quan khác" in said
    assert done.code in said
    taps = {one.label: one.action for one in letters(office, head)[-1].reply.choices}  # type: ignore[union-attr]
    assert taps["Tất cả 1 đã có trên kệ"] == f"work:ready-all:{seen([done.id])}"
    assert taps["Ký 1 phiếu, hẹn lại 1 hồ sơ nữa"] == f"work:sign-all:{seen([office.slip()])}"


def test_a_result_unconfirmed_for_two_working_hours_goes_to_the_desk_lead(
    office: Office, lan: Officer, lead: Officer
) -> None:
    office.clock.move_to(at("2026-11-23 09:05"))
    office.dossier(*DONE, officer="Lê Thị Mẫu")
    run(office, at("2026-11-23 11:00"))
    assert [one for one in letters(office, lead) if "ready_confirmed" in one.key] == []
    run(office, at("2026-11-23 11:05"))
    (card,) = [one for one in letters(office, lead) if "ready_confirmed" in one.key]
    assert card.reply is not None
    assert [one.label for one in card.reply.choices] == ["Đã có trên kệ", "Chưa có trên kệ"]
    run(office, at("2026-11-23 14:00"))
    assert len([one for one in letters(office, lead) if "ready_confirmed" in one.key]) == 1


def test_where_there_is_no_desk_lead_the_head_hears_of_it(office: Office, head: Officer) -> None:
    office.clock.move_to(at("2026-11-23 09:05"))
    office.dossier(*DONE)
    run(office, at("2026-11-23 11:05"))
    assert any("ready_confirmed" in one.key for one in letters(office, head))


def test_a_breach_is_told_the_head_however_far_off_the_date_is(
    office: Office, head: Officer
) -> None:
    steps = (*ACCEPTED, "processing 2026-11-19 10:00", "supplement_needed 2026-11-19 14:00")
    twice = (*steps, "processing 2026-11-20 09:00", "supplement_needed 2026-11-23 08:00")
    far = office.dossier(*twice, due="2027-02-25 17:00")
    undated = office.dossier(*twice, number=2, due="")
    stopped = office.dossier(*steps, "stopped 2026-11-23 08:00", number=3)
    run(office, at("2026-11-23 09:30"))
    said = " ".join(told(office, head))
    assert all(one.code in said for one in (far, undated, stopped))
    assert "Không dừng hồ sơ khi chưa hết hạn bổ sung" in said


def test_breaches_of_long_ago_are_listed_not_warned_of(
    office: Office, head: Officer, lead: Officer
) -> None:
    twice = (
        "accepted 2026-10-01 09:00",
        "supplement_needed 2026-10-02 09:00",
        "processing 2026-10-05 09:00",
        "supplement_needed 2026-10-06 09:00",
        "processing 2026-10-07 09:00",
    )
    office.dossier(*twice, due="2026-11-27 17:00")
    run(office, at("2026-11-23 09:00"))
    assert [one.key for one in letters(office, head) if one.key.startswith("duty:")] == []
    assert "cần người phụ trách quyết định: 1".upper() in told(office, head)[-1].upper()


def drafted(office: Office, officer: Officer, known: Dossier) -> None:
    office.does(
        officer,
        lambda acting: acts.draft_apology(acting, known.id, at("2026-11-30 17:00"), "Chờ"),
    )


def test_the_head_gets_the_slip_at_once_and_the_officer_what_became_of_it(
    office: Office, lan: Officer, head: Officer
) -> None:
    office.clock.move_to(at("2026-11-23 09:00"))
    drafted(office, lan, office.dossier(*ACCEPTED))
    (card,) = letters(office, head)
    assert card.reply is not None
    assert [one.label for one in card.reply.choices] == ["Ký phiếu này", "Trả lại cán bộ"]

    slip = office.slip()
    office.does(head, lambda acting: acts.refuse_apology(acting, slip, "Làm kịp được"))
    assert "chưa ký phiếu. Lý do: Làm kịp được" in told(office, lan)[-1]


def test_a_result_not_found_is_told_the_desk_lead(
    office: Office, lan: Officer, lead: Officer
) -> None:
    office.clock.move_to(at("2026-11-23 09:30"))
    known = office.dossier(*DONE)
    office.does(lan, lambda acting: acts.confirm_ready(acting, known.id, ready=False))
    assert "không thấy kết quả trên kệ" in told(office, lead)[-1]


def offered(office: Office, officer: Officer) -> list[str]:
    row = table_of(ConversationRow)
    contact = office.member(officer.name).contact
    with office.store.read() as work:
        text = work.run(select(row.c.offered).where(row.c.contact == contact)).scalar()
    return [one.label for one in buttons_from_json(text)]


def test_a_number_answers_the_last_card_on_the_screen(
    office: Office, lan: Officer, head: Officer
) -> None:
    office.clock.move_to(at("2026-11-23 09:00"))
    drafted(office, lan, office.dossier(*ACCEPTED))
    assert offered(office, head) == ["Ký phiếu này", "Trả lại cán bộ"]


def test_out_of_hours_a_card_waits_and_offers_nothing_yet(
    office: Office, lan: Officer, head: Officer
) -> None:
    office.clock.move_to(at("2026-11-23 19:00"))
    drafted(office, lan, office.dossier(*ACCEPTED))
    (card,) = letters(office, head)
    assert card.due == at("2026-11-25 07:00")  # the 24th is a holiday
    assert offered(office, head) == []


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-23 06:00", "2026-11-23 07:00"),
        ("2026-11-23 12:00", "2026-11-23 12:00"),
        ("2026-11-23 18:00", "2026-11-25 07:00"),
        ("2026-11-27 20:00", "2026-11-30 07:00"),
        ("2026-08-22 09:00", "2026-08-22 09:00"),
    ],
)
def test_officers_are_reached_in_their_hours_of_working_days(
    office: Office, now: str, then: str
) -> None:
    assert reachable(office.ward, at(now)) == at(then)


def test_who_asked_not_to_be_written_to_is_not(office: Office, lan: Officer) -> None:
    contact = office.member("Lê Thị Mẫu").contact or ""
    with office.store.work() as work:
        records.stop(work, contact, office.clock.now())
        work.commit()
    office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    assert run(office, MORNING) == 0


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
