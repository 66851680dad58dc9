"""The card of a dossier: where it stands, what date is promised, and what is left to the desk."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.clock import LOCAL
from knowledge.dossiers.dossier import Apology, Confirmation, Lateness
from knowledge.dossiers.statuses import PAUSED, DossierStatus
from tests.conversations.conftest import NOON, Citizen
from tests.conversations.dossiers.looking import look_up
from tests.fakes.dossiers import CODE, COPIED, DUE, FakeDossiers, dossier, with_items


def test_the_card_tells_where_it_stands_who_has_it_and_what_comes_next(lan: Citizen) -> None:
    look_up(lan)
    lan.hears(
        "Tình trạng: đang giải quyết",
        "Đang ở: bộ phận giải quyết",
        "Tiếp nhận: 9:05 ngày 18/11/2026",
        "Hẹn trả: 17:00 thứ Tư 25/11/2026",
        "chưa phải làm gì",
        "9:05 ngày 18/11/2026: đã được tiếp nhận",
    )
    lan.hears_nothing_of("Nguyễn Thị Bí", "Bí Đao", "dự kiến")


def test_a_copy_older_than_a_day_says_its_time(lan: Citizen, register: FakeDossiers) -> None:
    look_up(lan)
    lan.hears_nothing_of("sổ hồ sơ lúc")
    register.copied = COPIED - timedelta(days=1)
    look_up(lan)
    lan.hears("sổ hồ sơ lúc 9:30 ngày 22/11/2026")


def test_without_a_printed_date_ours_is_only_expected(lan: Citizen, register: FakeDossiers) -> None:
    register.put(replace(dossier(), procedure="1.001939", appointments=()))
    look_up(lan)
    lan.hears("Dự kiến có kết quả: 17:00 thứ Năm 26/11/2026", "ngày trên giấy hẹn là đúng nhất")
    lan.hears_nothing_of("Hẹn trả:")


def test_a_finished_result_is_ready_only_once_the_desk_says_so(
    lan: Citizen, register: FakeDossiers
) -> None:
    done = dossier(DossierStatus.DONE)
    register.put(done)
    look_up(lan)
    lan.hears("Phần mềm ghi hồ sơ đã xử lý xong", "quầy chưa xác nhận", "gọi trước")
    lan.hears_nothing_of("mời anh/chị đến nhận")

    register.put(replace(done, confirmations=(Confirmation(NOON, 1, ready=True),)))
    look_up(lan)
    lan.hears("mời anh/chị đến nhận", "Nơi nhận", "giấy hẹn và căn cước", "Giờ làm việc")

    register.put(replace(done, confirmations=(Confirmation(NOON, 1, ready=False),)))
    look_up(lan)
    lan.hears("quầy tìm chưa thấy")


def test_missing_papers_are_listed_with_the_last_day_and_where_to_bring_them(
    lan: Citizen, register: FakeDossiers
) -> None:
    asked = dossier(DossierStatus.SUPPLEMENT_NEEDED)
    closing = datetime(2026, 12, 9, tzinfo=LOCAL)
    register.put(with_items(asked, "Bản chính giấy khai sinh", closing=closing))
    look_up(lan)
    lan.hears("Bản chính giấy khai sinh", "chậm nhất thứ Tư 9/12/2026", "tạm dừng", "mang theo")


def test_papers_that_tell_of_a_family_are_told_at_the_desk(
    lan: Citizen, register: FakeDossiers
) -> None:
    asked = replace(dossier(DossierStatus.SUPPLEMENT_NEEDED), field="Bảo trợ xã hội")
    register.put(with_items(asked, "Giấy xác nhận khuyết tật"))
    look_up(lan)
    lan.hears("ghi trong phiếu yêu cầu bổ sung")
    lan.hears_nothing_of("khuyết tật")


def test_a_late_dossier_is_apologised_for(lan: Citizen, register: FakeDossiers) -> None:
    late = dossier()
    past = DUE - timedelta(days=5)
    appointment = replace(late.appointments[0], original_due_at=past, due_at=past)
    register.put(replace(late, appointments=(appointment,)))
    look_up(lan)
    lan.hears("quá ngày hẹn", "Em xin lỗi", "phiếu xin lỗi", buttons=["Quá hẹn thì làm gì"])


def test_an_old_copy_claims_no_lateness(lan: Citizen, register: FakeDossiers) -> None:
    late = dossier()
    past = DUE - timedelta(days=5)
    appointment = replace(late.appointments[0], original_due_at=past, due_at=past)
    register.put(replace(late, appointments=(appointment,)))
    register.copied = COPIED - timedelta(days=4)
    look_up(lan)
    lan.hears("sổ hồ sơ lúc", "có thể đã khác")
    lan.hears_nothing_of("quá ngày hẹn", "Quá hẹn thì làm gì")


@pytest.mark.parametrize("status", sorted(PAUSED))
def test_while_the_clock_stands_no_date_is_promised(
    lan: Citizen, register: FakeDossiers, status: DossierStatus
) -> None:
    register.put(dossier(status))
    look_up(lan)
    lan.hears("đang tạm dừng, ngày này sẽ được tính lại", "hồ sơ")
    lan.taps("Báo cho tôi").hears_nothing_of("hẹn trả thứ Tư")


def test_one_paper_that_tells_too_much_is_left_to_the_slip(
    lan: Citizen, register: FakeDossiers
) -> None:
    asked = dossier(DossierStatus.SUPPLEMENT_NEEDED)
    register.put(with_items(asked, "Đơn có chữ ký", "Giấy xác nhận khuyết tật"))
    look_up(lan)
    lan.hears("Đơn có chữ ký", "giấy tờ khác ghi trong phiếu")
    lan.hears_nothing_of("khuyết tật")


def test_a_new_date_is_told_with_the_first_one_but_not_the_reason(
    lan: Citizen, register: FakeDossiers
) -> None:
    moved = dossier()
    appointment = replace(moved.appointments[0], due_at=DUE + timedelta(days=2))
    apology = Apology(NOON, DUE + timedelta(days=2), "cán bộ thụ lý ốm")
    register.put(replace(moved, appointments=(appointment,), apologies=(apology,)))
    look_up(lan)
    lan.hears("17:00 thứ Sáu 27/11/2026 (hẹn lần đầu 17:00 thứ Tư 25/11/2026)", "xin lỗi")
    lan.hears_nothing_of("ốm")


def test_the_date_is_explained_by_one_tap_and_the_dossier_stays_shown(lan: Citizen) -> None:
    look_up(lan)
    lan.taps("Vì sao ngày này?")
    lan.hears("Tiếp nhận lúc", "3 ngày làm việc", "24/11", "17:00 thứ Tư 25/11/2026")
    lan.taps("Xem hồ sơ")
    lan.hears("Tình trạng")


@pytest.mark.parametrize("status", list(DossierStatus))
def test_every_status_has_a_card_in_plain_words(
    lan: Citizen, register: FakeDossiers, status: DossierStatus
) -> None:
    register.put(replace(dossier(status), lateness=Lateness.LATE))
    look_up(lan)
    lan.hears("Tình trạng", CODE)
    lan.hears_nothing_of(status.value, "Bí Đao")


@pytest.mark.parametrize("status", [DossierStatus.REJECTED, DossierStatus.STOPPED])
def test_a_harmless_reason_is_told_and_a_private_one_is_left_to_the_paper(
    lan: Citizen, register: FakeDossiers, status: DossierStatus
) -> None:
    known = dossier(status)
    *past, last = known.events
    register.put(replace(known, events=(*past, replace(last, reason="Tờ khai thiếu chữ ký"))))
    look_up(lan)
    lan.hears("Lý do: Tờ khai thiếu chữ ký.", "khiếu nại")
    register.put(replace(known, events=(*past, replace(last, reason="Giấy tờ giả mạo"))))
    look_up(lan)
    lan.hears("Lý do ghi trong văn bản")
    lan.hears_nothing_of("giả mạo")
