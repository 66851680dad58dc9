"""An answer must prove something before it leaves."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge.feedback.checking import Context, check
from knowledge.feedback.cues import FEEDBACK_DATA
from knowledge.feedback.judging import Head, Judge, shipped_judge
from knowledge.feedback.points import untouched
from knowledge.feedback.reviews import FaultKind

BLIND = Path(__file__).with_name("replies_blind.jsonl")

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


def blind(*halves: str) -> list[dict[str, Any]]:
    """Answers written by somebody who never saw the checker."""
    lines = BLIND.read_text(encoding="utf-8").splitlines()
    return [one for line in lines if (one := json.loads(line))["half"] in halves]


def held(rows: list[dict[str, Any]], label: str) -> float:
    """Share of the answers of this label that is sent back."""
    found = [bool(faults(one["reply"], one["case"])) for one in rows if one["label"] == label]
    return sum(found) / len(found)


LEARNT: dict[str, tuple[float, float]] = {
    "tune": (0.96, 0.90),
    "report": (0.96, 0.92),
    "later": (0.96, 0.92),
    "tune3": (0.92, 0.84),
    "report3": (0.95, 0.88),
    "tune4": (0.96, 0.72),
    "report4": (0.96, 0.68),
    "tune5": (0.96, 0.94),
    "tune6": (0.96, 0.94),
    "tune7": (0.96, 0.90),
    "tune9": (0.97, 0.82),
}
"""Sets written by people who never saw the checker: good ones that pass, others that are caught.

The weights learnt from these; what a first reading gives stands in docs/feedback.md.
"""


@pytest.mark.parametrize("half", LEARNT)
def test_each_set_written_blind_keeps_its_floor(half: str) -> None:
    passed, caught = LEARNT[half]
    rows = blind(half)

    assert Counter(one["label"] for one in rows).total() in {70, 98, 100, 102, 140}
    assert 1 - held(rows, "good") >= passed
    assert held(rows, "vague") >= caught


KEPT_BACK: dict[str, tuple[float, float]] = {
    "report5": (0.98, 0.82),
    "report6": (0.94, 0.81),
    "report7": (0.96, 0.90),
    "report8": (0.88, 0.63),
    "report9": (0.92, 0.72),
}
"""Halves nothing was learnt from nor mended after: good ones that pass, others that are caught."""


@pytest.mark.parametrize("half", KEPT_BACK)
def test_what_was_kept_back_reads_as_the_documentation_says(half: str) -> None:
    """What is wanted on them (95 %, 90 %) is not reached by any on both sides."""
    passed, caught = KEPT_BACK[half]
    rows = blind(half)

    assert Counter(one["label"] for one in rows).total() in {62, 75, 98, 100, 140}
    assert 1 - held(rows, "good") >= passed
    assert held(rows, "vague") >= caught


def test_two_hundred_answers_nobody_learnt_from_are_judged_as_promised() -> None:
    """A ward's everyday answers, good and sent back, by somebody who saw neither code nor data."""
    rows = blind("tune10", "report10")

    assert Counter(one["label"] for one in rows) == {"good": 100, "vague": 100}
    assert 1 - held(rows, "good") >= 0.95
    assert held(rows, "vague") >= 0.90
    assert 1 - held(blind("report10"), "good") >= 0.95
    assert held(blind("report10"), "vague") >= 0.90


NAMED: dict[str, set[FaultKind]] = {
    "part": {FaultKind.PART},
    "other": {FaultKind.PART, FaultKind.VAGUE},
    "aside": {FaultKind.PART, FaultKind.VAGUE},
    "unit": {FaultKind.NO_UNIT},
    "data": {FaultKind.PERSONAL_DATA},
    "blank": {FaultKind.BLANK},
    "rude": {FaultKind.IMPOLITE},
    "blame": {FaultKind.BLAME, FaultKind.IMPOLITE},
}


