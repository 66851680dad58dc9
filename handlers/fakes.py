"""A wave of fakes: when several people within 24 hours ask about what the ward did not write."""

from datetime import datetime
from typing import Final

from handlers.messages import Paragraph, Reply
from handlers.officer_letters import Letter, send
from handlers.officers import Member, Role
from handlers.store import check_codes, queueing, staff
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from handlers.wording import genuine as wording
from knowledge.calendar import local

WAVE: Final = 5
"""People within 24 hours: one or two have mistaken an old message, five have not."""


def warn(work: Work, ward: Ward, now: datetime) -> int:
    """Tell the head and the administrators of a wave, once a day; how many get it.

    What was told the day before is not told again after midnight: then only today's count.
    """
    told = [one for one in staff.members(work, ward.commune.key) if one.left_at is None]
    told = [one for one in told if one.officer.has(Role.HEAD) or one.officer.has(Role.ADMIN)]
    since = now - check_codes.WITHIN
    if queueing.known(work, [_key(ward, one, since) for one in told]):
        since = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    number = check_codes.wave(work, ward.commune.key, since)
    if number < WAVE:
        return 0
    reply = Reply((Paragraph(wording.wave(number)),))
    return send(work, ward, [Letter(one, _key(ward, one, now), reply) for one in told], now)


def _key(ward: Ward, to: Member, day: datetime) -> str:
    return f"fakes:{ward.commune.key}:{local(day):%Y-%m-%d}:{to.id}"
