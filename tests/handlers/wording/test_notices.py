"""Words of notices: they say what happened and name days, never more."""

from dataclasses import replace
from datetime import date

import pytest

from bot.channels.terminal.render import text_of
from handlers.notice_kinds import NoticeKind
from handlers.wording.notice_facts import NoticeFacts
from handlers.wording.notices import notice
from knowledge.dossiers.dossier import Dossier
from tests.conversations.conftest import shipped_base
from tests.knowledge.dossiers.lives import dossier

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
    assert "ghi nhận đã trả kết quả thứ Sáu 20/11/2026" in heard
    assert "Nếu anh/chị chưa nhận, gọi ngay Trung tâm Phục vụ hành chính công" in heard


def test_when_the_time_for_papers_is_over_the_last_day_is_named_and_nothing_is_called_lost() -> (
    None
):
    one = dossier(*FILED, "supplement_needed 2026-11-06 14:00")
    facts = NoticeFacts(one, shipped_base().commune, date(2026, 11, 30))
    heard = text_of((notice(NoticeKind.SUPPLEMENT_OVER, facts, 1),))
    assert "Hạn bổ sung ngày thứ Hai 30/11/2026 đã qua" in heard
    assert "có thể bị dừng" in heard
