"""What a group reads tells the matter and its place, not who wrote it."""

import pytest

from knowledge.redaction.masking import masked


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("Rác đầy hẻm 12. Liên hệ 0905 123 456", "123"),
        ("Rác đầy hẻm 12, gọi +84.905.123.456 giúp", "905"),
        ("gọi (0258) 3 822 123 nha", "822"),
        ("cccd 056201004567 của tôi", "0562"),
        ("thư cho lan.nguyen@example.com", "lan.nguyen"),
        ("xem ảnh https://facebook.com/lan.mau.98", "lan.mau"),
        ("zalo của tôi @lanmau98", "lanmau"),
        ("Tôi là Nguyễn Thị Mẫu, đèn đường hỏng", "Mẫu"),
        ("tôi tên Lê Văn Thử ở hẻm 3", "Thử"),
        ("toi ten la le van thu, den hong", "van thu"),
        ("em tên Mẫu, đèn hỏng", "Mẫu"),
        ("Đèn hỏng hai tuần nay.\nTrần Thị Thử", "Thử"),
        ("Rác trước nhà tôi số 12/3 đường Hoa Sữa", "12/3"),
        ("tôi ở 45 Lê Lợi, đèn hỏng", "45"),
        ("địa chỉ: 45 Lê Lợi", "45"),
        ("con của bà Phạm Thị Mẫu nói", "Mẫu"),
        ("gặp chị lan cuối hẻm", "lan"),
        ("con tôi tên Khang 8 tuổi té ở đó", "Khang"),
        ("tài khoản 0123456789012 của tôi", "01234"),
        ("tôi sinh ngày 02/03/1990, đèn hỏng", "02/03"),
    ],
)
def test_the_writer_is_taken_out(said: str, secret: str) -> None:
    assert secret not in masked(said)


@pytest.mark.parametrize(
    "said",
    [
        "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần",
        "Ngập ở đường Nguyễn Trãi đoạn gần chợ Lê Hồng Phong",
        "Trường Trần Phú xả rác ra hẻm 34/5 từ ngày 20/11/2026",
        "Ổ gà 30 cm trước số 120 Lý Thường Kiệt",
        "Tổ 5 cúp nước 3 ngày, từ 18:30",
        "Xe 79C1-123.45 đậu chắn hẻm 12 mỗi tối",
        "Hồ sơ H32.12.05-261105-0007 trễ hẹn hai tuần",
    ],
)
def test_the_matter_and_its_place_stay(said: str) -> None:
    assert masked(said) == said
