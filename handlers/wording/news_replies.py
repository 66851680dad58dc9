"""What a citizen reads who answers what the ward wrote to many."""

from datetime import datetime
from typing import Final

from handlers.wording import figures
from knowledge.calendar import local

REPORT: Final = "Gửi phản ánh"
CHOOSE: Final = (
    "Việc này em không tự trả lời được. Anh/chị muốn em chuyển lời vừa nhắn cho cán bộ không ạ?"
)
KEPT: Final = "Em đã nhận ảnh của anh/chị."
PICTURE: Final = "Anh/chị nhắn thêm một câu để cán bộ hiểu ảnh, hoặc bấm chọn ạ."
BESIDE: Final = "Nếu là về tin ấy, em chuyển lời anh/chị vừa nhắn cho cán bộ."


def lead(words: str, at: datetime) -> str:
    """Which message it answers."""
    cut = words if len(words) <= 100 else words[:99] + "…"
    day = figures.short_day(local(at).date())
    return f"Anh/chị đang trả lời tin ngày {day}: “{cut}”"