def test_the_reason_is_the_right_one() -> None:
    """On the sets whose faults were named without looking at what the check says."""
    rows = [one for one in blind("tune", "report", "later") if one["fault"]]
    found = [(one["fault"], faults(one["reply"], one["case"])) for one in rows]
    right = [
        bool(named & NAMED.get(fault, {FaultKind.VAGUE, FaultKind.TOO_SHORT}))
        for fault, named in found
        if named
    ]

    assert sum(right) / len(right) >= 0.95


@pytest.mark.parametrize(
    ("matter", "answer", "left"),
    [
        ("Đèn hẻm 9 tắt, với lại nắp cống bể chưa ai thay", "Đèn hẻm 9 đã thay.", True),
        ("Đèn hẻm 9 tắt, với lại nắp cống bể", "Đèn đã thay, nắp cống lắp ngày 28/11.", False),
        ("1. den hem 9 tat 2. quan nhau on toi khuya", "Đèn hẻm 9 đã sáng.", True),
        ("Phí bao nhiêu và thẻ của mẹ tôi có bị cắt không?", "Phí 8.000 đồng.", True),
        ("Hết thuốc, với lại nhân viên nói cộc lốc", "Trạm đã nhận 4.000 viên thuốc.", True),
        ("Nước đục cả tuần, cả xóm không nấu cơm được", "Đã súc rửa ống nước ngày 24/11.", False),
    ],
)
def test_each_matter_that_is_set_apart_is_to_be_taken_up(
    matter: str,
    answer: str,
    left: bool,
) -> None:
    assert bool(untouched(matter, answer)) is left


@pytest.mark.parametrize(
    "said",
    [
        "Ngày 23/11 UBND phường đã tiếp nhận phản ánh về đèn đường hẻm 12 và đã phân loại.",
        "Theo Nghị định số 13/2020/NĐ-CP ngày 21/01/2020, UBND phường quan tâm đèn đường hẻm 12.",
        "UBND phường ở số 12/5 Hoa Sữa quan tâm đèn đường hẻm 12, trực 24/7, xin cảm ơn anh/chị.",
    ],
)
def test_a_day_that_is_no_day_of_the_matter_proves_nothing(said: str) -> None:
    assert FaultKind.VAGUE in faults(f"Thưa anh/chị, {said}")


def test_an_offices_number_may_stand_and_a_neighbours_not() -> None:
    assert faults(GOOD + " Anh/chị gọi trực ban Công an phường 0900 000 113 ạ.") == set()
    lock = FaultKind.PERSONAL_DATA
    assert lock in faults(GOOD + " Anh/chị gọi hộ bà Mận, tổ 5, 0900 000 664 ạ.")
    assert lock in faults(GOOD + " Công an phường mời ông Tửng, CCCD 079000000123.")


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        ("Cần gấp gọi Đội điện (0200 393 0119), trưa nay họ đến.", MATTER),
        ("Xã kiểm tra các dãy trọ Lê Quang Mẫu từ 5/8.", f"{MATTER}, dãy trọ 27 Lê Quang Mẫu"),
        ("Kính gửi bà con Hòn Mẫu, đèn sáng lại.", MATTER),
    ],
)
def test_an_offices_line_a_street_and_a_village_are_nobodys_data(said: str, matter: str) -> None:
    assert FaultKind.PERSONAL_DATA not in faults(f"{GOOD} {said}", matter)


def test_what_only_the_whole_shows_is_named_by_the_nearest_lack() -> None:
    """No single head is sure of it; the answer names the lamp and a unit, and says nothing."""
    reply = (
        "Thưa anh/chị, UBND phường ghi nhận và sẽ lưu ý phản ánh về đèn hẻm 12 khi xây dựng "
        "kế hoạch năm, bảo đảm hài hoà. Trân trọng."
    )
    judge = shipped_judge()
    alone = Judge({**judge.heads, Head.WHOLE: replace(judge.heads[Head.WHOLE], bound=99.0)})
    sure = Judge({head: replace(one, bound=99.0) for head, one in judge.heads.items()})
    only = Judge({**sure.heads, Head.WHOLE: judge.heads[Head.WHOLE]})

    assert judge.lacks(reply, MATTER) == alone.lacks(reply, MATTER) == {Head.DEEDS}
    assert sure.lacks(reply, MATTER) == frozenset()
    assert only.lacks(reply, MATTER) == {Head.DEEDS}


