"""Sentences of the guide: greetings, questions back, routes, cards, and an honest no."""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.messages import Block, Fact, Heading, Item, Paragraph, Reply
from handlers.wording.procedure import STALE
from knowledge.commune import Commune, CommuneStage
from knowledge.guidance import Card, Family, Route
from knowledge.matching.outcomes import Intent

MORE = "Việc khác"
BACK = "Các việc trước"
UNSURE = "Tôi không rõ"
MENU = "Trang đầu"
CANCEL = "Huỷ"

EMPTY = "Anh/chị chưa gõ nội dung. Anh/chị cần làm giấy tờ gì, hoặc muốn hỏi điều gì ạ?"
TOO_LONG = (
    "Tin nhắn dài quá nên em chưa đọc hết được. "
    "Anh/chị gõ ngắn lại giúp em, mỗi lần một hoặc hai việc ạ."
)
UNREADABLE = "Em chưa đọc được loại tin này. Anh/chị gõ câu hỏi bằng chữ giúp em ạ."
CANCELLED = "Dạ, em dừng việc này. Anh/chị cần hỏi gì nữa cứ gõ ạ."
NOTHING_TO_CANCEL = "Hiện không có việc nào đang làm dở. Anh/chị cần hỏi gì cứ gõ ạ."
EXPIRED = "Việc đang làm dở lần trước đã hết hạn chờ nên em bắt đầu lại ạ."
STALE_TAP = "Lựa chọn này đã cũ. Anh/chị gõ lại câu hỏi, hoặc chọn lại từ đầu giúp em ạ."
ALL_PROCEDURES = "Xem tất cả thủ tục"
FIRST_SCREEN = "Về trang đầu"
UNKNOWN_LINK = (
    "Liên kết anh/chị vừa mở đã cũ hoặc không còn dùng được. "
    "Anh/chị gõ câu hỏi hoặc mã hồ sơ giúp em ạ."
)
SAMPLE_MARK = "DỮ LIỆU THỬ"


def marked(reply: Reply, commune: Commune) -> Reply:
    """Every message of a sample commune says that it is one."""
    if commune.stage is not CommuneStage.SAMPLE:
        return reply
    return replace(reply, blocks=(*reply.blocks, Paragraph(SAMPLE_MARK)))


def welcome(commune: Commune) -> list[Block]:
    """First words of a chat, short enough for a small screen: who speaks, what is kept."""
    return [
        Paragraph(
            f"Xin chào anh/chị, em là trợ lý một cửa {commune.name}. Anh/chị cứ gõ như nói chuyện, "
            'không dấu cũng được, ví dụ "lam khai sinh can gi".'
        ),
        Paragraph("Tin nhắn giữ 30 ngày; gõ /dulieu để xem, xoá. Đừng gửi số căn cước, mã OTP."),
    ]


def help_lines() -> list[Block]:
    """What can be asked, how to leave, and that a person can be reached."""
    return [
        Heading("Em giúp được gì"),
        Item('Hỏi thủ tục: cứ gõ như nói chuyện, ví dụ "lam khai sinh can gi", "le phi ket hon".'),
        Item('Tra cứu hồ sơ đã nộp: gõ "tra cứu hồ sơ".'),
        Item('Phản ánh, kiến nghị: gõ "phản ánh".'),
        Item('Gặp người: gõ "gặp cán bộ".'),
        Item("Dữ liệu em giữ về anh/chị: gõ /dulieu. Dừng việc đang làm dở: gõ /huy."),
    ]


def family_question(family: Family) -> list[Block]:
    """The question back when one word covers several procedures."""
    return [Paragraph(family.question)]


def which_one(question: str | None) -> list[Block]:
    """The question back when near ties are left, or the matcher's own question."""
    return [Paragraph(question or "Em chưa chắc anh/chị cần việc nào. Anh/chị chọn giúp em:")]


def more_options() -> list[Block]:
    """Another page of options."""
    return [Paragraph("Còn các việc sau, anh/chị chọn giúp em:")]


def depends_on_choice() -> list[Block]:
    """A part was asked before the procedure was chosen."""
    return [Paragraph("Việc đó tuỳ từng thủ tục. Anh/chị chọn giúp em việc nào:")]


def which_procedure() -> list[Block]:
    """A part was asked and no procedure: it differs from one to the other."""
    return [
        Paragraph("Việc đó tuỳ từng thủ tục. Anh/chị hỏi việc nào ạ?"),
        Paragraph('Anh/chị gõ cả tên việc giúp em, ví dụ "khai sinh bao lâu", hoặc chọn bên dưới.'),
    ]


def shared_ground(lines: Sequence[str], phone: str) -> list[Block]:
    """What holds whichever option it is, and the desk: for who cannot tell."""
    blocks: list[Block] = [Paragraph("Không sao ạ."), *(Item(text) for text in lines)]
    if not lines:
        blocks.append(
            Item("Anh/chị mang theo giấy tờ tuỳ thân (hoặc VNeID) và giấy tờ đang có về việc này.")
        )
    blocks.append(
        Paragraph(f"Anh/chị kể hoàn cảnh với cán bộ, cán bộ sẽ chỉ đúng thủ tục: {phone}.")
    )
    return blocks


