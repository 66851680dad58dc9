"""Office hours in words: open now, closes when, next opening, the week."""

from datetime import datetime

from handlers.messages import Block, Paragraph
from handlers.wording import figures
from knowledge.asked_days import AskedDay, asked_day
from knowledge.calendar import WorkingCalendar, local
from knowledge.commune import Commune, DeskHours
from knowledge.hours import OpenState, open_state, sessions

EACH = ".\n"
"""Each desk on a line of its own: run together, two desks are one wall of hours."""
UNPUBLISHED = "Giờ làm việc chưa được công bố ở đây"
_DAYS = {
    "mon": "thứ Hai",
    "tue": "thứ Ba",
    "wed": "thứ Tư",
    "thu": "thứ Năm",
    "fri": "thứ Sáu",
    "sat": "thứ Bảy",
    "sun": "Chủ nhật",
}


def facts(commune: Commune, calendar: WorkingCalendar, now: datetime) -> dict[str, str]:
    """Placeholders `hours_today` and `hours_week` of the cards."""
    known = [desk for desk in commune.desks.values() if desk.published]
    today = [f"{desk.name}: {today_text(open_state(desk, calendar, now), now)}" for desk in known]
    week = [f"{desk.name}: {week_text(desk)}" for desk in known]
    unknown = [desk for desk in commune.desks.values() if not desk.published]
    said = [*today, *([_unpublished(unknown)] if unknown else ())]
    return {"hours_today": EACH.join(said), "hours_week": EACH.join(week)}


def _unpublished(desks: list[DeskHours]) -> str:
    """That these desks' hours are not known here, and what is known of how to ask them."""
    names = figures.list_of([desk.name for desk in desks])
    roads = [f"gọi {desk.phone} ({desk.name})" for desk in desks if desk.phone]
    roads += [f"đến {desk.address} ({desk.name})" for desk in desks if desk.address]
    ask = ", hoặc ".join(roads) if roads else "xem bảng niêm yết tại trụ sở"
    return f"{UNPUBLISHED}: {names}. Anh/chị {ask} giúp em"


def asked(commune: Commune, calendar: WorkingCalendar, now: datetime, words: str) -> str:
    """Whether the desks are open on the day `words` ask for; empty when they name no day."""
    found = asked_day(words, local(now).date(), calendar)
    if found is None:
        return ""
    settled = " (dự kiến)" if found.expected and "dự kiến" not in (found.holiday or "") else ""
    if found.last > found.first:
        run = f"từ {figures.day(found.first)} đến hết {figures.day(found.last)}"
        return f"{found.holiday}: nghỉ {run}{settled}"
    rows = [_on(desk, calendar, found) for desk in commune.desks.values() if desk.published]
    if found.first == local(now).date() and found.holiday is None:
        plain = f"Hôm nay, {figures.day(found.first)}, không phải ngày nghỉ lễ"
        return f"{plain}: {'; '.join(rows)}" if rows else plain
    if not rows and found.holiday:
        rows = [f"ngày nghỉ theo quy định ({found.holiday})"]
    return f"{_capital(figures.day(found.first))}{settled}: {'; '.join(rows)}" if rows else ""


def _on(desk: DeskHours, calendar: WorkingCalendar, asked_for: AskedDay) -> str:
    spans = sessions(desk, calendar, asked_for.first)
    if spans:
        hours = figures.list_of([f"{span.start:%H:%M}–{span.end:%H:%M}" for span in spans])
        return f"{desk.name} mở cửa {hours}"
    reason = f" ({asked_for.holiday})" if asked_for.holiday else ""
    return f"{desk.name} nghỉ{reason}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def lines(facts: dict[str, str]) -> list[Block]:
    """The hours of today and of the week as two paragraphs."""
    said = [facts["hours_today"], facts["hours_week"]]
    return [Paragraph(text + ".") for text in said if text]


def today_text(state: OpenState, now: datetime) -> str:
    """Whether a desk is open at this moment, and until or from when."""
    if state.open and state.closes_at is not None:
        return f"đang mở cửa, đến {_hour(state.closes_at)}"
    if state.next_opening is None:
        return "chưa rõ giờ mở cửa"
    reason = f" ({state.holiday})" if state.holiday else ""
    when = state.next_opening
    if when.date() == now.date():
        return f"đang nghỉ{reason}, mở lại lúc {_hour(when)} hôm nay"
    return f"đang nghỉ{reason}, mở lại {_hour(when)} {figures.day(when.date())}"


def week_text(desk: DeskHours) -> str:
    """Days and hours of a desk in an ordinary week; empty when they are not published."""
    if not desk.published:
        return ""
    hours = figures.list_of([span.replace("-", "–") for span in desk.hours])
    days = [_days(part.strip()) for part in desk.days.split(",")]
    return f"{figures.list_of(days)}, {hours}"


def feedback_now(commune: Commune) -> str:
    """Where feedback goes today: the published number and the desk."""
    roads = []
    if commune.hotline.number:
        hours = f" ({commune.hotline.hours})" if commune.hotline.hours else ""
        roads.append(f"gọi đường dây nóng {commune.hotline.number}{hours}")
    psc = commune.desks.get("psc")
    if psc is not None:
        where = f", {psc.address}" if psc.address else ""
        roads.append(f"gặp hoặc gửi đơn tại {psc.name}{where}")
    return figures.list_of(roads)


def _days(part: str) -> str:
    first, _, last = part.partition("-")
    if last in ("am", "pm"):
        return f"{'sáng' if last == 'am' else 'chiều'} {_DAYS[first]}"
    return f"{_DAYS[first]} đến {_DAYS[last]}" if last else _DAYS[first]


def _hour(when: datetime) -> str:
    return f"{when.hour}:{when.minute:02d}"
