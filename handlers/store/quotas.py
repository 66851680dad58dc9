"""Counters of a channel's plan in the database: one truth for any number of processes."""

import hashlib
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select, update

from handlers.quotas import Plan, Usage, month_of
from handlers.store.inserting import insert_new
from handlers.store.tables import (
    ChannelMonthRow,
    ChannelPersonRow,
    ChannelPlanRow,
    EndpointRow,
    table_of,
)
from handlers.store.unit_of_work import Work

MARK: Final = 8
"""Hexadecimal digits of somebody's mark: fifty people keep apart, and it names none of them."""

_PLAN = table_of(ChannelPlanRow)
_MONTH = table_of(ChannelMonthRow)
_PERSON = table_of(ChannelPersonRow)
_ENDPOINT = table_of(EndpointRow)
_PLAN_COLUMNS: Final = ("endpoint", "messages", "people", "inbound")
_MONTH_COLUMNS: Final = ("endpoint", "month", "taken", "sent")

_CHANGE_PLAN = (
    update(_PLAN)
    .where(_PLAN.c.endpoint == bindparam("of_endpoint"))
    .values(
        messages=bindparam("new_messages"),
        people=bindparam("new_people"),
        inbound=bindparam("new_inbound"),
    )
)
_COUNT = (
    update(_MONTH)
    .where(_MONTH.c.endpoint == bindparam("of_endpoint"), _MONTH.c.month == bindparam("of_month"))
    .values(taken=_MONTH.c.taken + bindparam("more_in"), sent=_MONTH.c.sent + bindparam("more_out"))
    .returning(_MONTH.c.endpoint)
)
_PERSON_COLUMNS: Final = ("endpoint", "mark", "seen_at")
_SEEN = (
    update(_PERSON)
    .where(_PERSON.c.endpoint == bindparam("of_endpoint"), _PERSON.c.mark == bindparam("of_mark"))
    .values(seen_at=bindparam("at"))
)
_people = (
    select(func.count(_PERSON.c.mark))
    .where(_PERSON.c.endpoint == _PLAN.c.endpoint)
    .scalar_subquery()
)
_USAGE = (
    select(
        _PLAN.c.endpoint,
        _PLAN.c.messages,
        _PLAN.c.people,
        _PLAN.c.inbound,
        func.coalesce(_MONTH.c.taken, 0).label("taken"),
        func.coalesce(_MONTH.c.sent, 0).label("sent"),
        _people.label("known"),
    )
    .join(_ENDPOINT, _ENDPOINT.c.id == _PLAN.c.endpoint)
    .outerjoin(
        _MONTH,
        (_MONTH.c.endpoint == _PLAN.c.endpoint) & (_MONTH.c.month == bindparam("of_month")),
    )
    .order_by(_PLAN.c.endpoint)
)
_OF_ENDPOINT = _USAGE.where(_PLAN.c.endpoint == bindparam("of_endpoint"))
_OF_COMMUNE = _USAGE.where(_ENDPOINT.c.commune == bindparam("of_commune"))


def set_plan(work: Work, endpoint: str, plan: Plan) -> None:
    """What the settings say may be used."""
    row = {
        "endpoint": endpoint,
        "messages": plan.messages,
        "people": plan.people,
        "inbound": plan.inbound,
    }
    work.run(insert_new(_PLAN, work.dialect, _PLAN_COLUMNS), row)
    new = {f"new_{name}": value for name, value in row.items() if name != "endpoint"}
    work.run(_CHANGE_PLAN, {"of_endpoint": endpoint, **new})


def count(work: Work, endpoint: str, now: datetime, *, taken: int = 0, sent: int = 0) -> None:
    """Messages more (or, given back, fewer) of this month."""
    key = {"of_endpoint": endpoint, "of_month": month_of(now)}
    values = {**key, "more_in": taken, "more_out": sent}
    if work.run(_COUNT, values).first() is None:
        row = {"endpoint": endpoint, "month": key["of_month"], "taken": 0, "sent": 0}
        work.run(insert_new(_MONTH, work.dialect, _MONTH_COLUMNS), row)
        work.run(_COUNT, values)


def meet(work: Work, endpoint: str, chat: str, now: datetime) -> None:
    """Somebody wrote alone: one more of the plan's people, if they never did before."""
    mark = hashlib.sha256(f"{endpoint}\n{chat}".encode()).hexdigest()[:MARK]
    row = {"endpoint": endpoint, "mark": mark, "seen_at": now}
    work.run(insert_new(_PERSON, work.dialect, _PERSON_COLUMNS), row)
    work.run(_SEEN, {"of_endpoint": endpoint, "of_mark": mark, "at": now})


def usage(work: Work, endpoint: str, now: datetime) -> Usage | None:
    """What is used of an endpoint's plan; None for one without a plan."""
    row = work.run(_OF_ENDPOINT, {"of_endpoint": endpoint, "of_month": month_of(now)}).first()
    return None if row is None else _usage(row)


def all_usage(work: Work, now: datetime) -> tuple[Usage, ...]:
    """Of every endpoint with a plan."""
    return tuple(_usage(row) for row in work.run(_USAGE, {"of_month": month_of(now)}).all())


def usage_of_commune(work: Work, commune: str, now: datetime) -> tuple[Usage, ...]:
    """Of a commune's endpoints."""
    values = {"of_commune": commune, "of_month": month_of(now)}
    return tuple(_usage(row) for row in work.run(_OF_COMMUNE, values).all())


def _usage(row: Any) -> Usage:  # noqa: ANN401 - a result row
    plan = Plan(row.messages, row.people, bool(row.inbound))
    return Usage(row.endpoint, plan, row.taken, row.sent, row.known)
