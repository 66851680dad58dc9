"""The register as `doctor` looks at it: how old the copy is, what staff must look at."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from bot.checkup import Finding, Weight
from bot.config import Settings
from handlers.store.unit_of_work import Store
from knowledge.calendar import local
from knowledge.dossier_store import copied_at, open_count

OLD: Final = timedelta(hours=24)
"""From then on citizens are told the time of the copy (L-4)."""


def register_findings(settings: Settings, store: Store, now: datetime) -> Iterator[Finding]:
    """How old the copy is; nothing when no register is read at all."""
    with store.read() as work:
        copied = copied_at(work.session, settings.commune.key)
        waiting = open_count(work.session, settings.commune.key)
    source = settings.registry.source
    if copied is None:
        if source != "none":
            text = f"Chưa đọc sổ hồ sơ lần nào dù registry.source là {source}: xem nhật ký serve."
            yield Finding(Weight.LOOK, text)
        return
    when = f"{local(copied):%H:%M %d/%m/%Y}"
    if now - copied > OLD:
        text = f"Sổ hồ sơ đã cũ (dữ liệu lúc {when}): nhập tệp mới hoặc xem lại nguồn đọc."
        yield Finding(Weight.LOOK, text)
    else:
        text = f"Sổ hồ sơ: dữ liệu lúc {when}, {waiting} hồ sơ đang mở."
        yield Finding(Weight.GOOD, text)
