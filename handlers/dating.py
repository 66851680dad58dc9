"""Keeps the dates of our own clock, for dossiers whose software prints none (D-0, D-4).

What was just told is dated within minutes; all are dated anew each morning before the lists, so
that a calendar confirmed or a limit corrected meanwhile counts.
"""

from datetime import datetime, time, timedelta
from typing import Final

from handlers.store import follows
from handlers.store.dossiers import times_of
from handlers.store.unit_of_work import Store, Work
from handlers.ward import Ward
from knowledge import dossier_store
from knowledge.calendar import local
from knowledge.dossiers.computing import computed

ANEW: Final = (time(6), time(7))
"""When all are dated anew: before the first morning list."""
LOOK_BACK: Final = timedelta(hours=1)
"""How far back changes are looked for; a run may be missed or late, dating twice is harmless."""


def date_dossiers(store: Store, ward: Ward, now: datetime) -> int:
    """Date what changed lately, or all in the morning; the number of dates that moved."""
    since = None if ANEW[0] <= local(now).time() < ANEW[1] else now - LOOK_BACK
    moved, after = 0, 0
    while True:
        with store.read() as work:
            ids = dossier_store.undated_ids(work.session, ward.commune.key, since, after)
        if not ids:
            return moved
        with store.work() as work:
            moved += _date(work, ward, ids, now)
            work.commit()
        after = ids[-1]


def _date(work: Work, ward: Ward, ids: list[int], now: datetime) -> int:
    moved = []
    for before in dossier_store.load(work.session, ids, lock=True):
        after = computed(before, times_of(work, before), ward.calendar)
        if after != before:
            dossier_store.save_computed(work.session, after)
            moved.append(after.id)
    if moved:
        follows.touch(work, moved, now)
    return len(moved)