def route(found: Route, related: str, facts: dict[str, str]) -> list[Block]:
    """Not done here: who does it, and what to do next. An emergency number stands first."""
    blocks: list[Block] = []
    if found.urgent and found.phone:
        blocks.append(Heading(f"Gọi ngay {found.phone}"))
    else:
        blocks.append(Heading(found.title))
    blocks.append(Paragraph(fill(found.where, facts) or found.title))
    blocks += [Item(text) for step in found.steps if (text := fill(step, facts))]
    if found.phone and not found.urgent:
        blocks.append(Fact("Điện thoại", found.phone))
    if related:
        blocks.append(Paragraph(related))
    return blocks


def not_ours(found: Route, facts: dict[str, str]) -> list[Block]:
    """A fee or time asked of what another body does: who tells it, and nothing guessed."""
    blocks: list[Block] = [
        Heading(found.title),
        Paragraph("Việc này nơi khác giải quyết nên em không có mức phí, thời hạn để nói chắc."),
        Paragraph(fill(found.where, facts) or found.title),
    ]
    if found.phone:
        blocks.append(Fact("Điện thoại", found.phone))
    return blocks


def danger(found: Route) -> Block:
    """Said before what was asked for, by who seems to be in danger too."""
    return Paragraph(f"Nếu đang bị đánh hay bị đe dọa, anh/chị gọi {found.phone} ngay đã.")


def card(found: Card, facts: dict[str, str], *, stale: bool = False) -> list[Block]:
    """A ready card; a line whose placeholder the commune left empty is not said."""
    blocks: list[Block] = [] if found.intent == Intent.SMALLTALK else [Heading(found.title)]
    for line in found.body:
        text = fill(line, facts)
        if text is None:
            continue
        blocks.append(Item(text[2:]) if text.startswith("- ") else Paragraph(text))
    if found.source:
        blocks.append(Paragraph(f"Nguồn: {found.source}."))
    if stale:
        blocks.append(Paragraph(f"{STALE}."))
    return blocks


_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def fill(line: str, facts: dict[str, str]) -> str | None:
    """The line with its placeholders filled, or None when a fact is missing."""
    names = _PLACEHOLDER.findall(line)
    if any(not facts.get(name) for name in names):
        return None
    return _PLACEHOLDER.sub(lambda found: facts[found.group(1)], line)


def no_match(phone: str, *, fields: bool) -> list[Block]:
    """An honest no: what can be asked, the nearest fields, and a person."""
    blocks: list[Block] = [
        Paragraph("Em chưa rõ anh/chị cần việc gì, nên không dám đoán."),
        Paragraph(
            'Anh/chị gõ tên giấy tờ hoặc việc cần làm giúp em, ví dụ "khai sinh cho con", '
            '"xác nhận độc thân", "mở quán ăn".'
        ),
    ]
    if fields:
        blocks.append(Paragraph("Hoặc chọn lĩnh vực gần nhất bên dưới."))
    blocks.append(Paragraph(f"Cần gặp người: {phone}."))
    return blocks


def unknown_code(code: str, phone: str) -> list[Block]:
    """A procedure code that is not in the catalogue."""
    return [
        Paragraph(f"Em không thấy mã thủ tục {code} trong danh mục của xã, phường."),
        Paragraph(f"Anh/chị xem lại mã, gõ tên việc cần làm, hoặc hỏi {phone}."),
    ]


def several(count: int, *, all_heard: bool) -> list[Block]:
    """Opens an answer to several questions at once; what is left is named at its end."""
    if all_heard:
        return [Paragraph(f"Em trả lời lần lượt {count} việc anh/chị hỏi:")]
    return [Paragraph(f"Em trả lời lần lượt {count} việc em đã rõ, việc chưa rõ em nhắc ở cuối:")]


def also_asked(names: Sequence[str]) -> list[Block]:
    """Names what else was asked, each with its button."""
    return [Paragraph(f"Còn việc: {', '.join(names)}. Anh/chị chọn bên dưới để xem.")]


def not_taken_up(parts: Sequence[str]) -> list[Block]:
    """Names what else was asked in a message and not answered, quoted as written."""
    quoted = (part if len(part) <= 60 else part[:59] + "…" for part in parts)
    named = ", ".join(f'"{part}"' for part in quoted)
    return [Paragraph(f"Còn {named}: anh/chị gõ riêng giúp em ạ.")]


def moved_place(old: str, new: str) -> Block:
    """An old place name told with the unit it now belongs to (K-1)."""
    return Paragraph(f"{old} nay thuộc {new}.")


def repealed(name: str, code: str, phone: str) -> list[Block]:
    """A repealed procedure without a successor (P-6)."""
    return [
        Heading(name),
        Paragraph(f"Thủ tục này (mã {code}) đã bị bãi bỏ, không còn làm nữa."),
        Paragraph(f"Anh/chị hỏi {phone} để biết nay cần làm gì."),
    ]
