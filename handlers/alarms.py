"""Tell who runs the program that it needs a hand: in their chat, in their hours, once a reason."""

from datetime import datetime

import structlog

from handlers.messages import Paragraph, Reply
from handlers.officer_letters import Letter, send
from handlers.officers import Member, Role
from handlers.quotas import OF_QUOTA, Usage, month_of, steps
from handlers.store import outbox, quotas, staff
from handlers.store.stuck import stuck
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from handlers.wording import alarms as wording
from knowledge.calendar import local

log = structlog.get_logger(__name__)


def alarm(work: Work, ward: Ward, key: str, text: str, now: datetime) -> int:
    """Queue an alarm to the administrators, or the head where there is none; how many get it.

    `key` names the reason: the same one is told to nobody twice.
    """
    letters = [
        Letter(one, f"alarm:{ward.commune.key}:{key}:{one.id}", Reply((Paragraph(text),)))
        for one in _told(staff.members(work, ward.commune.key))
    ]
    return send(work, ward, letters, now)


def warn_of_quotas(work: Work, ward: Ward, now: datetime) -> bool:
    """Tell each mark a channel's plan has passed; a new month lets go what the last one held back.

    Nothing is ever left for later.
    """
    for used in quotas.usage_of_commune(work, ward.commune.key, now):
        _warn(work, ward, used, now)
        if not used.spent:
            outbox.let_go(work, used.endpoint, OF_QUOTA, now)
    return False


def warn_of_stuck(work: Work, ward: Ward, now: datetime) -> None:
    """Tell of messages nobody sends: once an hour for each endpoint, as long as it is so."""
    for one in stuck(work, ward.commune.key, now):
        log.warning("outbox.stuck", endpoint=one.endpoint, number=one.number)
        key = f"stuck:{one.endpoint}:{local(now):%Y-%m-%dT%H}"
        alarm(work, ward, key, wording.stuck(one.channel, one.number, one.since), now)


def _warn(work: Work, ward: Ward, used: Usage, now: datetime) -> None:
    month = month_of(now)
    if marks := steps(used.used):
        key = f"messages:{used.endpoint}:{month}:{marks[-1]}"
        alarm(work, ward, key, wording.messages(used), now)
    if marks := steps(used.crowded):
        alarm(work, ward, f"people:{used.endpoint}:{marks[-1]}", wording.people(used), now)


def _told(members: tuple[Member, ...]) -> list[Member]:
    able = [one for one in members if one.left_at is None and one.contact is not None]
    for role in (Role.ADMIN, Role.HEAD):
        if found := [one for one in able if one.officer.has(role)]:
            return found
    return []
