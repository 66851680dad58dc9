"""`motcua feedback satisfaction`: how satisfied people were with answers, by whole months."""

from datetime import date, datetime
from typing import Annotated

import typer

from bot.cli.feedback import By, fail, opened
from handlers.cases.room import room_of
from handlers.cases.seeing import Seeing
from handlers.cases.visibility import LEADING
from handlers.clock import LOCAL, SystemClock
from handlers.ratings import Criterion
from handlers.store.case_ratings import satisfaction_with_cases
from handlers.store.ratings import FEWEST, Satisfaction
from handlers.wording.rating import CRITERIA


def satisfaction(
    by: By,
    month: Annotated[
        str, typer.Option("--month", help="Tháng đã qua, ví dụ 2026-10; trống: tháng trước.")
    ] = "",
) -> None:
    """Only months that are over: a figure that grows day by day would tell who answered."""
    first = past_month(month)
    with opened(by) as desk:
        if not desk.by.officer.has(*LEADING):
            fail("Chỉ lãnh đạo, phụ trách một cửa hoặc người soát xét xem được.")
        since, until = bounds(first)
        commune = desk.ward.commune.key
        eyes = Seeing(room_of(desk.work, commune), desk.ward, desk.by.officer)
        found = satisfaction_with_cases(desk.work, commune, since, until, eyes.sees)
    for line in lines(first, found):
        typer.echo(line)


def past_month(month: str) -> date:
    """The first day of a month that is over, the last one unless named; else it ends here."""
    now = SystemClock().now().astimezone(LOCAL)
    first = _first_day(month) if month else _before(date(now.year, now.month, 1))
    if first >= date(now.year, now.month, 1):
        fail("Chỉ tính tháng đã qua.")
    return first


def bounds(first: date) -> tuple[datetime, datetime]:
    """From the first moment of a month up to that of the next."""
    return _moment(first), _moment(_after(first))


def lines(first: date, found: Satisfaction) -> list[str]:
    """The month in words; below five answers without any figure (R-2)."""
    head = f"Tháng {first:%m/%Y}: {found.answers} người chấm"
    if found.satisfied is None:
        return [f"{head}. Dưới {FEWEST} người thì không tính, để không ai đoán được người chấm."]
    share = round(100 * found.satisfied / found.answers)
    told = [f"{head}, hài lòng (4–5 điểm) {share} %."]
    told += [f"  {score} điểm: {count}" for score, count in sorted(found.scores.items())]
    named = {CRITERIA[Criterion(key)]: count for key, count in found.criteria.items()}
    return told + [f"  Chưa hài lòng về {name}: {count}" for name, count in sorted(named.items())]


def _first_day(month: str) -> date:
    try:
        return datetime.strptime(month, "%Y-%m").replace(tzinfo=LOCAL).date()
    except ValueError:
        fail(f"Tháng “{month}” không đúng dạng 2026-10.")


def _before(first: date) -> date:
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


def _after(first: date) -> date:
    return date(first.year + (first.month == 12), first.month % 12 + 1, 1)


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL)
