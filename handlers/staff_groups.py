"""Acts over officers' groups: make a code, join a chat, end it, notice that the bot was put out.

A code is made by the administrator, holds a quarter of an hour and once, and is typed in the group
by an officer who is known by their private chat. Who put the bot out of a group, or back into one,
is not known: a group that was lost is never taken up again without a new code.
"""

from datetime import datetime
from enum import StrEnum

import structlog

from handlers.cases import groups as shown
from handlers.cases.room import asked_now, room_of
from handlers.commands import Asked
from handlers.link_codes import LINK_LIFE, hash_of, new_code
from handlers.messages import Reply
from handlers.officer_letters import Letter, send
from handlers.officers import Role
from handlers.store import contacts, groups, outbox
from handlers.store.records import audit
from handlers.store.unit_of_work import Work
from handlers.ward import Ward, reachable
from handlers.wording import group_cards as wording

log = structlog.get_logger(__name__)


class GroupEnd(StrEnum):
    """Why a chat works on cases no more."""

    REMOVED = "removed"
    ENDED = "ended"
    REPLACED = "replaced"


def make_code(work: Work, ward: Ward, unit: str, by: str, now: datetime) -> str | None:
    """A one-time code that joins a group to a unit; None for a unit that is not in the settings."""
    if unit and unit not in ward.commune.feedback.units:
        return None
    code = new_code()
    key = ward.commune.key
    made = groups.add(work, key, unit, hash_of(code), by, now=now, until=now + LINK_LIFE)
    audit(work, key, by, "group.code_made", f"group:{made} unit:{unit or '-'}", now)
    return code


def join(
    work: Work, commune: str, code_hash: str, contact: str, officer: int, now: datetime
) -> bool:
    """The code was typed here: the chat, not its topic, works on the unit's cases from now on.

    False when the code holds no more.
    """
    waiting = groups.waiting(work, commune, code_hash, now)
    chat = _whole_chat(work, contact, now)
    if waiting is None or chat is None or not groups.join(work, waiting.id, chat, now):
        return False
    for one in groups.of_commune(work, commune):
        live = one.joined_at is not None and one.ended_at is None
        if live and one.unit == waiting.unit and one.id != waiting.id:
            groups.end(work, one.id, GroupEnd.REPLACED, now)
    audit(work, commune, f"officer:{officer}", "group.joined", f"group:{waiting.id} {chat}", now)
    return True


def end(work: Work, ward: Ward, group: int, by: str, now: datetime) -> bool:
    """The administrator ends a group; its cards are emptied, its cases go to private chats."""
    key = ward.commune.key
    found = next((one for one in groups.of_commune(work, key) if one.id == group), None)
    if found is None or not groups.end(work, group, GroupEnd.ENDED, now):
        return False
    if found.contact is not None:
        shown.take_from(work, key, found.unit, found.contact, now)
        _hand_back(work, ward, found.unit, found.contact, now)
    audit(work, key, by, "group.ended", f"group:{group}", now)
    return True


def lose(work: Work, ward: Ward, contact: str, now: datetime) -> int:
    """The bot is no longer in this chat: open cases to private chats, the alarm to who leads.

    The number of groups lost; a second time it is 0.
    """
    lost = [one for one in groups.at_chat(work, contact) if one.commune == ward.commune.key]
    for one in lost:
        if groups.end(work, one.id, GroupEnd.REMOVED, now):
            outbox.drop_pushes(work, one.contact, "group_lost", now)
            number = _hand_back(work, ward, one.unit, one.contact, now)
            _alarm(work, ward, one, number, now)
            audit(work, ward.commune.key, "system", "group.lost", f"group:{one.id}", now)
            log.error("staff_group.lost", group=one.id, commune=ward.commune.key, cases=number)
    return len(lost)


def watch(work: Work, ward: Ward, now: datetime) -> bool:
    """A send found the bot put out while no update said so: the same as `lose`."""
    for one in groups.unreachable(work, ward.commune.key):
        lose(work, ward, one.contact, now)
    return False


def _hand_back(work: Work, ward: Ward, unit: str, contact: str, now: datetime) -> int:
    at = reachable(ward, now)
    asked = asked_now(ward.commune, unit, at)
    room = room_of(work, ward.commune.key)
    waiting = shown.open_in(work, ward.commune.key, unit)
    again = Asked(asked.officers, asked.stand_ins, at, ward.calendar)
    for row in waiting:
        groups.withdraw(work, row.id, contact, now)
        shown.back_to_private(work, row, again, room, now)
    return len(waiting)


def _alarm(work: Work, ward: Ward, group: groups.Row, number: int, now: datetime) -> None:
    blocks = wording.lost(wording.unit_name(ward.commune, group.unit), now, number)
    told = room_of(work, ward.commune.key).having(Role.ADMIN, Role.DESK_LEAD, Role.HEAD)
    key = f"group:lost:{group.id}"
    letters = [Letter(one, f"{key}:{one.id}", Reply(tuple(blocks))) for one in told]
    send(work, ward, letters, now)


def _whole_chat(work: Work, contact: str, now: datetime) -> str | None:
    """The contact of a group's chat itself, where a topic of it was written in."""
    found = groups.chat_of(work, contact)
    if found is None or found.chat is None:
        return None
    if not found.thread:
        return contact
    endpoint = contacts.endpoint_of(work, found.endpoint)
    return contacts.open_contact(work, endpoint, found.chat, "", now)
