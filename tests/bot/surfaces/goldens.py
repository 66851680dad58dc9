"""The golden files: each notice and broadcast with all its surfaces in one file, to be read.

    python -m tests.bot.surfaces.goldens

writes them all anew and removes what belongs to none. Read the difference as its reader would
before it is committed.
"""

import re
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from bot.surfaces import Size, about, of_broadcast, rendered
from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.messages import Reply
from handlers.store.check_codes import stamped
from handlers.wording.broadcasts import letter
from knowledge.surfaces.announcement import Announcement, Surface
from tests.bot.surfaces import noticed
from tests.bot.surfaces.noticed import SEAL, Record
from tests.fakes.readers import BASE
from tests.knowledge.dossiers.lives import at

CODE: Final = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
FOLDER: Final = Path(__file__).with_name("golden")
COMMUNE: Final = BASE.commune
STORM: Final = """KHẨN: bão số 5 vào đất liền tối 26/11/2026, gió cấp 8-9, giật cấp 11.
Nhà ven biển tổ 3, tổ 7 đến Trường THCS Mẫu, số 12/4 đường Mẫu, trước 17:00 ngày 26/11/2026.
Mang theo CCCD, thuốc; gọi 113, 115 hoặc 0000 000 003 khi cần giúp."""
HEALTH: Final = """\
Thẻ BHYT hộ gia đình năm 2027: 1.263.600 đồng/người, người thứ hai 884.520đ (70%).
Nộp 07:30-11:30 từ 1/12/2026 đến 15/12/2026 tại Nhà văn hoá khu phố Mẫu; mẫu TK1, mã 1.001193.
Hỏi: 0258 382 2111 hoặc https://phuong-mau.example.vn/bhyt."""

Told = tuple[Reply, Announcement]


def told(text: str) -> Told:
    """The letter with its code, and what of it is for everybody."""
    one = Broadcast(
        1, COMMUNE.key, "general", Audience.ALL, text, {}, 1, 1, BroadcastState.DRAFT,
        at("2026-11-26 08:00"),
    )  # fmt: skip
    given = (letter(COMMUNE, one, text), COMMUNE.key, "broadcast", at("2026-11-26 08:00"))
    worn, _ = stamped(SEAL, *given)
    return worn, of_broadcast(text, worn, COMMUNE)


GOLDEN: Final[Mapping[str, Callable[[], Told]]] = {
    "storm": partial(told, STORM),
    "health": partial(told, HEALTH),
    **{f"notice.{name}": partial(noticed.worn, name, Record()) for name in noticed.SAMPLES},
}
"""By the name of its file."""


def whole(surface: Surface, reply: Reply, what: Announcement, size: Size | None = None) -> str:
    """All pieces of it on a surface."""
    return "\n--\n".join(rendered(surface, reply, what, size or Size()))


def standing(name: str) -> str:
    """What its golden file holds; how check codes are made is not its matter."""
    reply, what = GOLDEN[name]()
    parts = []
    for surface in Surface:
        more = about(surface, what, Size())
        title = f"== {surface}: {more}" if more else f"== {surface}"
        parts.append(f"{title}\n{whole(surface, reply, what)}\n")
    return CODE.sub("CDFH-JK23-LMNP", "\n".join(parts))


def path(name: str) -> Path:
    """Where it stands."""
    return FOLDER / f"{name}.txt"


def main() -> None:
    """Write all of them."""
    FOLDER.mkdir(exist_ok=True)
    for stray in set(FOLDER.iterdir()) - {path(name) for name in GOLDEN}:
        stray.unlink()
    for name in GOLDEN:
        path(name).write_text(standing(name), encoding="utf-8")
    sys.stdout.write(f"{len(GOLDEN)} golden files in {FOLDER}\n")


if __name__ == "__main__":
    main()
