"""Officers of a ward as they are stored: who they are, where they are reached, who stands in."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from handlers.officers import Member, Officer, Role
from handlers.store import sign_in
from handlers.store.codec import roles_from_json, roles_to_json
from handlers.store.inserting import insert_new
from handlers.store.tables import ContactRow, OfficerRow, StaffLinkRow, table_of
from handlers.store.unit_of_work import Store, Work

_OFFICER = table_of(OfficerRow)
_LINK = table_of(StaffLinkRow)
_CONTACT = table_of(ContactRow)
_COLUMNS = ("commune", "name", "roles", "superior", "register_name", "created_at")

_MEMBERS = (
    select(_OFFICER, _CONTACT.c.endpoint)
    .outerjoin(_CONTACT, _CONTACT.c.id == _OFFICER.c.contact)
    .where(_OFFICER.c.commune == bindparam("commune"))
    .order_by(_OFFICER.c.id)
)
_MEMBER = (
    select(_OFFICER, _CONTACT.c.endpoint)
    .outerjoin(_CONTACT, _CONTACT.c.id == _OFFICER.c.contact)
    .where(_OFFICER.c.id == bindparam("officer_id"))
)
_CHANGE = {
    name: update(_OFFICER)
    .where(_OFFICER.c.id == bindparam("officer_id"))
    .values({name: bindparam("new_value")})
    for name in ("name", "roles", "superior", "register_name", "contact")
}
_AWAY = (
    update(_OFFICER)
    .where(_OFFICER.c.id == bindparam("officer_id"))
    .values(away_until=bindparam("until"), stand_in=bindparam("other"))
)
_BACK = (
    update(_OFFICER)
    .where(_OFFICER.c.commune == bindparam("of_commune"), _OFFICER.c.away_until < bindparam("day"))
    .values(away_until=None, stand_in=None)
)
_LEAVE = (
    update(_OFFICER)
    .where(_OFFICER.c.id == bindparam("officer_id"), _OFFICER.c.left_at.is_(None))
    .values(left_at=bindparam("now"), contact=None)
    .returning(_OFFICER.c.id)
)
_ADD_LINK = ("code_hash", "commune", "officer", "created_at", "expires_at")
_LINK_OPEN = (
    select(_LINK.c.officer)
    .join(_OFFICER, _OFFICER.c.id == _LINK.c.officer)
    .where(
        _LINK.c.code_hash == bindparam("code_hash"),
        _LINK.c.commune == bindparam("commune"),
        _LINK.c.used_at.is_(None),
        _LINK.c.expires_at > bindparam("now"),
        _OFFICER.c.left_at.is_(None),
    )
)
_USE_LINK = (
    update(_LINK)
    .where(
        _LINK.c.code_hash == bindparam("hash_used"),
        _LINK.c.commune == bindparam("in_commune"),
        _LINK.c.used_at.is_(None),
        _LINK.c.expires_at > bindparam("now"),
    )
    .values(used_at=bindparam("now"))
    .returning(_LINK.c.officer)
)
_SPEND_LINKS = (
    update(_LINK)
    .where(_LINK.c.officer == bindparam("of_officer"), _LINK.c.used_at.is_(None))
    .values(used_at=bindparam("now"))
)


def members(work: Work, commune: str) -> tuple[Member, ...]:
    """Every officer of the commune, those who left included, in the order they were added."""
    return tuple(_member(row) for row in work.run(_MEMBERS, {"commune": commune}).all())


def member(work: Work, officer: int) -> Member | None:
    """One officer, in office or not."""
    row = work.run(_MEMBER, {"officer_id": officer}).first()
    return _member(row) if row is not None else None


def add(  # noqa: PLR0913 - the columns of one row
    work: Work,
    commune: str,
    name: str,
    roles: Iterable[Role],
    now: datetime,
    *,
    superior: int | None = None,
    register_name: str | None = None,
) -> int | None:
    """A new officer's id; None when the name is taken."""
    row = {
        "commune": commune,
        "name": name,
        "roles": roles_to_json(roles),
        "superior": superior,
        "register_name": register_name,
        "created_at": now,
    }
    made: int | None = work.run(insert_new(_OFFICER, work.dialect, _COLUMNS), row).scalar()
    return made


def set_roles(work: Work, officer: int, roles: Iterable[Role]) -> None:
    """The officer's roles from now on."""
    _change(work, officer, "roles", roles_to_json(roles))


def set_superior(work: Work, officer: int, superior: int | None) -> None:
    """Whose orders they follow."""
    _change(work, officer, "superior", superior)


def set_register_name(work: Work, officer: int, name: str | None) -> None:
    """How the one-stop software names them."""
    _change(work, officer, "register_name", name)


def set_contact(work: Work, officer: int, contact: str | None) -> None:
    """The chat they are known by and reached in."""
    _change(work, officer, "contact", contact)


def set_away(work: Work, officer: int, until: date | None, stand_in: int | None) -> None:
    """Away up to and with a day, with who gets the work meanwhile."""
    work.run(_AWAY, {"officer_id": officer, "until": until, "other": stand_in})


def come_back(work: Work, commune: str, day: date) -> None:
    """Whose last day away is before `day` is at work again: nobody stands in for them."""
    work.run(_BACK, {"of_commune": commune, "day": day})


def leave(work: Work, officer: int, now: datetime) -> bool:
    """Out of office: known by no chat, signed in nowhere; False if they had left before."""
    sign_in.end_all(work, officer, now)
    sign_in.drop_factor(work, officer)
    work.run(_SPEND_LINKS, {"of_officer": officer, "now": now})
    return work.run(_LEAVE, {"officer_id": officer, "now": now}).scalar() is not None


def add_link(
    work: Work, commune: str, officer: int, code_hash: str, now: datetime, expires_at: datetime
) -> None:
    """A one-time code by its hash; earlier ones of the officer hold no more."""
    work.run(_SPEND_LINKS, {"of_officer": officer, "now": now})
    row = {
        "code_hash": code_hash,
        "commune": commune,
        "officer": officer,
        "created_at": now,
        "expires_at": expires_at,
    }
    work.run(insert_new(_LINK, work.dialect, _ADD_LINK), row)


def link_open(work: Work, commune: str, code_hash: str, now: datetime) -> int | None:
    """Whose code this is, while it holds."""
    values = {"commune": commune, "code_hash": code_hash, "now": now}
    found: int | None = work.run(_LINK_OPEN, values).scalar()
    return found


def use_link(work: Work, commune: str, code_hash: str, now: datetime) -> int | None:
    """Spend a code; whose it was, None if it holds no more."""
    values = {"in_commune": commune, "hash_used": code_hash, "now": now}
    found: int | None = work.run(_USE_LINK, values).scalar()
    return found


class StoredStaffBook:
    """The `StaffBook` of `handlers.staff`, read from the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def whose(self, commune: str, code_hash: str, now: datetime) -> Officer | None:
        """The officer a code is for, while it holds."""
        with self._store.read() as work:
            officer = link_open(work, commune, code_hash, now)
            if officer is None:
                return None
            return next(one.officer for one in members(work, commune) if one.id == officer)


def _change(work: Work, officer: int, column: str, value: object) -> None:
    work.run(_CHANGE[column], {"officer_id": officer, "new_value": value})


def _member(row: Any) -> Member:  # noqa: ANN401 - a result row
    roles = roles_from_json(row.roles)
    return Member(
        Officer(row.id, row.commune, row.name, roles, row.superior),
        contact=row.contact,
        endpoint=row.endpoint,
        register_name=row.register_name,
        stand_in=row.stand_in,
        away_until=row.away_until,
        left_at=row.left_at,
    )
