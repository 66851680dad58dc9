"""The sweep: looks at the follows and reminders whose moment has come, and queues what is due.

It only queues. Running it twice, late or in several processes changes nothing: the ledger knows
each notice by its key. Each bite is one short transaction.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from handlers.limits import countable
from handlers.messages import Reply
from handlers.notice_kinds import ABOUT, NoticeKind
from handlers.notices.planning import Planned, closing_day, own_limit_plan, planned
from handlers.notices.quiet import in_daytime, is_quiet
from handlers.notices.withholding import withheld
from handlers.ringing import rings
from handlers.store import follows, guard, notices
from handlers.store.dossiers import fee_of
from handlers.store.follows import Follow, Reminder
from handlers.store.states import NoticeState
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from handlers.wording import notices as wording
from handlers.wording.guide import marked
from handlers.wording.notice_facts import NoticeFacts, published
from knowledge.calendar import WorkingCalendar, local
from knowledge.clocks import own_limit
from knowledge.dossier_store import reading
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import Procedure

BITE: Final = 100
"""Follows of one transaction: some 50 ms, so that nobody's answer waits for a sweep."""
LOOK_AGAIN: Final = timedelta(minutes=30)
"""A notice that waits for a fresh copy of the register is tried again so soon."""

MANY: Final = 10_000
"""Follows `motcua notices due` looks at."""


class Held(StrEnum):
    """Why a notice that is due does not leave."""

    RULE = "rule"
    """A rule is broken: a person decides first."""
    OLD_COPY = "old_copy"
    """The register's copy is too old to say what is so now."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done about one follow now."""

    send: tuple[Planned, ...] = ()
    late: tuple[Planned, ...] = ()
    """Of no use any more."""
    held: tuple[tuple[Planned, Held], ...] = ()
    """Due, and held back."""
    look_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What decides about a dossier's notices besides the dossier."""

    calendar: WorkingCalendar
    now: datetime
    copied_at: datetime | None
    """When the register was last read; None: there is none, our own desk writes."""
    blocked: frozenset[NoticeKind] = frozenset()
    quiet: bool = True
    """Whether the recipient's channel may wake somebody."""
    told_until: datetime | None = None
    """After a restore: of moments up to then they may have been told by what the backup lacks."""

    @property
    def stale(self) -> bool:
        """Whether the copy is older than one working day: then nothing is claimed of today."""
        if self.copied_at is None:
            return False
        most = self.calendar.day_length
        if self.now - self.copied_at <= most:  # no more working time than time has passed
            return False
        return self.calendar.working_time_between(self.copied_at, self.now) > most

    def perhaps_told(self, one: Planned) -> bool:
        """Whether it may have left before the database was restored."""
        return self.told_until is not None and one.at <= self.told_until


def judge(unsaid: Sequence[Planned], seen: Seen) -> Verdict:
    """Which notices leave now, which are held or too late, and when to look again. Pure."""
    now = seen.now
    told = tuple(one for one in unsaid if seen.perhaps_told(one))
    unsaid = [one for one in unsaid if one not in told]
    waiting = [one for one in unsaid if one.at > now]
    late = tuple(one for one in unsaid if one.expires_at <= now)
    if (
        seen.quiet
        and is_quiet(now, seen.calendar.daytime)
        and len(waiting) + len(late) < len(unsaid)
    ):
        # Learnt of at night, whenever it happened: it is said in the morning.
        return Verdict((), late + told, (), in_daytime(now, seen.calendar.daytime))
    due = [one for one in unsaid if one.due(now)]
    stale = bool(due) and seen.stale
    held = tuple((one, why) for one in due if (why := _held(one, seen.blocked, stale=stale)))
    moments = [one.at for one in waiting] + [now + LOOK_AGAIN] * bool(held)
    send = tuple(one for one in due if not _held(one, seen.blocked, stale=stale))
    return Verdict(send, late + told, held, min(moments, default=None))


def _held(one: Planned, blocked: frozenset[NoticeKind], *, stale: bool) -> Held | None:
    if one.kind in blocked:
        return Held.RULE
    return Held.OLD_COPY if stale and ABOUT[one.kind].claims_now else None


