"""An answer must prove something before it leaves."""

import json
from typing import Any

import pytest

from knowledge.feedback.checking import Context, FaultKind, check
from knowledge.feedback.cues import FEEDBACK_DATA

MATTER = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng gần hai tuần"
GOOD = (
    "Thưa anh/chị, UBND phường đã kiểm tra đèn đường hẻm 12 ngày 24/11 và thay bộ nguồn. "
    "Đèn sáng lại trước 17 giờ ngày 27/11. Xin lỗi vì để anh/chị chờ."
)


def replies(half: str) -> list[dict[str, Any]]:
    lines = (FEEDBACK_DATA / "replies.jsonl").read_text(encoding="utf-8").splitlines()
    return [one for line in lines if (one := json.loads(line))["set"] == half]


def faults(reply: str, matter: str = MATTER, **context: Any) -> set[FaultKind]:  # noqa: ANN401
    return {one.kind for one in check(reply, Context(matter, **context))}


def test_the_half_that_counts_is_caught_and_passed_as_promised() -> None:
    found = replies("report")
    good = [one for one in found if one["good"]]
    vague = [one for one in found if not one["good"]]

    assert len(good) == len(vague) == 50
    assert sum(not faults(one["reply"], one["case"]) for one in good) / len(good) >= 0.95
    assert sum(bool(faults(one["reply"], one["case"])) for one in vague) / len(vague) >= 0.90


def test_a_good_answer_passes() -> None:
    assert faults(GOOD) == set()


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        ("Đã rõ.", FaultKind.TOO_SHORT),
        (GOOD.replace("đèn đường hẻm 12", "mặt bằng").replace("Đèn", "Máy"), FaultKind.NO_POINT),
        (
            "Thưa anh/chị, UBND phường cảm ơn và sẽ xem xét đèn đường hẻm 12 trong thời gian tới.",
            FaultKind.VAGUE,
        ),
        (GOOD.replace("UBND phường", "chúng tôi"), FaultKind.NO_UNIT),
        (
            "UBND phường sửa đèn hẻm 12 ngày 27/11, chờ một chút thì có sao không.",
            FaultKind.IMPOLITE,
        ),
        (GOOD + " Việc này do người dân không giữ gìn.", FaultKind.BLAME),
        (GOOD + " Liên hệ ông Trần Văn Mẫu.", FaultKind.PERSONAL_DATA),
        (GOOD + " Gọi 0900 000 111.", FaultKind.PERSONAL_DATA),
    ],
)
def test_each_lack_is_named(reply: str, fault: FaultKind) -> None:
    assert fault in faults(reply)


def test_the_wards_own_number_is_no_personal_data() -> None:
    reply = GOOD + " Cần hỏi thêm xin gọi 0258 000 0111."

    assert faults(reply, public_phones=frozenset({"02580000111"})) == set()


def test_a_unit_of_the_settings_counts() -> None:
    reply = GOOD.replace("UBND phường", "Đội chiếu sáng")

    assert faults(reply, units=("Đội chiếu sáng",)) == set()


def test_every_fault_has_a_reason_that_says_what_to_write() -> None:
    for fault in check("ừ", Context(MATTER)):
        assert fault.reason.endswith(".")
        assert ":" in fault.reason
