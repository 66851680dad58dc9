"""The month's budget of an endpoint: taken before a message leaves, given back if it did not.

One row decides for any number of processes, so that the budget is never overrun.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update

from handlers.quotas import WARN, day_of, month_of
from handlers.store.inserting import insert_new
from handlers.store.tables import table_of
from handlers.store.tables.spending import ChannelSpendRow
from handlers.store.unit_of_work import Work

_ROW = table_of(ChannelSpendRow)
_COLUMNS: Final = ("endpoint", "month", "spent")
_mine = (_ROW.c.endpoint == bindparam("of_endpoint")) & (_ROW.c.month == bindparam("of_month"))
_SPENT = select(_ROW.c.spent).where(_mine)
_TAKE = (
    update(_ROW)
    .where(_mine, _ROW.c.spent + bindparam("cost") <= bindparam("budget"))
    .values(spent=_ROW.c.spent + bindparam("cost"))
    .returning(_ROW.c.spent)
)
_GIVE = update(_ROW).where(_mine).values(spent=_ROW.c.spent - bindparam("cost"))


def spent(work: Work, endpoint: str, now: datetime) -> int:
    """Đồng spent this month."""
    found = work.run(_SPENT, {"of_endpoint": endpoint, "of_month": month_of(now)}).scalar()
    return int(found or 0)


def scarce(work: Work, endpoint: str, budget: int, now: datetime) -> bool:
    """Whether so much of the month's budget is gone that no push of it may be promised."""
    return spent(work, endpoint, now) >= budget * WARN


def take(work: Work, endpoint: str, cost: int, budget: int, now: datetime) -> bool:
    """Reserve what a message costs; False when the month's budget does not hold it."""
    return _take(work, endpoint, month_of(now), cost, budget)


def spent_today(work: Work, endpoint: str, now: datetime) -> int:
    """Đồng spent today, where the day has a limit."""
    found = work.run(_SPENT, {"of_endpoint": endpoint, "of_month": day_of(now)}).scalar()
    return int(found or 0)


def take_of_day(work: Work, endpoint: str, cost: int, budget: int, now: datetime) -> bool:
    """Reserve it of the day's limit too; False when that does not hold it."""
    return _take(work, endpoint, day_of(now), cost, budget)


def _take(work: Work, endpoint: str, when: str, cost: int, budget: int) -> bool:
    row = {"endpoint": endpoint, "month": when, "spent": 0}
    work.run(insert_new(_ROW, work.dialect, _COLUMNS), row)
    values = {"of_endpoint": endpoint, "of_month": when, "cost": cost, "budget": budget}
    return work.run(_TAKE, values).first() is not None


def charge(work: Work, endpoint: str, cost: int, now: datetime) -> None:
    """Count what was billed though nothing was reserved for it, whatever the budget holds."""
    row = {"endpoint": endpoint, "month": month_of(now), "spent": 0}
    work.run(insert_new(_ROW, work.dialect, _COLUMNS), row)
    give_back(work, endpoint, -cost, now)


def give_back(work: Work, endpoint: str, cost: int, now: datetime) -> None:
    """The message surely did not go: the month has it again, and the day where it has a limit."""
    for when in (month_of(now), day_of(now)):
        work.run(_GIVE, {"of_endpoint": endpoint, "of_month": when, "cost": cost})


def give_back_of_day(work: Work, endpoint: str, cost: int, now: datetime) -> None:
    """The day held it and the month did not."""
    work.run(_GIVE, {"of_endpoint": endpoint, "of_month": day_of(now), "cost": cost})
