"""Warnings and the closing sweep: what must leave today, what waits too long, what is broken."""

from handlers import acts
from handlers.officer_cards import seen
from handlers.officers import Officer
from tests.fakes.office import Office
from tests.handlers.officer_rounds.letters import ACCEPTED, DONE, letters, run, told
from tests.knowledge.dossiers.lives import at


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


def test_a_result_not_found_is_told_the_desk_lead(
    office: Office, lan: Officer, lead: Officer
) -> None:
    office.clock.move_to(at("2026-11-23 09:30"))
    known = office.dossier(*DONE)
    office.does(lan, lambda acting: acts.confirm_ready(acting, known.id, ready=False))
    assert "không thấy kết quả trên kệ" in told(office, lead)[-1]
