"""The register in words for staff: statuses, flags, rules, one dossier as officers see it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from handlers.messages import Block, Fact, Heading, Item, Paragraph
from handlers.wording.dossiers_clock import VERDICTS, moment
from knowledge.dossiers.dossier import Dossier, Flag, StatusEvent
from knowledge.dossiers.rulebook import rules_in_force
from knowledge.dossiers.rules import Finding
from knowledge.dossiers.statuses import DossierStatus

STATUSES: Final = {
    DossierStatus.REGISTERED: "Mới đăng ký",
    DossierStatus.ACCEPTED: "Được tiếp nhận",
    DossierStatus.REJECTED: "Không được tiếp nhận",
    DossierStatus.PROCESSING: "Đang xử lý",
    DossierStatus.SUPPLEMENT_NEEDED: "Yêu cầu bổ sung giấy tờ",
    DossierStatus.PAYMENT_NEEDED: "Yêu cầu thực hiện nghĩa vụ tài chính",
    DossierStatus.WITHDRAWAL_REQUESTED: "Công dân yêu cầu rút hồ sơ",
    DossierStatus.STOPPED: "Dừng xử lý",
    DossierStatus.DONE: "Đã xử lý xong",
    DossierStatus.RETURNED: "Đã trả kết quả",
    DossierStatus.UNKNOWN: "Trạng thái chưa khai báo",
}
"""Official names of the sync codes (domain.md §4.1)."""

FLAGS: Final = {
    Flag.IMPOSSIBLE_STEP: "có bước chuyển trạng thái không thể xảy ra",
    Flag.UNKNOWN_STATUS: "có trạng thái chưa khai trong registry.statuses",
    Flag.UNKNOWN_PROCEDURE: "thủ tục không có trong danh mục",
    Flag.FOREIGN_PREFIX: "mã hồ sơ không thuộc mã đơn vị đã khai",
    Flag.SECOND_SUPPLEMENT: "yêu cầu bổ sung quá một lần",
    Flag.SECOND_APOLOGY: "xin lỗi hẹn lại lần hai, chờ người đứng đầu duyệt",
    Flag.LATE_APOLOGY: "phiếu xin lỗi lập sau hạn chót (một ngày trước ngày hẹn)",
    Flag.DATES_DISAGREE: "các ngày mâu thuẫn, hoặc ngày hẹn bị đổi mà không có lý do",
}


def copied(at: datetime | None) -> str:
    """How old the copy is: the first line of whatever rests on it."""
    return f"Dữ liệu lúc {moment(at)}." if at else "Chưa đọc sổ hồ sơ lần nào."


def shown(dossier: Dossier, found: tuple[Finding, ...], at: datetime | None) -> list[Block]:
    """One dossier for officers: what is known, what happened, what to look at."""
    return [
        Heading(f"Hồ sơ {dossier.code}"),
        Paragraph(copied(at)),
        *_facts(dossier),
        Heading("Lịch sử"),
        *(Item(_event(one)) for one in dossier.events),
        *_acts(dossier),
        *_attention(dossier, found),
    ]


def _facts(dossier: Dossier) -> Iterator[Block]:
    name = dossier.procedure_name or "chưa rõ"
    yield Fact("Thủ tục", f"{name} ({dossier.procedure})" if dossier.procedure else name)
    yield Fact("Trạng thái", _status(dossier.status, dossier.raw_status))
    if dossier.officer:
        yield Fact("Người xử lý", dossier.officer)
    for label, when in (
        ("Nộp", dossier.submitted_at),
        ("Tiếp nhận", dossier.accepted_at),
        ("Hẹn trả", dossier.due_at),
        ("Có kết quả", dossier.done_at),
        ("Đã trả", dossier.returned_at),
    ):
        if when is not None:
            yield Fact(label, moment(when))
    if dossier.result is not None and dossier.result.expected_at is not None:
        yield Fact("Hẹn trả, cộng tạm dừng (dự kiến)", moment(dossier.result.expected_at))
    if dossier.alarm_at is not None:
        yield Fact("Hạn tự tính (phần mềm chưa ghi ngày hẹn)", moment(dossier.alarm_at))
    if dossier.lateness is not None:
        yield Fact("Kết luận", VERDICTS[dossier.lateness])
    if dossier.cause:
        yield Fact("Nguyên nhân", dossier.cause)


def breach(code: str, rule: str, due: datetime | None) -> str:
    """One line of the list of breaches."""
    hangs = f", hạn {moment(due)}" if due else ""
    return f"{code}: {rules_in_force()[rule].label}{hangs}"


def _status(status: DossierStatus, raw: str) -> str:
    return f"{STATUSES[status]}: {raw}" if status is DossierStatus.UNKNOWN else STATUSES[status]


def _event(one: StatusEvent) -> str:
    text = f"{moment(one.at)}: {_status(one.status, one.raw)}"
    if one.items:
        text += f" ({'; '.join(one.items)})"
    said = [text, f"Lý do: {one.reason}" if one.reason else "", one.note]
    return ". ".join(part for part in said if part)


def _acts(dossier: Dossier) -> Iterator[Block]:
    for one in dossier.apologies:
        waits = "" if one.approved else ", chờ người đứng đầu duyệt"
        yield Item(f"{moment(one.at)}: xin lỗi, hẹn lại {moment(one.new_due_at)}{waits}")
    for said in dossier.confirmations:
        what = "đã có ở quầy" if said.ready else "chưa thấy ở quầy"
        yield Item(f"{moment(said.at)}: quầy xác nhận kết quả {what}")
    for past in dossier.overrides:
        yield Item(f"{moment(past.at)}: cho qua quy tắc “{past.rule}”, lý do: {past.reason}")


def _attention(dossier: Dossier, found: tuple[Finding, ...]) -> Iterator[Block]:
    if not (dossier.flags or found):
        return
    yield Heading("Cần chú ý")
    for flag in sorted(dossier.flags):
        yield Item(FLAGS[flag][0].upper() + FLAGS[flag][1:])
    for one in found:
        due = f", hạn {moment(one.due)}" if one.due else ""
        yield Item(f"{one.rule.label}{due} ({one.rule.basis})")
