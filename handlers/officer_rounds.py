"""The rounds: each officer's morning list, the sweep before closing, warnings in between.

A round runs every few minutes and may run twice or late: what it sends is keyed by its reason and
day, what is too late for its hour is not sent any more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from handlers import undelivered
from handlers.agenda import agenda_reply, closing_reply
from handlers.cases.escalation import DueCase, falling_due
from handlers.duties import tasks
from handlers.duties.assigning import heads, leads, told
from handlers.duties.tasks import Agenda, Day, Material, Task
from handlers.duties.values import Case, key_of
from handlers.messages import Paragraph, Reply
from handlers.notice_calls import Call
from handlers.notices.calling import calls
from handlers.officer_cards import due_card, shelf_card, warning_card
from handlers.officer_letters import Letter, send
from handlers.officers import Member
from handlers.roles import Act, may
from handlers.store.duties import material
from handlers.store.unit_of_work import Store, Work
from handlers.undelivered_lines import Trouble
from handlers.ward import Ward
from handlers.wording import agenda as wording
from handlers.wording import undelivered as words
from handlers.wording.calling import call_lines
from handlers.wording.case_cards import due_lines
from knowledge.calendar import moment
from knowledge.dossiers.rulebook import Concern
from knowledge.dossiers.rules import Stage

MORNING_LASTS: Final = timedelta(hours=3)
"""A morning list is of use until about half past ten; after an outage it comes late, not at all."""
RECENT: Final = timedelta(days=3)
"""How long ago a rule may have been broken to be warned of by itself; older breaches, as of a first
import, stand in the morning list."""
CARDS: Final = 5
"""Cards of one round to one officer; the list holds the rest."""
AT_ONCE: Final = frozenset({"intake", "intake_warning", "ready_confirmed", *tasks.FOR_A_DECISION})
"""Rules an officer is warned of when they bite, not only next morning."""
ONCE_BROKEN: Final = frozenset({"intake_desk", tasks.FISCAL})
"""The same of rules told by the lists alone until they are broken."""


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
    """What a round at this moment would write, whether or not it was written before."""
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
    found = tasks.judged(read.cases, read.copied_at, day)
    letters = [*_warnings(ward, read, day, found), *_closing(read, day, found)]
    letters += _morning(ward, read, day, found, owed)
    letters += _to_call(read, day, to_call)
    return [*letters, *_undelivered(read, day, lost)]


def _is_morning(ward: Ward, day: Day) -> bool:
    starts = moment(day.date, ward.commune.staff.digest_at)
    return starts <= day.now < starts + MORNING_LASTS


def _morning(
    ward: Ward, read: Material, day: Day, judged: Sequence[Task], owed: Sequence[DueCase]
) -> Iterator[Letter]:
    """At `digest_at`: the list, then a card for each dossier that waits for Kịp / Không kịp.

    Feedback that falls due stands below it, to each only what they may see.
    """
    if not _is_morning(ward, day):
        return
    for member in _at_work(read.members, day):
        found = tasks.agenda(member.officer, read, day, judged)
        mine = [one for one in owed if member.id in one.to]
        if found.empty and not mine:
            continue
        key = f"digest:morning:{day.date}:{member.id}"
        yield from _asked(member, found, read, day)
        reply = agenda_reply(found, day, wording.MORNING)
        lines = due_lines([(one.code, one.due, one.kind.value) for one in mine])
        yield Letter(member, key, replace(reply, blocks=(*reply.blocks, *lines)))


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


def _asked(member: Member, found: Agenda, read: Material, day: Day) -> Iterator[Letter]:
    asked = [*found.under("apology_due"), *found.under("due_soon")]
    mine = [task for task in asked if _is_told(member, task.case, read, day)]
    for task in mine[:CARDS]:
        dossier = task.case.dossier
        due = key_of(dossier.watched_due_at) if dossier.watched_due_at is not None else ""
        key = f"duty:{task.finding.name}:{dossier.id}:{due}:{member.id}"
        yield Letter(member, key, due_card(task, day.now))


def _warnings(ward: Ward, read: Material, day: Day, judged: Sequence[Task]) -> Iterator[Letter]:
    """During work: what has just come to somebody's turn."""
    if not any(opens <= day.now < ends for opens, ends in ward.calendar.working_spans(day.date)):
        return
    count: dict[int, int] = {}
    for task in (*judged, *tasks.judged(read.unconfirmed, read.copied_at, day)):
        if not _is_new(task, day):
            continue
        for member in _concerned(task, read, day):
            count[member.id] = count.get(member.id, 0) + 1
            if count[member.id] <= CARDS:
                yield _warning(member, task, day)


def _is_new(task: Task, day: Day) -> bool:
    """Whether a rule bites now: broken just lately, or about to be."""
    one, dossier = task.finding, task.case.dossier
    if one.name not in AT_ONCE | ONCE_BROKEN:
        return False
    ahead = one.stage is Stage.AHEAD
    if ahead and (one.name == "ready_confirmed" or one.name in ONCE_BROKEN):
        return False
    if ahead and one.name != "supplement_expired":
        return True
    apologies = [apology.at for apology in dossier.apologies]
    moments = [one.event.at if one.event else None, one.due, dossier.status_at, *apologies]
    return any(at is not None and day.now - RECENT <= at <= day.now for at in moments)


def _concerned(task: Task, read: Material, day: Day) -> tuple[Member, ...]:
    found: dict[int, Member] = {}
    one, register_officer = task.finding, task.case.dossier.officer
    if one.name == "ready_confirmed":  # its officer had two hours; now the desk lead knows
        return leads(read.members, day.date)
    if Concern.OFFICER in one.concerns:
        found |= {member.id: member for member in told(read.members, register_officer, day.date)}
    if Concern.DESK_LEAD in one.concerns:
        found |= {member.id: member for member in leads(read.members, day.date)}
    if Concern.HEAD in one.concerns:
        found |= {member.id: member for member in heads(read.members)}
    return tuple(found.values())


def _warning(member: Member, task: Task, day: Day) -> Letter:
    one, dossier = task.finding, task.case.dossier
    at = one.event.at if one.event else one.due or dossier.status_at
    key = f"duty:{one.name}:{one.stage}:{dossier.id}:{key_of(at) if at else ''}:{member.id}"
    if one.name == "ready_confirmed":
        return Letter(member, key, shelf_card(task, day.now))
    decides = may(member.officer, Act.OVERRIDE)
    return Letter(member, key, warning_card(task, day.now, decides=decides))


def _at_work(members: Sequence[Member], day: Day) -> Iterator[Member]:
    """Who gets a list today: in office, reached by a chat, not away."""
    for member in members:
        here = member.left_at is None and not member.away(day.date)
        if here and member.contact is not None and may(member.officer, Act.SEE_WORK):
            yield member


def _is_told(member: Member, case: Case, read: Material, day: Day) -> bool:
    return any(one.id == member.id for one in told(read.members, case.dossier.officer, day.date))
