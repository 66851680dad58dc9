"""What officers read about dossiers: cards, lists, what was done, what was not and why."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from handlers.duties.values import Already, Case, Done, Draft, DraftState, Outcome, Refused, Why
from handlers.messages import Block, Fact, Heading, Item, Paragraph
from knowledge.calendar import local
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.rulebook import rules_in_force
from knowledge.dossiers.statuses import DossierStatus

SHOWN: Final = 20
"""Dossiers written out in one message; of more, the number is said."""

STATUSES: Final = {
    DossierStatus.REGISTERED: "mới đăng ký, chờ tiếp nhận",
    DossierStatus.ACCEPTED: "đã tiếp nhận",
    DossierStatus.REJECTED: "không tiếp nhận",
    DossierStatus.PROCESSING: "đang xử lý",
    DossierStatus.SUPPLEMENT_NEEDED: "chờ bổ sung giấy tờ",
    DossierStatus.PAYMENT_NEEDED: "chờ nộp tiền",
    DossierStatus.WITHDRAWAL_REQUESTED: "dân xin rút",
    DossierStatus.STOPPED: "dừng xử lý",
    DossierStatus.DONE: "đã xong",
    DossierStatus.RETURNED: "đã trả",
    DossierStatus.UNKNOWN: "trạng thái chưa rõ",
}

WHY: Final = {
    Why.NOT_ALLOWED: "Vai trò của anh/chị không làm được việc này.",
    Why.NOT_YOURS: "Hồ sơ này của cán bộ khác; phụ trách một cửa hoặc lãnh đạo làm thay được.",
    Why.UNKNOWN: "Không thấy hồ sơ hoặc phiếu này.",
    Why.NOT_DONE: "Phần mềm một cửa chưa ghi xong. Cập nhật ở phần mềm trước, rồi xác nhận lại.",
    Why.RETURNED: "Hồ sơ này đã trả kết quả.",
    Why.ENDED: "Hồ sơ này đã kết thúc.",
    Why.PAUSED: "Hồ sơ này đang chờ người dân, thời hạn đang tạm dừng.",
    Why.NO_DUE_DATE: "Phần mềm một cửa chưa ghi ngày hẹn trả của hồ sơ này; ghi ở đó trước.",
    Why.NO_REASON: "Cần ghi lý do.",
    Why.BLANK: "Còn chỗ chưa điền: ngoặc vuông [ ], dấu “…” hoặc “___”.",
    Why.NOT_LATER: "Ngày hẹn mới phải sau ngày hẹn đang có hiệu lực.",
    Why.DAY_OFF: "Ngày đó không phải ngày làm việc.",
    Why.SAME_DATE: "Ngày này đã hẹn một lần rồi.",
    Why.NEEDS_REASON: (
        "Phiếu này trái quy định (hẹn lại lần hai, hoặc báo muộn hơn một ngày trước hạn). "
        "Chỉ ký được khi ghi lý do; lý do được lưu."
    ),
    Why.NOT_LATE: "Hồ sơ này không trễ, không cần giải trình.",
    Why.EXPLAINED: "Đồng nghiệp đã ghi nguyên nhân trước.",
    Why.NO_SUCH_RULE: "Không có quy định tên này.",
    Why.MIRROR: "Trạng thái do phần mềm một cửa ghi, ở đây không đổi.",
    Why.NO_PROCEDURE: "Danh mục không có thủ tục này đang hiệu lực.",
    Why.BAD_CODE: "Mã hồ sơ không đúng dạng H32.12.05-261123-0007, hoặc ngày trong mã không có.",
    Why.BAD_DIGITS: "Cần đúng 4 số cuối của điện thoại hoặc giấy tờ.",
    Why.NO_PREFIX: "Chưa khai mã đơn vị (commune.dossier_prefixes); hãy ghi mã hồ sơ in trên giấy.",
    Why.EXISTS: "Mã hồ sơ này đã có trong sổ.",
    Why.NEEDS_DATE: "Thủ tục này có nhiều thời hạn; hãy ghi ngày hẹn trả.",
    Why.RULE: "Quy định chặn bước này; cần lãnh đạo cho qua, có lý do",
}

REASONS: Final = (
    "Cần xác minh thêm thông tin trong hồ sơ",
    "Chờ ý kiến của cơ quan phối hợp",
    "Số lượng hồ sơ nhiều, chưa giải quyết kịp",
    "Hệ thống phần mềm gặp sự cố",
)
"""Reasons offered for a slip; any other is typed."""

COMPUTED: Final = (
    "Phần mềm một cửa chưa ghi ngày hẹn trả; ngày này do hệ thống tính từ thời hạn "
    "của thủ tục, theo trường hợp ngắn nhất. "
    "Nếu không kịp, anh/chị ghi ngày hẹn vào phần mềm rồi lập phiếu."
)
HOW_TO_OPEN: Final = (
    "Gõ: hồ sơ mới, mã thủ tục, 4 số cuối điện thoại hoặc giấy tờ của người nộp. "
    "Ví dụ: hồ sơ mới 1.004194 4567"
)
LOOKED_UP_BY: Final = "Người nộp tra cứu bằng mã này và 4 số anh/chị vừa ghi."
NOT_HERE: Final = "Việc này xem trong cuộc trò chuyện riêng với em, không xem trong nhóm."
NOTHING: Final = "Hiện không có việc nào đến hạn của anh/chị."
NOTHING_TO_CONFIRM: Final = "Không có kết quả nào chờ xác nhận."
LIST_CHANGED: Final = "Danh sách đã khác lúc anh/chị xem nên em chưa ghi gì. Đây là danh sách mới:"
CONFIRMED_BEFORE: Final = "Không còn kết quả nào chờ: đồng nghiệp đã xác nhận trước."
WHICH_RESULTS: Final = (
    "Gõ đuôi mã, ví dụ “0007 0012”, để xác nhận từng hồ sơ; “tất cả” hoặc “tất cả trừ 0007”; "
    "“không có 0007” nếu không thấy trên kệ."
)
SWEEP: Final = (
    "Gửi lần lượt ảnh mã QR hoặc gõ mã hồ sơ trên kệ; mỗi mã được xác nhận ngay. Gõ “xong” khi hết."
)
NO_CODE: Final = "Em chưa thấy mã hồ sơ trong tin này. Gõ “xong” khi hết kệ."
ASK_REASON: Final = "Lý do là gì? Chọn một lý do hoặc gõ lý do khác."
ASK_DATE: Final = "Hẹn lại ngày nào? Chọn hoặc gõ ngày, ví dụ 30/11."
BAD_DATE: Final = "Em chưa đọc được ngày. Gõ dạng 30/11 hoặc 30/11/2026."
NONE_TO_APOLOGISE: Final = "Không còn hồ sơ nào phải xin lỗi hôm nay mà chưa có phiếu."
ASK_CAUSE: Final = "Anh/chị ghi nguyên nhân trễ trong một tin nhắn; nội dung vào báo cáo tháng."
ASK_CAUSE_NOW: Final = (
    "Nguyên nhân trễ là gì? Anh/chị ghi trong một tin nhắn (vào báo cáo tháng); "
    "bấm Huỷ nếu để sau, phiếu vẫn còn."
)
CAUSES: Final = "Ghi nguyên nhân trễ"
CAUSES_OF_OTHERS: Final = (
    "Hồ sơ sau đã được lập phiếu xin lỗi, hẹn lại. Mời anh/chị ghi nguyên nhân trễ; "
    "nội dung vào báo cáo tháng."
)
NO_CAUSES: Final = "Không còn hồ sơ nào chờ ghi nguyên nhân trễ."
SAME_CAUSE: Final = "Như lý do trên phiếu"
ASK_WHY_SIGN: Final = "Anh/chị ghi lý do vẫn ký; lý do được lưu cùng phiếu."
ASK_WHY_REFUSE: Final = "Anh/chị ghi ngắn vì sao chưa ký; cán bộ sẽ nhận được."
ASK_WHY_OVERRIDE: Final = "Anh/chị ghi lý do cho qua; lý do được lưu cùng hồ sơ."
SLIP_WAITS: Final = "Đã lập phiếu xin lỗi và hẹn lại (mẫu 04), chờ lãnh đạo ký."
SLIP_NEEDS_REASON: Final = (
    "Đã lập phiếu; trái quy định (hẹn lần hai, báo muộn) nên ký riêng, có lý do, ở Phiếu chờ ký."
)
ON_TIME: Final = "Đã ghi: kịp hạn."
SIGNED: Final = "Đã ký. Ngày hẹn mới có hiệu lực, người theo dõi hồ sơ được báo."
REFUSED: Final = "Đã trả phiếu lại cho cán bộ."
EXPLAINED: Final = "Đã ghi nguyên nhân."
OVERRIDDEN: Final = "Đã cho qua, lý do được lưu."


def outcome(done: Outcome, names: Mapping[int, str], good: str) -> str:
    """What came of one act, in a sentence."""
    match done:
        case Done():
            return good
        case Already(by=by, at=at):
            return f"{names.get(by, 'Đồng nghiệp')} đã làm lúc {moment(at)}."
        case Refused(why=why, rule=rule):
            return f"{WHY[why]}: {rule_label(rule)} ({rule})." if rule else WHY[why]


def opened(dossier: Dossier) -> str:
    """What stands on the receipt of a dossier filed at our own desk."""
    due = f" Hẹn trả: {moment(dossier.due_at)}." if dossier.due_at else ""
    return f"Đã ghi vào sổ: {dossier.code}, {dossier.procedure_name}.{due}"


def rule_label(rule: str) -> str:
    """What a rule says, as its data words it."""
    return rules_in_force()[rule].label


def moment(at: datetime) -> str:
    """A moment with its hour."""
    return f"{local(at):%H:%M ngày %d/%m/%Y}"


def day(at: datetime) -> str:
    """The day of a moment."""
    return f"{local(at):%d/%m/%Y}"


def tail(code: str) -> str:
    """The end of a code, by which colleagues name a dossier."""
    return code.rsplit("-", 1)[-1]


def short(dossier: Dossier) -> str:
    """A dossier on a button: the end of its code and what it is about."""
    name = dossier.procedure_name
    return f"{tail(dossier.code)} · {name if len(name) <= 28 else name[:27].rstrip() + '…'}"


def line(dossier: Dossier) -> Item:
    """One dossier in a list."""
    due = dossier.watched_due_at
    word = "hẹn" if dossier.result is not None else "tự tính"
    hangs = f", {word} {day(due)}" if due is not None else ""
    return Item(f"{dossier.code} · {dossier.procedure_name} · {STATUSES[dossier.status]}{hangs}")


def lines(dossiers: Iterable[Dossier], most: int = SHOWN) -> list[Block]:
    """Dossiers in a list, and how many more there are."""
    listed = list(dossiers)
    found: list[Block] = [line(one) for one in listed[:most]]
    return [*found, *rest(most, len(listed))]


def rest(shown: int, number: int, what: str = "hồ sơ") -> list[Block]:
    """How many more there are than a list has written out."""
    return [Paragraph(f"… và {number - shown} {what} nữa.")] if number > shown else []


def card(case: Case, now: datetime) -> list[Block]:
    """One dossier as its officer sees it; nothing of the person it belongs to."""
    dossier = case.dossier
    blocks: list[Block] = [
        Heading(dossier.code),
        Fact("Thủ tục", dossier.procedure_name),
        Fact("Trạng thái", STATUSES[dossier.status]),
    ]
    if dossier.falls_due_at is not None:
        late = " (đã quá hạn)" if dossier.overdue(now) else ""
        blocks.append(Fact("Hẹn trả", f"{moment(dossier.falls_due_at)}{late}"))
    elif dossier.alarm_at is not None:
        late = " (đã qua)" if now > dossier.alarm_at else ""
        blocks.append(Fact("Hạn tự tính", f"{moment(dossier.alarm_at)}{late}"))
    if dossier.officer:
        blocks.append(Fact("Cán bộ", dossier.officer))
    if case.draft is not None:
        blocks.append(Paragraph(f"Phiếu xin lỗi chờ ký: hẹn lại {day(case.draft.new_due_at)}."))
    return blocks


def slip(case: Case, draft: Draft, name: str, broken: Iterable[str]) -> list[Block]:
    """The slip as the head sees it before signing (mẫu 04, TT 03/2025/TT-VPCP)."""
    dossier = case.dossier
    due = dossier.falls_due_at
    blocks: list[Block] = [
        Heading("Phiếu xin lỗi và đề nghị gia hạn (mẫu 04)"),
        Fact("Mã hồ sơ", dossier.code),
        Fact("Thủ tục", dossier.procedure_name),
    ]
    if dossier.accepted_at is not None:
        blocks.append(Fact("Tiếp nhận", moment(dossier.accepted_at)))
    if due is not None:
        blocks.append(Fact("Hẹn trả đang có hiệu lực", moment(due)))
    blocks += [
        Fact("Đề nghị hẹn lại", moment(draft.new_due_at)),
        Fact("Lý do", draft.reason),
        Fact("Người lập", name),
    ]
    return blocks + [Paragraph(f"Trái quy định: {rule_label(rule)}.") for rule in broken]


def slip_line(case: Case, draft: Draft) -> Item:
    """A slip in a list: what the head signs for."""
    return Item(f"{case.dossier.code} · hẹn lại {day(draft.new_due_at)} · {draft.reason}")


def slip_lines(waiting: Sequence[tuple[Case, Draft]], most: int) -> list[Block]:
    """Slips in a list, and how many more there are."""
    return [*(slip_line(*one) for one in waiting[:most]), *rest(most, len(waiting), "phiếu")]


def signed(number: int) -> str:
    """So many slips are signed."""
    return f"Đã ký {number} phiếu."


def ask_all_dates(number: int) -> str:
    """The new date of several dossiers, asked once."""
    return (
        f"Hôm nay là ngày cuối để xin lỗi, hẹn lại; {number} hồ sơ chưa có phiếu. "
        "Hẹn lại thêm mấy ngày (tính từ ngày hẹn của từng hồ sơ)? "
        "Chọn, hoặc gõ một ngày chung, ví dụ 30/11."
    )


def apologised(number: int, meant: int, *, sign: bool) -> str:
    """What became of several dossiers apologised for at once."""
    done = "phiếu xin lỗi đã ký; người theo dõi được báo" if sign else "phiếu, chờ lãnh đạo ký"
    others = f" {meant - number} hồ sơ đã có người trả lời trước." if meant > number else ""
    return f"{'Có' if sign else 'Đã lập'} {number} {done}.{others}"


def ask_causes(number: int) -> str:
    """Why several dossiers are late: one sentence for all, or each its own."""
    return (
        f"Nguyên nhân trễ của {number} hồ sơ là gì (vào báo cáo tháng)? Gõ một câu cho tất cả; "
        "khác nhau thì gõ đuôi mã trước, ví dụ “0007 Chờ toà án trả lời”. Bấm Huỷ nếu để sau: "
        "hồ sơ nằm trong /viec đến khi ghi."
    )


def explain_all(number: int) -> str:
    """A choice: the causes of all of them."""
    return f"Ghi nguyên nhân {number} hồ sơ"


def explained_each(number: int, others: int) -> str:
    """How many causes were written down, and how many somebody else had."""
    also = f" {others} hồ sơ đã có người ghi trước." if others else ""
    return f"Đã ghi nguyên nhân của {number} hồ sơ.{also}"


def decided(dossier: Dossier, slip: Draft) -> str:
    """What became of a slip, for who drafted it."""
    if slip.state is DraftState.SIGNED:
        return f"{dossier.code}: lãnh đạo đã ký phiếu, hẹn lại {day(slip.new_due_at)}."
    note = f" Lý do: {slip.note}" if slip.note else ""
    return f"{dossier.code}: lãnh đạo chưa ký phiếu.{note}"


def confirmed(number: int, others: int) -> str:
    """How many were confirmed, and how many somebody else had."""
    if not number:
        return "Các hồ sơ này đã được xác nhận trước đó." if others else "Chưa xác nhận hồ sơ nào."
    also = f" {others} hồ sơ đã được xác nhận trước đó." if others else ""
    return f"Đã xác nhận {number} kết quả sẵn sàng; người theo dõi được mời đến nhận.{also}"


def copy_age(copied_at: datetime | None) -> str:
    """How old what follows is; said first when the copy is old."""
    if copied_at is None:
        return "Sổ hồ sơ chưa được đọc lần nào."
    return f"Dữ liệu lúc {moment(copied_at)}."
