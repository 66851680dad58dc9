"""Whom a broadcast did not reach, for the officers' calls."""

from datetime import datetime

from handlers.broadcast import Audience, Broadcast
from handlers.broadcast_reports import Unreached
from handlers.recipient_sheet import Bar
from handlers.store import broadcasting, follows, recipients
from handlers.store.unit_of_work import Work
from knowledge import dossier_store

_NO_CALL = (Bar.TWICE, Bar.STOPPED)
"""Told by another row, or asked not to be."""


def people(work: Work, one: Broadcast, now: datetime) -> list[Unreached]:
    """Everybody it has not reached, or may not have; rows of its file with nobody among them.

    By neighbourhood, so that each neighbourhood head gets their own part; unknown ones last.
    """
    lines = recipients.lines(work, one.id) if one.audience is Audience.SHEET else []
    of = {each.contact: each for each in lines if each.contact is not None}
    found = []
    for each in broadcasting.missed(work, one.id):
        row = of.get(each.contact)
        found.append(
            Unreached(
                each.why,
                each.channel,
                row.line if row else None,
                row.who if row else "",
                tuple(_codes(work, each.contact, now)),
                each.area,
            )
        )
    nobody = (each for each in lines if each.bar and each.bar not in _NO_CALL)
    found += [Unreached(each.bar, "", each.line, each.who) for each in nobody]
    return sorted(found, key=lambda each: (not each.area, each.area))


def _codes(work: Work, contact: str, now: datetime) -> list[str]:
    followed = [each.dossier for each in follows.of_contact(work, contact, now)]
    return [one.code for one in dossier_store.load(work.session, followed)]
