"""The sweep of due notices over 200,000 followers of 100,000 dossiers.

Measured: a sweep with nothing to do, the evening on which a twentieth of them falls due tomorrow,
and the longest transaction, since an answer waits for that.
"""

import argparse
import tempfile
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from bot import logs
from bot.config import load_settings
from bot.database import make_engine, upgrade
from handlers.messages import ChannelName
from handlers.notices.sweeping import sweep
from handlers.store.contacts import ensure_commune, ensure_endpoint
from handlers.store.notices import letters
from handlers.store.tables import ContactRow, ConversationRow, FollowRow, table_of
from handlers.store.unit_of_work import Store
from handlers.ward import Ward, ward_of
from knowledge.calendar import moment
from knowledge.dossier_store.writing import insert_dossiers
from knowledge.dossiers.dossier import Appointment, AppointmentKind, Dossier
from tests.knowledge.dossiers.lives import at, dossier

DOSSIERS = 100_000
FOLLOWERS = 2
"""Of each dossier."""
DUE = 20
"""One dossier in so many falls due on the day looked at."""
CHUNK = 2_000
BAR_TRANSACTION_MS = 200
LOADED = at("2026-11-16 08:00")
EVE = at("2026-11-23 16:00")
"""The eve of Wednesday 25/11; the day between is a holiday."""


def made(number: int) -> Dossier:
    """A dossier under way; one in twenty falls due on 25/11, the others later."""
    day = at("2026-11-25 17:00")
    if number % DUE:
        day = moment(
            (day + timedelta(days=10 + number % 60)).date(), day.timetz().replace(tzinfo=None)
        )
    one = dossier(
        "registered 2026-11-13 08:00", "accepted 2026-11-13 09:00", "processing 2026-11-13 10:00"
    )
    date = Appointment(AppointmentKind.RESULT, day, day)
    code = f"H00.01-261113-{number:06d}"
    return replace(one, code=code, appointments=(date,), copied_at=EVE)


def load(store: Store, ward: Ward, number: int) -> None:
    """Dossiers, people and what they follow; everything looked at once already."""
    key, after = ward.commune.key, at("2026-11-16 08:01")
    with store.work() as work:
        ensure_commune(work, key, ward.commune.name, LOADED)
        web = ensure_endpoint(work, key, ChannelName.TELEGRAM, "bench", LOADED)
        work.commit()
    for start in range(0, number, CHUNK):
        with store.work() as work:
            fresh = [made(one) for one in range(start, min(start + CHUNK, number))]
            stored = insert_dossiers(work.session, fresh, {}, LOADED).values()
            owners = [(one, f"c{one.id}-{n}") for one in stored for n in range(FOLLOWERS)]
            work.session.execute(
                insert(table_of(ContactRow)), [_contact(key, web, c) for _, c in owners]
            )
            work.session.execute(
                insert(table_of(ConversationRow)), [_conversation(key, c) for _, c in owners]
            )
            work.session.execute(
                insert(table_of(FollowRow)),
                [_follow(key, one, c, after, ward) for one, c in owners],
            )
            work.commit()


def _contact(key: str, endpoint: str, name: str) -> dict[str, object]:
    return {
        "id": name, "commune": key, "endpoint": endpoint, "chat": name, "thread": "",
        "state": "active", "seen_at": LOADED, "created_at": LOADED,
    }  # fmt: skip


def _conversation(key: str, name: str) -> dict[str, object]:
    return {
        "contact": name, "commune": key, "step": "idle", "version": 0, "lapsed": False,
        "last_seq": 0, "last_line": 0,
    }  # fmt: skip


def _follow(
    key: str, one: Dossier, contact: str, looked_at: datetime, ward: Ward
) -> dict[str, object]:
    due = one.due_at or EVE
    eve = moment(ward.calendar.previous_working_day(due.date()), EVE.timetz().replace(tzinfo=None))
    return {
        "commune": key, "contact": contact, "dossier": one.id, "relation": "self",
        "created_at": LOADED, "looked_at": looked_at, "next_at": eve,
    }  # fmt: skip


def sweep_all(store: Store, ward: Ward, now: datetime) -> tuple[float, float]:
    """Sweep until nothing is due; seconds in all, and of the longest transaction."""
    began, longest, more = time.perf_counter(), 0.0, True
    while more:
        start = time.perf_counter()
        with store.work() as work:
            more = sweep(work, ward, now)
            work.commit()
        longest = max(longest, time.perf_counter() - start)
    return time.perf_counter() - began, longest


def main() -> None:
    """Print the figures."""
    logs.configure(level="error")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=DOSSIERS)
    number = parser.parse_known_args()[0].dossiers
    ward = ward_of(load_settings().commune)
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'ward.db'}")
        upgrade(engine)
        store = Store(engine)
        began = time.perf_counter()
        load(store, ward, number)
        loaded = time.perf_counter() - began
        print(f"{number} dossiers, {FOLLOWERS * number} followers ({loaded:.0f} s to load)")
        idle, _ = sweep_all(store, ward, EVE - timedelta(hours=1))
        print(f"nothing due:            {1000 * idle:8.1f} ms")
        seconds, longest = sweep_all(store, ward, EVE)
        with store.read() as work:
            queued = sum(one.kind == "notice" for one in letters(work))
        print(f"{queued} notices queued:  {seconds:8.1f} s   ({queued / seconds:.0f}/s)")
        held = "held" if 1000 * longest <= BAR_TRANSACTION_MS else "NOT HELD"
        print(f"longest transaction:    {1000 * longest:8.1f} ms (bar {BAR_TRANSACTION_MS}) {held}")
        engine.dispose()


if __name__ == "__main__":
    main()