@dataclass(frozen=True, slots=True)
class Look:
    """One follow looked at."""

    follow: Follow
    dossier: Dossier | None
    """None: it is gone, or the consent is over."""
    verdict: Verdict
    shown: tuple[Planned, ...] = ()
    """Known to the person already: the look-up showed it before they followed."""
    holds: tuple[str, ...] = ()
    """Keys of every notice the dossier's present state implies."""
    waits: bool = True
    """Whether something said of it before may not have left yet."""


def sweep(work: Work, ward: Ward, now: datetime) -> bool:
    """Queue what is due of one bite of follows and reminders; True while more may wait."""
    found = follows.due(work, ward.commune.key, now, BITE)
    for look in _looks(work, ward, found, now):
        _act(work, ward, look, now)
    reminders = follows.due_reminders(work, ward.commune.key, now, BITE)
    for reminder in reminders:
        _remind(work, ward, reminder, now)
    return len(found) == BITE or len(reminders) == BITE


def looks(work: Work, ward: Ward, now: datetime) -> list[Look]:
    """What a sweep at `now` would do about every follow it would look at; sends nothing."""
    return list(_looks(work, ward, follows.due(work, ward.commune.key, now, MANY), now))


def _looks(work: Work, ward: Ward, found: Sequence[Follow], now: datetime) -> Iterator[Look]:
    if not found:
        return
    wanted = reading.load(work.session, {one.dossier for one in found})
    dossiers = {one.id: one for one in wanted}
    copied_at = reading.copied_at(work.session, ward.commune.key)
    told_until = guard.restored_until(work)
    ledger = notices.ledger(work, dossiers)
    for follow in found:
        over = follow.expires_at is not None and follow.expires_at <= now
        dossier = dossiers.get(follow.dossier)
        if dossier is None or over:
            yield Look(follow, None, Verdict())
            continue
        contact, quiet = follow.to.contact, rings(follow.to.channel)
        listed = planned(dossier, ward.calendar, quiet=quiet)
        plan = {one.key(dossier.id, contact): one for one in listed}
        seen_now = _shown(listed, follow)
        unsaid = [one for key, one in plan.items() if key not in ledger.known]
        unsaid = [one for one in unsaid if one not in seen_now]
        read_at = _latest(dossier.copied_at, copied_at)
        # Most looks find nothing due: the rules are asked only where something is.
        due = any(one.due(now) for one in unsaid)
        held = withheld(dossier, ward, now, copied_at) if due else frozenset()
        seen = Seen(ward.calendar, now, read_at, held, quiet, told_until)
        waits = (contact, dossier.id) in ledger.waits
        yield Look(follow, dossier, judge(unsaid, seen), seen_now, tuple(plan), waits)


def _shown(listed: Sequence[Planned], follow: Follow) -> tuple[Planned, ...]:
    """At the first look: what had happened before somebody followed, and they had seen.

    What the software tells late is told, however early it happened: it is not here yet.
    """
    if follow.looked_at is not None:
        return ()
    past = (one for one in listed if one.moment <= follow.created_at)
    return tuple(one for one in past if not ABOUT[one.kind].claims_now)


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    """A copy of what changed says of the rest that it did not."""
    return max((at for at in (one, other) if at is not None), default=None)


def _act(work: Work, ward: Ward, look: Look, now: datetime) -> None:
    follow, dossier, verdict = look.follow, look.dossier, look.verdict
    if dossier is None:
        follows.stop(work, follow.id, follow.to.contact, now)
        notices.close_untrue(work, follow.to.contact, follow.dossier, (), now)
        return
    # What waits, or a channel forbids just now, is said only while it is so.
    if look.waits:
        notices.close_untrue(work, follow.to.contact, follow.dossier, look.holds, now)
    notices.record(work, (_notice(follow, one) for one in look.shown), NoticeState.SEEN, now)
    for one in verdict.send:
        reply = wording.notice(one.kind, facts_for(work, one.kind, dossier, ward), follow.id)
        notices.promise(work, _notice(follow, one), reply, one.expires_at, now)
    notices.record(work, (_notice(follow, one) for one in verdict.late), NoticeState.LATE, now)
    follows.look_at(work, follow.id, verdict.look_at, now)


