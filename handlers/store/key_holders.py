"""Statements over the ward's key to reporters' names, its holders, and what is sealed to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update

from handlers.store.inserting import insert_new
from handlers.store.tables import (
    CaseCallRow,
    CasePartyRow,
    CaseRow,
    CommuneRow,
    KeyHolderRow,
    WardKeyRow,
    table_of,
)
from handlers.store.unit_of_work import Work
from handlers.ward_key import WardPublic
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind

_KEY, _HOLDER = table_of(WardKeyRow), table_of(KeyHolderRow)
_PARTY, _CASE, _CALL = table_of(CasePartyRow), table_of(CaseRow), table_of(CaseCallRow)
_COMMUNE = table_of(CommuneRow)
_KEY_COLUMNS = ("commune", "generation", "public", "made_at")
_HOLDER_COLUMNS = ("commune", "officer", "public", "wrapped", "created_at", "failures")

_LOCK = select(_COMMUNE.c.key).where(_COMMUNE.c.key == bindparam("commune")).with_for_update()
_KEY_OF = select(_KEY).where(_KEY.c.commune == bindparam("commune"))
_TURN = (
    update(_KEY)
    .where(_KEY.c.commune == bindparam("of"), _KEY.c.generation == bindparam("was"))
    .values(
        generation=_KEY.c.generation + 1,
        public=bindparam("new_public"),
        made_at=bindparam("at"),
        rotate_since=None,
    )
    .returning(_KEY.c.generation)
)
_WANT_TURN = (
    update(_KEY)
    .where(_KEY.c.commune == bindparam("of"), _KEY.c.rotate_since.is_(None))
    .values(rotate_since=bindparam("at"))
)
_HOLDERS = select(_HOLDER).where(_HOLDER.c.commune == bindparam("commune")).order_by(_HOLDER.c.id)
_DROP = delete(_HOLDER).where(_HOLDER.c.id == bindparam("holder"))
_SHARE = (
    update(_HOLDER)
    .where(_HOLDER.c.id == bindparam("holder"), _HOLDER.c.public == bindparam("seen_public"))
    .values(share=bindparam("new_share"), proof=bindparam("new_proof"), admitted_at=bindparam("at"))
    .returning(_HOLDER.c.id)
)
_WRAP = (
    update(_HOLDER)
    .where(_HOLDER.c.id == bindparam("holder"), _HOLDER.c.public == bindparam("seen_public"))
    .values(wrapped=bindparam("new_wrapped"), failures=0, locked_until=None)
    .returning(_HOLDER.c.id)
)
_CHARGE = (
    update(_HOLDER)
    .where(
        _HOLDER.c.id == bindparam("holder"),
        or_(_HOLDER.c.locked_until.is_(None), _HOLDER.c.locked_until <= bindparam("now")),
    )
    .values(failures=_HOLDER.c.failures + 1)
    .returning(_HOLDER.c.failures)
)
_GOOD = (
    update(_HOLDER).where(_HOLDER.c.id == bindparam("holder")).values(failures=0, locked_until=None)
)
_PAUSE = (
    update(_HOLDER)
    .where(_HOLDER.c.id == bindparam("holder"))
    .values(locked_until=bindparam("until"))
)
_PARTIES = (
    select(
        _PARTY.c.case,
        _PARTY.c.sealed,
        _CASE.c.day,
        _CASE.c.number,
        _CASE.c.kind,
        _CALL.c.case.label("call"),
    )
    .join(_CASE, _CASE.c.id == _PARTY.c.case)
    .outerjoin(_CALL, _CALL.c.case == _PARTY.c.case)
    .where(_CASE.c.commune == bindparam("commune"))
    .order_by(_PARTY.c.case)
)
_RESEAL = (
    update(_PARTY)
    .where(_PARTY.c.case == bindparam("of_case"), _PARTY.c.sealed == bindparam("was"))
    .values(sealed=bindparam("new_sealed"))
    .returning(_PARTY.c.case)
)


@dataclass(frozen=True, slots=True)
class WardKey:
    """A commune's key as it is stored: its open half."""

    commune: str
    public: WardPublic
    made_at: datetime
    rotate_since: datetime | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who can open the ward's key, or waits to."""

    id: int
    commune: str
    officer: int | None
    """None: the envelope in the safe."""
    public: bytes
    wrapped: str
    share: str | None
    proof: str | None
    created_at: datetime
    admitted_at: datetime | None
    locked_until: datetime | None

    @property
    def about(self) -> str:
        """What this holder's wrapped key and share are bound to."""
        return self.bound_to(self.commune, self.officer)

    @staticmethod
    def bound_to(commune: str, officer: int | None) -> str:
        """The same before there is a row."""
        return f"key of {commune} held by {officer or 'envelope'}"


