"""Words about whether a message is really the ward's."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from handlers.genuine_forms import Compared
from handlers.genuine_named import Named
from handlers.messages import Block, Heading, Item, Paragraph
from handlers.wording import figures
from knowledge.calendar import local
from knowledge.commune import Commune

CODE_LABEL: Final = "Mã kiểm tra:"
AFTER_CODE: Final = "Nghi ngờ? Gửi mã này cho phường, xã."
ABOUT: Final = {
    "dossier": "tin về một hồ sơ",
    "case": "tin về một phản ánh, kiến nghị",
    "procedure": "tin nhắc hạn làm thủ tục",
    "correction": "tin đính chính điều đã báo về một thủ tục",
    "notice": "tin nhắn cho một người",
    "broadcast": "thông báo chung",
    "alert": "thông báo chung",
}
HOW: Final = (
    "Anh/chị gửi mã kiểm tra ở cuối tin (dạng CDFH-JK23-LMNP), hoặc chép, chuyển tiếp cả tin vào "
    "đây, em so giúp ngay."
)
NEVER: Final = (
    "Phường, xã không bao giờ bảo chuyển tiền qua tin nhắn, không xin mã OTP, mật khẩu, ảnh giấy "
    "tờ. Gặp tin như vậy, anh/chị đừng bấm, đừng trả tiền."
)
LOOK_AGAIN: Final = (
    "Mã này gõ chưa đúng. Anh/chị xem lại từng chữ (mã không có chữ O, I và số 0, 1). Nếu trong "
    "tin ghi đúng như vậy thì tin không phải của phường, xã."
)
SEE_SCAMS: Final = "Không qua cò"


def code_line(code: str) -> str:
    """The line a message we start wears."""
    return f"{CODE_LABEL} {code}. {AFTER_CODE}"


def brief_code_line(code: str, *, tight: bool = False) -> str:
    """The same under a page of a text message; `tight` where even that takes too much room."""
    return f"Mã {code}" if tight else f"{CODE_LABEL} {code}"


def real(commune: Commune, kind: str, day: str, more: str) -> list[Block]:
    """It is ours: what it is and of which day; never to whom."""
    told = f"{ABOUT.get(kind, ABOUT['notice'])}, ngày {figures.day(date.fromisoformat(day))}"
    return [Heading(f"Mã đúng là của {commune.name}"), Paragraph(f"Đó là {told}."), Paragraph(more)]


def neighbours(of: Commune, asked: Commune, kind: str, day: str) -> list[Block]:
    """It is another commune's: whose, and that who claims to be this one lies."""
    told = f"{ABOUT.get(kind, ABOUT['notice'])}, ngày {figures.day(date.fromisoformat(day))}"
    return [
        Heading(f"Tin của {of.name}, không phải của {asked.name}"),
        Paragraph(f"{of.name} dùng chung hệ thống này. Đó là {told}."),
        Paragraph(f"Ai xưng là {asked.name} mà gửi tin này là giả, anh/chị đừng làm theo."),
    ]


WHOLE: Final = "Nội dung anh/chị gửi giống hệt tin đã gửi."
PART: Final = "Phần anh/chị gửi đúng như trong tin, nhưng chưa đủ cả tin."
CODE_ONLY: Final = (
    "Kẻ gian có thể chép mã thật vào tin giả. Nếu tin bảo trả tiền hay bấm liên kết lạ, anh/chị "
    "chép cả tin vào đây để em so nội dung."
)


def altered(commune: Commune, kind: str, day: str) -> list[Block]:
    """The code is ours and the words are not."""
    told = f"{ABOUT.get(kind, ABOUT['notice'])}, ngày {figures.day(date.fromisoformat(day))}"
    return [
        Heading("Cẩn thận: nội dung đã bị sửa"),
        Paragraph(
            f"Mã là của {commune.name} ({told}), nhưng có dòng anh/chị gửi không nằm trong tin đó. "
            "Đừng làm theo."
        ),
    ]


def by_form(commune: Commune, kind: str, day: str, found: Compared) -> list[Block]:
    """It went by a template of Zalo's: what of it we can vouch for, and what not."""
    told = f"{ABOUT.get(kind, ABOUT['notice'])}, ngày {figures.day(date.fromisoformat(day))}"
    head = Heading(f"Mã đúng là của {commune.name}")
    return [head, Paragraph(f"Đó là {told}, gửi qua mẫu tin Zalo."), *fields_of(found)]


