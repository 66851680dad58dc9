"""The rounds: each officer's morning list, the sweep before closing, warnings in between.

A round runs every few minutes and may run twice or late: what it sends is keyed by its reason and
day, what is too late for its hour is not sent any more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final

from handlers import rechecking, undelivered
from handlers.agenda import agenda_reply, closing_reply
from handlers.cases.escalation import DueCase, falling_due
from handlers.duties import tasks
from handlers.duties.assigning import leads, told
from handlers.duties.tasks import Agenda, Day, Material, Task
from handlers.duties.values import Case, key_of
from handlers.messages import Heading, Paragraph, Reply
from handlers.notice_calls import Call
from handlers.notices.calling import calls
from handlers.officer_cards import due_card
from handlers.officer_letters import Letter, send, told_before
from handlers.officer_warnings import CARDS, warnings
from handlers.officers import Member
from handlers.roles import Act, may
from handlers.store.duties import material
from handlers.store.unit_of_work import Store, Work
from handlers.undelivered_lines import Trouble
from handlers.ward import Ward
from handlers.wording import agenda as wording
from handlers.wording import rechecking as rechecks
from handlers.wording import undelivered as words
from handlers.wording.calling import call_lines
from handlers.wording.case_cards import due_lines
from handlers.wording.duties import SHOWN, lines
from knowledge.calendar import moment

MUST_LEAVE: Final = ("apology_due", "due_today")
"""Rules whose dossiers are all named on their day, however many."""
MORNING_LASTS: Final = timedelta(hours=3)
"""A morning list is of use until about half past ten; after an outage it comes late, not at all."""


def rounds(store: Store, ward: Ward, now: datetime) -> int:
    """What is due to officers at this moment; the number of chats written to."""
    letters = letters_due(store, ward, now)
    if not letters:
        return 0
    with store.work() as work:
        made = send(work, ward, letters, now)
        work.commit()
    return made


def letters_due(store: Store, ward: Ward, now: datetime) -> list[Letter]:
    """What a round at this moment would write; a list also if it was written before."""
    day = Day(ward.calendar, now, ward.mode)
    if not ward.calendar.is_working_day(day.date):
        return []
    morning = _is_morning(ward, day)
    yesterday = moment(ward.calendar.previous_working_day(day.date), time())
    with store.read() as work:
        read = material(work, ward.commune.key, now, yesterday if morning else None)
        owed = falling_due(work, ward, now) if morning else ()
        to_call = calls(work, ward, now) if morning else []
        lost = _lost(work, ward, read, day) if morning else {}
        unsure = len(rechecking.due(work, ward, now)) if morning else 0
    found = tasks.judged(read.cases, read.copied_at, day)
    letters = [*warnings(read, day, found, told_before(store)), *_closing(read, day, found)]
    letters += _morning(ward, read, day, found, _Beside(owed, unsure))
    letters += _to_call(read, day, to_call)
    return [*letters, *_undelivered(read, day, lost)]


def _is_morning(ward: Ward, day: Day) -> bool:
    starts = moment(day.date, ward.commune.staff.digest_at)
    return starts <= day.now < starts + MORNING_LASTS


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands below a morning's list of dossiers."""

    owed: Sequence[DueCase]
    unsure: int
    """Records due for a look."""


def _morning(
    ward: Ward, read: Material, day: Day, judged: Sequence[Task], beside: _Beside
) -> Iterator[Letter]:
    """At `digest_at`: the list, then a card for each dossier that waits for Kịp / Không kịp.

    Feedback that falls due stands below it, to each only what they may see; last, how many
    records are due for a look: no reason to write to who has nothing else to do.
    """
    if not _is_morning(ward, day):
        return
    for member in _at_work(read.members, day):
        found = tasks.agenda(member.officer, read, day, judged)
        mine = [one for one in beside.owed if member.id in one.to]
        if found.empty and not mine:
            continue
        key = f"digest:morning:{day.date}:{member.id}"
        yield from _asked(member, found, read, day)
        reply = agenda_reply(found, day, wording.MORNING)
        owing = due_lines([(one.code, one.due, one.kind.value) for one in mine])
        if beside.unsure and may(member.officer, Act.RECHECK):
            owing = [*owing, Paragraph(rechecks.digest(beside.unsure))]
        yield Letter(member, key, replace(reply, blocks=(*reply.blocks, *owing)))
        yield from _further("morning", member, found, day)


