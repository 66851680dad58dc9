"""Warnings: what comes to somebody's turn during work, each told once.

A few cards of one round to one officer, the most pressing first; the rest stands in one list.
Pure but for what was told before, which the caller reads.
"""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from handlers.duties import tasks
from handlers.duties.assigning import heads, leads, told
from handlers.duties.tasks import Day, Material, Task
from handlers.duties.values import key_of
from handlers.officer_cards import shelf_card, warning_card, warnings_card
from handlers.officer_letters import Covered, Letter
from handlers.officers import Member
from handlers.roles import Act, may
from handlers.wording.duties import SHOWN
from knowledge.dossiers.rulebook import Concern
from knowledge.dossiers.rules import Stage

RECENT: Final = timedelta(days=3)
"""How long ago a rule may have been broken to be warned of by itself; older breaches, as of a first
import, stand in the morning list."""
CARDS: Final = 5
"""Cards of one round to one officer; a list holds the rest."""
AT_ONCE: Final = frozenset({"intake", "intake_warning", "ready_confirmed", *tasks.FOR_A_DECISION})
"""Rules an officer is warned of when they bite, not only next morning."""
ONCE_BROKEN: Final = frozenset({"intake_desk", tasks.FISCAL})
"""The same of rules told by the lists alone until they are broken."""
SHELF: Final = "ready_confirmed"
Known = Callable[[Sequence[str]], AbstractSet[str]]
"""Which of these keys were told before."""


@dataclass(frozen=True, slots=True)
class _Warning:
    """One dossier's rule for one officer, before it is written."""

    to: Member
    task: Task
    key: str


def warnings(read: Material, day: Day, judged: Sequence[Task], known: Known) -> Iterator[Letter]:
    """During work: what has just come to somebody's turn and was not told yet."""
    if not any(opens <= day.now < ends for opens, ends in day.calendar.working_spans(day.date)):
        return
    found = list(_found(read, day, judged))
    before = known([one.key for one in found])
    fresh: dict[int, list[_Warning]] = {}
    for one in sorted(found, key=_pressing):
        if one.key not in before:
            fresh.setdefault(one.to.id, []).append(one)
    for mine in fresh.values():
        yield from (_card(one, day) for one in mine[:CARDS])
        if rest := mine[CARDS:]:
            yield _list(rest)


def _found(read: Material, day: Day, judged: Sequence[Task]) -> Iterator[_Warning]:
    shelf = tasks.judged(read.unconfirmed, read.copied_at, day)
    for task in (*judged, *shelf):
        if _is_new(task, day):
            for member in _concerned(task, read, day):
                yield _Warning(member, task, _key(member, task))


def _pressing(one: _Warning) -> tuple[bool, bool]:
    """What holds a push back waits for a person's word: before what is only to be known."""
    finding = one.task.finding
    return not finding.blocks, finding.stage is Stage.AHEAD


def _is_new(task: Task, day: Day) -> bool:
    """Whether a rule bites now: broken just lately, or about to be."""
    one, dossier = task.finding, task.case.dossier
    if one.name not in AT_ONCE | ONCE_BROKEN:
        return False
    ahead = one.stage is Stage.AHEAD
    if ahead and (one.name == SHELF or one.name in ONCE_BROKEN):
        return False
    if ahead and one.name != "supplement_expired":
        return True
    apologies = [apology.at for apology in dossier.apologies]
    moments = [one.event.at if one.event else None, one.due, dossier.status_at, *apologies]
    return any(at is not None and day.now - RECENT <= at <= day.now for at in moments)


def _concerned(task: Task, read: Material, day: Day) -> tuple[Member, ...]:
    found: dict[int, Member] = {}
    one, register_officer = task.finding, task.case.dossier.officer
    if one.name == SHELF:  # its officer had two hours; now the desk lead knows
        return leads(read.members, day.date)
    if Concern.OFFICER in one.concerns:
        found |= {member.id: member for member in told(read.members, register_officer, day.date)}
    if Concern.DESK_LEAD in one.concerns:
        found |= {member.id: member for member in leads(read.members, day.date)}
    if Concern.HEAD in one.concerns:
        found |= {member.id: member for member in heads(read.members)}
    return tuple(found.values())


def _key(member: Member, task: Task) -> str:
    one, dossier = task.finding, task.case.dossier
    at = one.event.at if one.event else one.due or dossier.status_at
    return f"duty:{one.name}:{one.stage}:{dossier.id}:{key_of(at) if at else ''}:{member.id}"


def _card(one: _Warning, day: Day) -> Letter:
    if one.task.finding.name == SHELF:
        return Letter(one.to, one.key, shelf_card(one.task, day.now))
    decides = may(one.to.officer, Act.OVERRIDE)
    return Letter(one.to, one.key, warning_card(one.task, day.now, decides=decides))


def _list(rest: Sequence[_Warning]) -> Letter:
    """As many as a message names; those beyond it come with the next round."""
    named, to = rest[:SHOWN], rest[0].to
    covers = tuple(Covered(one.key, one.task.case.dossier.id) for one in named)
    digest = sha256("\n".join(one.key for one in named).encode()).hexdigest()[:16]
    reply = warnings_card([one.task for one in named])
    return Letter(to, f"duty:more:{digest}:{to.id}", reply, covers)
