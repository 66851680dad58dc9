"""A report's words do not tell who wrote it; whom they write about stays."""

import pytest

from knowledge.redaction.never import Person, unnamed


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Tôi là Lê Thị Nụ, số 0905 123 456. Rác đầy", "Tôi là [tên], số [số điện thoại]. Rác đầy"),
        ("toi ten le thi nu, goi 0905123456", "toi ten [tên], goi [số điện thoại]"),
        ("em tên nụ gọi 0905.123.456 nhé", "em tên [tên] gọi [số điện thoại] nhé"),
        ("tôi là lê thị nụ ở hẻm 5", "tôi là [tên] ở hẻm 5"),
        ("tên của tôi là Nụ, rác đầy", "tên của tôi là [tên], rác đầy"),
        ("Họ tên: Lê Thị Nụ\nĐT: 0905123456", "Họ tên: [tên]\nĐT: [số điện thoại]"),
        ("Rác đầy hẻm.\nLê Nụ", "Rác đầy hẻm.\n[tên]"),
        ("Rác đầy hẻm. Lê Thị Nụ", "Rác đầy hẻm. [tên]"),
        ("Rác đầy. Lê Thị Nụ, 0905 123 456", "Rác đầy. [tên], [số điện thoại]"),
        ("alo +84 905 123 456 gặp chị Nụ", "alo [số điện thoại] gặp chị [tên]"),
        ("CCCD 052123456789, nu.le@example.com", "CCCD [số giấy tờ], [liên hệ]"),
        ("con tên Nam học lớp 3", "con tên [tên] học lớp 3"),
    ],
)
def test_what_writers_say_of_themselves_is_taken_out(said: str, kept: str) -> None:
    assert unnamed(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "Tôi là người dân hẻm 5",
        "tôi là chủ hộ số 5 đường Lê Lợi",
        "Cán bộ tên là Cường Mẫu nói trống không",
        "Cô Hoa ở quầy 2 không chào",
        "Đèn hẻm 12 hỏng. Đường Hoa Sữa",
        "Chợ ồn.\nTổ Dân Phố",
        "Hẻm 12. Tên đường: Hoa Sữa",
        "không có tên tôi trong danh sách",
        "Có số lạ 0905 123 456 lừa tôi",
        "Tờ rơi cho vay ghi số 0905 123 456",
        "Hồ sơ H32.12.05-261105-0007 trễ hẹn, xe 79A-123.45 đậu chắn",
    ],
)
def test_whom_and_what_they_write_about_stays(said: str) -> None:
    assert unnamed(said) == said


def test_a_sender_under_seal_is_taken_out_as_well() -> None:
    said = "Nhờ trả lời cho lan thi mau 0905-123-456"
    assert unnamed(said, Person("Lan Thị Mẫu", "0905123456")) == (
        "Nhờ trả lời cho [tên] [số điện thoại]"
    )
