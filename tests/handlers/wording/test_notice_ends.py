"""How a dossier ended: the reason where it may be written, and where the result is."""

from dataclasses import replace

import pytest

from bot.channels.terminal.render import text_of
from handlers.notice_kinds import NoticeKind
from handlers.notices.planning import planned
from handlers.wording.notice_facts import NoticeFacts
from handlers.wording.notices import notice
from handlers.wording.telling import LONGEST, reason_to_tell
from knowledge.dossiers.dossier import Confirmation, Dossier, StatusEvent
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import SubmissionWay
from tests.fakes.shipped import shipped_base
from tests.knowledge.dossiers.lives import CALENDAR, at, dossier

FILED = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00")
MISSING = "Tờ khai thiếu chữ ký, bản chụp giấy tờ mờ"
PRIVATE = (
    "Người nộp thuộc hộ nghèo nên làm ở quầy khác",
    "Giấy tờ có dấu hiệu giả mạo",
    "Đang bị thi hành án",
    "Chưa ly hôn với người trước",
    "Ông Nguyễn Văn Mẫu chưa ký tên",
    "Thiếu chữ ký của bà Lê Thị Bưởi",
    "Nhà số 12 đường Lê Lợi đang tranh chấp",
    "Gọi lại số 0901234567",
    "Gọi lại …, chờ xác minh",
    "Người nộp đang mang thai",
    "x" * (LONGEST + 1),
)


def ended(status: DossierStatus, reason: str, field: str = "") -> Dossier:
    when = at("2026-11-20 10:00")
    last = StatusEvent(when, status, status.value, reason=reason)
    return dossier(*FILED, last, field=field)


def said(kind: NoticeKind, one: Dossier, fee: str = "") -> str:
    return text_of((notice(kind, NoticeFacts(one, shipped_base().commune, fee=fee), 1),))


@pytest.mark.parametrize(
    ("kind", "status", "paper"),
    [
        (NoticeKind.REJECTED, DossierStatus.REJECTED, "phiếu từ chối"),
        (NoticeKind.STOPPED, DossierStatus.STOPPED, "thông báo dừng"),
    ],
)
def test_a_refusal_and_a_stop_say_who_when_and_why(
    kind: NoticeKind, status: DossierStatus, paper: str
) -> None:
    heard = said(kind, ended(status, f"{MISSING}."))
    assert f"Lý do: {MISSING}. Anh/chị hỏi Trung tâm" in heard
    assert "Phường Mẫu" in heard
    assert "10:00 thứ Sáu 20/11/2026" in heard
    assert "nhắn /phananh" in heard
    assert paper not in heard
    for words in ("", *PRIVATE):
        silent = said(kind, ended(status, words))
        assert f"Lý do ghi trên {paper}" in silent
        assert not words or words not in silent
    family = said(kind, ended(status, MISSING, field="Nuôi con nuôi"))
    assert MISSING not in family


@pytest.mark.parametrize("words", PRIVATE)
def test_what_tells_of_a_person_or_runs_long_stays_on_paper(words: str) -> None:
    assert reason_to_tell(words, "Hộ tịch") == ""


def test_a_notice_of_a_refusal_stays_short() -> None:
    heard = said(NoticeKind.REJECTED, ended(DossierStatus.REJECTED, "Thiếu giấy tờ " * 11))
    assert len(heard) < 700


def done(way: SubmissionWay | None) -> Dossier:
    shelved = dossier(*FILED, "done 2026-11-20 10:00", due="2026-11-25 17:00", return_way=way)
    return replace(shelved, confirmations=(Confirmation(at("2026-11-20 14:00"), 1, ready=True),))


@pytest.mark.parametrize(
    ("way", "words", "never"),
    [
        (None, "mang giấy hẹn", "bưu điện"),
        (SubmissionWay.IN_PERSON, "mang giấy hẹn", "bưu điện"),
        (SubmissionWay.POST, "gửi qua bưu điện", "mang giấy hẹn"),
        (SubmissionWay.ONLINE, "VNeID", "mang giấy hẹn"),
    ],
)
def test_a_result_is_where_it_was_asked_for(
    way: SubmissionWay | None, words: str, never: str
) -> None:
    heard = said(NoticeKind.READY, done(way))
    assert words in heard
    assert never not in heard


@pytest.mark.parametrize("way", [None, *SubmissionWay])
def test_only_a_result_to_be_fetched_is_reminded_of_and_fits_a_template(
    way: SubmissionWay | None,
) -> None:
    fetched = way in {None, SubmissionWay.IN_PERSON}
    kinds = {one.kind for one in planned(done(way), CALENDAR)}
    assert (NoticeKind.UNCOLLECTED in kinds) is fetched
    reply = notice(NoticeKind.READY, NoticeFacts(done(way), shipped_base().commune), 1)
    assert (reply.form is not None) is fetched


def test_the_published_fee_is_named_beside_the_official_ways() -> None:
    waits = dossier(*FILED, "payment_needed 2026-11-20 10:00")
    assert "Lệ phí đã công bố: 8.000đ/bản" in said(NoticeKind.PAYMENT, waits, "8.000đ/bản")
    assert "công bố" not in said(NoticeKind.PAYMENT, waits)