def fields_of(found: Compared) -> list[Block]:
    """The fields that are ours, the figures that are not, and that the rest was not compared."""
    told: list[Block] = [Paragraph("Những chỗ này khớp với tin đã gửi:")]
    told += [Item(one) for one in found.ours]
    if found.strange:
        told.append(Paragraph("Những chỗ này không có trong tin đã gửi, đừng vội làm theo:"))
        told += map(_untapped, found.strange)
    return [*told, Paragraph(FORM_REST)]


FORM_REST: Final = (
    "Chữ còn lại là của mẫu, em không so được. Nếu tin bảo trả tiền hay bấm liên kết lạ, anh/chị "
    "hỏi lại trước."
)


def not_ours(commune: Commune) -> list[Block]:
    """No message of ours wears this code."""
    return [
        Heading(f"Không phải tin của {commune.name}"),
        Paragraph("Mã này không có trong các tin đã gửi trong 400 ngày qua. Đừng làm theo tin đó."),
    ]


def unknown() -> list[Block]:
    """Words without a code."""
    return [
        Heading("Em không tìm thấy tin này"),
        Paragraph(
            "Tin phường, xã chủ động nhắn đều có mã kiểm tra ở cuối; tin này không có. Anh/chị coi "
            "như chưa chắc là thật, đừng làm theo khi chưa hỏi lại."
        ),
    ]


def strangers(foreign: Sequence[str], of: Commune | None = None) -> list[Block]:
    """Numbers and addresses that are not the commune's, or not those of this one."""
    if not foreign:
        return []
    whose = of.name if of is not None else "phường, xã"
    told: list[Block] = [Paragraph(f"Không có trong danh bạ của {whose}:")]
    return [*told, *map(_untapped, foreign)]


def owned(ours: Sequence[Named]) -> list[Block]:
    """Numbers and addresses of the commune's or the state's, and that a call can be forged."""
    if not ours:
        return []
    told: list[Block] = []
    for one in ours:
        thing = "trang" if one.link else "số"
        told += [Heading(f"Đúng là {thing} của {one.whose}"), Paragraph(one.written)]
    if any(not one.link for one in ours):
        told.append(Paragraph(CAN_BE_FORGED))
    return told


CAN_BE_FORGED: Final = (
    "Kẻ gian có thể làm hiện đúng số này trên máy anh/chị. Cần chắc chắn, anh/chị tắt máy rồi tự "
    "gọi lại số này."
)


def not_listed(foreign: Sequence[str], commune: Commune) -> list[Block]:
    """Not in the list of the commune's numbers and sites; whose they are nobody here knows."""
    told: list[Block] = [Heading(f"Không có trong danh bạ của {commune.name}")]
    told += map(_untapped, foreign)
    return [*told, Paragraph(NOT_LISTED)]


NOT_LISTED: Final = (
    "Em không biết của ai: có thể là số riêng của cán bộ, cũng có thể là kẻ mạo danh. Ai xưng là "
    "phường, xã từ đó, anh/chị khoan làm theo, hỏi lại đã."
)
TOO_LATE: Final = "Lỡ chuyển tiền hay đưa mã, anh/chị gọi ngay ngân hàng và công an 113."


def impostor() -> list[Block]:
    """What is told or pasted looks like the trick; it is not said to be one for certain."""
    return [Heading("Cẩn thận: giống cách kẻ gian mạo danh"), Paragraph(NEVER)]


def _untapped(one: str) -> Item:
    """What stands in a message nobody vouches for."""
    return Item(_harmless(one), foreign=True)


def _harmless(one: str) -> str:
    """An address nobody can tap: dots in brackets."""
    return one.replace(".", "[.]").replace("://", "[:]//") if any(s.isalpha() for s in one) else one


def call(commune: Commune) -> Paragraph:
    """Whom to ask: numbers the commune has published, never those of the message."""
    desk = commune.desks.get("psc")
    number = commune.hotline.number or (desk.phone if desk else "")
    asked = f"gọi {number}" if number else "hỏi trực tiếp tại quầy"
    return Paragraph(f"Cần chắc chắn, anh/chị {asked}; đừng gọi số ghi trong tin.")


def paused(until: datetime) -> str:
    """Too many codes that are not ours."""
    return (
        "Anh/chị đã gửi nhiều mã không đúng. Em xin kiểm tra tiếp sau "
        f"{local(until):%H:%M}. {NEVER}"
    )


def wave(number: int) -> str:
    """To the head and the administrators."""
    return (
        f"Cảnh báo tin giả: 24 giờ qua đã có {number} người hỏi về tin hoặc mã không phải của "
        "phường, xã. Nên báo dân trên loa, bảng tin và báo công an."
    )
