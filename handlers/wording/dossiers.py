"""Looking up a dossier in words: what is asked, and the answers that must not give anything away.

Wrong digits and an unknown code are told the same (L-1); the card itself stands in
`handlers.wording.timeline`.
"""

from datetime import datetime

from handlers.clock import LOCAL
from handlers.messages import Block, Heading, Item, Paragraph
from handlers.wording import figures
from knowledge.commune import Commune

PURPOSE = "tra đúng hồ sơ của anh/chị (4 số cuối em so xong xoá ngay)"
"""Purpose in the notice before the digits are asked for."""
LOOK_UP = "Tra cứu hồ sơ"
OTHER_CODE = "Nhập mã khác"
WHY = "Vì sao ngày này?"
SEE = "Xem hồ sơ"
PRIVATE_CHAT = "Nhắn riêng cho em"
PICK_CODE = "Anh/chị gõ nhiều mã hồ sơ, em tra từng mã. Anh/chị chọn mã nào ạ?"
BAD_DIGITS = "Em cần đúng 4 chữ số. Anh/chị gõ giúp em, ví dụ 0123."
GROUP = (
    "Tra hồ sơ có thông tin riêng nên em không làm trong nhóm. Anh/chị nhắn riêng cho em giúp ạ; "
    "cũng đừng gửi mã hồ sơ vào nhóm."
)
STRAY_DIGITS = (
    "Em chưa biết 4 số này của hồ sơ nào nên không giữ lại. "
    "Anh/chị gõ mã hồ sơ trước, rồi mới đến 4 số giúp em ạ."
)
LOOK_UP_AGAIN = "Để giữ kín hồ sơ, lần này anh/chị gõ lại mã hồ sơ giúp em ạ."


def example(commune: Commune) -> str:
    """A code as the ward's receipts print it."""
    unit = commune.dossier_prefixes[0] if commune.dossier_prefixes else "H32.12.05"
    return f"{unit}-260923-0007"


def ask_code(commune: Commune, phone: str) -> list[Block]:
    """Asks for the code, and says where it stands."""
    return [
        Paragraph(
            "Anh/chị gõ mã hồ sơ giúp em. Mã in ở đầu giấy tiếp nhận và hẹn trả kết quả, "
            f"ví dụ {example(commune)}."
        ),
        Paragraph(f"Không còn giấy hẹn thì gọi quầy: {phone}. Đừng gửi ảnh căn cước vào đây ạ."),
    ]


def ask_digits(code: str | None, *, foreign: str = "") -> list[Block]:
    """Asks for the second factor; the same whether or not there is such a dossier."""
    blocks: list[Block] = []
    if foreign:
        blocks.append(
            Paragraph(f"Mã này có vẻ của nơi khác, không phải {foreign}; em vẫn tra thử.")
        )
    named = f"Mã hồ sơ {code}." if code else "Em đã nhận đường dẫn hồ sơ."
    blocks.append(
        Paragraph(
            f"{named} Anh/chị gõ 4 số cuối của số điện thoại hoặc số căn cước ghi trên giấy hẹn. "
            "Em chỉ dùng để so, so xong xoá ngay."
        )
    )
    return blocks


def bad_date(code: str) -> list[Block]:
    """A code whose day cannot be: it was misread, not refused."""
    return [
        Paragraph(
            f"Mã {code} có phần ngày chưa đúng (6 số giữa là năm, tháng, ngày nhận hồ sơ). "
            "Anh/chị xem lại mã trên giấy hẹn rồi gõ lại giúp em."
        )
    ]


def unreadable_code(commune: Commune) -> list[Block]:
    """Something like a code that cannot be read as one."""
    return [
        Paragraph(
            "Em chưa đọc được mã này. Mã có dạng đơn vị-ngày-số thứ tự, "
            f"ví dụ {example(commune)}. Anh/chị xem trên giấy hẹn rồi gõ lại giúp em."
        )
    ]


def procedure_code(code: str) -> list[Block]:
    """A procedure's code where a dossier's was asked for."""
    return [
        Paragraph(
            f"{code} là mã thủ tục, không phải mã hồ sơ. Mã hồ sơ in ở đầu giấy hẹn, "
            "dạng H32.12.05-260923-0007; anh/chị gõ lại, hoặc xem thủ tục này:"
        )
    ]


def not_found(phone: str) -> list[Block]:
    """Unknown code and wrong digits: one answer for both (L-1)."""
    return [
        Paragraph("Em không thấy hồ sơ nào khớp cả mã và 4 số này."),
        Item("Gõ lại 4 số cuối của số điện thoại hoặc căn cước đã ghi khi nộp."),
        Item("Hoặc bấm Nhập mã khác nếu mã chưa đúng."),
        Paragraph(f"Vẫn không được thì gọi quầy: {phone}."),
    ]


def paused(until: datetime, phone: str) -> list[Block]:
    """After too many failures: until when, and the desk."""
    return [
        Paragraph(
            "Mã này hoặc cuộc trò chuyện này đã nhập sai nhiều lần, nên em tạm dừng tra cứu đến "
            f"{clock(until)} để giữ kín hồ sơ."
        ),
        Paragraph(f"Cần ngay thì anh/chị gọi quầy: {phone}."),
    ]


def no_register(commune: Commune) -> list[Block]:
    """Said before the portal's road where the ward has not connected its register."""
    return [
        Heading(LOOK_UP),
        Paragraph(f"{commune.name} chưa nối sổ hồ sơ với em, nên em chưa tra được ở đây."),
    ]


def clock(at: datetime) -> str:
    """An hour of the day: 9:05."""
    local = at.astimezone(LOCAL)
    return f"{local.hour}:{local.minute:02d}"


def moment(at: datetime) -> str:
    """An hour and a date: 9:05 ngày 23/11/2026."""
    return f"{clock(at)} ngày {figures.short_day(at.astimezone(LOCAL).date())}"
