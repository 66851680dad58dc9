"""What became of what the ward promised to send, for officers."""

from typing import Final

BECAME: Final = {
    "held": "giữ lại sau khôi phục",
    "queued": "chờ gửi",
    "sending": "đang gửi",
    "sent": "đã gửi",
    "delivered": "đã nhận",
    "unknown": "không rõ đã tới chưa",
    "withheld": "kênh chưa cho gửi",
    "expired": "quá lúc còn ích",
    "failed": "không gửi được",
    "dead": "bỏ sau nhiều lần thử",
    "late": "quá lúc còn ích trước khi gửi",
    "seen": "đã xem khi tra cứu",
}
"""By the state in the outbox or the ledger."""
