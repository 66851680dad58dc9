"""What officers read of a case whose time comes near, or is over."""

from datetime import datetime

from handlers.messages import Block, Fact, Heading, Paragraph
from handlers.wording.case_cards import moment_text
from knowledge.feedback.codes import CaseCode


def reminder(code: CaseCode, due: datetime, *, late: bool) -> list[Block]:
    """What falls due, or is late."""
    word = "đã quá hạn" if late else "sắp đến hạn"
    return [Heading(f"Phản ánh {code} {word}"), Fact("Hạn trả lời", moment_text(due))]


def first_reply(code: CaseCode, due: datetime) -> list[Block]:
    """Nobody has taken it yet."""
    return [
        Heading(f"Phản ánh {code} chưa có người nhận"),
        Fact("Hạn liên hệ lần đầu", moment_text(due)),
    ]


def unclaimed(code: CaseCode, since: datetime) -> list[Block]:
    """Urgent, and nobody has taken it."""
    return [
        Heading(f"KHẨN: phản ánh {code} chưa có người nhận"),
        Fact("Gửi lúc", moment_text(since)),
    ]


def last_day_to_forward(code: CaseCode, due: datetime) -> list[Block]:
    """What is another body's matter must leave by then (NĐ 20/2008 art. 15)."""
    return [
        Heading(f"Phản ánh {code}: đến hạn chuyển nếu là việc của cơ quan khác"),
        Fact("Hạn chuyển", moment_text(due)),
        Paragraph("Việc của mình thì bấm “Việc của phường, xã” để không nhắc nữa."),
    ]
