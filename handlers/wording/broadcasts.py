"""Broadcasts in words: the message itself, subscribing, and what officers read about them."""

from typing import Final

from handlers import actions
from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.broadcast_texts import Refused, Why
from handlers.messages import Block, Button, Heading, Paragraph, Reply
from handlers.news_topics import NAMES, Topic, topic_of
from handlers.repeats import Every, Repeat
from handlers.wording.calling import WHY as MISSED
from handlers.wording.guide import marked
from handlers.wording.news import STOP
from knowledge.calendar import local
from knowledge.commune import Commune


def letter(commune: Commune, broadcast: Broadcast, text: str) -> Reply:
    """The message each recipient gets, with one tap to leave the topic and one to stop."""
    lines: list[Block] = [Paragraph(one.strip()) for one in text.split("\n") if one.strip()]
    name = NAMES[Topic(broadcast.topic)]
    why = {
        Audience.ALL: f"Anh/chị nhận tin này vì đã đăng ký nhận tin ({name}).",
        Audience.FOLLOWERS: "Anh/chị nhận tin này vì đang theo dõi hồ sơ.",
        Audience.LIMITS: "Anh/chị nhận tin này vì đã nhờ nhắc hạn.",
        Audience.SHEET: "Anh/chị nhận tin này vì việc có liên quan đến anh/chị.",
    }
    blocks = (Heading(f"Tin của {commune.name}"), *lines, Paragraph(why[broadcast.audience]))
    buttons = (
        Button(f"Không nhận: {name}", actions.build("news", "mute", broadcast.topic)),
        Button(STOP, actions.build("unnews")),
    )
    return marked(Reply(blocks, buttons), commune)


def announcement(commune: Commune, text: str) -> Reply:
    """The same words for who reads the public page."""
    lines: list[Block] = [Paragraph(one.strip()) for one in text.split("\n") if one.strip()]
    return marked(Reply((Heading(f"Tin của {commune.name}"), *lines)), commune)


STATES: Final = {
    BroadcastState.DRAFT: "bản nháp",
    BroadcastState.SCHEDULED: "chờ đến giờ gửi",
    BroadcastState.SENDING: "đang gửi",
    BroadcastState.PAUSED: "tạm dừng",
    BroadcastState.CANCELLED: "đã huỷ",
    BroadcastState.DONE: "đã xong",
    BroadcastState.REPEATING: "gửi định kỳ",
}
BECAME: Final = {
    "queued": "chờ gửi",
    "temporary": "gửi chưa được, sẽ thử lại",
    "sending": "đang gửi",
    "sent": "đã gửi",
    "delivered": "đã đến máy",
    "unknown": "không rõ đã đến chưa",
    "withheld": "chưa được phép gửi",
    "expired": "quá hạn hoặc thôi gửi",
    "failed": "không gửi được",
    "dead": "không gửi được",
    "held": "giữ lại: dữ liệu vừa khôi phục, chờ người quyết (motcua db restored)",
}
KINDS: Final = {
    "reply": "trả lời",
    "officer": "tin cho cán bộ",
    "notice": "tin báo riêng",
    "broadcast": "tin gửi nhiều người",
    "alert": "tin khẩn gửi nhiều người",
}
TWICE: Final = "maybe_twice"
REASONS: Final = {
    **MISSED,
    "cancelled": "tin đã huỷ",
    "stopped": "người nhận thôi nhận",
    "erased": "người nhận đã xoá dữ liệu",
    "expired": "quá hạn trước khi gửi được",
    "again": "kênh đang trục trặc",
    "lost": "máy không tạo được bản tin",
    TWICE: "có thể đến hai lần: máy dừng đúng lúc đang gửi",
}
HELD: Final = {
    Why.NOT_APPROVED.value: (
        "Tạm dừng vì đã có thêm người nhận: phải có người thứ hai duyệt rồi gửi tiếp (resume)."
    ),
    Why.FIELDS.value: (
        "Tạm dừng vì cấu hình không còn thông tin mà tin cần điền: "
        "bổ sung cấu hình rồi gửi tiếp (resume)."
    ),
    "restored": (
        "Tạm dừng vì dữ liệu vừa khôi phục từ bản sao lưu: có thể đã gửi thêm sau bản sao lưu. "
        "Xem: motcua db restored; rồi resume hoặc cancel."
    ),
    "series": "Tạm dừng cùng tin định kỳ của nó.",
    "missed": "Quá hạn mà chưa gửi cho ai: máy không chạy, hoặc tin dừng chờ quá lâu.",
}
"""Why one is paused or cancelled that nobody paused or cancelled."""
NO_SUCH: Final = "Không có tin mang số này. Xem: motcua broadcast list"
NO_TEMPLATE: Final = "Không có mẫu hoặc bản này. Xem: motcua broadcast template list"
_WHY: Final = {
    Why.NOT_ALL: "Chỉ tin gửi mọi người đăng ký nhận tin mới đăng lên trang công khai được.",
    Why.NOT_PUBLIC: "Tin này không ở trên trang công khai.",
    Why.UNKNOWN: NO_SUCH,
    Why.NO_ROLE: "Vai trò của cán bộ này không làm được việc đó.",
    Why.OWN: "Người soạn không tự duyệt; nhờ phụ trách một cửa hoặc lãnh đạo khác duyệt.",
    Why.NOBODY: "Chưa có ai để gửi.",
    Why.EMPTY: "Tin chưa có nội dung.",
    Why.PAST: "Giờ gửi đã qua, hoặc hạn gửi trước giờ gửi.",
    Why.CHANGED: "Tin vừa được sửa; anh/chị xem lại phiên bản mới rồi làm lại.",
    Why.NO_LIST: "Tin này không gửi theo danh sách; soạn tin mới với --to sheet.",
    Why.NO_TEMPLATE: NO_TEMPLATE,
    Why.LIST_OLD: "Danh sách chỉ giữ 50 ngày; hãy soạn tin mới và nạp lại danh sách.",
    Why.LIST_ONCE: "Tin gửi theo danh sách thì không gửi định kỳ được.",
    Why.URGENT: "Tin khẩn (gửi cả ban đêm) phải do phụ trách một cửa hoặc lãnh đạo cho gửi.",
}


