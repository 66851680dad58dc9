"""A wave of fakes: when several people in a day ask about what the ward did not write, say so."""

from datetime import datetime
from typing import Final

from handlers.messages import Paragraph, Reply
from handlers.officer_letters import Letter, send
from handlers.officers import Role
from handlers.store import check_codes, staff
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from handlers.wording import genuine as wording
from knowledge.calendar import local

WAVE: Final = 5
"""People in one day: one or two have mistaken an old message, five have not."""


def warn(work: Work, ward: Ward, now: datetime) -> int:
    """Tell the head and the administrators of today's wave, once a day; how many get it."""
    number = check_codes.wave(work, ward.commune.key, now)
    if number < WAVE:
        return 0
    key = f"fakes:{ward.commune.key}:{local(now):%Y-%m-%d}"
    reply = Reply((Paragraph(wording.wave(number)),))
    told = [one for one in staff.members(work, ward.commune.key) if one.left_at is None]
    told = [one for one in told if one.officer.has(Role.HEAD) or one.officer.has(Role.ADMIN)]
    return send(work, ward, [Letter(one, f"{key}:{one.id}", reply) for one in told], now)