def test_a_person_beside_the_streets_name_is_still_a_person() -> None:
    matter = f"{MATTER}, nhà 27 Lê Quang Mẫu"

    assert FaultKind.PERSONAL_DATA in faults(f"{GOOD} Chủ hộ là Trần Văn Thử.", matter)


def test_what_citizens_chose_or_gave_is_no_fault_of_theirs() -> None:
    assert FaultKind.BLAME not in faults(f"{GOOD} Mẫu nước lấy ở chỗ do bà con chọn ngày 24/11.")
    assert FaultKind.BLAME in faults(f"{GOOD} Đèn hỏng là do bà con đập phá.")


@pytest.mark.parametrize(
    ("said", "blames"),
    [("Đây cũng là lỗi do chị.", True), ("Đây là lỗi của anh thu phí, phòng đã nhắc.", False),
     ("Đây không phải lỗi của anh chị.", False), ("Lỗi của gia đình là không báo.", True)],
)  # fmt: skip
def test_a_fault_put_on_who_complained_in_so_many_words_is_blame(said: str, blames: bool) -> None:
    assert (FaultKind.BLAME in faults(f"{GOOD} {said}")) is blames


@pytest.mark.parametrize("said", ["tiêm phòng dại", "trạm chợ", "trạm BOT", "trạm bê tông"])
def test_a_stop_or_a_vaccine_is_no_office(said: str) -> None:
    reply = f"Thưa anh/chị, đèn ở {said} đã thay ngày 24/11, sáng lại 17 giờ 27/11. Xin lỗi."

    assert FaultKind.NO_UNIT in faults(reply)


def test_a_numbered_point_nothing_is_said_of_is_missed_however_well_the_rest_is_answered() -> None:
    matter = "1. Đèn hẻm 12 hỏng hai tuần 2. Sổ hộ nghèo của mẹ tôi bị gạch tên"

    assert FaultKind.PART in faults(GOOD, matter)


def test_a_good_answer_passes() -> None:
    assert faults(GOOD) == set()


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        ("Đã rõ.", FaultKind.TOO_SHORT),
        (
            "Thưa anh/chị, UBND phường tiêm phòng chó mèo ở sân nhà văn hoá sáng 27/11, từ 7 giờ.",
            FaultKind.PART,
        ),
        (
            "Thưa anh/chị, UBND phường cảm ơn và sẽ xem xét đèn đường hẻm 12 trong thời gian tới.",
            FaultKind.VAGUE,
        ),
        (GOOD.replace("UBND phường", "chúng tôi"), FaultKind.NO_UNIT),
        (
            "UBND phường sửa đèn hẻm 12 ngày 27/11. Có cái đèn mà kêu ca, đi đâu mà phải gấp.",
            FaultKind.IMPOLITE,
        ),
        (GOOD + " Việc này do người dân không giữ gìn.", FaultKind.BLAME),
        (GOOD + " Liên hệ ông Trần Văn Mẫu.", FaultKind.PERSONAL_DATA),
        (GOOD + " Số của chủ hộ là 0900 000 111.", FaultKind.PERSONAL_DATA),
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


def test_what_is_left_out_is_shown_in_the_citizens_words() -> None:
    matter = "Đèn hẻm 9 tắt cả tuần, với lại nhân viên quầy 3 nói năng cộc lốc với mẹ tôi"
    answer = "Thưa anh/chị, UBND phường đã thay đèn hẻm 9 chiều 24/11, tối nay đèn sáng lại."

    (fault,) = check(answer, Context(matter))
    assert fault.kind is FaultKind.PART
    assert "cộc lốc" in fault.reason


def test_every_fault_has_a_reason_that_says_what_to_write() -> None:
    for fault in check("ừ", Context(MATTER)):
        assert fault.reason.endswith(".")
        assert ":" in fault.reason
