"""Whom a correction is owed, and its copies: queued in short bites, once for each."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from handlers.correction import TOLD, Correction, CorrectionState, Owed
from handlers.corrections.comparing import differs, old_of
from handlers.messages import ChannelName
from handlers.notices.quiet import in_daytime
from handlers.store import corrections, figures_told, joins, records
from handlers.store.corrections import Said
from handlers.store.follows import Recipient
from handlers.store.queueing import Message, queue
from handlers.store.states import OutboxKind, Priority
from handlers.store.unit_of_work import Work
from handlers.turns import Told
from handlers.ward import Ward
from handlers.wording.corrections import letter

BITE: Final = 50
"""Contacts of one transaction: some 30 ms, so that nobody's answer waits."""
OF_USE: Final = timedelta(days=7)
"""How long a copy waits for its channel; who writes later asks for the card itself."""


def since(ward: Ward, now: datetime) -> datetime:
    """Whoever was told from then on hears of it."""
    return now - timedelta(days=ward.commune.broadcasts.correct_days)


def owed(
    work: Work, one: Correction, start: datetime, after: str, most: int
) -> tuple[list[Owed], str | None]:
    """Who of the next contacts was last told otherwise, and the last one looked at."""
    said, last = corrections.last_said(work, one, start, after, most)
    return list(_told_otherwise(work, one, said)), last


def _told_otherwise(work: Work, one: Correction, said: Iterable[Said]) -> Iterator[Owed]:
    history = figures_told.past(work, one.commune, one.code, one.part)
    for each in said:
        old = old_of(each, one.part, history)
        if old and differs(old, one.lines):
            yield Owed(each.contact, each.channel, each.endpoint, old)


def at_most(work: Work, one: Correction, start: datetime, most: int) -> tuple[int, bool]:
    """How many it is owed, counted up to so many, and whether there may be more: for a list."""
    found, last = owed(work, one, start, "", most)
    more = last is not None and bool(corrections.last_said(work, one, start, last, 1)[1])
    return len(found), more


def all_owed(work: Work, one: Correction, start: datetime) -> Iterator[Owed]:
    """Everybody it is owed now."""
    return _told_otherwise(work, one, corrections.all_last_said(work, one, start))


def groups(work: Work, one: Correction, start: datetime) -> Counter[tuple[str, ...]]:
    """How many were last told which other figure, the most first."""
    return Counter(each.old for each in all_owed(work, one, start))


def step(work: Work, ward: Ward, now: datetime) -> bool:
    """One bite of what was let go; True while more may wait."""
    for number in corrections.sending(work, ward.commune.key):
        one = corrections.find(work, ward.commune.key, number, hold=True)
        if one is not None and one.state is CorrectionState.SENDING:
            _bite(work, ward, one, now)
            return True
    return False


def _bite(work: Work, ward: Ward, one: Correction, now: datetime) -> None:
    found, last = owed(work, one, one.since or since(ward, now), one.cursor, BITE)
    made = sum(_queued(work, ward, one, each, now) for each in found)
    ended = {"state": CorrectionState.DONE, "finished_at": now} if last is None else {}
    corrections.change(work, one, cursor=last or one.cursor, queued=one.queued + made, **ended)


def _queued(work: Work, ward: Ward, one: Correction, to: Owed, now: datetime) -> bool:
    """Queue a copy and write down that they know now: a later change speaks of this figure.

    It goes where they asked, or to a chat joined with it that rings, never to both.
    """
    at = in_daytime(now, ward.calendar.daytime)
    message = Message(
        key=corrections.key_of(one.id, to.contact),
        reply=letter(ward.commune, one, to.old),
        due=at,
        expires_at=at + OF_USE,
        kind=OutboxKind.NOTICE,
        priority=Priority.BROADCAST,
    )
    asked = Recipient(one.commune, to.endpoint, ChannelName(to.channel), to.contact)
    where = joins.best(work, asked)
    if not queue(work, one.commune, where.endpoint, where.contact, message):
        return False
    told = Told(TOLD, one.code, one.version, one.part, "; ".join(one.lines))
    records.tell(work, one.commune, to.channel, to.contact, (told,), now)
    return True
