"""What `doctor` says of the place everything is kept in, and of Telegram, without any network."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from bot.checkup import Finding, Weight
from bot.config import Settings
from bot.database import try_writing
from handlers.errors import MotcuaError
from handlers.store import copies, guard
from handlers.store.failures import free_bytes
from handlers.store.unit_of_work import Store
from knowledge.calendar import local

MEGABYTE: Final = 1024 * 1024
LEAST_FREE: Final = 100 * MEGABYTE
"""Below this the next backup or a day of pictures may no longer fit."""
OLD_BACKUP: Final = timedelta(days=2)
"""A daily backup missed once and still late."""
LOW_FREE: Final = 1024 * MEGABYTE
"""A month's notice: a ward's database grows by some megabytes a day with pictures."""


def storage_findings(store: Store) -> Iterator[Finding]:
    """Whether the database can be written, how much room its disk has, whether it waits."""
    try:
        try_writing(store.engine)
    except MotcuaError as error:
        yield Finding(Weight.WRONG, f"Cơ sở dữ liệu không ghi được: {error}")
    else:
        yield Finding(Weight.GOOD, "Cơ sở dữ liệu ghi được.")
    free = free_bytes(store.engine.url)
    if free is not None:
        yield _room(free)
    with store.read() as work:
        if guard.held(work):
            text = "Dữ liệu vừa khôi phục: tin cũ đang giữ lại. Xem: motcua db restored"
            yield Finding(Weight.WRONG, text)


def tool_findings(settings: Settings) -> Iterator[Finding]:
    """Whether PostgreSQL's own programs are there, which a backup needs."""
    if settings.database.url.startswith("sqlite:"):
        return
    missing = [one for one in ("pg_dump", "pg_restore", "psql") if shutil.which(one) is None]
    if missing:
        text = f"Thiếu {', '.join(missing)}: không sao lưu, khôi phục được. Cài postgresql-client."
        yield Finding(Weight.LOOK, text)


def backup_finding(store: Store, now: datetime) -> Finding:
    """How old the last backup is, as far as this database knows."""
    with store.read() as work:
        last = copies.last_backup(work)
    how = "motcua backup THƯ_MỤC"
    if last is None:
        text = f"Chưa sao lưu lần nào bằng motcua backup: hằng ngày nên chạy {how}."
        return Finding(Weight.LOOK, text)
    text = f"Sao lưu gần nhất: {local(last):%H:%M %d/%m/%Y}"
    if now - last > OLD_BACKUP:
        days = (now - last).days
        return Finding(Weight.LOOK, f"{text}, đã {days} ngày: chạy {how}.")
    return Finding(Weight.GOOD, f"{text}.")


def _room(free: int) -> Finding:
    left = f"Ổ đĩa của cơ sở dữ liệu còn trống {free // MEGABYTE:,} MB".replace(",", ".")
    if free < LEAST_FREE:
        return Finding(Weight.WRONG, f"{left}, sắp hết chỗ: xoá bớt hoặc chuyển sang ổ khác ngay.")
    if free < LOW_FREE:
        return Finding(Weight.LOOK, f"{left}: nên dọn bớt.")
    return Finding(Weight.GOOD, f"{left}.")


def telegram_finding(settings: Settings) -> Finding:
    """Whether a token is set; a malformed one is refused with the settings before this."""
    if not settings.telegram.token.get_secret_value():
        text = "Telegram đang tắt: chưa đặt token (biến MOTCUA_TELEGRAM__TOKEN)."
        return Finding(Weight.LOOK, text)
    how = "webhook" if settings.telegram.webhook_url else "hỏi tin liên tục"
    text = f"Telegram: có token, viết đúng dạng, nhận tin kiểu {how}; chưa thử kết nối."
    return Finding(Weight.GOOD, text)