@dataclass(frozen=True, slots=True)
class Party:
    """A sealed sender of a case."""

    case: int
    code: CaseCode
    sealed: str
    to_call: bool
    """A number who holds the question calls: opened by the key file."""


def lock(work: Work, commune: str) -> None:
    """One act over a commune's key at a time; on PostgreSQL new cases wait too, by their key."""
    work.run(_LOCK, {"commune": commune})


def ward_key(work: Work, commune: str) -> WardKey | None:
    """The commune's key; None before enrolment."""
    row: Any = work.run(_KEY_OF, {"commune": commune}).first()
    if row is None:
        return None
    public = WardPublic(row.generation, bytes.fromhex(row.public))
    return WardKey(row.commune, public, row.made_at, row.rotate_since)


def add_key(work: Work, commune: str, public: WardPublic, now: datetime) -> bool:
    """The commune's first key; False when there is one."""
    row = {"commune": commune, "generation": public.generation, "made_at": now}
    row["public"] = public.key.hex()
    return work.run(insert_new(_KEY, work.dialect, _KEY_COLUMNS), row).scalar() is not None


def turn_key(work: Work, was: WardKey, public: bytes, now: datetime) -> bool:
    """Another key in its place; False when somebody else was faster."""
    values = {"of": was.commune, "was": was.public.generation}
    values |= {"new_public": public.hex(), "at": now}
    return work.run(_TURN, values).scalar() is not None


def want_rotation(work: Work, commune: str, now: datetime) -> None:
    """Somebody who could open it is a holder no more."""
    work.run(_WANT_TURN, {"of": commune, "at": now})


def holders(work: Work, commune: str) -> list[Holder]:
    """Everybody who holds the key or waits to, the envelope with them."""
    return [
        Holder(
            row.id,
            row.commune,
            row.officer,
            bytes.fromhex(row.public),
            row.wrapped,
            row.share,
            row.proof,
            row.created_at,
            row.admitted_at,
            row.locked_until,
        )
        for row in work.run(_HOLDERS, {"commune": commune})
    ]


def holder_of(work: Work, commune: str, officer: int | None) -> Holder | None:
    """One of them; None as the officer: the envelope."""
    return next((one for one in holders(work, commune) if one.officer == officer), None)


def put_holder(
    work: Work, commune: str, officer: int | None, public: bytes, wrapped: str, now: datetime
) -> Holder:
    """A holder who waits, in place of what they had; only under `lock`."""
    before = holder_of(work, commune, officer)
    if before is not None:
        drop(work, before)
    row = {
        "commune": commune,
        "officer": officer,
        "public": public.hex(),
        "wrapped": wrapped,
        "created_at": now,
        "failures": 0,
    }
    work.run(insert_new(_HOLDER, work.dialect, _HOLDER_COLUMNS), row)
    return next(one for one in holders(work, commune) if one.officer == officer)


def drop(work: Work, one: Holder) -> None:
    """Their wrapped copy is gone, from SQLite's file and log too."""
    work.run(_DROP, {"holder": one.id})
    work.erased = True


def set_share(
    work: Work, one: Holder, share: str | None, proof: str | None, now: datetime | None
) -> bool:
    """The ward's key for a holder; None: they wait. False when their own key is another by now."""
    values = {"holder": one.id, "seen_public": one.public.hex(), "at": now}
    values |= {"new_share": share, "new_proof": proof}
    return work.run(_SHARE, values).scalar() is not None


def set_wrapped(work: Work, one: Holder, wrapped: str) -> bool:
    """The same key under another passphrase; False when their key is another by now."""
    work.erased = True
    values = {"holder": one.id, "seen_public": one.public.hex(), "new_wrapped": wrapped}
    return work.run(_WRAP, values).scalar() is not None


def charge(work: Work, one: Holder, now: datetime) -> int | None:
    """Count a try before it is looked at; None: paused."""
    tried: int | None = work.run(_CHARGE, {"holder": one.id, "now": now}).scalar()
    return tried


def proved(work: Work, one: Holder) -> None:
    """The passphrase was right."""
    work.run(_GOOD, {"holder": one.id})


def pause(work: Work, one: Holder, until: datetime) -> None:
    """No more tries until then."""
    work.run(_PAUSE, {"holder": one.id, "until": until})


def parties(work: Work, commune: str) -> list[Party]:
    """Every sealed sender of a commune."""
    return [
        Party(
            row.case,
            CaseCode(commune, row.day, row.number),
            row.sealed,
            row.kind == FeedbackKind.QUESTION and row.call is not None,
        )
        for row in work.run(_PARTIES, {"commune": commune})
    ]


def reseal(work: Work, one: Party, sealed: str) -> None:
    """Sealed otherwise; nothing of the seal before is left in SQLite's file and log."""
    work.run(_RESEAL, {"of_case": one.case, "was": one.sealed, "new_sealed": sealed})
    work.erased = True
