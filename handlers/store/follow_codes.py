"""Statements of consent codes: made, taken up once, taken back."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, select, update

from handlers.dossier_commands import GiveCode
from handlers.dossier_ports import GivenCode, OfferedCode
from handlers.store import code_texts, notices
from handlers.store.inserting import plain_insert
from handlers.store.tables import FollowCodeRow, FollowRow, table_of
from handlers.store.unit_of_work import Work

_CODE: Final = table_of(FollowCodeRow)
_FOLLOW: Final = table_of(FollowRow)
_ADD: Final = plain_insert(_CODE)
_OPEN: Final = (
    _CODE.c.used_at.is_(None),
    _CODE.c.revoked_at.is_(None),
    _CODE.c.use_by > bindparam("now"),
)
_OFFERED: Final = select(_CODE.c.dossier, _CODE.c.holds_until).where(
    _CODE.c.code_hash == bindparam("hash"), _CODE.c.commune == bindparam("of_commune"), *_OPEN
)
_SPEND: Final = (
    update(_CODE)
    .where(_CODE.c.code_hash == bindparam("hash"), *_OPEN)
    .values(used_at=bindparam("now"), taker=bindparam("by"))
    .returning(_CODE.c.id)
)
_GIVEN: Final = (
    select(_CODE.c.id, _CODE.c.dossier, _CODE.c.use_by, _CODE.c.holds_until, _CODE.c.used_at)
    .where(
        _CODE.c.contact == bindparam("giver"),
        _CODE.c.revoked_at.is_(None),
        _CODE.c.holds_until > bindparam("now"),
    )
    .order_by(_CODE.c.id)
)
_REVOKE: Final = (
    update(_CODE)
    .where(
        _CODE.c.id == bindparam("code_id"),
        _CODE.c.contact == bindparam("giver"),
        _CODE.c.revoked_at.is_(None),
    )
    .values(revoked_at=bindparam("now"))
    .returning(_CODE.c.taker, _CODE.c.dossier, _CODE.c.code_hash)
)
_STOP: Final = (
    update(_FOLLOW)
    .where(
        _FOLLOW.c.contact == bindparam("by"),
        _FOLLOW.c.dossier == bindparam("of"),
        _FOLLOW.c.relation == "relative",
    )
    .values(stopped_at=bindparam("now"), next_at=None)
    .returning(_FOLLOW.c.id)
)
_OF_GIVER: Final = select(_CODE.c.id).where(
    _CODE.c.contact == bindparam("giver"), _CODE.c.revoked_at.is_(None)
)
_FORGET: Final = delete(_CODE).where(_CODE.c.contact == bindparam("giver"))
_FORGET_TAKER: Final = update(_CODE).where(_CODE.c.taker == bindparam("by")).values(taker=None)


def give(work: Work, commune: str, contact: str, made: GiveCode, now: datetime) -> None:
    """Keep the hash of a code."""
    row = {
        "commune": commune,
        "code_hash": made.code_hash,
        "contact": contact,
        "dossier": made.dossier,
        "created_at": now,
        "use_by": made.use_by,
        "holds_until": made.holds_until,
        "taker": None,
        "used_at": None,
        "revoked_at": None,
    }
    work.run(_ADD, row)


def offered(work: Work, commune: str, code_hash: str, now: datetime) -> OfferedCode | None:
    """What a code gives while nobody has used it."""
    values = {"hash": code_hash, "of_commune": commune, "now": now}
    row = work.run(_OFFERED, values).first()
    return OfferedCode(row.dossier, row.holds_until) if row else None


def spend(work: Work, code_hash: str, contact: str, now: datetime) -> bool:
    """Use a code up; False if another was first or it was taken back."""
    values = {"hash": code_hash, "by": contact, "now": now}
    spent = work.run(_SPEND, values).first() is not None
    code_texts.wipe(work, [code_hash] if spent else [])
    return spent


def given(work: Work, contact: str, now: datetime) -> tuple[GivenCode, ...]:
    """Codes of a contact that are used, or may still be."""
    rows = work.run(_GIVEN, {"giver": contact, "now": now})
    return tuple(
        GivenCode(row.id, row.dossier, row.use_by, used=row.used_at is not None)
        for row in rows
        if row.used_at is not None or row.use_by > now
    )


def revoke(work: Work, contact: str, code: int, now: datetime) -> None:
    """Take a code back; who followed by it is told nothing more."""
    row = work.run(_REVOKE, {"code_id": code, "giver": contact, "now": now}).first()
    if row is not None:
        code_texts.wipe(work, [row.code_hash])
    if row is not None and row.taker is not None:
        stopped = work.run(_STOP, {"by": row.taker, "of": row.dossier, "now": now}).first()
        if stopped is not None:  # nor what waits for a channel: the consent is over
            notices.close_untrue(work, row.taker, row.dossier, (), now)


def withdraw(work: Work, contact: str, now: datetime) -> None:
    """Take every code of a contact back."""
    for code in work.run(_OF_GIVER, {"giver": contact}).scalars():
        revoke(work, contact, code, now)


def forget(work: Work, contact: str, now: datetime) -> None:
    """A contact is erased: its consent ends with it, and it is named nowhere."""
    withdraw(work, contact, now)
    work.run(_FORGET, {"giver": contact})
    work.run(_FORGET_TAKER, {"by": contact})
