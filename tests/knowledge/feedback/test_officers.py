"""Whom an answer may name: who does the work and who asked, nobody else."""

import pytest

from knowledge.feedback.reviews import FaultKind
from tests.knowledge.feedback.test_checking import GOOD, faults


@pytest.mark.parametrize(
    ("said", "personal"),
    [
        ("Người theo dõi: Phó Chủ tịch Nguyễn Thế Thử.", False),
        ("Chú Sáu Thử trưởng ấp coi sóc công trình.", False),
        ("Anh Út Thử của tổ gom rác vô tận nhà.", False),
        ("Chị Sen Phòng Văn hóa – Xã hội cấp giấy sáng 27/11.", False),
        ("Tổ trưởng đã mời ông Trần Văn Thử lên.", True),
        ("Bà Lê Thị Thử tổ 5 làm rơi dây.", True),
        ("Y sĩ Vũ Thị Thử phải nghỉ vì ung thư.", True),
        ("Chủ quán là anh Thử, từng có tiền án.", True),
        ("Hồ sơ giao bà Lê Thị Thử làm tiếp.", False),
        ("Hồ sơ giao bà Lê Thị Thử, nhà ở số 8, làm tiếp.", True),
        ("Trưởng Phòng Kinh tế - Hạ tầng Cao Bá Thử trực tại chỗ.", False),
        (
            "Hẻm còn tối chị gọi anh Lê Văn Thử, Tổ đô thị, qua số trực của phường 0900 000 118.",
            False,
        ),
        ("Ông Lê Văn Thử mang rác ra đổ.", True),
    ],
)
def test_who_does_the_work_may_be_named_and_nobody_elses_life_told(
    said: str,
    personal: bool,
) -> None:
    assert (FaultKind.PERSONAL_DATA in faults(f"{GOOD} {said}")) is personal


@pytest.mark.parametrize(
    ("opening", "personal"),
    [
        ("Kính gửi chị Lê Thị Thử. ", False),
        ("Chị Lê Thị Thử thân mến, ", False),
        ("UBND xã trả lời bác Lê Văn Thử: ", False),
        ("Kính gửi chị Lê Thị Thử, mẹ cháu lớp 4A2, người đã phản ánh. ", True),
        ("Ông Lê Văn Thử kế bên. ", True),
    ],
)
def test_who_asked_may_be_greeted_by_name(opening: str, personal: bool) -> None:
    assert (FaultKind.PERSONAL_DATA in faults(opening + GOOD)) is personal


@pytest.mark.parametrize(
    "said",
    [
        "Hỏi thêm xin gọi đồng chí Lê Thị Thử, điện thoại 0900 000 678.",
        "Hỏi thêm xin gọi bà Trần Thị Thử, công chức Tư pháp - Hộ tịch, ĐT 0900.000.678.",
        "Cần gấp gọi Bộ phận Một cửa (ĐT: 0900.000.123).",
        "Cảnh sát khu vực Trần Minh Thử sẽ ghé mỗi tối.",
        "Việc này do Phòng Kinh tế (ông Đặng Hữu Thử) thụ lý.",
        "Đầu mối: anh Vũ Đức Thử, 0900 000 555.",
        "Người ký văn bản: Trần Thị Bích Thử.",
        "Đại diện Ban quản lý chợ, ông Võ Thành Thử, sẽ lắp thêm hai bóng đèn.",
        "Hội Phụ nữ do chị Ngô Thanh Thử làm Chủ tịch sẽ đến thăm.",
        "Mời anh/chị đến quầy số 2, gặp chị Lê Thị Thanh Thử.",
        "Ông Lê Đình Thử thay mặt phường xin lỗi gia đình.",
    ],
)
def test_an_officer_may_be_named_however_the_office_is_told(said: str) -> None:
    assert FaultKind.PERSONAL_DATA not in faults(f"{GOOD} {said}")


@pytest.mark.parametrize(
    "said",
    [
        "Tuyến Trần Quang Mẫu - Lê Thánh Mẫu - Nguyễn Thị Minh Mẫu cũng được thay.",
        "Các đường Lý Thái Mẫu, Trần Quang Mẫu và Nguyễn Thị Minh Mẫu cũng được thay.",
        "Đèn ở 27 Lê Hồng Mẫu và hẻm 12 Bà Huyện Thanh Mẫu cũng được thay.",
        "Công ty TNHH MTV Trần Anh Mẫu làm việc này.",
        "Công ty Môi trường Đô thị Nguyễn Gia Mẫu làm việc này.",
        "Đoàn TNCS Hồ Chí Mẫu phường và Sở Xây dựng TP. Hồ Chí Mẫu cùng làm.",
        "Trạm biến áp Phan Bội Mẫu cũng được sửa.",
        "Các em Trường Mầm Non Hoa Mẫu được đưa đón.",
        "Anh chị Cán Bộ Một Cửa và Quý Công Dân cùng theo dõi.",
    ],
)
def test_what_is_called_after_somebody_is_nobody(said: str) -> None:
    assert FaultKind.PERSONAL_DATA not in faults(f"{GOOD} {said}")


@pytest.mark.parametrize(
    "said",
    [
        "Người đổ trộm là Lâm Chí Thử.",
        "Người thuê phòng là Nguyễn Thị Thanh Thử.",
        "Ông Giàng A Thử làm hỏng đèn.",
        "Chị Lê Trung Thử thừa nhận làm vỡ bóng.",
        "Anh có thể hỏi ông Lê Văn Thử nhà đối diện.",
        "Xe chắn lối là của ông Tô Văn Thử, ở tổ 5, trụ sở phường đã mời.",
        "Cử anh Lê Văn Thử, hộ bên cạnh, làm tiếp.",
    ],
)
def test_a_neighbour_stays_hidden(said: str) -> None:
    assert FaultKind.PERSONAL_DATA in faults(f"{GOOD} {said}")


@pytest.mark.parametrize(
    "opening",
    [
        "UBND phường nhận được phản ánh của ông Lê Văn Thử về đèn đường hẻm 12. ",
        "UBND phường cảm ơn ông Lê Văn Thử đã phản ánh. ",
        "Kính gửi: Ông Lê Văn Thử\n",
        "Kính gửi ông Lê Văn Thử và các hộ hẻm 12, UBND phường báo: ",
    ],
)
def test_who_asked_may_be_named_again(opening: str) -> None:
    assert FaultKind.PERSONAL_DATA not in faults(f"{opening}{GOOD} Mời ông Lê Văn Thử nhận giấy.")
    assert FaultKind.PERSONAL_DATA in faults(f"{opening}{GOOD} Mời ông Hồ Văn Mẫu nhận giấy.")
