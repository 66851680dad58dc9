"""Feedback as people give it: one prompt, one tap, a reference at once."""

import pytest
from sqlalchemy import text

from handlers.messages import InboundKind
from handlers.store.unit_of_work import Store
from tests.conversations.conftest import Citizen

LAMP = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần nay"


def test_a_report_takes_one_prompt_and_two_taps(citizen: Citizen) -> None:
    citizen.says("phản ánh")
    citizen.hears("việc gì, ở đâu, lúc nào")
    citizen.says(LAMP)
    citizen.hears("việc ở khu phố", buttons=["Đúng rồi", "Loại khác"])
    citizen.taps("Đúng rồi")
    citizen.hears("họ tên", buttons=["Để lại tên", "Gửi không kèm tên"])
    citizen.taps("Gửi không kèm tên")
    citizen.hears("Đã nhận phản ánh PA-261123-001", "Mã tra cứu", "8/12/2026", "dự kiến")


def test_a_report_needs_no_prompt_when_the_matter_is_told(citizen: Citizen) -> None:
    citizen.says("rác chất đống đầu hẻm 15 mấy ngày nay không ai thu gom")
    citizen.hears("Em hiểu đây là phản ánh", buttons=["Đúng rồi"])


def test_everything_works_by_number(citizen: Citizen) -> None:
    citizen.says("phản ánh").says(LAMP).says("1").says("2")
    citizen.hears("PA-261123-001")


def test_without_a_name_it_is_a_hint_and_said_so(citizen: Citizen) -> None:
    """F-2."""
    citizen.says("phản ánh").says(LAMP).taps("Đúng rồi").taps("Gửi không kèm tên")
    citizen.hears("tin báo", "không có văn bản trả lời riêng")


def test_a_name_is_asked_only_after_the_purpose_notice(citizen: Citizen) -> None:
    citizen.says("phản ánh").says(LAMP).taps("Đúng rồi").taps("Để lại tên")
    citizen.hears(buttons=["Đồng ý", "Không đồng ý"])
    citizen.taps("Đồng ý")
    citizen.hears("họ tên và số điện thoại")
    citizen.says("Nguyễn Thị Mẫu 0900 000 000")
    citizen.hears("PA-261123-001")
    citizen.hears_nothing_of("Nguyễn Thị Mẫu", "0900", "tin báo")


def test_who_does_not_agree_still_gets_a_reference(citizen: Citizen) -> None:
    citizen.says("phản ánh").says(LAMP).taps("Đúng rồi").taps("Để lại tên").taps("Không đồng ý")
    citizen.hears("PA-261123-001", "tin báo")


def test_half_a_name_is_asked_again(citizen: Citizen) -> None:
    citizen.says("phản ánh").says(LAMP).taps("Đúng rồi").taps("Để lại tên").taps("Đồng ý")
    citizen.says("0900 000 000")
    citizen.hears("họ tên đầy đủ")


def test_only_what_is_missing_is_asked(citizen: Citizen) -> None:
    citizen.says("phản ánh").says("cán bộ nói trống không với mẹ tôi").taps("Đúng rồi")
    citizen.hears("ở quầy nào, vào lúc nào", buttons=["Bỏ qua"])
    citizen.says("sáng nay ở quầy 2")
    citizen.hears("họ tên")


def test_a_late_dossier_is_asked_for_its_code(citizen: Citizen) -> None:
    citizen.says("phản ánh").says("hồ sơ của tôi trễ hẹn hai tuần rồi").taps("Đúng rồi")
    citizen.hears("mã hồ sơ", buttons=["Không có mã hồ sơ"])
    citizen.says("H32.12.05-261105-0007").taps("Không đồng ý")  # to be looked up first
    citizen.hears("họ tên")


def test_another_kind_may_be_chosen(citizen: Citizen) -> None:
    citizen.says("phản ánh").says(LAMP).taps("Loại khác")
    citizen.hears(buttons=["Thái độ", "Hồ sơ chậm", "Chỗ chờ", "Quy định", "Việc ở khu phố"])


def test_a_question_in_the_middle_is_answered_and_may_still_be_a_report(citizen: Citizen) -> None:
    citizen.says("phản ánh").says("làm giấy khai sinh cần giấy tờ gì vậy")
    citizen.hears(buttons=["Đây là phản ánh"])


