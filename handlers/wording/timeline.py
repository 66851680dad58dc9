"""The card of one dossier: where it stands, who has it, what comes next. Never a person's data.

L-2: no name, address, number, officer, private note or reason that tells of a person; those are
told at the desk. Dates of the receipt are said as printed, any other as "dự kiến" (D-0, W-3).
"""

from dataclasses import dataclass
from datetime import datetime

from handlers.clock import LOCAL
from handlers.messages import Block, Fact, Heading, Item, Paragraph
from handlers.wording import figures
from handlers.wording.dossiers import clock, moment
from handlers.wording.telling import reason_to_tell, tellable
from knowledge.dossiers.dossier import AppointmentKind, Dossier, Lateness, StatusEvent
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import SubmissionWay

_S = DossierStatus

STATUS = {
    _S.REGISTERED: "đã gửi, đang chờ cán bộ kiểm tra",
    _S.ACCEPTED: "đã được tiếp nhận",
    _S.REJECTED: "không được tiếp nhận",
    _S.PROCESSING: "đang giải quyết",
    _S.SUPPLEMENT_NEEDED: "cần bổ sung giấy tờ",
    _S.PAYMENT_NEEDED: "cần nộp phí, lệ phí hoặc nghĩa vụ tài chính",
    _S.WITHDRAWAL_REQUESTED: "đã ghi nhận đề nghị rút hồ sơ",
    _S.STOPPED: "đã dừng giải quyết",
    _S.DONE: "đã xử lý xong",
    _S.RETURNED: "đã trả kết quả",
    _S.UNKNOWN: "đang được cập nhật",
}
"""Our words for the statuses of the national sync (domain.md §4.1)."""

AT_DESK = frozenset(
    {
        _S.REGISTERED,
        _S.SUPPLEMENT_NEEDED,
        _S.PAYMENT_NEEDED,
        _S.WITHDRAWAL_REQUESTED,
        _S.DONE,
    }
)
"""Statuses in which the desk has it; otherwise the office that decides."""


@dataclass(frozen=True, slots=True)
class Place:
    """The desk of a dossier, as published."""

    name: str
    address: str = ""
    phone: str = ""
    hours: str = ""
    """Whether it is open now, and the week."""
    deciding: str = ""
    """The agency that decides, if the record names it."""

    @property
    def called(self) -> str:
        """The desk and its phone."""
        return f"{self.name}, điện thoại {self.phone}" if self.phone else self.name


@dataclass(frozen=True, slots=True)
class Shown:
    """A dossier and what its card needs besides."""

    dossier: Dossier
    place: Place
    now: datetime
    estimated: datetime | None = None
    """A date of ours, only when the register has none."""
    old_copy: datetime | None = None
    """Time of the register's copy, when it is too old to pass over (L-4)."""
    sensitive: bool = False
    """A field whose papers already tell something about a family: they are told at the desk."""
    young: bool = True
    """Whether the copy may still say what is overdue now: on an older one it claims nothing."""


def card(shown: Shown) -> list[Block]:
    """The whole card."""
    dossier = shown.dossier
    blocks: list[Block] = []
    if shown.old_copy is not None:
        blocks.append(
            Paragraph(
                f"Đây là sổ hồ sơ lúc {moment(shown.old_copy)}; từ đó đến nay có thể đã khác."
            )
        )
    blocks += [
        Heading(dossier.procedure_name),
        Fact("Mã hồ sơ", dossier.code),
        Fact("Tình trạng", _status(dossier)),
    ]
    if not dossier.ended:
        blocks.append(Fact("Đang ở", _holder(shown)))
    blocks += _dates(shown)
    blocks += _next(shown)
    blocks += _past(dossier.events)
    return blocks


def _status(dossier: Dossier) -> str:
    if dossier.status is _S.DONE and dossier.ready:
        return "đã có kết quả, mời anh/chị đến nhận"
    since = f" (từ {moment(dossier.status_at)})" if dossier.status_at else ""
    return STATUS[dossier.status] + since


def _holder(shown: Shown) -> str:
    if shown.dossier.status in AT_DESK:
        return shown.place.name
    deciding = f" ({shown.place.deciding})" if shown.place.deciding else ""
    return f"bộ phận giải quyết{deciding}"