@dataclass(frozen=True, slots=True)
class Recall:
    """One reminder looked at."""

    reminder: Reminder
    procedure: Procedure | None
    """None: it is no longer published here, and nothing is said of it."""
    send: tuple[Planned, ...]
    look_at: datetime | None


def recalls(work: Work, ward: Ward, now: datetime) -> list[Recall]:
    """What a sweep at `now` would do about every reminder it would look at; sends nothing."""
    found = follows.due_reminders(work, ward.commune.key, now, MANY)
    return [_recall(work, ward, one, now) for one in found]


def _recall(work: Work, ward: Ward, reminder: Reminder, now: datetime) -> Recall:
    procedure = ward.procedure(reminder.code, now)
    opens = _opens(procedure, reminder, ward.calendar)
    hours = ward.calendar.daytime
    plan = own_limit_plan(reminder.last_day, reminder.last_open, opens, hours)
    keys = {one: one.key(reminder.id, reminder.to.contact) for one in plan}
    known = notices.known(work, list(keys.values()))
    told_until = guard.restored_until(work)
    send = tuple(
        one
        for one in plan
        if one.due(now)
        and keys[one] not in known
        and procedure is not None
        and (told_until is None or one.at > told_until)
    )
    later = [one.at for one in plan if one.at > now]
    return Recall(reminder, procedure, send, min(later, default=None))


def _remind(work: Work, ward: Ward, reminder: Reminder, now: datetime) -> None:
    look = _recall(work, ward, reminder, now)
    for one in look.send:
        if look.procedure is not None:
            reply = marked(_own_limit(one.kind, look.procedure, reminder, now), ward.commune)
            key = one.key(reminder.id, reminder.to.contact)
            notice = notices.Notice(key, one.kind, reminder.to, one.moment)
            notices.promise(work, notice, reply, one.expires_at, now)
    follows.look_at_reminder(work, reminder.id, look.look_at)


def _opens(
    procedure: Procedure | None, reminder: Reminder, calendar: WorkingCalendar
) -> date | None:
    """The first day it may be done, of a limit that counts back from a date."""
    limit = countable(procedure) if procedure is not None else None
    dates = own_limit(calendar, limit, reminder.last_day) if limit is not None else None
    return dates.first if dates is not None else None


def _own_limit(kind: NoticeKind, procedure: Procedure, reminder: Reminder, now: datetime) -> Reply:
    limit = next(iter(procedure.citizen_limits), None)
    days = (reminder.last_day, reminder.last_open)
    return wording.own_limit(kind, procedure, limit, days, local(now).date(), reminder.id)


def facts_for(work: Work, kind: NoticeKind, dossier: Dossier, ward: Ward) -> NoticeFacts:
    """What the words of this kind are made of: with the published fee, where one is to be paid."""
    facts = facts_of(dossier, ward)
    fee = fee_of(work, dossier) if kind in wording.PAYMENTS else None
    return facts if fee is None else replace(facts, fee=published(fee))


def facts_of(dossier: Dossier, ward: Ward) -> NoticeFacts:
    """What the words of a notice are made of."""
    event = dossier.events[-1] if dossier.events else None
    waits = dossier.status is DossierStatus.SUPPLEMENT_NEEDED and event is not None
    closing = closing_day(dossier, event, ward.calendar) if waits and event else None
    if dossier.status is DossierStatus.PAYMENT_NEEDED and event is not None:
        closing = event.closing  # no rule counts its days: it is said where the register says it
    known = event is not None and event.closing is not None
    return NoticeFacts(dossier, ward.commune, closing, known)


def _notice(follow: Follow, one: Planned) -> notices.Notice:
    key = one.key(follow.dossier, follow.to.contact)
    return notices.Notice(key, one.kind, follow.to, one.moment, follow.dossier)
