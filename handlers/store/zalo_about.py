"""What Zalo last told of each Official Account, kept for officers to see."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import bindparam, select, update

from handlers.store.tables import EndpointRow, ZaloOaRow, table_of
from handlers.store.unit_of_work import Work
from handlers.zalo_account import AboutOa

_ROW = table_of(ZaloOaRow)
_ENDPOINT = table_of(EndpointRow)
_TELL = (
    update(_ROW)
    .where(_ROW.c.endpoint == bindparam("for_endpoint"))
    .values(about=bindparam("told"), about_at=bindparam("at"))
)
_ALL = (
    select(_ROW.c.endpoint, _ROW.c.about, _ROW.c.about_at, _ENDPOINT.c.commune)
    .join(_ENDPOINT, _ENDPOINT.c.id == _ROW.c.endpoint)
    .where(_ROW.c.about.is_not(None))
    .order_by(_ROW.c.endpoint)
)


@dataclass(frozen=True, slots=True)
class ToldOa:
    """The same, of whom and since when."""

    endpoint: str
    commune: str
    about: AboutOa
    at: datetime


def tell(work: Work, endpoint: str, about: AboutOa, now: datetime) -> None:
    """Keep what Zalo told now."""
    told = json.dumps(asdict(about), ensure_ascii=False)
    work.run(_TELL, {"for_endpoint": endpoint, "told": told, "at": now})


def accounts(work: Work, commune: str | None = None) -> tuple[ToldOa, ...]:
    """Of every account Zalo has told of; of one commune, where that is given."""
    return tuple(
        ToldOa(row.endpoint, row.commune, _about(row.about), row.about_at)
        for row in work.run(_ALL).all()
        if commune is None or row.commune == commune
    )


def _about(kept: str) -> AboutOa:
    """Whatever version kept it."""
    told, known = json.loads(kept), {one.name for one in fields(AboutOa)}
    return AboutOa(**{name: value for name, value in told.items() if name in known})