def _dates(shown: Shown) -> list[Block]:
    dossier, blocks = shown.dossier, list[Block]()
    received = dossier.accepted_at or dossier.submitted_at
    if received is not None:
        label = "Tiếp nhận" if dossier.accepted_at else "Nộp lúc"
        blocks.append(Fact(label, moment(received)))
    for one in dossier.appointments:
        name = "Hẹn trả" if one.kind is AppointmentKind.RESULT else "Chuyển cơ quan thuế"
        said = _day(one.due_at)
        if one.due_at != one.original_due_at:
            said = f"{said} (hẹn lần đầu {_day(one.original_due_at)})"
        if dossier.paused:
            said = f"{said}; đang tạm dừng, ngày này sẽ được tính lại"
        blocks.append(Fact(name, said))
        if one.expected_at is not None and not dossier.ended:
            blocks.append(Fact("Dự kiến, cộng thời gian tạm dừng", _day(one.expected_at)))
    if not dossier.appointments and not dossier.ended:
        blocks.append(_no_date(shown))
    if dossier.done_at is not None:
        blocks.append(Fact("Xử lý xong", moment(dossier.done_at)))
    return blocks + _sorry(shown)


def _no_date(shown: Shown) -> Block:
    if shown.estimated is not None:
        return Fact(
            "Dự kiến có kết quả", f"{_day(shown.estimated)}; ngày trên giấy hẹn là đúng nhất"
        )
    return Fact("Hẹn trả", "sổ hồ sơ chưa ghi ngày; anh/chị xem trên giấy hẹn")


def _sorry(shown: Shown) -> list[Block]:
    """Lateness is owned up to, with what the law promises (D-14, D-15)."""
    dossier = shown.dossier
    told = any(apology.approved for apology in dossier.apologies)
    if dossier.overdue(shown.now) and shown.young:
        if told:
            again = "Đã quá cả ngày hẹn lại. Em xin lỗi anh/chị."
        else:
            again = (
                "Đã quá ngày hẹn mà chưa có kết quả. Em xin lỗi anh/chị. Cơ quan phải gửi phiếu "
                "xin lỗi, nêu lý do và hẹn lại ngày."
            )
        return [Paragraph(f"{again} Anh/chị hỏi {shown.place.called}.")]
    if dossier.lateness is Lateness.LATE:
        return [Paragraph("Kết quả có muộn hơn ngày hẹn. Em xin lỗi anh/chị.")]
    if told and not dossier.ended:
        return [
            Paragraph("Hồ sơ đã phải hẹn lại; em xin lỗi anh/chị. Lý do ghi trong phiếu xin lỗi.")
        ]
    return []


def _next(shown: Shown) -> list[Block]:
    """What comes next, and what the citizen does."""
    status = shown.dossier.status
    if status is _S.SUPPLEMENT_NEEDED:
        return _supplement(shown)
    if status is _S.PAYMENT_NEEDED:
        return _payment(shown)
    if status is _S.DONE:
        return _collect(shown)
    if status in {_S.REJECTED, _S.STOPPED}:
        return _refused(shown)
    return [Paragraph(_NEXT[status].format(desk=shown.place.called))]


def _refused(shown: Shown) -> list[Block]:
    event = _last(shown.dossier, shown.dossier.status)
    told = reason_to_tell(event.reason, shown.dossier.field) if event else ""
    why = f"Lý do: {told}." if told else "Lý do ghi trong văn bản gửi anh/chị."
    return [
        Paragraph(
            f"{why} Mời anh/chị hỏi {shown.place.called}. "
            "Không đồng ý, anh/chị có quyền phản ánh, khiếu nại."
        )
    ]


_NEXT = {
    _S.REGISTERED: (
        "Tiếp theo: cán bộ kiểm tra và báo nhận, báo thiếu hoặc từ chối trong 8 giờ làm việc. "
        "Anh/chị chưa phải làm gì. Cần hỏi: {desk}."
    ),
    _S.ACCEPTED: (
        "Tiếp theo: bộ phận giải quyết nhận và làm. Anh/chị chưa phải làm gì. Cần hỏi: {desk}."
    ),
    _S.PROCESSING: "Tiếp theo: chờ kết quả. Anh/chị chưa phải làm gì. Cần hỏi: {desk}.",
    _S.WITHDRAWAL_REQUESTED: (
        "Tiếp theo: quầy làm thủ tục rút, trong lúc đó hồ sơ tạm dừng. Cần hỏi: {desk}."
    ),
    _S.RETURNED: "Kết quả đã trả. Thấy sai sót, anh/chị mang kết quả đến {desk}.",
    _S.UNKNOWN: "Tình trạng đang được cập nhật. Anh/chị hỏi {desk}.",
}


