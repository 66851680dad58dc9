"""Words of notices: they say what happened and name days, never more."""

from dataclasses import replace
from datetime import date

import pytest

from bot.channels.terminal.render import text_of
from handlers.choices import resolve
from handlers.notice_kinds import NoticeKind
from handlers.notices.sweeping import facts_of
from handlers.ward import Ward
from handlers.wording.notice_facts import NoticeFacts
from handlers.wording.notices import notice, own_limit
from knowledge.dossiers.dossier import Dossier, StatusEvent
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import SubmissionWay
from tests.fakes.shipped import shipped_base
from tests.knowledge.dossiers.lives import CALENDAR, at, dossier

FILED = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00")


def said(kind: NoticeKind, one: Dossier) -> str:
    return text_of((notice(kind, NoticeFacts(one, shipped_base().commune), 1),))


def test_acceptance_names_the_date_and_the_place_of_the_result() -> None:
    words = said(NoticeKind.ACCEPTED, dossier(*FILED, due="2026-11-25 17:00"))
    assert "Hẹn trả kết quả: 17:00 thứ Tư 25/11/2026." in words
    assert "Nơi nhận: Trung tâm Phục vụ hành chính công" in words


@pytest.mark.parametrize(
    ("waited", "words", "never"),
    [
        ("supplement_needed", "Phần bổ sung đã được ghi nhận", "nộp tiền"),
        ("payment_needed", "Việc nộp tiền đã được ghi nhận", "bổ sung"),
        ("withdrawal_requested", "không rút nữa", "bổ sung"),
    ],
)
def test_what_goes_on_says_what_it_had_waited_for(waited: str, words: str, never: str) -> None:
    steps = (*FILED, f"{waited} 2026-11-20 09:00", "processing 2026-11-23 10:00")
    heard = said(NoticeKind.RESUMED, dossier(*steps, due="2026-11-25 17:00"))
    assert words in heard
    assert never not in heard


def test_papers_brought_before_acceptance_promise_no_work_yet() -> None:
    steps = ("registered 2026-11-19 08:00", "supplement_needed 2026-11-19 09:00")
    heard = said(NoticeKind.RESUMED, dossier(*steps, "registered 2026-11-20 09:00"))
    assert "chờ cán bộ kiểm tra lại" in heard
    assert "giải quyết tiếp." not in heard


def test_the_day_of_the_tax_office_is_named_over_a_weekend() -> None:
    land = dossier(*FILED, due="2026-12-09 17:00", fiscal="2026-11-30 17:00")
    heard = said(NoticeKind.FISCAL_TOMORROW, land)  # sent on Friday 27/11
    assert "Dự kiến thứ Hai 30/11/2026, thông tin được chuyển" in heard
    assert "ngày mai" not in heard


def test_a_date_of_our_own_clock_says_so() -> None:
    due = dossier(*FILED, due="2026-11-25 17:00").falls_due_at
    ours = replace(dossier(*FILED, "processing 2026-11-19 10:00"), computed_due_at=due)
    assert "Ngày này em tự tính" in said(NoticeKind.DUE_TOMORROW, ours)


def test_handing_over_names_the_day_and_whom_to_call_if_somebody_else_came() -> None:
    one = dossier(*FILED, "done 2026-11-20 10:00", "returned 2026-11-20 16:00")
    heard = said(NoticeKind.RETURNED, one)
    assert "ghi nhận đã trả kết quả vào thứ Sáu 20/11/2026" in heard
    assert "Nếu anh/chị chưa nhận, gọi ngay Trung tâm Phục vụ hành chính công" in heard


def test_when_the_time_for_papers_is_over_the_last_day_is_named_and_nothing_is_called_lost() -> (
    None
):
    one = dossier(*FILED, "supplement_needed 2026-11-06 14:00")
    facts = NoticeFacts(one, shipped_base().commune, date(2026, 11, 30))
    heard = text_of((notice(NoticeKind.SUPPLEMENT_OVER, facts, 1),))
    assert "Đã qua hạn bổ sung, thứ Hai 30/11/2026," in heard
    assert "có thể bị dừng" in heard


def test_where_choices_are_numbered_the_number_is_the_score() -> None:
    one = dossier(*FILED, "done 2026-11-20 10:00", "returned 2026-11-20 16:00")
    asked = notice(NoticeKind.SATISFACTION, NoticeFacts(one, shipped_base().commune), 1)
    for score in range(1, 6):
        assert resolve(str(score), asked.choices) == f"rate:1:{score}"
    assert resolve("rất hài lòng", asked.choices) == "rate:1:5"


def test_before_the_date_only_who_fetches_it_is_told_to_come() -> None:
    runs = (*FILED, "processing 2026-11-19 10:00")
    for way, words in ((None, "đến nhận"), (SubmissionWay.POST, "nhắn anh/chị biết")):
        heard = said(
            NoticeKind.DUE_TOMORROW, dossier(*runs, due="2026-11-25 17:00", return_way=way)
        )
        assert f"Khi có kết quả, em nhắn anh/chị {words.removeprefix('nhắn anh/chị ')}" in heard


def test_the_last_day_to_pay_is_told_and_is_no_last_day_for_papers_in_a_template() -> None:
    asked = StatusEvent(
        at("2026-11-20 10:00"), DossierStatus.PAYMENT_NEEDED, "6", closing=date(2026, 11, 30)
    )
    facts = facts_of(dossier(*FILED, asked), Ward(shipped_base().commune, CALENDAR))
    for kind in (NoticeKind.PAYMENT, NoticeKind.PAYMENT_REMINDER):
        reply = notice(kind, facts, 1)
        assert "Hạn nộp: thứ Hai 30/11/2026" in text_of((reply,))
        assert reply.form is not None
        assert dict(reply.form.values)["han_bo_sung"] == ""


def test_a_limit_that_opens_says_that_it_may_be_done_from_today() -> None:
    procedure = shipped_base().procedures["1.002755"]
    days = (date(2026, 12, 4), date(2026, 12, 4))
    for kind in (NoticeKind.OWN_LIMIT_OPENS, NoticeKind.OWN_LIMIT_7):
        heard = text_of((own_limit(kind, procedure, None, days, date(2026, 11, 19), 1),))
        assert ("Từ hôm nay anh/chị làm được rồi" in heard) is (kind is NoticeKind.OWN_LIMIT_OPENS)
