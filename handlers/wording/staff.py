"""What officers read about their own account, and the words for roles."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from handlers.messages import Item, Paragraph, Reply
from handlers.officers import Member, Officer, Refusal, Role
from knowledge.text.folding import fold

ROLES: Final = {
    Role.OFFICER: "cán bộ",
    Role.DESK_LEAD: "phụ trách một cửa",
    Role.HEAD: "lãnh đạo",
    Role.ADMIN: "quản trị",
    Role.REVIEWER: "soát xét",
}

LINK_ALONE: Final = (
    "Mã này chỉ dùng trong cuộc trò chuyện riêng. Anh/chị mở trò chuyện riêng với em rồi gõ lại."
)
LINK_SPENT: Final = (
    "Mã liên kết không đúng, đã dùng hoặc đã quá 15 phút. "
    "Anh/chị xin người quản trị một mã mới rồi gõ lại."
)
CHAT_TAKEN: Final = (
    "Cuộc trò chuyện này đang là của một cán bộ khác, nên em chưa liên kết. "
    "Anh/chị gõ mã trong cuộc trò chuyện của chính mình."
)

REFUSALS: Final = {
    Refusal.NAME_TAKEN: "Đã có cán bộ tên này; thêm chức danh vào tên để phân biệt.",
    Refusal.NO_ROLE: "Cần ít nhất một vai trò.",
    Refusal.UNKNOWN: "Không có cán bộ tên này. Xem: motcua staff list",
    Refusal.LEFT: "Cán bộ này đã thôi việc.",
    Refusal.OWN_STAND_IN: "Người làm thay phải là một cán bộ khác.",
    Refusal.CHAT_TAKEN: CHAT_TAKEN,
    Refusal.CODE_SPENT: LINK_SPENT,
}


def role_names(roles: Iterable[Role]) -> str:
    """The roles in words, in the order they are declared."""
    held = set(roles)
    return ", ".join(words for role, words in ROLES.items() if role in held)


def role_of(text: str) -> Role | None:
    """The role a word means: "lãnh đạo", "lanh dao", `head`."""
    folded = fold(text)
    for role, words in ROLES.items():
        if folded in {fold(words), fold(role.value.replace("_", " ")), fold(role.value)}:
            return role
    return None


def member_line(member: Member, names: Mapping[int, str], today: date) -> str:
    """One line of the list of officers."""
    parts = [member.officer.name, role_names(member.officer.roles)]
    parts.append("đã liên kết" if member.contact else "chưa liên kết")
    if member.officer.superior is not None:
        parts.append(f"cấp trên: {names.get(member.officer.superior, '?')}")
    if member.register_name:
        parts.append(f"tên trong phần mềm: {member.register_name}")
    if member.away(today):
        other = names.get(member.stand_in or 0, "chưa có")
        parts.append(f"nghỉ hết {member.away_until:%d/%m/%Y}, làm thay: {other}")
    return " · ".join(parts)


def linked(officer: Officer) -> Reply:
    """Said when a code was good."""
    return Reply(
        (
            Paragraph(f"Đã liên kết. Chào anh/chị {officer.name} ({role_names(officer.roles)})."),
            Item("Em gửi việc đến hạn và thẻ việc vào cuộc trò chuyện này."),
            Item("Gõ /viec để xem việc của mình, chọn bằng nút hoặc bằng số."),
            Item("Gõ “đăng nhập” để lấy mã vào trang làm việc trên máy tính."),
        )
    )


def linked_elsewhere() -> Reply:
    """Said in the chat that was an officer's before."""
    return Reply(
        (
            Paragraph(
                "Tài khoản cán bộ này vừa được liên kết với một cuộc trò chuyện khác; "
                "từ nay ở đây không xem được việc nữa. "
                "Nếu không phải anh/chị làm, xin báo ngay người quản trị."
            ),
        )
    )
