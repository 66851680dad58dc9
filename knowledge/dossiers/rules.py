"""Which rules a dossier is about to break, or has broken; each says whom it concerns.

In mirror mode a broken rule withholds its push; in desk mode `broken_by` refuses the act. A person
may set a rule aside for one dossier: the override is kept with who and why, and then it is silent.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import lru_cache

from knowledge.calendar import WorkingCalendar
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.looking import Case, Finding, Stage
from knowledge.dossiers.modes import RegisterMode
from knowledge.dossiers.rulebook import CopyAge, Rule, Rulebook, rules_in_force
from knowledge.dossiers.ruling import (
    APOLOGY,
    HOLD_WHAT_BROKE,
    RULES,
    SET_ASIDE,
    closes,
    days_to_supplement,
)
from knowledge.dossiers.statuses import DossierStatus

__all__ = [
    "APOLOGY",
    "Finding",
    "Stage",
    "blocked",
    "broken_by",
    "findings",
    "passable",
    "supplement_closes",
    "too_old",
    "withholding",
]


def findings(
    dossier: Dossier,
    calendar: WorkingCalendar,
    now: datetime,
    copied_at: datetime | None,
    mode: RegisterMode = RegisterMode.MIRROR,
) -> tuple[Finding, ...]:
    """Everything the rules have to say; a rule whose copy is too old says nothing.

    `copied_at` is the age of the commune's copy, not of this row: a feed tells what changed.
    """
    return tuple(_findings(dossier, calendar, now, copied_at, mode))


def withholding(
    dossier: Dossier,
    calendar: WorkingCalendar,
    now: datetime,
    copied_at: datetime | None,
    mode: RegisterMode = RegisterMode.MIRROR,
) -> tuple[Finding, ...]:
    """Of `findings` those that withhold a push: the other rules are not asked."""
    found = _findings(dossier, calendar, now, copied_at, mode, holding=True)
    return tuple(one for one in found if one.blocks)


def blocked(found: tuple[Finding, ...], push: str) -> tuple[Finding, ...]:
    """The findings that withhold a push: of a status by its value, or of an apology."""
    return tuple(one for one in found if push in one.blocks)


def passable(one: Finding) -> bool:
    """Whether it waits for a person who may let it pass: broken, and silent once set aside."""
    return one.stage is Stage.BROKEN and one.name in SET_ASIDE


def broken_by(
    before: Dossier | None, after: Dossier, calendar: WorkingCalendar, now: datetime
) -> tuple[Finding, ...]:
    """Rules that hold before an act at our own desk and would not after it: the act is refused."""
    known = {_mark(one) for one in _broken(before, calendar, now)} if before else set()
    return tuple(one for one in _broken(after, calendar, now) if _mark(one) not in known)


def supplement_closes(dossier: Dossier, calendar: WorkingCalendar) -> datetime | None:
    """Until when papers may be brought: the slip's date, else the rule's (D-12)."""
    if dossier.status is not DossierStatus.SUPPLEMENT_NEEDED:
        return None
    return closes(dossier.events[-1], calendar, days_to_supplement(dossier))


def too_old(
    copied_at: datetime | None, now: datetime, calendar: WorkingCalendar, rule: str
) -> bool:
    """Whether this rule is silent for the age of the copy; the digest then says so first."""
    return not rules_in_force()[rule].may_act(copied_at, now, calendar)


def _broken(dossier: Dossier, calendar: WorkingCalendar, now: datetime) -> Iterator[Finding]:
    for one in _findings(dossier, calendar, now, None, RegisterMode.DESK):
        # What waits for the desk's own word is no reason to refuse that the result is there.
        if one.stage is Stage.BROKEN and one.blocks and one.name != "ready_confirmed":
            yield one


def _mark(one: Finding) -> tuple[str, datetime | None, DossierStatus | None]:
    event = one.event
    return one.name, event.at if event else one.due, event.status if event else None


def _findings(
    dossier: Dossier,
    calendar: WorkingCalendar,
    now: datetime,
    copied_at: datetime | None,
    mode: RegisterMode,
    *,
    holding: bool = False,
) -> Iterator[Finding]:
    age = None if mode is RegisterMode.DESK else copied_at
    young: dict[CopyAge | str, bool] = {}
    book, procedure = rules_in_force(), dossier.procedure
    own = procedure if procedure in book.procedures else None
    for rule, look in _looks(book, dossier.began, own, holding=holding):
        if rule is None:
            continue
        oldest = rule.oldest_copy
        if oldest not in young:  # several rules share an age, and it costs a walk of the calendar
            young[oldest] = rule.may_act(age, now, calendar)
        if young[oldest]:
            yield from look(Case(dossier, rule, calendar, now, mode))


@lru_cache(maxsize=4096)
def _looks(
    book: Rulebook, began: date | None, procedure: str | None, *, holding: bool
) -> tuple[tuple[Rule | None, Callable[[Case], Iterator[Finding]]], ...]:
    """Each rule in the version for a dossier begun on this day; one without events is new.

    `procedure` is named only where a rule has a figure of its own for it. `holding` leaves only
    those that may withhold a push.
    """
    found = ((book.on(name, began, procedure), look) for name, look in RULES.items())
    return tuple(
        (rule, look)
        for rule, look in found
        if not holding or (rule is not None and (rule.blocks or rule.name in HOLD_WHAT_BROKE))
    )
