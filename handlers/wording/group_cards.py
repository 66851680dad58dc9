"""What officers read in their group: cards without a trace of who reported, prompts, drafts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from handlers.messages import Block, Fact, Heading, Item, Paragraph
from handlers.wording import figures
from handlers.wording.case_cards import LONGEST, moment_text
from handlers.wording.feedback import PLACE
from handlers.wording.routing import OFFER
from knowledge.calendar import local
from knowledge.commune import Commune
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import LABELS, FeedbackKind
from knowledge.feedback.states import CaseState

STATES: Final = {
    CaseState.RECEIVED: "chưa ai nhận",
    CaseState.NEEDS_INFO: "chờ người gửi bổ sung",
    CaseState.ASSIGNED: "đang xử lý",
    CaseState.FORWARDED: "đã chuyển cơ quan khác",
    CaseState.NOT_ACCEPTED: "không tiếp nhận",
    CaseState.ANSWERED: "đã trả lời",
    CaseState.REOPENED: "người gửi mở lại",
    CaseState.WITHDRAWN: "người gửi đã rút",
    CaseState.JOINED: "gộp với phản ánh khác",
    CaseState.CLOSED: "đã kết thúc",
    CaseState.ROUTED: "đã chuyển theo luật",
}
"""As colleagues say it; `handlers.wording.feedback` has the sender's words."""

NEW: Final = "Phản ánh mới"
REOPENED: Final = "Mở lại phản ánh"
PLAIN: Final = "Phản ánh"
WHOLE: Final = "Xem đủ ở chat riêng"
WITHDRAWN: Final = "Phản ánh {code} được xử lý riêng, không còn ở nhóm này."
ERASED: Final = "(Nội dung đã xoá theo yêu cầu của người gửi.)"
ADDED: Final = "Người gửi {code} vừa bổ sung, xem trên thẻ."
NO_REASON: Final = "Người gửi báo chưa xong, chưa ghi lý do."
REOPENED_NEWS: Final = "Người gửi {code} báo chưa xong, phản ánh được mở lại."

HOW: Final = (
    "Bấm nút, hoặc trả lời (reply) thẻ này bằng số. Trả lời bằng lời là bản nháp câu trả lời."
)
NOT_LINKED: Final = (
    "Em chưa biết anh/chị là cán bộ nào. Anh/chị xin quản trị mã liên kết rồi gõ mã trong chat "
    "riêng với em; đang ẩn danh trong nhóm thì tắt ẩn danh giúp em."
)
NOT_HERE: Final = "Phản ánh này không ở nhóm này."
TAKEN: Final = "{who} ơi, {name} đã nhận {code} trước."
NOT_NOW: Final = "{who} ơi, {code} đang ở bước khác nên không làm được việc đó."
GONE: Final = "{who} ơi, em không thấy phản ánh này hoặc anh/chị không được giao."
OTHERS_DRAFT: Final = "Bản nháp này của {name}; chỉ {name} gửi được."
DRAFT_GONE: Final = "Bản nháp này không còn: đã gửi hoặc đã quá 3 ngày."
UNKNOWN_OFFICER: Final = "Em không tìm thấy cán bộ này, hoặc người này không được giữ phản ánh."

A_COLLEAGUE: Final = "đồng nghiệp"

DONE: Final = {
    "claim": "{who} đã nhận {code}.",
    "assign": "{who} đã chuyển {code} cho {name}.",
    "ask": "{who} đã hỏi thêm người gửi {code}; thời hạn tạm dừng.",
    "answer": "{who} đã trả lời {code}.",
    "refuse": "{who} đã báo không tiếp nhận {code}, kèm lý do.",
    "route": "{who} đã báo {code} là khiếu nại, tố cáo: nội dung đã xoá, lãnh đạo được báo.",
    "note": "{who} đã ghi chú vào {code}.",
    "urgent": "{who} đã đánh dấu khẩn {code}: hạn trả lời rút ngắn, em báo ngay.",
    "keep": "{who} giữ lại {code}: việc của phường, xã, em thôi nhắc hạn chuyển.",
}
ASK: Final = {
    "ask": "{who}: câu cần hỏi thêm người gửi {code} là gì?",
    "answer": "{who}: câu trả lời cho {code} là gì? Em kiểm tra và cho xem trước khi gửi.",
    "refuse": f"{{who}}: lý do không tiếp nhận {{code}} là gì? Người gửi sẽ đọc. {OFFER}",
    "note": "{who}: ghi chú gì vào {code}? Chỉ cán bộ đọc.",
    "assign": "{who}: chuyển {code} cho ai? Chọn bên dưới hoặc gõ họ tên.",
    "override": "{who}: vì sao vẫn gửi câu trả lời {code}?",
    "late": "{who}: vì sao trả lời {code} chậm?",
}
BY_REPLY: Final = "Anh/chị trả lời (reply) tin này."

