"""What an installation lacks, as findings with their remedy: for `doctor` and for going live."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.config import Settings
from bot.setup import files_folder
from handlers.file_upkeep import GRACE, astray
from handlers.store import set_aside
from handlers.store.acts import LIVE
from handlers.store.files import FileStore
from handlers.store.records import shown_at
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from knowledge.commune import Commune, CommuneStage
from knowledge.procedures import FeeKind, Mark, Part

WARN_BEFORE = timedelta(days=31)
"""How long before the calendar's confirmed end it is asked for (domain §11: from December on)."""


class Weight(StrEnum):
    """How much a finding matters."""

    GOOD = "tốt"
    LOOK = "nên xem"
    WRONG = "phải sửa"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    weight: Weight
    text: str


def findings(settings: Settings, base: KnowledgeBase) -> Iterator[Finding]:
    """Everything worth telling about this installation."""
    yield from _commune(settings.commune)
    yield from _calendar(base)
    yield from _catalogue(base)
    if settings.commune.stage is CommuneStage.SAMPLE:
        yield Finding(Weight.LOOK, "Đang chạy DỮ LIỆU THỬ; chạy thật bằng: motcua live --by …")


def live_findings(communes: Iterable[Commune], store: Store) -> Iterator[Finding]:
    """Communes that are live by their file alone: what was typed there is nobody's act."""
    live = [one for one in communes if one.stage is CommuneStage.LIVE]
    with store.read() as work:
        unproved = [one.name for one in live if not shown_at(work, one.key, LIVE)]
    for name in unproved:
        text = f"{name}: chưa ghi lại quyết định chạy thật của người đứng đầu: motcua live --by …"
        yield Finding(Weight.WRONG, text)


def file_findings(settings: Settings, store: Store, now: datetime) -> Iterator[Finding]:
    """Files without a row and rows without a file, by their keys: no names."""
    found = astray(store, FileStore(files_folder(settings)), now - GRACE)
    if found.orphans:
        keys = _some([one.key for one in found.orphans])
        text = f"{len(found.orphans)} tệp không thuộc tin nhắn nào ({keys}): serve sẽ tự xoá."
        yield Finding(Weight.LOOK, text)
    if found.missing:
        keys = _some(list(found.missing))
        text = f"{len(found.missing)} tệp đã mất nội dung ({keys}): khôi phục từ bản sao lưu."
        yield Finding(Weight.WRONG, text)


def unread_findings(store: Store) -> Iterator[Finding]:
    """What channels brought and nobody could read, by number alone."""
    with store.read() as work:
        number = sum(heap.number for heap in set_aside.heaps(work))
    if number:
        text = (
            f"{number} tin từ các kênh chưa đọc được, giữ 30 ngày. Xem: motcua inbox set-aside. "
            "Sau khi nâng cấp, đọc lại: motcua inbox set-aside --retry."
        )
        yield Finding(Weight.WRONG, text)


def _some(keys: list[str]) -> str:
    return ", ".join(keys[:3]) + (", …" if len(keys) > 3 else "")


def unsaid_facts(commune: Commune) -> list[str]:
    """What citizens ask of the ward itself that its settings do not say, with the key to fill."""
    wanted: dict[str, object] = {
        "đường dây nóng (commune.hotline.number)": commune.hotline.number,
        "ngày tiếp công dân (commune.chairman.reception_day)": commune.chairman.reception_day,
    }
    for key, desk in commune.desks.items():
        wanted[f"giờ làm việc {desk.name} (commune.desks.{key}.hours, days)"] = desk.published
        wanted[f"điện thoại {desk.name} (commune.desks.{key}.phone)"] = desk.phone
        wanted[f"địa chỉ {desk.name} (commune.desks.{key}.address)"] = desk.address
    return [name for name, value in wanted.items() if not value]


def _commune(commune: Commune) -> Iterator[Finding]:
    missing = unsaid_facts(commune)
    for name in missing:
        yield Finding(Weight.LOOK, f"Chưa có {name}: câu trả lời sẽ thiếu chỗ này.")
    if not missing:
        yield Finding(Weight.GOOD, "Quầy, giờ làm việc, đường dây nóng, lịch tiếp công dân đã đủ.")
    if "psc" not in commune.desks:
        yield Finding(Weight.WRONG, "Thiếu quầy psc (Trung tâm Phục vụ hành chính công).")


def _calendar(base: KnowledgeBase) -> Iterator[Finding]:
    until = base.commune.calendar.confirmed_until
    if until < base.on:
        text = f"Lịch nghỉ chỉ xác nhận đến {until:%d/%m/%Y}: mọi ngày hẹn đang là dự kiến."
        yield Finding(Weight.WRONG, text)
    elif until - base.on < WARN_BEFORE:
        text = f"Lịch nghỉ xác nhận đến {until:%d/%m/%Y}: sắp hết, hãy xác nhận năm sau."
        yield Finding(Weight.LOOK, text)
    else:
        yield Finding(Weight.GOOD, f"Lịch nghỉ đã xác nhận đến {until:%d/%m/%Y}.")
    years = range(base.on.year, until.year + 1)
    for year in (year for year in years if year not in base.calendar.settled):
        text = (
            f"Lịch nghỉ năm {year} chưa chốt dù confirmed_until là {until:%d/%m/%Y}: mọi ngày hẹn "
            f"năm ấy vẫn là dự kiến; làm bằng motcua calendar draft {year} rồi calendar confirm."
        )
        yield Finding(Weight.LOOK, text)


def _catalogue(base: KnowledgeBase) -> Iterator[Finding]:
    count = len(base.procedures)
    if not count:
        yield Finding(Weight.WRONG, "Danh mục trống: chạy motcua db upgrade.")
        return
    yield Finding(Weight.GOOD, f"{count} thủ tục đang dùng, {len(base.retired)} đã thay hoặc bỏ.")
    if base.stale:
        text = f"{len(base.stale)} thủ tục quá kỳ kiểm tra: xem motcua catalogue recheck."
        yield Finding(Weight.LOOK, text)
    gaps = unsaid_fees(base)
    if gaps:
        text = f"{gaps} thủ tục chưa nói được lệ phí của địa phương: motcua catalogue gaps."
        yield Finding(Weight.LOOK, text)
    yield from _near_reviews(base)


def unsaid_fees(base: KnowledgeBase) -> int:
    """How many procedures have a fee the bot cannot name yet."""
    return sum(
        one.mark(Part.FEE) is Mark.UNKNOWN or any(fee.kind is FeeKind.COUNCIL for fee in one.fees)
        for one in base.procedures.values()
    )


def _near_reviews(base: KnowledgeBase) -> Iterator[Finding]:
    soon: dict[date, int] = {}
    for one in base.procedures.values():
        if one.review_by and base.on <= one.review_by < base.on + 3 * WARN_BEFORE:
            soon[one.review_by] = soon.get(one.review_by, 0) + 1
    for day, count in sorted(soon.items()):
        yield Finding(Weight.LOOK, f"{count} thủ tục phải rà lại trước {day:%d/%m/%Y}.")
