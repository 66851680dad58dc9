"""Communes, endpoints and contacts: from a channel's chat to our opaque id and back."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from handlers.messages import Address, ChannelName
from handlers.store.inserting import insert_new
from handlers.store.states import ContactState
from handlers.store.tables import (
    CommuneRow,
    ContactRow,
    ConversationRow,
    EndpointRow,
    table_of,
)
from handlers.store.unit_of_work import Work

_COMMUNE = table_of(CommuneRow)
_ENDPOINT = table_of(EndpointRow)
_CONTACT = table_of(ContactRow)
_CONVERSATION = table_of(ConversationRow)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One bot, one OA, one web site, and whose it is."""

    id: str
    commune: str
    channel: ChannelName


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a message goes; the raw chat is kept out of logs."""

    address: Address
    chat: str | None = field(repr=False)
    thread: str = field(default="", repr=False)


_ENDPOINT_BY_ID = select(_ENDPOINT.c.id, _ENDPOINT.c.commune, _ENDPOINT.c.channel).where(
    _ENDPOINT.c.id == bindparam("endpoint")
)
_ACCOUNT = select(_ENDPOINT.c.account).where(_ENDPOINT.c.id == bindparam("endpoint"))
_ENDPOINT_BY_ACCOUNT = select(_ENDPOINT.c.id).where(
    _ENDPOINT.c.channel == bindparam("channel"), _ENDPOINT.c.account == bindparam("account")
)
_BY_CHAT = select(_CONTACT.c.id).where(
    _CONTACT.c.endpoint == bindparam("endpoint"),
    _CONTACT.c.chat == bindparam("chat"),
    _CONTACT.c.thread == bindparam("thread"),
)
_OF_CHAT = select(_CONTACT.c.id, _CONTACT.c.thread).where(
    _CONTACT.c.endpoint == bindparam("endpoint"), _CONTACT.c.chat == bindparam("chat")
)
_BY_IDS = select(
    _CONTACT.c.id, _CONTACT.c.endpoint, _CONTACT.c.chat, _CONTACT.c.thread, _CONTACT.c.state
).where(_CONTACT.c.id.in_(bindparam("ids", expanding=True)))
_MOVE = (
    update(_CONTACT)
    .where(_CONTACT.c.id == bindparam("contact_id"))
    .values(chat=bindparam("new_chat"))
)
_SET_STATE = (
    update(_CONTACT)
    .where(_CONTACT.c.id == bindparam("contact_id"), _CONTACT.c.state != ContactState.ERASED)
    .values(state=bindparam("new_state"))
)
_CONTACT_COLUMNS = (
    "id", "commune", "endpoint", "chat", "thread", "state", "seen_at", "created_at",
)  # fmt: skip
_CONVERSATION_COLUMNS = ("contact", "commune", "step", "version", "lapsed", "last_seq", "last_line")


def ensure_commune(work: Work, key: str, name: str, now: datetime) -> None:
    """Make sure the commune's row exists."""
    statement = insert_new(_COMMUNE, work.dialect, ("key", "name", "created_at"))
    work.run(statement, {"key": key, "name": name, "created_at": now})


def ensure_endpoint(
    work: Work, commune: str, channel: ChannelName, account: str, now: datetime
) -> str:
    """The id of the endpoint with this account, made if new: `web`, `web-2`, and so on."""
    values: dict[str, Any] = {"channel": channel, "account": account}
    known = work.run(_ENDPOINT_BY_ACCOUNT, values).scalar()
    number = 1
    while known is None:
        name = str(channel) if number == 1 else f"{channel}-{number}"
        statement = insert_new(
            _ENDPOINT, work.dialect, ("id", "commune", "channel", "account", "created_at")
        )
        row = {**values, "id": name, "commune": commune, "created_at": now}
        work.run(statement, row)
        known = work.run(_ENDPOINT_BY_ACCOUNT, values).scalar()
        number += 1
    return str(known)


def account_of(work: Work, endpoint: str) -> str:
    """The account an endpoint stands for; empty for none there is."""
    return str(work.run(_ACCOUNT, {"endpoint": endpoint}).scalar() or "")


def find_endpoint(work: Work, channel: ChannelName, account: str) -> str | None:
    """The id of the endpoint with this account, None if it was never used."""
    values = {"channel": channel, "account": account}
    found: str | None = work.run(_ENDPOINT_BY_ACCOUNT, values).scalar()
    return found


def endpoint_of(work: Work, endpoint: str) -> Endpoint:
    """The endpoint by its id.

    Raises:
        LookupError: no such endpoint; `ensure_endpoint` makes it at start.
    """
    row = work.run(_ENDPOINT_BY_ID, {"endpoint": endpoint}).first()
    if row is None:
        raise LookupError(f"unknown endpoint {endpoint!r}")
    return Endpoint(row.id, row.commune, ChannelName(row.channel))


def find_contact(work: Work, endpoint: str, chat: str, thread: str = "") -> str | None:
    """Our id of a chat, None if it never wrote."""
    values = {"endpoint": endpoint, "chat": chat, "thread": thread}
    found: str | None = work.run(_BY_CHAT, values).scalar()
    return found


def open_contact(
    work: Work, endpoint: Endpoint, chat: str, thread: str, now: datetime, name: str = ""
) -> str:
    """Our id of a chat, made with its conversation at the first message; `name` gives it one."""
    known = find_contact(work, endpoint.id, chat, thread)
    if known is not None:
        return known
    new = name or "c" + secrets.token_hex(8)
    row = {
        "id": new,
        "commune": endpoint.commune,
        "endpoint": endpoint.id,
        "chat": chat,
        "thread": thread,
        "state": ContactState.ACTIVE,
        "seen_at": now,
        "created_at": now,
    }
    made = work.run(insert_new(_CONTACT, work.dialect, _CONTACT_COLUMNS), row).scalar()
    if made is None:  # another process was faster
        return open_contact(work, endpoint, chat, thread, now, name)
    state = {
        "contact": new,
        "commune": endpoint.commune,
        "step": "idle",
        "version": 0,
        "lapsed": False,
        "last_seq": 0,
        "last_line": 0,
    }
    work.run(insert_new(_CONVERSATION, work.dialect, _CONVERSATION_COLUMNS), state)
    return new


def destinations(work: Work, contacts: set[str]) -> dict[str, Destination]:
    """Where each of these contacts is written to."""
    rows = work.run(_BY_IDS, {"ids": list(contacts)})
    return {
        row.id: Destination(Address(row.endpoint, row.id), row.chat, row.thread or "")
        for row in rows
    }


def move_chat(work: Work, endpoint: str, old: str, new: str) -> None:
    """The chat got a new id (a group became a supergroup): its contact, and those of its topics.

    Somebody may have written in the new chat before we were told: that contact makes room, so
    that what was known of the group goes on.
    """
    for row in work.run(_OF_CHAT, {"endpoint": endpoint, "chat": old}).all():
        values = {"endpoint": endpoint, "chat": new, "thread": row.thread or ""}
        newer = work.run(_BY_CHAT, values).scalar()
        if newer is not None:
            work.run(_MOVE, {"contact_id": newer, "new_chat": None})
        work.run(_MOVE, {"contact_id": row.id, "new_chat": new})


def mark_contact(work: Work, contact: str, state: ContactState) -> None:
    """Note whether the contact can be written to; an erased one stays erased."""
    work.run(_SET_STATE, {"contact_id": contact, "new_state": state})