SEND: Final = "Gửi"
ANYWAY: Final = "Vẫn gửi, tôi ghi lý do"
EXPLAIN: Final = "Ghi lý do chậm"
IN_PRIVATE: Final = (
    "Sửa: trả lời (reply) tin này bằng câu mới. Vẫn gửi như vậy thì làm ở chat riêng, ghi lý do."
)
LATE_REFUSAL: Final = (
    "Phản ánh đã quá hạn trả lời. Anh/chị trả lời (reply) tin này bằng lý do không tiếp nhận, rồi "
    "xuống dòng ghi: Lý do chậm: … (người gửi không đọc dòng này)."
)
DROP: Final = "Bỏ bản nháp"
DROPPED: Final = "Đã bỏ bản nháp của {code}."
REWRITE: Final = "Sửa: trả lời (reply) tin này bằng câu mới."

NOTHING_OPEN: Final = "Nhóm này không có phản ánh nào đang chờ."

JOINED: Final = "Đã đăng ký: từ nay phản ánh của {unit} vào nhóm này."
JOINED_RULES: Final = (
    "Ai ở trong nhóm cũng đọc được thẻ; tên, số điện thoại người gửi không bao giờ ở đây.",
    "Phản ánh về cán bộ, về lãnh đạo không vào nhóm, chỉ vào chat riêng.",
    "Muốn mỗi phản ánh một chủ đề: bật Chủ đề (Topics) và cho bot quyền quản lý chủ đề.",
    "Gõ /viec để xem việc đang chờ.",
)
ONLY_IN_GROUP: Final = "Lệnh này chỉ dùng trong nhóm cán bộ."
CODE_SPENT: Final = "Mã nhóm không đúng, đã dùng hoặc đã quá 15 phút. Quản trị lấy mã mới giúp em."
NEEDS_OFFICER: Final = (
    "Người gõ mã phải là cán bộ đã liên kết chat riêng với em và không ẩn danh trong nhóm."
)
LOST_TITLE: Final = "Nhóm {unit}: bot không còn trong nhóm"
LOST: Final = (
    "Từ {at} phản ánh của {unit} về lại chat riêng của cán bộ; {number} phản ánh đang mở đã được "
    "gửi lại. Đăng ký lại nhóm: motcua staff group."
)
LOST_HERE: Final = (
    "Em đã rời nhóm này nên việc không về đây nữa. Quản trị đăng ký lại bằng mã mới: motcua staff "
    "group."
)


def card(  # noqa: PLR0913 - what a card shows
    code: CaseCode,
    kind: FeedbackKind,
    state: CaseState,
    matter: str | None,
    answer_due: datetime,
    *,
    holder: str = "",
    urgent: bool = False,
    files: int = 0,
    place: str = "",
    added: Sequence[tuple[datetime, str]] = (),
    title: str = "",
    clock: Sequence[Block] = (),
) -> list[Block]:
    """A case for a group; `matter` comes masked, None once erased."""
    words = f"{title or PLAIN} {code}"
    blocks: list[Block] = [
        Heading(f"KHẨN: {words}" if urgent else words),
        Fact("Loại", LABELS[kind]),
        Fact("Tình trạng", STATES[state]),
        *(clock or (Fact("Hạn trả lời", moment_text(answer_due)),)),
    ]
    if holder:
        blocks.append(Fact("Người giữ", holder))
    blocks.append(Paragraph(ERASED if matter is None else _cut(matter)))
    if place:
        blocks.append(Fact(PLACE, place))
    for at, text in added[-3:] if matter is not None else ():
        blocks.append(Paragraph(f"Bổ sung {moment_text(at)}: {_cut(text, 400)}"))
    if files:
        blocks.append(Item(f"Kèm {files} tệp."))
    return blocks


def joined_rules() -> list[Block]:
    """What holds in a group from now on."""
    return [Item(one) for one in JOINED_RULES]


def unit_name(commune: Commune, key: str) -> str:
    """A unit as it is named to citizens and colleagues."""
    unit = commune.feedback.units.get(key)
    if unit is not None:
        return unit.name
    desk = commune.desks.get("psc")
    return desk.name if desk else commune.name


def lost(unit: str, at: datetime, number: int) -> list[Block]:
    """To administrator and leaders: the bot is no longer in a group."""
    text = LOST.format(at=moment_text(at), unit=unit, number=number)
    return [Heading(LOST_TITLE.format(unit=unit)), Paragraph(text)]


def topic(code: CaseCode, kind: FeedbackKind) -> str:
    """The name of a case's topic."""
    return f"{code} · {LABELS[kind]}"


def listed(cases: Sequence[tuple[CaseCode, datetime, str]]) -> list[Block]:
    """What waits in this group: reference, due day, who holds it."""
    if not cases:
        return [Paragraph(NOTHING_OPEN)]
    lines: list[Block] = [Heading(f"Đang chờ: {len(cases)}")]
    for code, due, holder in cases:
        day = figures.short_day(local(due).date())
        lines.append(Item(f"{code}, hạn {day}: {holder or 'chưa ai nhận'}"))
    return lines


def _cut(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
