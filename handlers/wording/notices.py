"""What the ward writes unasked, in short sentences; numbers and dates as on the receipt."""

from collections.abc import Callable
from datetime import date
from typing import Final

from handlers import actions
from handlers.messages import Block, Button, Fact, Heading, Item, Paragraph, Reply
from handlers.notice_kinds import NoticeKind
from handlers.wording import figures
from handlers.wording import notice_ends as ends
from handlers.wording.guide import marked
from handlers.wording.notice_facts import NoticeFacts, form, moment_words, phone_of, place_of
from handlers.wording.telling import tellable
from knowledge.calendar import local
from knowledge.dossiers.dossier import AppointmentKind, Dossier
from knowledge.dossiers.life import pauses
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import CitizenLimit, Procedure

SEE: Final = "Xem hồ sơ"
STOP: Final = "Dừng nhận tin"
STOP_REMINDER: Final = "Đừng nhắc nữa"
NO_TRANSFER: Final = "Phường, xã không bao giờ nhắn số tài khoản, mã OTP hay xin ảnh giấy tờ."
"""W-4: impostors ask for these."""
_SCORES: Final = ("Tệ", "Chưa hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
MOST_ITEMS: Final = 6
"""Papers listed in one notice; the rest is on the slip."""


def notice(kind: NoticeKind, facts: NoticeFacts, follow: int) -> Reply:
    """The whole message, with the ways to look and to stop (L-5)."""
    blocks: list[Block] = [Heading(_TITLES[kind]), Paragraph(f"{facts.name}.")]
    blocks += _BODIES[kind](facts)
    buttons = [
        Button(SEE, actions.build("ds", str(facts.dossier.id))),
        Button(STOP, actions.build("unf", str(follow))),
    ]
    if kind is NoticeKind.SATISFACTION:
        buttons = [*_scores(facts.dossier.id), buttons[-1]]
    reply = Reply(
        tuple(blocks),
        tuple(buttons),
        subject=f"dossier:{facts.dossier.id}",
        form=form(kind, facts) if kind is not NoticeKind.READY or ends.fetched(facts) else None,
    )
    return marked(reply, facts.commune)


def own_limit(
    kind: NoticeKind,
    procedure: Procedure,
    limit: CitizenLimit | None,
    days: tuple[date, date],
    today: date,
    reminder: int,
) -> Reply:
    """A reminder of a citizen's own limit: its last day, and the last open day before it (D-7).

    Of one that may not be met before today it says that it may from today on.
    """
    last, last_open = days
    left = (last - today).days
    when = "hôm nay" if left == 0 else "ngày mai" if left == 1 else f"còn {left} ngày"
    rule = f", {limit.text}" if limit is not None else ""
    opens = "Từ hôm nay anh/chị làm được rồi. " if kind is NoticeKind.OWN_LIMIT_OPENS else ""
    blocks: list[Block] = [
        Heading(f"Nhắc hạn: {procedure.title}"),
        Paragraph(f"{opens}Hạn của anh/chị là {figures.day(last)} ({when}){rule}."),
    ]
    if last_open != last:
        blocks.append(
            Paragraph(
                f"Hôm đó nơi làm việc nghỉ, anh/chị nên đi chậm nhất {figures.day(last_open)}."
            )
        )
    buttons = (
        Button("Giấy tờ cần có", actions.build("p", procedure.code, "documents")),
        Button(STOP_REMINDER, actions.build("unr", str(reminder))),
    )
    return Reply(tuple(blocks), buttons, subject=f"procedure:{procedure.code}")


def _scores(dossier: int) -> list[Button]:
    """The lowest first: where choices are numbered, the number that is typed is the score."""
    rate = [actions.build("rate", str(dossier), str(score)) for score in range(1, 6)]
    return [Button(label, act) for label, act in zip(_SCORES, rate, strict=True)]


def _due(dossier: Dossier) -> str:
    """The date on paper, or that it stands on the receipt; an estimate says so (W-3)."""
    result = dossier.result
    if result is None and dossier.computed_due_at is not None:
        when = moment_words(dossier.computed_due_at)
        return f"Dự kiến có kết quả: {when}; ngày ghi trên giấy tiếp nhận mới là đúng nhất."
    if result is None:
        return "Ngày hẹn trả: xem trên giấy tiếp nhận."
    if result.falls_due_at != result.due_at:
        return f"Ngày hẹn trả dự kiến: {moment_words(result.falls_due_at)}."
    return f"Hẹn trả kết quả: {moment_words(result.due_at)}."


def _accepted(facts: NoticeFacts) -> list[Block]:
    at = facts.dossier.accepted_at
    taken = f"{facts.commune.name} tiếp nhận lúc {moment_words(at)}. " if at else ""
    return [Paragraph(taken + _due(facts.dossier)), *place_of(facts.commune)]


def _resumed(facts: NoticeFacts) -> list[Block]:
    waited = [one.status for one in pauses(facts.dossier.events) if one.end is not None]
    done = _RESUMED.get(waited[-1], _GOES_ON) if waited else _GOES_ON
    if facts.dossier.accepted_at is None:
        return [Paragraph(f"{done.partition(',')[0].rstrip('.')}, hồ sơ chờ cán bộ kiểm tra lại.")]
    return [Paragraph(f"{done} {_due(facts.dossier)}")]


_GOES_ON: Final = "Hồ sơ hết tạm dừng, được giải quyết tiếp."
_RESUMED: Final = {
    DossierStatus.SUPPLEMENT_NEEDED: "Phần bổ sung đã được ghi nhận, hồ sơ được giải quyết tiếp.",
    DossierStatus.PAYMENT_NEEDED: "Việc nộp tiền đã được ghi nhận, hồ sơ được giải quyết tiếp.",
    DossierStatus.WITHDRAWAL_REQUESTED: "Hồ sơ không rút nữa, được giải quyết tiếp.",
}
"""By what it waited for; of a run of several kinds of waiting, the first one."""


def _supplement(facts: NoticeFacts) -> list[Block]:
    items = facts.dossier.events[-1].items if facts.dossier.events else ()
    shown = [one for one in items if tellable(one)][:MOST_ITEMS]
    lead = [Paragraph("Giấy tờ cần bổ sung:")] if shown else []
    blocks: list[Block] = [*lead, *map(Item, shown)]
    if not shown or len(shown) < len(items):
        phone = phone_of(facts.commune)
        blocks.append(Paragraph(f"Giấy tờ còn thiếu ghi trên phiếu bổ sung; hỏi {phone}."))
    return [*blocks, _closing(facts)]


def _closing(facts: NoticeFacts) -> Block:
    if facts.closing is None:
        return Paragraph("Hạn bổ sung: xem trên phiếu yêu cầu bổ sung.")
    about = (
        ""
        if facts.closing_known
        else " (dự kiến; ngày ghi trên phiếu yêu cầu bổ sung mới là đúng nhất)"
    )
    day = figures.day(facts.closing)
    return Paragraph(f"Hạn bổ sung: {day}{about}. Quá hạn, hồ sơ có thể bị dừng.")


def _over(facts: NoticeFacts) -> list[Block]:
    when = f", {figures.day(facts.closing)}," if facts.closing is not None else ""
    return [
        Paragraph(
            f"Đã qua hạn bổ sung{when} mà quầy chưa ghi nhận giấy tờ; hồ sơ có thể bị dừng. Nếu đã "
            f"nộp hoặc cần thêm thời gian, anh/chị gọi ngay {phone_of(facts.commune)}."
        )
    ]


def _payment(facts: NoticeFacts) -> list[Block]:
    published: list[Block] = [Fact("Lệ phí đã công bố", facts.fee)] if facts.fee else []
    day = [Fact("Hạn nộp", figures.day(facts.closing))] if facts.closing is not None else []
    return [
        *published,
        *day,
        Paragraph(
            "Anh/chị nộp trên Cổng Dịch vụ công quốc gia (dichvucong.gov.vn) hoặc tại quầy; "
            f"số tiền ghi trên thông báo. Cần hỏi: {phone_of(facts.commune)}."
        ),
        Paragraph(NO_TRANSFER),
    ]


def _tomorrow(facts: NoticeFacts) -> list[Block]:
    due = facts.dossier.falls_due_at or facts.dossier.computed_due_at
    when = moment_words(due) if due else ""
    printed = facts.dossier.result is not None
    told = "nhắn anh/chị đến nhận" if ends.fetched(facts) else "nhắn anh/chị biết"
    by_us = "" if printed else " Ngày này em tự tính; nếu giấy tiếp nhận ghi khác, xin theo giấy."
    return [
        Paragraph(f"Dự kiến có kết quả: {when}. Khi có kết quả, em {told}.{by_us}"),
    ]


def _fiscal(facts: NoticeFacts) -> list[Block]:
    """The day by its name: the next working day is not always tomorrow."""
    found = (one for one in facts.dossier.appointments if one.kind is AppointmentKind.FISCAL)
    fiscal = next(found, None)
    day = f"{figures.day(local(fiscal.falls_due_at).date())}, " if fiscal else ""
    return [
        Paragraph(
            f"Dự kiến {day}thông tin được chuyển sang cơ quan thuế. Khi có thông báo nộp tiền, "
            "anh/chị nộp rồi báo lại quầy để tính ngày trả kết quả."
        )
    ]


def _moved(facts: NoticeFacts) -> list[Block]:
    return [Paragraph(f"Ngày hẹn được tính lại sau thời gian tạm dừng. {_due(facts.dossier)}")]


def _apology(facts: NoticeFacts) -> list[Block]:
    last = max((one for one in facts.dossier.apologies if one.approved), key=lambda one: one.at)
    reason = f" Lý do: {last.reason.rstrip('.')}." if last.reason and tellable(last.reason) else ""
    return [
        Paragraph(
            f"{facts.commune.name} xin lỗi anh/chị vì chưa trả được kết quả đúng hẹn.{reason}"
        ),
        Paragraph(f"Ngày hẹn mới: {moment_words(last.new_due_at)}."),
    ]


def _withdrawal(facts: NoticeFacts) -> list[Block]:
    words = "Nếu không đề nghị rút hồ sơ, anh/chị gọi ngay"
    return [Paragraph(f"{words} {phone_of(facts.commune)}.")]


def _satisfaction(_: NoticeFacts) -> list[Block]:
    asked = "Anh/chị thấy việc giải quyết hồ sơ này thế nào, từ 1 (tệ) đến 5 (rất hài lòng)?"
    return [Paragraph(f"{asked} Cán bộ không biết ai đã chấm.")]


_TITLES: Final = {
    NoticeKind.ACCEPTED: "Hồ sơ đã được tiếp nhận",
    NoticeKind.RESUMED: "Hồ sơ được giải quyết tiếp",
    NoticeKind.SUPPLEMENT: "Hồ sơ cần bổ sung giấy tờ",
    NoticeKind.SUPPLEMENT_CLOSING_3: "Còn 3 ngày làm việc để bổ sung giấy tờ",
    NoticeKind.SUPPLEMENT_CLOSING_1: "Sắp hết hạn bổ sung giấy tờ",
    NoticeKind.SUPPLEMENT_OVER: "Đã hết hạn bổ sung giấy tờ",
    NoticeKind.PAYMENT: "Hồ sơ chờ anh/chị nộp phí, lệ phí",
    NoticeKind.PAYMENT_REMINDER: "Nhắc nộp phí, lệ phí",
    NoticeKind.FISCAL_TOMORROW: "Sắp chuyển thông tin sang cơ quan thuế",
    NoticeKind.DUE_TOMORROW: "Sắp đến ngày hẹn",
    NoticeKind.DATE_MOVED: "Ngày hẹn thay đổi",
    NoticeKind.APOLOGY: "Xin lỗi và hẹn lại ngày trả kết quả",
    NoticeKind.READY: "Đã có kết quả",
    NoticeKind.UNCOLLECTED: "Kết quả chưa có người nhận",
    NoticeKind.RETURNED: "Đã trả kết quả",
    NoticeKind.REJECTED: "Hồ sơ không được tiếp nhận",
    NoticeKind.STOPPED: "Hồ sơ đã dừng giải quyết",
    NoticeKind.WITHDRAWAL: "Đã ghi nhận đề nghị rút hồ sơ",
    NoticeKind.SATISFACTION: "Xin anh/chị cho ý kiến",
}
_BODIES: Final[dict[NoticeKind, Callable[[NoticeFacts], list[Block]]]] = {
    NoticeKind.ACCEPTED: _accepted,
    NoticeKind.RESUMED: _resumed,
    NoticeKind.SUPPLEMENT: _supplement,
    NoticeKind.SUPPLEMENT_CLOSING_3: _supplement,
    NoticeKind.SUPPLEMENT_CLOSING_1: _supplement,
    NoticeKind.SUPPLEMENT_OVER: _over,
    NoticeKind.PAYMENT: _payment,
    NoticeKind.PAYMENT_REMINDER: _payment,
    NoticeKind.FISCAL_TOMORROW: _fiscal,
    NoticeKind.DUE_TOMORROW: _tomorrow,
    NoticeKind.DATE_MOVED: _moved,
    NoticeKind.APOLOGY: _apology,
    NoticeKind.READY: ends.ready,
    NoticeKind.UNCOLLECTED: ends.uncollected,
    NoticeKind.RETURNED: ends.returned,
    NoticeKind.REJECTED: ends.rejected,
    NoticeKind.STOPPED: ends.stopped,
    NoticeKind.WITHDRAWAL: _withdrawal,
    NoticeKind.SATISFACTION: _satisfaction,
}
"""Reminders of own limits have words of their own, `own_limit`."""
PAYMENTS: Final = frozenset({NoticeKind.PAYMENT, NoticeKind.PAYMENT_REMINDER})
KINDS: Final = tuple(_BODIES)
"""Kinds of which a dossier alone makes the words."""
