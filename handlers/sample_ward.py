"""The invented register of a sample commune, so that a newcomer can look up, follow and be told.

It goes the way of a real register: rows written by `write_entries`, the desk's word by the same act
an officer's tap makes. Only a commune in stage `sample` has it.
"""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from handlers.acts import Acting, confirm_ready
from handlers.officers import Officer, Role
from handlers.store import follows, staff
from handlers.store.dossiers import write_entries
from handlers.store.unit_of_work import Store, Work
from handlers.ward import Ward
from knowledge import dossier_store
from knowledge.calendar import WorkingCalendar, local, moment
from knowledge.commune import CommuneStage
from knowledge.dossier_store import Context, Reading
from knowledge.dossiers.dossier import Apology, StatusEvent
from knowledge.dossiers.entries import Entry
from knowledge.dossiers.statuses import DossierStatus
from knowledge.yaml_lines import plain_yaml

FILE: Final = Path(dossier_store.__file__).parent.parent / "data" / "sample_register.yaml"
SOURCE: Final = "sample"
CLOSE: Final = time(17, 0)
SHELF_WAITS: Final = timedelta(seconds=10)
"""After somebody follows: long enough to see that it was not ready when they asked."""
AGAIN: Final = timedelta(hours=1)
"""The sample desk looks on its shelf once an hour at most."""


@cache
def _shipped(file: Path = FILE) -> dict[str, Any]:
    found: dict[str, Any] = plain_yaml(file.read_text("utf-8"))
    return found


def sample_codes() -> tuple[tuple[str, ...], str]:
    """Codes of the sample dossiers, and the four digits that open them."""
    read = _shipped()
    return tuple(one["code"] for one in read["dossiers"]), str(read["four"])


def shelf_code() -> str:
    """The code of the finished one, which the sample desk finds on its shelf."""
    return str(_shipped()["shelf"])


def load_sample(store: Store, ward: Ward, key: bytes, now: datetime) -> int:
    """Write the sample register if the commune is a sample and has none; the rows written."""
    if ward.commune.stage is not CommuneStage.SAMPLE:
        return 0
    with store.read() as work:
        if dossier_store.any_kept(work.session, ward.commune.key):
            return 0
    context = Context(ward.commune.key, key, ward.calendar, now, now)
    entries = _entries(ward.calendar, local(now).date())
    written = [one.outcome for one in write_entries(store, entries, context, lambda: now)]
    with store.work() as work:
        dossier_store.finish(work.session, Reading(SOURCE, SOURCE), Counter(written), context)
        work.commit()
    return len(written)


def look_on_the_shelf(work: Work, ward: Ward, now: datetime) -> bool:
    """Somebody follows the dossier that is done: the sample desk says it lies there."""
    if ward.commune.stage is not CommuneStage.SAMPLE:
        return False
    code = _shipped()["shelf"]
    found = dossier_store.find(work.session, ward.commune.key, code)
    if found is None or found.status is not DossierStatus.DONE:
        return False
    said = found.confirmations[-1].at if found.confirmations else None
    newest = follows.newest(work, found.id)
    waiting = newest is not None and (said is None or newest > said)
    if not waiting or newest is None or now < newest + SHELF_WAITS:
        return False
    if said is None or now >= said + AGAIN:
        confirm_ready(Acting(work, ward, _officer(work, ward, now), now), found.id, ready=True)
    return False


def _officer(work: Work, ward: Ward, now: datetime) -> Officer:
    """The sample desk's lead; made on first need."""
    name = _shipped()["officer"]
    staff.add(work, ward.commune.key, name, (Role.DESK_LEAD,), now)
    members = staff.members(work, ward.commune.key)
    return next(one.officer for one in members if one.officer.name == name)


def _entries(calendar: WorkingCalendar, today: date) -> list[Entry]:
    read = _shipped()
    four = frozenset({str(read["four"])})
    return [
        replace(_entry(line, row, calendar, today), officer=read["officer"], fours=four)
        for line, row in enumerate(read["dossiers"], 1)
    ]


def _entry(line: int, row: dict[str, Any], calendar: WorkingCalendar, today: date) -> Entry:
    def day(offset: int) -> date:
        return _working_day(calendar, today, offset)

    def close(name: str) -> datetime | None:
        return moment(day(row[name]), CLOSE) if name in row else None

    events = [
        StatusEvent(moment(day(offset), time.fromisoformat(at)), DossierStatus(status), status)
        for status, offset, at in row["events"]
    ]
    if "closing" in row:
        items = tuple(row.get("items", ()))
        events[-1] = replace(events[-1], closing=day(row["closing"]), items=items)
    apologies: tuple[Apology, ...] = ()
    if said := row.get("apology"):
        at = moment(day(said["day"]), time(10))
        apologies = (Apology(at, moment(day(said["new_due"]), CLOSE), said["reason"]),)
    return Entry(
        line,
        row["code"],
        procedure=row["procedure"],
        procedure_name=row["name"],
        events=tuple(events),
        due_at=close("due"),
        fiscal_due_at=close("fiscal"),
        apologies=apologies,
    )


def _working_day(calendar: WorkingCalendar, today: date, offset: int) -> date:
    if offset > 0:
        return calendar.add_working_days(today, offset)
    day = calendar.last_open_day(today)
    for _ in range(-offset):
        day = calendar.previous_working_day(day)
    return day
