"""The clock of a dossier in words: "Vì sao ngày này?", the same for citizen and officer."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from handlers.messages import Block, Heading, Item, Paragraph
from handlers.wording import figures
from knowledge.calendar import Span, local
from knowledge.clocks import Due
from knowledge.dossiers.dossier import Appointment, Lateness
from knowledge.dossiers.explaining import DaysOff, Explanation, PauseStep, SupplementPolicy
from knowledge.dossiers.statuses import FINAL, DossierStatus
from knowledge.procedures import TimeUnit

WAITING = {
    DossierStatus.SUPPLEMENT_NEEDED: "chờ bổ sung giấy tờ",
    DossierStatus.PAYMENT_NEEDED: "chờ nộp phí, lệ phí hoặc nghĩa vụ tài chính",
    DossierStatus.WITHDRAWAL_REQUESTED: "người nộp đề nghị rút hồ sơ",
}
"""Read by the citizen and by the officer, so nobody is addressed."""
RESUMES = {
    DossierStatus.SUPPLEMENT_NEEDED: "khi đã bổ sung đủ giấy tờ",
    DossierStatus.PAYMENT_NEEDED: "khi đã nộp xong",
    DossierStatus.WITHDRAWAL_REQUESTED: "nếu hồ sơ được giải quyết tiếp",
}
"""What a clock that stands still waits for."""
VERDICTS = {
    Lateness.EARLY: "trước hạn",
    Lateness.ON_TIME: "đúng hạn",
    Lateness.LATE: "trễ hạn",
}
SHELF = {
    True: "Quầy đã xác nhận có kết quả.",
    False: "Quầy tìm chưa thấy kết quả.",
    None: "Quầy chưa xác nhận đã có kết quả.",
}
"""What the desk said of a finished result; "có kết quả" is never said before it."""
_PLAIN = (TimeUnit.DAY, TimeUnit.MONTH, TimeUnit.HOUR)


def explained(found: Explanation) -> list[Block]:
    """Line by line why the dossier falls due when it does."""
    lines = [
        *_received(found),
        *_counting(found),
        *(_pause(one) for one in found.pauses),
        *_dates(found),
        *_result(found),
    ]
    return [Heading("Vì sao ngày này?"), *(Item(line) for line in lines), *_closing(found)]


def _received(found: Explanation) -> Iterator[str]:
    if found.submitted_at and found.submitted_at != found.accepted_at:
        yield f"Nộp lúc {moment(found.submitted_at)}."
    if found.status is DossierStatus.REJECTED:
        yield "Không được tiếp nhận nên không có hạn trả kết quả."
        return
    if found.accepted_at is None:
        yield "Chưa được tiếp nhận: thời hạn tính từ khi tiếp nhận hồ sơ đủ giấy tờ."
        return
    yield f"Tiếp nhận lúc {moment(found.accepted_at)}."
    if found.after_cutoff and found.limit is not None:
        yield "Nhận sau giờ chốt trong ngày nên trả vào ngày làm việc tiếp theo."
    elif found.counted_from is not None and found.counted_from != found.accepted_at:
        yield f"Ngoài giờ làm việc nên giờ tính từ {moment(found.counted_from)}."


def _counting(found: Explanation) -> Iterator[str]:
    if found.status is DossierStatus.REJECTED:
        return
    if found.limit is not None:
        counted = found.limit.unit is TimeUnit.WORKING_DAY
        tail = ", không tính ngày nhận" if counted else ""
        yield f"Thời hạn giải quyết: {figures.processing_time(found.limit).rstrip('.')}{tail}."
    elif found.printed is None:
        yield "Thủ tục này có nhiều thời hạn, em chưa rõ trường hợp của hồ sơ nên chưa tính được."
    if found.limit is not None and found.limit.unit in _PLAIN:
        return
    yield f"Giờ làm việc được tính: {_hours(found.opening)}, không tính thứ Bảy, Chủ nhật."
    if found.days_off:
        yield f"Không tính ngày nghỉ: {'; '.join(map(_off, found.days_off))}."
    if found.worked:
        listed = ", ".join(figures.day(day) for day in found.worked)
        yield f"Có tính ngày làm bù: {listed}."


def _pause(step: PauseStep) -> str:
    why = WAITING[step.status]
    if step.end is None:
        text = f"Tạm dừng từ {moment(step.start)} ({why}), đến nay chưa tính tiếp"
    else:
        text = f"Tạm dừng từ {moment(step.start)} đến {moment(step.end)} ({why})"
    if step.policy is SupplementPolicy.RESTART:
        return f"{text}; thời hạn tính lại từ đầu khi hồ sơ đủ."
    if step.left is not None:
        return f"{text}; lúc dừng còn {hours(step.left)}, khi đủ thì tính tiếp."
    return f"{text}; phần còn lại được tính tiếp khi đủ."


def _dates(found: Explanation) -> Iterator[str]:
    if found.estimated is not None:
        yield f"Tính ra: {_due(found.estimated)}."
    if found.fiscal is not None:
        yield (
            "Hồ sơ đất đai có hai ngày hẹn. Chuyển thông tin cho cơ quan thuế: "
            f"{moment(found.fiscal.falls_due_at)}; trả kết quả tính sau khi nộp nghĩa vụ tài chính."
        )
    if found.printed is not None:
        yield from _printed(found, found.printed)
    elif found.estimated is None and not found.waiting and found.status not in FINAL:
        yield "Sổ hồ sơ chưa ghi ngày hẹn trả."


def _printed(found: Explanation, printed: Appointment) -> Iterator[str]:
    yield f"Ngày hẹn trên giấy tiếp nhận: {moment(printed.original_due_at)}."
    for one in found.apologies:
        yield f"Xin lỗi ngày {figures.day(local(one.at).date())}, hẹn lại {moment(one.new_due_at)}."
    moved = printed.due_at != printed.original_due_at
    if moved and all(one.new_due_at != printed.due_at for one in found.apologies):
        yield f"Phần mềm một cửa ghi ngày hẹn mới: {moment(printed.due_at)}."
    if printed.expected_at is not None and not found.waiting:
        yield f"Cộng thời gian tạm dừng: dự kiến {moment(printed.expected_at)}."


def _result(found: Explanation) -> Iterator[str]:
    if found.done_at is not None:
        verdict = f", {VERDICTS[found.lateness]}" if found.lateness else ""
        yield f"Xử lý xong lúc {moment(found.done_at)}{verdict}."
        if found.status is DossierStatus.DONE:
            yield SHELF[found.ready]
    if found.returned_at is not None:
        yield f"Đã trả lúc {moment(found.returned_at)}."


def _closing(found: Explanation) -> Iterator[Block]:
    if found.done_at is not None or found.due_at is None:
        return
    if found.status in FINAL:
        yield Paragraph("Hồ sơ đã dừng giải quyết nên ngày hẹn này không còn.")
        return
    if found.waiting:
        resumes = RESUMES.get(found.status, "khi hết tạm dừng")
        yield Paragraph(f"Đồng hồ đang dừng; ngày hẹn sẽ được tính lại {resumes}.")
        return
    official = found.printed is not None and found.printed.expected_at is None
    word = "Ngày hẹn" if official else "Ngày hẹn dự kiến"
    note = f" {_authority(found)} là ngày chính thức." if official else ""
    yield Paragraph(f"{word}: {moment(found.due_at)}.{note}")
    if found.expected:
        yield Paragraph("Lịch nghỉ của thời gian này chưa chốt nên ngày có thể thay đổi.")


def _authority(found: Explanation) -> str:
    """The paper the date stands on: an apology takes the place of the receipt (D-15)."""
    if any(one.new_due_at == found.due_at for one in found.apologies):
        return "Ngày ghi trên phiếu xin lỗi và hẹn lại"
    if found.printed is not None and found.due_at != found.printed.original_due_at:
        return "Ngày phần mềm một cửa ghi sau cùng"
    return "Ngày ghi trên giấy hẹn"


def moment(at: datetime) -> str:
    """A moment in words: 17:00 thứ Tư 25/11/2026; a day without an hour is the day alone."""
    when = local(at)
    day = figures.day(when.date())
    return day if (when.hour, when.minute) == (0, 0) else f"{when:%H:%M} {day}"


def hours(length: timedelta) -> str:
    """Working time in words: 13 giờ làm việc."""
    minutes = int(length.total_seconds()) // 60
    whole, rest = divmod(minutes, 60)
    if not rest:
        return f"{whole} giờ làm việc"
    return f"{whole} giờ {rest} phút làm việc" if whole else f"{rest} phút làm việc"


def _due(due: Due) -> str:
    return f"dự kiến {moment(due.at)}"


def _hours(spans: tuple[Span, ...]) -> str:
    return ", ".join(f"{span.start:%H:%M}–{span.end:%H:%M}" for span in spans)


def _off(run: DaysOff) -> str:
    if run.first == run.last:
        return f"{figures.short_day(run.first)} ({run.name})"
    return f"{figures.short_day(run.first)}–{figures.short_day(run.last)} ({run.name})"