def _further(when: str, member: Member, found: Agenda, day: Day) -> Iterator[Letter]:
    """What must be decided today and the list had no room for, each named: it cannot wait."""
    for rule in MUST_LEAVE:
        listed = [task.case.dossier for task in found.under(rule)]
        for start in range(SHOWN, len(listed), SHOWN):
            title = Heading(f"{wording.TITLES[rule]} (tiếp)")
            blocks = (title, *lines(listed[start : start + SHOWN]))
            key = f"digest:further:{when}:{rule}:{start}:{day.date}:{member.id}"
            yield Letter(member, key, Reply(blocks))


def _to_call(read: Material, day: Day, found: Sequence[Call]) -> Iterator[Letter]:
    """With the morning list: whom no channel could tell what they must hear, for the desk leads."""
    if not found:
        return
    reply = Reply(tuple(call_lines(found)))
    for member in leads(read.members, day.date):
        yield Letter(member, f"digest:calls:{day.date}:{member.id}", reply)


def _lost(work: Work, ward: Ward, read: Material, day: Day) -> dict[int, int]:
    """By officer, how many messages to look at did not arrive: nothing helps with who left."""
    found: dict[int, int] = {}
    for member in read.members:
        here = member.left_at is None and not member.away(day.date)
        if here and member.contact is not None and may(member.officer, Act.UNDELIVERED):
            lines = undelivered.listed(work, ward, member.officer, day.now)
            found[member.id] = sum(one.trouble is not Trouble.GONE for one in lines)
    return found


def _undelivered(read: Material, day: Day, lost: dict[int, int]) -> Iterator[Letter]:
    """With the morning list: that there are messages which did not arrive, to who may see them."""
    for member in read.members:
        if number := lost.get(member.id, 0):
            reply = Reply((Paragraph(words.digest(number)),))
            yield Letter(member, f"digest:undelivered:{day.date}:{member.id}", reply)


def _closing(read: Material, day: Day, judged: Sequence[Task]) -> Iterator[Letter]:
    """Before the last working hour: what must leave today, one tap for all of a kind."""
    if not tasks.is_last_hour(day):
        return
    for member in _at_work(read.members, day):
        found = tasks.to_leave_today(tasks.agenda(member.officer, read, day, judged))
        if any((*found.dated.values(), found.unconfirmed, found.slips)):
            key = f"digest:closing:{day.date}:{member.id}"
            yield Letter(member, key, closing_reply(found, day))
            yield from _further("closing", member, found, day)


def _asked(member: Member, found: Agenda, read: Material, day: Day) -> Iterator[Letter]:
    asked = [*found.under("apology_due"), *found.under("due_soon")]
    mine = [task for task in asked if _is_told(member, task.case, read, day)]
    for task in mine[:CARDS]:
        dossier = task.case.dossier
        due = key_of(dossier.watched_due_at) if dossier.watched_due_at is not None else ""
        key = f"duty:{task.finding.name}:{dossier.id}:{due}:{member.id}"
        yield Letter(member, key, due_card(task, day.now))


def _at_work(members: Sequence[Member], day: Day) -> Iterator[Member]:
    """Who gets a list today: in office, reached by a chat, not away."""
    for member in members:
        here = member.left_at is None and not member.away(day.date)
        if here and member.contact is not None and may(member.officer, Act.SEE_WORK):
            yield member


def _is_told(member: Member, case: Case, read: Material, day: Day) -> bool:
    return any(one.id == member.id for one in told(read.members, case.dossier.officer, day.date))
