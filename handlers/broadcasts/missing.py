"""Whom a broadcast did not reach, for the officers' calls."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.broadcast import Audience, Broadcast
from handlers.broadcast_reports import Unreached
from handlers.broadcasts import ending
from handlers.broadcasts.acts import Acting
from handlers.messages import ChannelName
from handlers.recipient_sheet import Bar
from handlers.roles import Act, may
from handlers.store import broadcasting, follows, lost_copies, phones, recipients, subscriptions
from handlers.store.records import audit
from handlers.store.unit_of_work import Work
from handlers.vault import Vault, VaultError, phone_place
from knowledge import dossier_store

_NUMBER: Final = re.compile(r"(?:\+84|84|0)\d{9,10}")
CALLED: Final = 1_000
"""Of those whose copy was lost, at most so many are named."""
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
                each.contact,
            )
        )
    if ending.lost(one, broadcasting.counts(work, one.id), now):
        for who in lost_copies.people(work, one, now, CALLED):
            row, area = of.get(who), subscriptions.area_of(work, who)
            line, name = (row.line, row.who) if row else (None, "")
            codes = tuple(_codes(work, who, now))
            found.append(Unreached("lost", "", line, name, codes, area, who))
    nobody = (each for each in lines if each.bar and each.bar not in _NO_CALL)
    found += [Unreached(each.bar, "", each.line, each.who) for each in nobody]
    return sorted(found, key=lambda each: (not each.area, each.area))


def with_numbers(acting: Acting, one: Broadcast, vault: Vault) -> list[Unreached]:
    """The same with the numbers people handed over; that an officer looked is kept.

    Nobody's number is shown to who may not call; what the key does not open is left out.
    """
    found = people(acting.work, one, acting.now)
    if not may(acting.officer, Act.CALL):
        return found
    known = phones.known(acting.work, [each.contact for each in found if each.contact])
    numbers = {each: _number(each, held, vault) for each, held in known.items()}
    if any(numbers.values()):
        who, about = f"officer:{acting.officer.id}", f"broadcast:{one.id}"
        audit(acting.work, one.commune, who, "broadcast.numbers_seen", about, acting.now)
    return [replace(each, phone=numbers.get(each.contact, "")) for each in found]


def _number(contact: str, held: phones.Known, vault: Vault) -> str:
    """What was handed over; by a gateway of text messages the chat itself is a number."""
    if held.sealed is not None:
        with suppress(VaultError):
            return vault.open_text(phone_place(contact), held.sealed)
    is_number = held.channel == ChannelName.BRIDGE and _NUMBER.fullmatch(held.chat or "")
    return (held.chat or "") if is_number else ""


def _codes(work: Work, contact: str, now: datetime) -> list[str]:
    followed = [each.dossier for each in follows.of_contact(work, contact, now)]
    return [one.code for one in dossier_store.load(work.session, followed)]
