"""What is said when a report turns out to be a complaint or a denunciation."""

from typing import Final

from handlers.messages import Block, Fact, Heading, Paragraph
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind

NAMES: Final = {FeedbackKind.COMPLAINT: "khiếu nại", FeedbackKind.DENUNCIATION: "tố cáo"}
BUTTONS: Final = {
    FeedbackKind.COMPLAINT: "Đây là khiếu nại",
    FeedbackKind.DENUNCIATION: "Đây là tố cáo",
}
OFFER: Final = (
    "Nếu nội dung là khiếu nại, tố cáo: bấm nút bên dưới. Em xoá hết nội dung, tệp, tên người gửi "
    "(không lấy lại được), chỉ người gửi nơi nộp đơn và báo lãnh đạo."
)


def to_sender(code: CaseCode, kind: FeedbackKind) -> tuple[Block, ...]:
    """Before the card with the road."""
    name = NAMES[kind]
    words = (
        f"Cán bộ đã đọc {code}: nội dung này là {name}. Luật không cho kênh này giữ {name}, nên "
        f"em đã xoá nội dung và tệp anh/chị gửi; mã {code} không còn dùng. Anh/chị nộp đơn theo "
        "hướng dẫn dưới đây giúp em."
    )
    return (Paragraph(words),)


def to_watchers(code: CaseCode, kind: FeedbackKind, by: str) -> list[Block]:
    """Told to heads and reviewers."""
    return [
        Heading(f"{code} là {NAMES[kind]}, đã chuyển theo luật"),
        Fact("Người chuyển", by),
        Paragraph("Nội dung, tệp, tên người gửi đã xoá; người gửi đã được chỉ nơi nộp đơn."),
    ]