def _supplement(shown: Shown) -> list[Block]:
    event = _last(shown.dossier, _S.SUPPLEMENT_NEEDED)
    until = f", chậm nhất {figures.day(event.closing)}" if event and event.closing else ""
    where = f"{shown.place.name}{_address(shown.place)}"
    head = f"Việc anh/chị cần làm{until}: nộp giấy tờ còn thiếu tại {where}, mang theo giấy hẹn."
    ask = f"Cần hỏi: {shown.place.called}."
    pause = "Trong lúc chờ bổ sung, thời hạn giải quyết tạm dừng."
    told = [one for one in event.items if tellable(one)] if event and not shown.sensitive else []
    listed = "Giấy tờ còn thiếu ghi trong phiếu yêu cầu bổ sung."
    if event is None or not told:
        return [Paragraph(head), Paragraph(f"{listed} {pause} {ask}")]
    items: list[Block] = [Item(one) for one in told]
    if len(told) < len(event.items):
        items.append(Item("giấy tờ khác ghi trong phiếu yêu cầu bổ sung"))
    return [Paragraph(head), Paragraph("Còn thiếu:"), *items, Paragraph(f"{pause} {ask}")]


def _payment(shown: Shown) -> list[Block]:
    event = _last(shown.dossier, _S.PAYMENT_NEEDED)
    until = f", chậm nhất {figures.day(event.closing)}" if event and event.closing else ""
    return [
        Paragraph(
            f"Việc anh/chị cần làm{until}: nộp trên Cổng Dịch vụ công quốc gia, hoặc tại "
            f"{shown.place.name}{_address(shown.place)}, mang theo giấy hẹn và thông báo nộp tiền."
        ),
        Paragraph(
            "Trong lúc chờ nộp, thời hạn giải quyết tạm dừng. Phường, xã không bao giờ nhắn xin "
            f"chuyển khoản, mã OTP hay ảnh thẻ. Cần hỏi: {shown.place.called}."
        ),
    ]


def _collect(shown: Shown) -> list[Block]:
    """Said as ready only once the desk has the result in its hands; until then both facts."""
    dossier, place = shown.dossier, shown.place
    bring = (
        f"Nơi nhận: {place.name}{_address(place)}. Mang theo giấy hẹn và căn cước (hoặc VNeID); "
        "nhận thay thì thêm giấy ủy quyền."
    )
    hours: list[Block] = [Fact("Giờ làm việc", place.hours)] if place.hours else []
    if dossier.ready:
        at = moment(dossier.confirmations[-1].at)
        if dossier.return_way in _SENT:
            sent = _SENT[dossier.return_way]
            return [Paragraph(f"Quầy đã có kết quả (xác nhận lúc {at}), {sent} {place.called}.")]
        return [Paragraph(f"Quầy đã có kết quả (xác nhận lúc {at})."), Paragraph(bring), *hours]
    seen = "quầy tìm chưa thấy kết quả" if dossier.ready is False else "quầy chưa xác nhận đã có"
    return [
        Paragraph(
            f"Phần mềm ghi hồ sơ đã xử lý xong, còn {seen}. Để khỏi mất công, anh/chị gọi trước "
            f"khi đến: {place.called}."
        ),
        Paragraph(bring),
        *hours,
    ]


_SENT = {
    SubmissionWay.POST: "gửi qua bưu điện như anh/chị đã đăng ký. Chưa nhận được, anh/chị gọi",
    SubmissionWay.ONLINE: "bản điện tử xem trong VNeID hoặc Cổng Dịch vụ công. Chưa thấy, gọi",
}


def _past(events: tuple[StatusEvent, ...]) -> list[Block]:
    if not events:
        return []
    lines: list[Block] = [Item(f"{moment(one.at)}: {STATUS[one.status]}") for one in events]
    return [Paragraph("Các bước đã qua:"), *lines]


def _last(dossier: Dossier, status: DossierStatus) -> StatusEvent | None:
    return next((one for one in reversed(dossier.events) if one.status is status), None)


def _address(place: Place) -> str:
    return f" ({place.address})" if place.address else ""


def _day(at: datetime) -> str:
    """A date; the hour is said where the register printed one."""
    local = at.astimezone(LOCAL)
    hour = f"{clock(at)} " if (local.hour, local.minute) != (0, 0) else ""
    return f"{hour}{figures.day(local.date())}"
