"""The console's menu: what an officer is offered depends on their roles; pages check again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from handlers.officers import Officer, Role
from handlers.roles import Act, may
from handlers.watching import opens_names

HOME: Final = "/can-bo"


@dataclass(frozen=True, slots=True)
class Entry:
    """One way in the menu; `key` marks the page that is open."""

    key: str
    address: str
    label: str
    offered: Callable[[Officer], bool]


MENU: Final = (
    Entry("inbox", HOME, "Phản ánh", lambda one: one.has(*(set(Role) - {Role.ADMIN}))),
    Entry("agenda", f"{HOME}/viec", "Việc hôm nay", lambda one: may(one, Act.SEE_WORK)),
    Entry("shelf", f"{HOME}/ket-qua", "Kết quả", lambda one: may(one, Act.CONFIRM_READY)),
    Entry("in-time", f"{HOME}/kip-han", "Kịp hạn", lambda one: may(one, Act.SAY_ON_TIME)),
    Entry("slips", f"{HOME}/phieu", "Phiếu chờ ký", lambda one: may(one, Act.DECIDE_APOLOGY)),
    Entry("enter", f"{HOME}/nhap-ho", "Nhập hộ", lambda one: may(one, Act.ENTER_CASE)),
    Entry("teach", f"{HOME}/cau-hoi", "Câu hỏi", lambda one: may(one, Act.TEACH)),
    Entry("news", f"{HOME}/tin", "Tin gửi", lambda one: may(one, Act.WRITE_BROADCAST)),
    Entry(
        "corrections",
        f"{HOME}/dinh-chinh",
        "Đính chính",
        lambda one: may(one, Act.WRITE_BROADCAST),
    ),
    Entry("recheck", f"{HOME}/van-dung", "Vẫn đúng?", lambda one: may(one, Act.RECHECK)),
    Entry("undelivered", f"{HOME}/loi-gui", "Tin lỗi", lambda one: may(one, Act.UNDELIVERED)),
    Entry("vault", f"{HOME}/niem-phong", "Niêm phong", opens_names),
    Entry("audit", f"{HOME}/nhat-ky", "Nhật ký", lambda one: may(one, Act.SEE_AUDIT)),
)


def menu_of(officer: Officer) -> tuple[Entry, ...]:
    """What this officer is offered."""
    return tuple(one for one in MENU if one.offered(officer))
