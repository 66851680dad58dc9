"""Copies of a register as they come in, and what the store holds after them."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handlers.store.dossiers import write_entries
from handlers.store.unit_of_work import Store
from knowledge import dossier_store
from knowledge.dossier_store import Context, DossierEventRow, DossierRow, Reading
from knowledge.dossiers.dossier import Dossier, StatusEvent
from knowledge.dossiers.entries import Entry
from tests.knowledge.dossiers.lives import CALENDAR, CODE, at, event

COMMUNE = "phuong-mau"
KEY = bytes(range(32))
NOW = at("2026-11-23 08:00")
LATER = NOW + timedelta(hours=1)


def entry(*events: str | StatusEvent, code: str = CODE, **fields: object) -> Entry:
    """A row of the register."""
    values: dict[str, object] = {
        "line": 2,
        "code": code,
        "procedure": "1.004873",
        "procedure_name": "Xác nhận tình trạng hôn nhân",
        "events": tuple(one if isinstance(one, StatusEvent) else event(one) for one in events),
        "fours": frozenset({"1234", "0099"}),
        **fields,
    }
    return Entry(**values)  # type: ignore[arg-type]


ROW = entry(
    "registered 2026-11-19 08:00",
    "accepted 2026-11-19 09:00",
    due_at=at("2026-11-25 17:00"),
    officer="Nguyễn Văn Mẫu",
)


def read(store: Store, *entries: Entry, copied: datetime = NOW, now: datetime = NOW) -> list[str]:
    """Write a copy to its end; the outcomes."""
    context = Context(COMMUNE, KEY, CALENDAR, copied, now)
    written = list(write_entries(store, entries, context, lambda: now))
    with store.work() as work:
        counted = Counter(one.outcome for one in written)
        dossier_store.finish(work.session, Reading("file", "a.csv"), counted, context)
        work.commit()
    return [one.outcome.value for one in written]


def get(store: Store, code: str = CODE) -> Dossier:
    with store.read() as work:
        found = dossier_store.find(work.session, COMMUNE, code)
    assert found is not None
    return found


def count(store: Store, table: type[DossierRow] | type[DossierEventRow]) -> int:
    with store.read() as work:
        return int(work.session.execute(select(func.count()).select_from(table)).scalar_one())


def change(store: Store, how: Callable[[Dossier], Dossier]) -> Dossier:
    with store.work() as work:
        held = dossier_store.hold(work.session, get_id(work.session))
        assert held is not None
        found = dossier_store.save(work.session, held, how(held), CALENDAR, LATER)
        work.commit()
    return found


def get_id(session: Session) -> int:
    found = dossier_store.find(session, COMMUNE, CODE)
    assert found is not None
    return found.id
