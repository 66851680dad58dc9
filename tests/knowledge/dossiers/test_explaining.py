"""The explained clock: worked examples with their pauses, holidays and printed dates."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.channels.terminal.render import blocks_text
from handlers.wording.dossiers_clock import explained
from knowledge.dossiers.dossier import Apology, Confirmation, Dossier
from knowledge.dossiers.explaining import (
    DaysOff,
    Explanation,
    SupplementPolicy,
    explain,
)
from knowledge.dossiers.life import derive
from knowledge.dossiers.limits import the_limit
from knowledge.procedures import ProcessingTime, SubmissionWay
from tests.knowledge.dossiers.lives import CALENDAR, at, dossier

THREE_DAYS = ProcessingTime.model_validate({"unit": "working_day", "value": 3})
SAME_DAY = ProcessingTime.model_validate({"unit": "same_day", "cutoff": "15:00"})
FIFTEEN = ProcessingTime.model_validate({"unit": "day", "value": 15})
E18 = (
    "registered 2026-11-05 08:30",
    "accepted 2026-11-05 09:00",
    "supplement_needed 2026-11-06 14:00",
    "processing 2026-11-11 10:00",
)


def text(found: Explanation) -> str:
    return "\n".join(blocks_text(explained(found)))


def of(one: Dossier, limit: ProcessingTime | None, **policy: SupplementPolicy) -> Explanation:
    return explain(one, limit, CALENDAR, **policy)


@pytest.mark.parametrize(
    ("policy", "due", "left"),
    [
        (None, "2026-11-12 17:00", timedelta(hours=13)),
        (SupplementPolicy.PAUSE, "2026-11-12 17:00", timedelta(hours=13)),
        (SupplementPolicy.RESTART, "2026-11-16 17:00", None),
    ],
)
def test_a_supplement_pauses_or_restarts_the_limit(
    policy: SupplementPolicy | None, due: str, left: timedelta | None
) -> None:  # E18
    found = explain(dossier(*E18), THREE_DAYS, CALENDAR, policy)
    assert found.estimated is not None
    assert found.estimated.at == at(due)
    assert [one.left for one in found.pauses] == [left]


def test_every_step_is_said_with_its_times() -> None:
    said = text(of(dossier(*E18), THREE_DAYS))
    assert "Nộp lúc 08:30 thứ Năm 5/11/2026." in said
    assert "Tiếp nhận lúc 09:00 thứ Năm 5/11/2026." in said
    assert "Thời hạn giải quyết: 3 ngày làm việc, không tính ngày nhận." in said
    assert "07:00–11:30, 13:30–17:00" in said
    assert (
        "Tạm dừng từ 14:00 thứ Sáu 6/11/2026 đến 10:00 thứ Tư 11/11/2026 (chờ bổ sung giấy tờ); "
        "lúc dừng còn 13 giờ làm việc" in said
    )
    assert "Tính ra: dự kiến 17:00 thứ Năm 12/11/2026." in said
    assert "Ngày hẹn dự kiến: 17:00 thứ Năm 12/11/2026." in said


def test_the_printed_date_wins_over_the_computed_one() -> None:  # D-0
    found = of(dossier("accepted 2026-11-19 09:00", due="2026-11-26 17:00"), THREE_DAYS)
    assert found.estimated is not None
    assert found.estimated.at == at("2026-11-25 17:00")
    assert found.due_at == at("2026-11-26 17:00")
    said = text(found)
    assert "Tính ra: dự kiến 17:00 thứ Tư 25/11/2026." in said
    assert "Ngày hẹn: 17:00 thứ Năm 26/11/2026. Ngày ghi trên giấy hẹn là ngày chính thức." in said


def test_holidays_on_the_way_are_named_and_made_up_days_too() -> None:
    found = of(dossier("accepted 2026-11-19 09:00"), THREE_DAYS)  # E4
    assert found.days_off == (
        DaysOff(date(2026, 11, 24), date(2026, 11, 24), "Ngày Văn hóa Việt Nam"),
    )
    assert "Không tính ngày nghỉ: 24/11/2026 (Ngày Văn hóa Việt Nam)." in text(found)
    tet = of(
        dossier("accepted 2026-02-12 09:00"),
        ProcessingTime.model_validate({"unit": "working_day", "value": 5}),
    )  # E12
    assert tet.due_at == at("2026-02-26 17:00")
    assert (tet.days_off[0].first, tet.days_off[-1].last) == (date(2026, 2, 14), date(2026, 2, 22))
    swapped = of(dossier("accepted 2026-08-21 10:00"), THREE_DAYS)
    assert "Có tính ngày làm bù: thứ Bảy 22/8/2026." in text(swapped)


def test_a_same_day_matter_received_after_the_cutoff_says_so() -> None:  # E1, E3
    early = of(dossier("accepted 2026-11-20 14:59"), SAME_DAY)
    late = of(dossier("accepted 2026-11-23 15:10"), SAME_DAY)
    assert (early.due_at, early.after_cutoff) == (at("2026-11-20 17:00"), False)
    assert (late.due_at, late.after_cutoff) == (at("2026-11-25 17:00"), True)
    assert "Nhận sau giờ chốt trong ngày" in text(late)


def test_what_came_before_opening_is_counted_from_opening() -> None:  # E5
    found = of(dossier("accepted 2026-11-23 06:30"), THREE_DAYS)
    assert found.counted_from == at("2026-11-23 07:00")
    assert found.due_at == at("2026-11-27 17:00")
    assert "giờ tính từ 07:00 thứ Hai 23/11/2026" in text(found)


def test_plain_days_count_on_after_a_pause_without_working_hours() -> None:
    found = of(
        dossier(
            "accepted 2026-11-02 09:00",
            "payment_needed 2026-11-05 09:00",
            "processing 2026-11-10 09:00",
        ),
        FIFTEEN,
    )
    assert found.due_at == at("2026-11-23 17:00")  # 17/11 is 12 days after the pause began
    said = text(found)
    assert "phần còn lại được tính tiếp" in said
    assert "Giờ làm việc được tính" not in said


def test_a_dossier_that_waits_has_no_date_and_says_why() -> None:
    found = of(dossier(*E18[:3], due="2026-11-10 17:00"), THREE_DAYS)
    assert found.estimated is None
    said = text(found)
    assert "đến nay chưa tính tiếp" in said
    assert "Đồng hồ đang dừng" in said


def test_a_pause_the_register_did_not_count_is_added_to_the_printed_date() -> None:
    found = of(dossier(*E18, due="2026-11-10 17:00"), THREE_DAYS)
    assert found.due_at == at("2026-11-12 17:00")
    said = text(found)
    assert "Ngày hẹn trên giấy tiếp nhận: 17:00 thứ Ba 10/11/2026." in said
    assert "Cộng thời gian tạm dừng: dự kiến 17:00 thứ Năm 12/11/2026." in said


def test_an_apology_and_the_verdict_stand_in_the_explanation() -> None:
    first = Apology(at("2026-11-09 09:00"), at("2026-11-13 17:00"), "a", approved=False)
    second = Apology(at("2026-11-12 09:00"), at("2026-11-18 17:00"), "b", approved=False)
    one = dossier(
        "accepted 2026-11-05 09:00",
        "done 2026-11-13 16:00",
        due="2026-11-10 17:00",
        apologies=(first, second),
    )
    said = text(of(one, THREE_DAYS))
    assert "Xin lỗi ngày thứ Hai 9/11/2026, hẹn lại 17:00 thứ Sáu 13/11/2026." in said
    assert "18/11" not in said
    assert "Xử lý xong lúc 16:00 thứ Sáu 13/11/2026, đúng hạn." in said


def test_after_an_apology_the_slip_is_the_paper_that_counts() -> None:
    first = Apology(at("2026-11-09 09:00"), at("2026-11-13 17:00"), "a", approved=False)
    one = dossier("accepted 2026-11-05 09:00", due="2026-11-10 17:00", apologies=(first,))
    said = text(of(one, THREE_DAYS))
    assert "Ngày hẹn: 17:00 thứ Sáu 13/11/2026. Ngày ghi trên phiếu xin lỗi và hẹn lại" in said
    assert "giấy hẹn là ngày chính thức" not in said


@pytest.mark.parametrize(
    ("ready", "words"), [(None, "Quầy chưa xác nhận"), (False, "chưa thấy"), (True, "đã xác nhận")]
)
def test_a_finished_result_is_there_only_once_the_desk_says_so(
    ready: bool | None, words: str
) -> None:
    confirmations = () if ready is None else (Confirmation(at("2026-11-13 16:30"), 1, ready),)
    one = dossier(
        "accepted 2026-11-05 09:00",
        "done 2026-11-10 16:00",
        due="2026-11-10 17:00",
        confirmations=confirmations,
    )
    said = text(of(one, THREE_DAYS))
    assert words in said
    assert "Có kết quả lúc" not in said


def test_a_rejected_dossier_has_no_date_and_promises_none() -> None:
    said = text(of(dossier("registered 2026-11-19 09:00", "rejected 2026-11-19 14:00"), None))
    assert "Không được tiếp nhận nên không có hạn trả" in said
    assert "Chưa được tiếp nhận" not in said
    assert "chưa tính được" not in said


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("supplement_needed", "khi đã bổ sung đủ giấy tờ"),
        ("payment_needed", "khi đã nộp xong"),
        ("withdrawal_requested", "nếu hồ sơ được giải quyết tiếp"),
    ],
)
def test_a_clock_that_stands_says_what_it_waits_for(status: str, words: str) -> None:
    one = dossier("accepted 2026-11-05 09:00", f"{status} 2026-11-06 09:00", due="2026-11-10 17:00")
    said = text(of(one, THREE_DAYS))
    assert f"Đồng hồ đang dừng; ngày hẹn sẽ được tính lại {words}." in said


def test_a_date_the_register_moved_after_a_pause_is_told() -> None:
    one = dossier(*E18, due="2026-11-10 17:00")
    moved = replace(
        one.appointments[0],
        printed_due_at=at("2026-11-13 17:00"),
        moved_at=at("2026-11-11 11:00"),
    )
    found = of(derive(replace(one, appointments=(moved,)), CALENDAR), THREE_DAYS)
    assert "Phần mềm một cửa ghi ngày hẹn mới: 17:00 thứ Sáu 13/11/2026." in text(found)


def test_a_land_dossier_tells_both_its_dates() -> None:
    found = of(
        dossier("accepted 2026-11-02 09:00", due="2026-12-02 17:00", fiscal="2026-11-12 17:00"),
        None,
    )
    said = text(found)
    assert "hai ngày hẹn" in said
    assert "17:00 thứ Năm 12/11/2026" in said
    assert "17:00 thứ Tư 2/12/2026" in said


def test_an_unsettled_calendar_is_said() -> None:  # E26
    found = of(
        dossier("accepted 2027-02-01 09:00"),
        ProcessingTime.model_validate({"unit": "working_day", "value": 5}),
    )
    assert found.due_at == at("2027-02-16 17:00")
    assert "Lịch nghỉ của thời gian này chưa chốt" in text(found)


def test_what_was_not_accepted_has_no_clock_yet() -> None:
    said = text(of(dossier("registered 2026-11-19 09:00"), THREE_DAYS))
    assert "Chưa được tiếp nhận" in said
    assert "Ngày hẹn" not in said.replace("Sổ hồ sơ chưa ghi ngày hẹn trả", "")


def test_the_limit_is_known_only_when_one_figure_fits() -> None:
    online = ProcessingTime.model_validate({"unit": "working_day", "value": 2, "way": "online"})
    other = ProcessingTime.model_validate({"unit": "working_day", "value": 5, "case": "khó"})
    words = ProcessingTime.model_validate({"text": "tùy trường hợp"})
    plain = dossier("accepted 2026-11-19 09:00")
    by_net = replace(plain, way=SubmissionWay.ONLINE)
    assert the_limit((THREE_DAYS, words), plain, CALENDAR) == THREE_DAYS
    assert the_limit((THREE_DAYS, other), plain, CALENDAR) is None
    assert the_limit((online,), plain, CALENDAR) is None
    assert the_limit((online,), by_net, CALENDAR) == online
    assert the_limit((), plain, CALENDAR) is None


@pytest.mark.parametrize(("due", "days"), [("2026-11-25", 3), ("2026-11-27", 5), ("2026-11-30", 0)])
def test_of_several_cases_it_is_the_one_that_gives_the_printed_date(due: str, days: int) -> None:
    other = ProcessingTime.model_validate({"unit": "working_day", "value": 5, "case": "khó"})
    one = dossier("accepted 2026-11-19 09:00", due=f"{due} 17:00")
    found = the_limit((THREE_DAYS, other), one, CALENDAR)
    assert (found.value if found else 0) == days