@pytest.mark.parametrize(
    "words",
    [
        "Tôi tố cáo cán bộ địa chính nhận hối lộ 5 triệu",
        "toi to cao can bo tham o tien ho tro",
    ],
)
def test_a_denunciation_is_pointed_to_its_own_road(citizen: Citizen, words: str) -> None:
    """F-10, F-12."""
    citizen.says("phản ánh").says(words)
    citizen.hears("không nhận tố cáo", "chữ ký", "nơi tiếp công dân")
    citizen.hears_nothing_of("PA-", "bảo vệ anh/chị", "chắc chắn")


def test_a_complaint_offers_feedback_instead(citizen: Citizen) -> None:
    citizen.says("phản ánh").says("Tôi khiếu nại quyết định xử phạt số 5")
    citizen.hears("không nhận khiếu nại", buttons=["Chỉ muốn phản ánh"])
    citizen.taps("Chỉ muốn phản ánh")
    citizen.hears("việc gì, ở đâu, lúc nào")


def test_what_may_be_a_denunciation_is_asked_first(citizen: Citizen) -> None:
    citizen.says("phản ánh").says("Trưởng khu phố giữ lại một nửa tiền hỗ trợ của dân")
    citizen.hears("báo một vi phạm pháp luật", buttons=["Phản ánh cách phục vụ", "Báo vi phạm"])
    citizen.taps("Báo vi phạm")
    citizen.hears("không nhận tố cáo")


def test_mixed_content_is_split(citizen: Citizen) -> None:
    """F-7."""
    citizen.says("phản ánh")
    citizen.says(f"{LAMP}. Ngoài ra tôi tố cáo cán bộ nhận hối lộ.")
    citizen.hears("Phần tố cáo", "đã xoá", "Em hiểu đây là phản ánh")


def test_emergency_numbers_come_first(citizen: Citizen) -> None:
    citizen.says("phản ánh").says("Đang cháy nhà ở hẻm 20, khói nhiều lắm")
    citizen.hears("113", "114", "115")


def test_abuse_is_closed_politely(citizen: Citizen) -> None:
    citizen.says("phản ánh").says("đồ ngu bọn mày cút hết đi")
    citizen.hears("xúc phạm")
    citizen.hears_nothing_of("PA-")


def test_cancel_leaves_the_report(citizen: Citizen) -> None:
    citizen.says("phản ánh").says(LAMP).says("huỷ")
    citizen.hears("dừng")


def test_a_card_of_a_late_dossier_opens_a_report(citizen: Citizen) -> None:
    citizen.says("hồ sơ quá hạn chưa có kết quả")
    citizen.taps("Phản ánh chậm trễ")
    citizen.hears("việc gì, ở đâu, lúc nào")


class TestThroughTheStore:
    """What only a store shows."""

    def test_about_the_head_without_a_reviewer_it_goes_to_the_province(
        self, kept: Citizen, sqlite_store: Store
    ) -> None:
        kept.says("phản ánh").says("Chủ tịch phường thái độ hách dịch với dân hôm qua ở trụ sở")
        kept.hears("không lưu", "Tỉnh Mẫu", "dichvucong.gov.vn")
        kept.hears_nothing_of("PA-")
        with sqlite_store.read() as work:
            assert work.run(text("SELECT count(*) FROM feedback_case")).scalar() == 0
            stored = work.run(text("SELECT payload FROM inbound")).scalars()
            assert not any("hách dịch" in (one or "") for one in stored)

    def test_of_danger_first_reply_and_answer_are_due_the_next_working_day(
        self, kept: Citizen, sqlite_store: Store
    ) -> None:
        kept.says("phản ánh").says("Đang cháy nhà ở hẻm 20, khói nhiều lắm")
        kept.taps("Đúng rồi").taps("Gửi không kèm tên")
        with sqlite_store.read() as work:
            due = work.run(text("SELECT first_due, answer_due FROM feedback_case")).all()[0]
        assert due.first_due == due.answer_due

    def test_later_words_join_the_case(self, kept: Citizen) -> None:
        kept.says("phản ánh").says(LAMP).taps("Đúng rồi").taps("Gửi không kèm tên")
        kept.says("tối đi lại nguy hiểm lắm")
        kept.hears("thêm vào phản ánh PA-261123-001")

    def test_a_clear_question_does_not(self, kept: Citizen) -> None:
        kept.says("phản ánh").says(LAMP).taps("Đúng rồi").taps("Gửi không kèm tên")
        kept.says("xác nhận tình trạng hôn nhân lệ phí bao nhiêu")
        kept.hears_nothing_of("PA-261123-001")

    def test_an_edit_is_kept_as_a_correction(self, kept: Citizen) -> None:
        kept.says("phản ánh").says(LAMP).taps("Đúng rồi").taps("Gửi không kèm tên")
        kept._does(InboundKind.EDIT, text="hẻm 21 chứ không phải hẻm 12")
        kept.hears("lời sửa")

    def test_it_is_seen_and_taken_back(self, kept: Citizen) -> None:
        kept.says("phản ánh").says(LAMP).taps("Đúng rồi").taps("Gửi không kèm tên")
        kept.taps("Xem phản ánh này")
        kept.hears("Đã nhận, đang phân công", buttons=["Bổ sung", "Rút lại"])
        kept.taps("Rút lại").taps("Rút lại phản ánh")
        kept.hears("đã rút lại")
        kept.says("PA-261123-001")
        kept.hears("Anh/chị đã rút lại")

    def test_each_report_has_its_own_number(self, kept: Citizen) -> None:
        for number in ("001", "002", "003"):
            kept.says("/phananh").says(LAMP).taps("Đúng rồi").taps("Gửi không kèm tên")
            kept.hears(f"PA-261123-{number}")
        kept.says("/phananh").taps("Phản ánh của tôi")
        kept.hears(buttons=["PA-261123-001", "PA-261123-003"])

    def test_a_name_is_nowhere_in_the_clear(self, kept: Citizen, sqlite_store: Store) -> None:
        kept.says("phản ánh").says(LAMP).taps("Đúng rồi").taps("Để lại tên").taps("Đồng ý")
        kept.says("Tôi tên Lê Văn Kín Đáo, 0900 123 456")
        kept.hears("PA-261123-001")
        with sqlite_store.read() as work:
            for (table,) in work.run(
                text("SELECT name FROM sqlite_master WHERE type = 'table'")
            ).all():
                rows = work.run(text(f'SELECT * FROM "{table}"')).all()  # noqa: S608 - our tables
                assert not any("Kín Đáo" in str(row) or "123 456" in str(row) for row in rows)
            assert work.run(text("SELECT count(*) FROM feedback_party")).scalar() == 1


