"""Which chats show the officers' commands, and what each was last given: kept across restarts."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select

from handlers.officers import Officer
from handlers.roles import Act, may
from handlers.store.codec import roles_from_json
from handlers.store.inserting import insert_new
from handlers.store.tables import (
    ContactRow,
    OfficerRow,
    StaffGroupRow,
    StaffMenuRow,
    table_of,
)
from handlers.store.unit_of_work import Store
from handlers.wording.messengers import OFFICERS_GROUP_MENU, Commands, officers_menu

_CONTACT = table_of(ContactRow)
_OFFICER = table_of(OfficerRow)
_GROUP = table_of(StaffGroupRow)
_MENU = table_of(StaffMenuRow)
_OFFICERS = (
    select(_OFFICER, _CONTACT.c.chat)
    .join(_CONTACT, _CONTACT.c.id == _OFFICER.c.contact)
    .where(
        _CONTACT.c.endpoint == bindparam("endpoint"),
        _CONTACT.c.chat.is_not(None),
        _OFFICER.c.left_at.is_(None),
    )
)
_GROUPS = (
    select(_GROUP.c.contact, _CONTACT.c.chat)
    .join(_CONTACT, _CONTACT.c.id == _GROUP.c.contact)
    .where(
        _CONTACT.c.endpoint == bindparam("endpoint"),
        _CONTACT.c.chat.is_not(None),
        _GROUP.c.joined_at.is_not(None),
        _GROUP.c.ended_at.is_(None),
    )
)
_SHOWN = (
    select(_MENU.c.contact, _MENU.c.shown, _CONTACT.c.chat)
    .join(_CONTACT, _CONTACT.c.id == _MENU.c.contact)
    .where(_CONTACT.c.endpoint == bindparam("endpoint"))
)
_FORGET = delete(_MENU).where(_MENU.c.contact == bindparam("contact"))


@dataclass(frozen=True, slots=True)
class MenuWish:
    """One chat whose menu is not what it should be; no commands: the general menu again."""

    contact: str
    chat: str | None
    commands: Commands
    mark: str = ""
    """Of what is shown once this is done."""


class StaffMenus:
    """Reads what is wanted, notes what was done."""

    def __init__(self, store: Store, endpoint: str) -> None:
        self._store = store
        self._endpoint = endpoint

    def wishes(self) -> list[MenuWish]:
        """What must change, chats that are no officer's any more first."""
        of = {"endpoint": self._endpoint}
        with self._store.read() as work:
            wanted = {row.contact: _of_officer(row) for row in work.run(_OFFICERS, of).all()}
            wanted |= {
                row.contact: (row.chat, OFFICERS_GROUP_MENU) for row in work.run(_GROUPS, of).all()
            }
            shown = {row.contact: (row.shown, row.chat) for row in work.run(_SHOWN, of).all()}
        gone = [MenuWish(one, shown[one][1], ()) for one in shown if one not in wanted]
        due = [
            MenuWish(contact, chat, commands, mark)
            for contact, (chat, commands) in wanted.items()
            if (mark := _mark(chat, commands)) != shown.get(contact, ("", ""))[0]
        ]
        return gone + due

    def done(self, wish: MenuWish, now: datetime) -> None:
        """This chat shows what was wished."""
        with self._store.work() as work:
            work.run(_FORGET, {"contact": wish.contact})
            if wish.mark:
                row = {"contact": wish.contact, "shown": wish.mark, "at": now}
                work.run(insert_new(_MENU, work.dialect, ("contact", "shown", "at")), row)
            work.commit()


def _of_officer(row: Any) -> tuple[str, Commands]:  # noqa: ANN401 - a result row
    officer = Officer(row.id, row.commune, row.name, roles_from_json(row.roles))
    signs, works = may(officer, Act.DECIDE_APOLOGY), may(officer, Act.SEE_WORK)
    return row.chat, officers_menu(works=works, signs=signs)


def _mark(chat: str, commands: Commands) -> str:
    """What tells one menu in one chat from another; a chat that moved is written anew."""
    return hashlib.sha256(repr((chat, commands)).encode()).hexdigest()[:16]