_NAMING: Final = {
    Why.NOT_APPROVED: (
        'Tin gửi {what} người phải có người thứ hai duyệt: motcua broadcast approve SỐ --by "…"'
    ),
    Why.LONG: "Tin dài {what} chữ; hãy rút còn 1500.",
    Why.FIELDS: "Tin có chỗ chưa biết điền gì: {what}. Thêm --set TÊN=NỘI_DUNG.",
    Why.DATE: "{what}",
    Why.NAME: "Mẫu phải có tên, nhiều nhất {what} chữ.",
    Why.TAKEN: "Đã có mẫu tên “{what}”; sửa mẫu đó, hoặc đặt tên khác.",
    Why.RETIRED: "Mẫu “{what}” đã thôi dùng.",
    Why.FIELD_NAME: (
        "Chỗ điền viết không đúng: {what}. Viết dạng {{ngay}}: chữ thường không dấu, số, dấu _; "
        "không dùng ngoặc vuông."
    ),
}


def refusal(refused: Refused) -> str:
    """Why it was not done, and what to do."""
    if refused.why is Why.STATE:
        return f"Tin {STATES[BroadcastState(refused.what)]} thì không làm được việc này."
    if refused.why in _NAMING:
        return _NAMING[refused.why].format(what=refused.what)
    return _WHY[refused.why]


EVERY: Final = {
    Every.YEARLY: "hằng năm",
    Every.QUARTERLY: "hằng quý",
    Every.MONTHLY: "hằng tháng",
}


def again(broadcast: Broadcast) -> str:
    """When it comes again."""
    if broadcast.repeats is None:
        return ""
    rule = Repeat.load(broadcast.repeats)
    moved = "sau" if rule.after else "trước"
    said = f"gửi {EVERY[rule.every]}; rơi ngày nghỉ thì gửi ngày làm việc liền {moved}"
    if broadcast.due is None or broadcast.state is not BroadcastState.REPEATING:
        return said
    return f"{said}; lần tới {local(broadcast.due):%H:%M %d/%m/%Y}"


def stands(broadcast: Broadcast) -> list[str]:
    """How it stands: state, when it comes again or why it waits, and its moments."""
    lines = [f"Tin {broadcast.id} (phiên bản {broadcast.version}): {STATES[broadcast.state]}."]
    if broadcast.series is not None and broadcast.occurrence is not None:
        lines.append(f"Một lần của tin định kỳ số {broadcast.series}.")
    if broadcast.reason is not None:
        lines.append(HELD.get(broadcast.reason, broadcast.reason))
    moments = {"Giờ gửi": broadcast.due, "Hạn gửi": broadcast.expires_at}
    if broadcast.repeats is not None:
        lines.append(f"{again(broadcast).capitalize()}.")
        moments = {}
    moments["Xong"] = broadcast.finished_at
    told = {name: at for name, at in moments.items() if at is not None}
    return lines + [f"{name}: {local(at):%H:%M %d/%m/%Y}" for name, at in told.items()]


def whom(broadcast: Broadcast) -> str:
    """Whom it is for."""
    if broadcast.audience is Audience.ALL:
        topic = topic_of(broadcast.topic)
        name = NAMES[topic] if topic else broadcast.topic
        return f"người đăng ký nhận tin ({name})" + _where(broadcast)
    if broadcast.audience is Audience.SHEET:
        return "người trong danh sách đã nạp"
    if broadcast.audience is Audience.LIMITS:
        return f"người nhờ nhắc hạn của mình {broadcast.field}".strip() + _where(broadcast)
    parts = [
        f"lĩnh vực {broadcast.field}" if broadcast.field else "",
        f"trạng thái {broadcast.dossier_status}" if broadcast.dossier_status else "",
    ]
    return "người theo dõi hồ sơ " + ", ".join(one for one in parts if one) + _where(broadcast)


def _where(broadcast: Broadcast) -> str:
    return f", ở {', '.join(broadcast.areas)}" if broadcast.areas else ""
