"""Whether the holidays a commune counts by were confirmed by somebody who may."""

from collections.abc import Iterator
from datetime import datetime

from bot.checkup import Finding, Weight
from bot.config import Settings
from handlers.store.records import shown_at
from handlers.store.unit_of_work import Store
from knowledge.holidays import HolidayYear, parse_year

ACT = "calendar.confirm"
"""The recorded act; it holds the year as it was shown."""


def calendar_findings(settings: Settings, store: Store, now: datetime) -> Iterator[Finding]:
    """Years written into the settings by hand, or changed there after they were confirmed."""
    del now
    with store.read() as work:
        acts = shown_at(work, settings.commune.key, ACT)
    confirmed = [_year(str(one.get("calendar", ""))) for one in acts]
    for year in settings.commune.calendar.decided:
        if year not in confirmed:
            text = (
                f"Lịch nghỉ năm {year.year} trong tệp cấu hình không phải bản người quản trị đã "
                "xác nhận: ghi lại thành tệp rồi chạy motcua calendar confirm."
            )
            yield Finding(Weight.WRONG, text)


def _year(text: str) -> HolidayYear:
    return parse_year(text, ACT)
