"""The purpose notice and `/dulieu`: what is kept, and a person's rights over it.

Law 91/2025/QH15 art. 4, 14 and NĐ 356/2025/NĐ-CP; retention as `handlers.retention` declares it.
"""

from datetime import datetime

from handlers.messages import Block, Heading, Item, Paragraph
from handlers.wording import figures
from knowledge.commune import Commune

VERSION = "2026-11"
"""Version of the notice; a change of its words is a new version, and consent is asked again."""

AGREE = "Đồng ý"
DECLINE = "Không đồng ý"
YES_OR_NO = (
    "Để chắc ý anh/chị, anh/chị chọn một trong hai giúp em (bấm, gõ số hoặc gõ chữ). "
    "Việc đang làm em vẫn giữ ạ."
)
"""Said to a nod: consent must be clear."""


def notice(commune: Commune, purpose: str) -> list[Block]:
    """Short purpose notice before the first personal datum; two equal buttons follow."""
    return [
        Heading("Trước khi anh/chị cho biết thông tin cá nhân"),
        Paragraph(f"{commune.name} cần thông tin này chỉ để {purpose}."),
        Item("Chỉ cán bộ được giao việc xem; không dùng vào việc khác, không đưa cho ai khác."),
        Item("Giữ đến khi xong việc theo thời hạn đã công bố, rồi xoá."),
        Item("Anh/chị xem, sửa, xoá hoặc rút lại đồng ý bất cứ lúc nào: gõ /dulieu."),
        Paragraph(
            "Không đồng ý thì anh/chị vẫn hỏi thủ tục bình thường, và vẫn làm được việc này ở quầy."
        ),
    ]


def agreed() -> str:
    """Said after consent."""
    return "Em đã ghi nhận anh/chị đồng ý. Gõ /dulieu khi muốn xem hoặc rút lại."


def declined(phone: str) -> str:
    """Said after refusal; nothing is lost by it."""
    return f"Dạ, em không hỏi thông tin cá nhân. Việc này anh/chị làm được tại quầy: {phone}."


def overview(commune: Commune, *, consent: str | None, asking: bool = True) -> list[Block]:
    """What is kept of a chat, for how long, and the rights."""
    agreed_to = "đã đồng ý" if consent else "chưa đồng ý cho thông tin cá nhân nào"
    return [
        Heading("Dữ liệu của anh/chị"),
        Item("Tin nhắn anh/chị gửi: giữ 30 ngày, rồi xoá nội dung."),
        Item(
            "Ảnh, tệp anh/chị gửi: em đọc mã QR rồi bỏ; chỉ giữ khi cần kèm phản ánh, 30 ngày, "
            "đã kèm thì 24 tháng như phản ánh."
        ),
        Item("Việc đang hỏi dở: giữ 24 giờ."),
        Item(
            "Phản ánh đã gửi: giữ 24 tháng; tên, điện thoại được niêm phong. Xoá thì rút lại luôn."
        ),
        Item("Thủ tục em đã trả lời (không kèm câu hỏi): giữ 180 ngày để đính chính khi sai."),
        Item("Đăng ký nhận tin của phường, xã: giữ lựa chọn cho tới khi anh/chị xoá."),
        Item(f"Lời đồng ý: hiện {agreed_to}."),
        Paragraph(
            f"Nơi giữ: máy chủ của {commune.name}. "
            + ("Anh/chị chọn việc cần làm:" if asking else "Gõ /dulieu để xem, sửa, xoá.")
        ),
    ]


def kept(
    messages: list[tuple[datetime, str]], answers: int, since: datetime | None, files: int = 0
) -> list[Block]:
    """What is stored right now, the person's own words included: it is theirs to see."""
    if not messages and not answers and not files:
        return [Paragraph("Hiện em không giữ tin nhắn nào của anh/chị.")]
    blocks: list[Block] = [Heading(f"Đang giữ {len(messages)} tin nhắn, {answers} lần trả lời")]
    if files:
        blocks.append(Paragraph(f"Và {files} ảnh, tệp anh/chị đã gửi kèm."))
    if since:
        blocks.append(Paragraph(f"Từ ngày {figures.short_day(since.date())}. Gần đây nhất:"))
    blocks += [
        Item(f"{at:%H:%M} {figures.short_day(at.date())}: {_cut(words)}")
        for at, words in messages[:10]
    ]
    return blocks


def kept_beside(*, phone: bool, joined: int, area: str = "") -> list[Block]:
    """What is kept besides words: a number handed over, chats joined, where one lives."""
    blocks: list[Block] = []
    if phone:
        blocks.append(Item("Số điện thoại anh/chị đã gửi qua Zalo (niêm phong), để báo tin hồ sơ."))
    if area:
        blocks.append(Item(f"Nơi ở đã chọn khi nhận tin: {area}; đổi hoặc bỏ: gõ /nhantin."))
    if joined:
        blocks.append(Item(f"Đang nối với {joined} kênh khác của anh/chị; gỡ: gõ /noikenh."))
    return blocks


def _cut(words: str) -> str:
    return words if len(words) <= 120 else words[:119] + "…"


ASK_CORRECTION = (
    "Anh/chị gõ lại nội dung đúng; em thay cho tin nhắn gần nhất của anh/chị. Gõ Huỷ để thôi."
)
CORRECTED = "Em đã thay nội dung tin nhắn gần nhất bằng nội dung anh/chị vừa gõ."
NOTHING_TO_CORRECT = "Hiện em không giữ tin nhắn nào để sửa."
ERASED = "Em đã xoá xong. Anh/chị cần hỏi gì cứ nhắn lại ạ."
STOPPED = "Dạ, em sẽ không tự nhắn trước cho anh/chị nữa. Anh/chị hỏi thì em vẫn trả lời."
WITHDRAWN = "Em đã ghi nhận anh/chị rút lại đồng ý."
OPEN_PRIVATE = "Mở chat riêng với em"
GROUP_ONLY_PRIVATE = "Việc này có thông tin riêng, anh/chị nhắn riêng cho em giúp ạ."


def confirm_erase(open_cases: int) -> str:
    """Asked before everything is erased; says how many reports lose their answer by it."""
    reports = f"{open_cases} phản ánh chưa có trả lời sẽ bị rút lại. " if open_cases else ""
    return (
        "Em sẽ xoá ngay mọi tin nhắn, việc đang dở và bản ghi trả lời của cuộc trò chuyện này. "
        f"{reports}Xoá rồi không lấy lại được. Anh/chị chắc chứ ạ?"
    )
