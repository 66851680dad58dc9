"""Whom an officer should call, in one line each."""

from collections.abc import Sequence
from typing import Final

from handlers.messages import Block, Heading, Item, Paragraph
from handlers.notice_calls import Call
from handlers.notice_kinds import ABOUT
from knowledge.calendar import local

SHOWN: Final = 8
WHY: Final = {
    "window": "kênh không cho nhắn: lâu rồi họ chưa nhắn lại",
    "budget": "nhắn tin này mất tiền, chưa có ngân sách",
    "fields": "tin mẫu thiếu dữ kiện",
    "no_push": "cổng này chỉ trả lời, không nhắn trước",
    "gateway": "cổng của tỉnh chưa cho nhắn",
    "expired": "tin không đến được máy trong hạn",
    "refused": "cổng hoặc nhà mạng không nhận tin",
    "other": "tin không đến được",
    "quota": "đã hết lượt gửi của gói",
    "unreachable": "họ chặn hoặc rời kênh",
    "uncertain": "không rõ tin đã đến chưa",
    "crash": "không rõ tin đã đến chưa",
    "unknown": "không rõ tin đã đến chưa",
}


def line(call: Call) -> str:
    """Dossier, what they have not heard, why, since when."""
    says = "; ".join(ABOUT[kind].says for kind in call.kinds)
    why = "; ".join(dict.fromkeys(WHY.get(one, one) for one in call.why))
    return f"{call.dossier.code}: {says} ({why}; từ {local(call.since):%d/%m})"


def call_lines(calls: Sequence[Call]) -> list[Block]:
    """The block under the desk lead's morning list; none for nobody."""
    if not calls:
        return []
    lines: list[Block] = [Heading(f"Cần gọi điện báo dân: {len(calls)} hồ sơ")]
    lines += [Item(line(one)) for one in calls[:SHOWN]]
    if len(calls) > SHOWN:
        lines.append(Paragraph("Xem hết: motcua notices calls"))
    return lines
