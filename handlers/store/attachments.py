"""Statements of the files people send: announced, what became of them, whose bytes are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, insert, select, update

from handlers.messages import Address, FileState, Inbound, IncomingFile
from handlers.store import publications
from handlers.store.codec import inbound_fields, inbound_to_json
from handlers.store.files import ARRIVING, is_key
from handlers.store.states import FileKeeping, InboundStatus
from handlers.store.tables import AttachmentRow, ConversationRow, InboundRow, table_of
from handlers.store.unit_of_work import Work

_FILE = table_of(AttachmentRow)
_INBOUND = table_of(InboundRow)
_CONVERSATION = table_of(ConversationRow)
_contact: BindParameter[str] = bindparam("of_contact")
_inbound: BindParameter[int] = bindparam("of_inbound")

_COLUMNS = (
    "commune", "contact", "inbound", "ref", "name", "mime", "size", "state", "keeping", "tries",
    "created_at",
)  # fmt: skip
_ANNOUNCE = insert(_FILE).values({name: bindparam(name) for name in _COLUMNS}).inline()
_WAITING = (
    select(
        _INBOUND.c.id,
        _INBOUND.c.contact,
        _INBOUND.c.endpoint,
        _INBOUND.c.external_id,
        _INBOUND.c.payload,
        _INBOUND.c.received_at,
        _CONVERSATION.c.step,
        _CONVERSATION.c.expires_at,
        _CONVERSATION.c.lapsed,
    )
    .join(_CONVERSATION, _CONVERSATION.c.contact == _INBOUND.c.contact)
    .where(
        _INBOUND.c.id == _inbound,
        _INBOUND.c.status == InboundStatus.STORED,
        _INBOUND.c.payload.is_not(None),
    )
)
_TRY = (
    update(_FILE)
    .where(_FILE.c.contact == _contact, _FILE.c.inbound == _inbound)
    .values(tries=_FILE.c.tries + 1)
    .returning(_FILE.c.tries)
)
_IDS = (
    select(_FILE.c.id)
    .where(_FILE.c.contact == _contact, _FILE.c.inbound == _inbound)
    .order_by(_FILE.c.id)
)
_FATE = (
    update(_FILE)
    .where(_FILE.c.id == bindparam("file_id"), _FILE.c.state != FileState.ERASED)
    .values(
        ref=bindparam("new_ref"),
        name=bindparam("new_name"),
        mime=bindparam("new_mime"),
        size=bindparam("new_size"),
        sha256=bindparam("new_sha256"),
        state=bindparam("new_state"),
        reason=bindparam("new_reason"),
    )
)
_PAYLOAD = (
    update(_INBOUND)
    .where(
        _INBOUND.c.id == _inbound,
        _INBOUND.c.status == InboundStatus.STORED,
        _INBOUND.c.payload.is_not(None),
    )
    .values(payload=bindparam("new_payload"))
    .returning(_INBOUND.c.id)
)
_unclaimed = (
    _FILE.c.contact == _contact,
    _FILE.c.state == FileState.STORED,
    _FILE.c.keeping == FileKeeping.INBOUND,
)
_LEFT = select(_FILE.c.contact, _FILE.c.sha256, _FILE.c.ref, _FILE.c.state).where(*_unclaimed)
_RELEASE = update(_FILE).where(*_unclaimed).values(name=None, sha256=None, state=FileState.READ)
_KEYS = select(_FILE.c.contact, _FILE.c.sha256, _FILE.c.ref, _FILE.c.state).where(
    (_FILE.c.state == FileState.STORED) | (_FILE.c.ref.like(f"{ARRIVING}/%"))
)
_KEYS_OF = _KEYS.where(_FILE.c.contact == _contact)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stored message whose files are to be looked at, and where its chat stands."""

    id: int
    inbound: Inbound
    step: str
    expires_at: datetime | None
    lapsed: bool
    tries: int
    """How often this was begun, this time included: a file that kills the process is given up."""
    of_case: bool = False
    """It answers a message of ours about a case, or what the ward wrote to many."""