@pytest.mark.parametrize(
    "said",
    [
        "cán bộ Lê Thị Mẫu ở quầy hộ tịch nói năng thô lỗ với tôi",
        "chị ở quầy khai sinh quát tôi",
        "nhân viên quầy đất đai chửi mẹ tôi",
        "chi o quay khai sinh quat toi",
    ],
)
def test_how_one_was_treated_is_a_report_whatever_paper_it_names(
    citizen: Citizen, said: str
) -> None:
    citizen.says(said)
    citizen.hears("phản ánh về: thái độ", buttons=["Đúng rồi"])


def test_an_official_who_wants_money_leads_to_the_road_of_a_denunciation(
    citizen: Citizen,
) -> None:
    citizen.says("cán bộ đòi 500 nghìn mới làm giấy cho tôi")
    citizen.hears("Tố cáo", "không nhận tố cáo")


@pytest.mark.parametrize(
    "said", ["chủ trọ đòi tiền cọc", "hang xom doi tien toi", "toi muon doi tien le", "Phước Tiến"]
)
def test_debts_change_and_a_name_are_no_denunciation(citizen: Citizen, said: str) -> None:
    citizen.says(said)
    citizen.hears_nothing_of("không nhận tố cáo")


@pytest.mark.parametrize("said", ["cán bộ vòi tiền", "địa chính đòi tiền trà nước"])
def test_few_words_that_name_the_wrong_are_a_denunciation(citizen: Citizen, said: str) -> None:
    citizen.says(said)
    citizen.hears("không nhận tố cáo")


@pytest.mark.parametrize(
    "asked",
    [
        "chị ở quầy khai sinh tên gì vậy",
        "cán bộ mắng dân có bị phạt không",
        "giờ làm việc của cán bộ hộ tịch",
        "cán bộ hộ tịch hướng dẫn tôi làm khai sinh cho con",
    ],
)
def test_a_question_about_the_desk_is_no_report(citizen: Citizen, asked: str) -> None:
    citizen.says(asked)
    citizen.hears_nothing_of("phản ánh về: thái độ")


def test_a_link_opens_a_case_of_this_chat_and_no_other(kept: Citizen) -> None:
    kept.says("phản ánh").says(LAMP).taps("Đúng rồi").taps("Gửi không kèm tên")
    kept.hears("PA-261123-001")
    kept.opens("f_PA-261123-001")
    kept.hears("PA-261123-001", "việc ở khu phố")
    kept.opens("f_PA-261123-002")
    kept.hears_nothing_of("việc ở khu phố")


def test_a_link_begins_a_report(citizen: Citizen) -> None:
    citizen.opens("phananh")
    citizen.hears("việc gì, ở đâu, lúc nào")