def announce(work: Work, commune: str, contact: str, inbound_id: int, inbound: Inbound) -> None:
    """Note the files of a message just stored."""
    for one in inbound.files:
        row = {
            "commune": commune,
            "contact": contact,
            "inbound": inbound_id,
            "ref": one.ref,
            "name": one.name,
            "mime": one.mime,
            "size": one.size,
            "state": FileState.ANNOUNCED,
            "keeping": FileKeeping.INBOUND,
            "tries": 0,
            "created_at": inbound.received_at,
        }
        work.run(_ANNOUNCE, row)


def begin(work: Work, inbound_id: int) -> Waiting | None:
    """Count a try at a message's files; None if nothing of it waits any more."""
    row = work.run(_WAITING, {"of_inbound": inbound_id}).first()
    if row is None:
        return None
    inbound = Inbound(
        address=Address(row.endpoint, row.contact),
        external_id=row.external_id,
        received_at=row.received_at,
        **inbound_fields(row.payload),
    )
    if inbound.prepared:
        return None
    values = {"of_contact": row.contact, "of_inbound": row.id}
    tries = max((int(one) for one in work.run(_TRY, values).scalars()), default=1)
    return Waiting(row.id, inbound, row.step, row.expires_at, bool(row.lapsed), tries)


def settle(
    work: Work, waiting: Waiting, files: Sequence[IncomingFile], codes: tuple[str, ...]
) -> bool:
    """Write what became of a message's files; False if the message is gone or done meanwhile."""
    inbound = replace(waiting.inbound, files=tuple(map(_told, files)), codes=codes)
    values = {"of_inbound": waiting.id, "new_payload": inbound_to_json(inbound)}
    if work.run(_PAYLOAD, values).scalar() is None:
        return False
    of = {"of_contact": waiting.inbound.address.contact, "of_inbound": waiting.id}
    for file_id, one in zip(work.run(_IDS, of).scalars(), files, strict=False):
        work.run(_FATE, {"file_id": file_id, **_fate(one)})
    return True


def release(work: Work, contact: str) -> None:
    """Let go of the files of a contact that nothing was made of: no case has them."""
    left = _keys(work.run(_LEFT, {"of_contact": contact}).all())
    if left:
        work.run(_RELEASE, {"of_contact": contact})
        work.freed += sorted(set(left) - set(keys_of(work, contact)))


def keys_of(work: Work, contact: str) -> list[str]:
    """Keys of all bytes kept for a contact, uploads not looked at included."""
    return _keys(work.run(_KEYS_OF, {"of_contact": contact}).all())


def keys_of_inbound(work: Work, inbound_id: int) -> list[str]:
    """Keys of the bytes that came with one message and with no other of the chat."""
    contact = work.run(_OF_INBOUND, {"of_inbound": inbound_id}).scalar()
    if contact is None:
        return []
    mine = work.run(_KEYS_OF_INBOUND, {"of_contact": contact, "of_inbound": inbound_id}).all()
    other = work.run(_KEYS_OF_OTHERS, {"of_contact": contact, "of_inbound": inbound_id}).all()
    return sorted(set(_keys(mine)) - set(_keys(other)))


def kept_keys(work: Work) -> set[str]:
    """Keys of all bytes some row names."""
    return set(_keys(work.run(_KEYS).all())) | publications.kept_keys(work)


_OF_INBOUND = select(_INBOUND.c.contact).where(_INBOUND.c.id == _inbound)
_KEYS_OF_INBOUND = _KEYS_OF.where(_FILE.c.inbound == _inbound)
_KEYS_OF_OTHERS = _KEYS_OF.where(_FILE.c.inbound != _inbound)


def _keys(rows: list[Any]) -> list[str]:
    stored = [f"{row.contact}/{row.sha256}" for row in rows if row.state == FileState.STORED]
    return stored + [row.ref for row in rows if row.ref and is_key(row.ref)]


def _told(one: IncomingFile) -> IncomingFile:
    """What the flow is told: names stand in the table of files alone."""
    return replace(one, ref="", name="")


def _fate(one: IncomingFile) -> dict[str, object]:
    stored = one.state is FileState.STORED
    return {
        "new_ref": None,
        "new_name": one.name if stored else None,
        "new_mime": one.mime,
        "new_size": one.size,
        "new_sha256": one.key.rpartition("/")[2] if stored else None,
        "new_state": one.state,
        "new_reason": one.reason,
    }
